import type { ConversationView } from "@parlor/protocol";
import { Button, type MenuProps } from "antd";
import { LogOut, UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { live, useLive } from "../../../live/index.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";

/** Leaves, and closes what is not ours any more. */
function useLeave(view: ConversationView): () => Promise<void> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return async () => {
    try {
      await live().leave(view.conversation_id);
      await navigate("/desk");
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
}

/** Who takes part besides us, in the line below the name. */
export function Together({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const agentId = useLive((state) => state.agentId);
  const members = view.members ?? [];
  if (view.state !== "active" || members.length === 0) return null;
  const names = [
    ...(view.agent_id === agentId ? [] : [view.agent_name ?? ""]),
    ...members.filter((each) => each.agent_id !== agentId).map((each) => each.name),
  ];
  const text = names.join(t("log.and"));
  return (
    <span className="conversation-together" title={t("team.with", { names: text })} data-testid="together">
      <Users size={14} aria-hidden />
      <span className="sr">{t("team.with", { names: "" })}</span>
      <span className="cut">{text}</span>
    </span>
  );
}

/** What can be done about who takes part: asking somebody in, leaving. */
export function useTeamItems(view: ConversationView, own: boolean, onInvite: () => void): NonNullable<MenuProps["items"]> {
  const { t } = useTranslation();
  const leave = useLeave(view);
  const members = view.members ?? [];
  return [
    ...(own
      ? [
          {
            key: "invite-colleague",
            icon: <UserPlus size={16} />,
            label: <span data-testid="invite-colleague">{t("team.title")}</span>,
            disabled: view.transfer !== undefined,
            onClick: onInvite,
          },
        ]
      : []),
    ...(!own || members.length > 0
      ? [
          {
            key: "leave",
            icon: <LogOut size={16} />,
            label: <span data-testid="leave-to">{t(own ? "team.leaveTo" : "team.leave")}</span>,
            onClick: () => void leave(),
          },
        ]
      : []),
  ];
}

/** For who has joined: the way out. */
export function LeaveButton({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const leave = useLeave(view);
  return (
    <Button
      size="small"
      icon={<LogOut size={16} />}
      loading={busy}
      onClick={async () => {
        setBusy(true);
        await leave();
        setBusy(false);
      }}
      data-testid="leave"
    >
      {t("team.leave")}
    </Button>
  );
}
