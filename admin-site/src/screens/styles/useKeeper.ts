import type { StyleDraft } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import type { FieldError } from "../../shared/field-path.ts";
import { problemText } from "../../shared/problem-text.ts";
import { type Editing, Keeper, type Parts } from "./keeper.ts";
import { stylesKey } from "./queries.ts";

export interface Kept {
  keeper: Keeper;
  editing: Editing;
  /** What is wrong in the fields: found here, or refused by the server. */
  errors: readonly FieldError[];
}

/** A style's draft that saves itself. `check` finds what cannot be saved, before anybody is asked. */
export function useKeeper(style: StyleDraft, check: (parts: Parts) => FieldError[]): Kept {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [keeper] = useState(
    () =>
      new Keeper(
        style,
        {
          save: async (change) => {
            const saved = await call("save_draft", { path: { style_id: style.style_id }, body: change });
            void client.invalidateQueries({ queryKey: stylesKey });
            return saved;
          },
          load: () => call("get_style", { path: { style_id: style.style_id } }),
        },
        (parts) => check(parts).length > 0,
      ),
  );
  const editing = useSyncExternalStore(keeper.subscribe, keeper.get);
  const errors = useMemo(() => {
    const { problem, parts } = editing;
    const refused = problem instanceof ApiProblem && problem.field ? [{ path: problem.field, text: problemText(t, problem) }] : [];
    return [...check(parts), ...refused];
  }, [editing, check, t]);
  useEffect(() => {
    const back = () => void (keeper.get().status === "offline" ? keeper.flush() : keeper.refresh());
    const aside = () => document.visibilityState === "hidden" && keeper.leave();
    window.addEventListener("focus", back);
    window.addEventListener("online", back);
    document.addEventListener("visibilitychange", aside);
    return () => {
      window.removeEventListener("focus", back);
      window.removeEventListener("online", back);
      document.removeEventListener("visibilitychange", aside);
      keeper.leave();
    };
  }, [keeper]);
  return { keeper, editing, errors };
}
