import { fullTime, shortTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { History } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/me.tsx";
import { Score } from "../../../shared/Score.tsx";
import { Empty } from "../../../shared/States.tsx";

interface Props {
  conversations: readonly ConversationView[];
  onOpen: (conversationId: string) => void;
}

/** 历史: the visitor's earlier conversations, the newest first. */
export function HistoryTab({ conversations, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  if (conversations.length === 0) return <Empty icon={History} title={t("history.none")} text={t("history.noneText")} />;
  return (
    <ul className="history" data-testid="history">
      {conversations.map((view) => (
        <li key={view.conversation_id}>
          <button type="button" onClick={() => onOpen(view.conversation_id)} data-testid="history-row" data-id={view.conversation_id}>
            <span className="row">
              <time className="medium" title={fullTime(view.opened_at, me.time_zone)}>
                {shortTime(view.opened_at, Date.now(), i18n.language, { exact: true, zone: me.time_zone })}
              </time>
              <span className="grow cut t2 f12">{view.agent_name ?? t("history.nobody")}</span>
              <Score score={view.score} />
            </span>
            {view.last_text && <span className="cut t2 f13">{view.last_text}</span>}
            <span className="row f12 t3">
              {view.wrap_up?.topic && <span className="tag">{view.wrap_up.topic}</span>}
              {t("records.count", { count: view.message_count ?? 0 })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
