import type { ConversationView } from "@parlor/protocol";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { live } from "../../../live/index.ts";
import { visitorLabel } from "../../../live/select.ts";
import type { WrapUpChange } from "../../../live/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { useSwitches } from "../../../shared/service.ts";
import { toast } from "../../../shared/toast.tsx";
import { NEW_WRAP_UP, WrapUpFields } from "./WrapUpFields.tsx";

/** Ends the conversation, and says what it was about if the company wants to know. */
export default function EndDialog({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t } = useTranslation();
  const { wrap_up: wanted } = useSwitches();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [wrapUp, setWrapUp] = useState<WrapUpChange>(NEW_WRAP_UP);
  const end = async (withWrapUp: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await live().end(view.conversation_id);
    } catch (error) {
      setProblem(error);
      setBusy(false);
      return;
    }
    onClose();
    if (!withWrapUp) return;
    try {
      await live().wrapUp(view.conversation_id, wrapUp);
    } catch (error) {
      // It is on the list of those without a topic.
      toast({ tone: "bad", text: t("wrapUp.notKept", { reason: problemText(t, error) }) });
    }
  };
  return (
    <Modal
      open
      title={t("end.title", { name: visitorLabel(view) })}
      onCancel={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose} autoFocus>
            {t("end.stay")}
          </Button>
          {wanted && (
            <Button loading={busy} onClick={() => void end(false)} data-testid="end-later">
              {t("end.later")}
            </Button>
          )}
          <Button type="primary" danger loading={busy} onClick={() => void end(wanted)} data-testid="end-confirm">
            {t(wanted ? "end.confirmWrapUp" : "end.confirm")}
          </Button>
        </>
      }
    >
      <p className="t2">{t("end.text")}</p>
      {wanted && <WrapUpFields value={wrapUp} onChange={setWrapUp} />}
      {problem !== undefined && (
        <p className="banner bad" role="alert" style={{ marginTop: 12 }}>
          {problemText(t, problem)}
        </p>
      )}
    </Modal>
  );
}
