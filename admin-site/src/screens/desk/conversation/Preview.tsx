import type { ConversationView } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { useLive, useNow } from "../../../live/index.ts";
import { useMe } from "../../../shared/me.tsx";

/** Milliseconds. */
const TYPING_SHOWN_MS = 30_000;
/** Without a preview a sign of life is shorter-lived. */
const TYPING_SIGN_MS = 6_000;

/** What the visitor is typing, in a place of its own so that nothing jumps. Not announced. */
export function Preview({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const me = useMe();
  const typing = useLive((state) => state.typing.get(view.conversation_id));
  useNow();
  const age = typing ? Date.now() - typing.at : Number.POSITIVE_INFINITY;
  const shown = me.typing_preview ? typing?.text !== "" && age < TYPING_SHOWN_MS : age < TYPING_SIGN_MS;
  return (
    <div className="preview" aria-live="off" data-empty={!typing || !shown || undefined} data-testid="preview">
      {typing && shown && (
        <>
          <span className="tag good">{me.typing_preview ? t("desk.preview") : t("desk.typing")}</span>
          <span className="cut grow">{typing.text}</span>
        </>
      )}
    </div>
  );
}
