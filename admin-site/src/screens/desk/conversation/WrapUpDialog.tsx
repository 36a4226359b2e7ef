import type { ConversationView } from "@parlor/protocol";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { visitorLabel } from "../../../live/select.ts";
import type { WrapUpChange } from "../../../live/session.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { NEW_WRAP_UP, WrapUpFields } from "./WrapUpFields.tsx";

interface Props {
  /** One, or several that get the same. */
  views: readonly ConversationView[];
  onSave: (wrapUp: WrapUpChange) => Promise<void>;
  onClose: () => void;
}

/** What ended conversations were about; also changes what was said before. */
export default function WrapUpDialog({ views, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const only = views.length === 1 ? views[0] : undefined;
  const before = only?.wrap_up;
  const [wrapUp, setWrapUp] = useState<WrapUpChange>(() =>
    before ? { value: before.value, note: before.note ?? "", ...(before.topic_id ? { topic_id: before.topic_id } : {}) } : NEW_WRAP_UP,
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSave(wrapUp);
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={only ? t("wrapUp.title", { name: visitorLabel(only) }) : t("wrapUp.titleMany", { count: views.length })}
      onCancel={onClose}
      width={460}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()} data-testid="wrap-up-save">
            {t("wrapUp.save")}
          </Button>
        </>
      }
    >
      <WrapUpFields value={wrapUp} onChange={setWrapUp} />
      {problem !== undefined && (
        <p className="banner bad" role="alert">
          {problemText(t, problem)}
        </p>
      )}
    </Modal>
  );
}
