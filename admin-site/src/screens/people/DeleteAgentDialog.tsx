import type { Agent } from "@parlor/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { Field } from "../../shared/Field.tsx";

interface Props {
  agent: Agent;
  /** The agent is gone. */
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Asks who gets what the agent owns, then deletes them. */
export function DeleteAgentDialog({ agent, onDeleted, onClose }: Props) {
  const { t } = useTranslation();
  const [heir, setHeir] = useState<string>();
  return (
    <DeleteDialog
      title={t("people.deleteTitle", { name: agent.name })}
      text={t("people.deleteText")}
      run={async () => {
        await call("delete_agent", { path: { agent_id: agent.agent_id }, query: heir ? { heir_id: heir } : {} });
        await onDeleted();
      }}
      onClose={onClose}
    >
      <Field label={t("people.heir")} hint={t("people.heirHint")}>
        {() => (
          <AgentPicker
            allowClear
            wide
            label={t("people.heir")}
            placeholder={t("people.nobody")}
            value={heir}
            onChange={setHeir}
            but={agent.agent_id}
            testId="agent-heir"
          />
        )}
      </Field>
    </DeleteDialog>
  );
}
