import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { stylesKey } from "./queries.ts";
import { hasChanges } from "./StyleState.tsx";
import type { Kept } from "./useKeeper.ts";

interface Props {
  kept: Kept;
  /** Shows the field at a path: there something is wrong, so nothing was published. */
  onShow: (path: string) => void;
}

/** Gives visitors what the draft says. What was just typed goes along. */
export function PublishButton({ kept, onShow }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  /** Publishing was wanted and did not come about. */
  const [wanted, setWanted] = useState(false);
  const { keeper, editing, errors } = kept;
  const { base } = editing;
  const publish = async () => {
    setBusy(true);
    try {
      const done = await keeper.act((version) => call("publish_style", { path: { style_id: base.style_id }, body: { version } }));
      if (done) toast({ tone: "good", text: t("styles.published") });
      else setWanted(true);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
      if (error instanceof ApiProblem && error.code === "conflict") void keeper.refresh();
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: stylesKey });
    }
  };
  const first = errors[0];
  useEffect(() => {
    if (!wanted) return;
    setWanted(false);
    if (first) onShow(first.path);
  }, [wanted, first, onShow]);
  return (
    <Button
      type="primary"
      disabled={!hasChanges(kept) || editing.status === "conflict"}
      loading={busy}
      onClick={() => void publish()}
      data-testid="style-publish"
    >
      {t("styles.publish")}
    </Button>
  );
}
