import type { ConversationView } from "@parlor/protocol";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { live, useLive } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";

export type Deed = "join" | "take_over" | "end" | "sign_out";

const WORDS = { join: "monitor.join", take_over: "monitor.takeOver", end: "monitor.end", sign_out: "monitor.signOut" } as const;

interface Props {
  deed: Deed;
  /** What it is about; for signing out the agent alone is enough. */
  conversation?: ConversationView;
  agent: { id: string; name: string };
  onClose: () => void;
}

/** Asks before something is done with a conversation or a desk of somebody else, and does it. */
export function SuperviseDialog({ deed, conversation, agent, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const load = useLive((state) => state.agents.get(agent.id)?.load ?? 0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const visitor = conversation ? visitorLabel(conversation) : "";
  const words = WORDS[deed];
  const id = conversation?.conversation_id ?? "";

  const goesThere = deed === "take_over" || deed === "join";

  const act = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (deed === "take_over") await live().takeOver(id);
      else if (deed === "join") await live().join(id);
      else if (deed === "end") await live().endOther(id);
      else await live().signOutAgent(agent.id);
    } catch (error) {
      setProblem(error);
      setBusy(false);
      return;
    }
    onClose();
    if (goesThere) await navigate(`/desk/${id}`);
    else toast({ tone: "good", text: t(`${words}.done`, { visitor, agent: agent.name }) });
  };

  return (
    <Modal
      open
      width={420}
      title={t(`${words}.title`, { visitor, agent: agent.name })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose} autoFocus={!goesThere}>
            {t("common.cancel")}
          </Button>
          <Button
            type="primary"
            danger={!goesThere}
            autoFocus={goesThere}
            loading={busy}
            onClick={() => void act()}
            data-testid="supervise-confirm"
          >
            {t(`${words}.confirm`)}
          </Button>
        </>
      }
    >
      <p className="t2">{t(`${words}.text`, { visitor, agent: agent.name, count: load })}</p>
      {problem !== undefined && (
        <p className="banner bad" role="alert" style={{ marginTop: 12 }}>
          {problemText(t, problem)}
        </p>
      )}
    </Modal>
  );
}
