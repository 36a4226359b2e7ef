import { waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { MessageCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive, useNow } from "../../live/index.ts";
import { urgencyOf, visitorLabel } from "../../live/select.ts";
import { useMe } from "../../shared/me.tsx";
import { Empty } from "../../shared/States.tsx";
import { lastText } from "../desk/list/last-text.ts";

interface Props {
  rows: readonly ConversationView[];
  chosenId: string | undefined;
  onWatch: (conversationId: string) => void;
}

/** Every conversation that goes on or waits; who waits longest stands first. */
export function ConversationTable({ rows, chosenId, onWatch }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const departments = useLive((state) => state.departments);
  const nameOf = (id: string) => departments.find((each) => each.department_id === id)?.name ?? "";
  if (rows.length === 0) return <Empty icon={MessageCircle} title={t("monitor.quiet")} text={t("monitor.quietText")} />;
  return (
    <div className="card monitor-table">
      <table className="plain">
        <thead>
          <tr>
            <th>{t("monitor.visitor")}</th>
            <th>{t("monitor.agent")}</th>
            <th className="wide-only">{t("monitor.department")}</th>
            <th className="wide-only">{t("monitor.lastSaid")}</th>
            <th className="right">{t("monitor.waits")}</th>
            <th className="right wide-only">{t("desk.duration")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((view) => {
            const urgency = urgencyOf(view, now, me.wait_limit_s);
            const chosen = view.conversation_id === chosenId;
            return (
              <tr
                key={view.conversation_id}
                data-opens
                className={chosen ? "chosen" : undefined}
                onClick={() => onWatch(view.conversation_id)}
              >
                <td>
                  <button type="button" className="link-button" data-row data-testid="monitor-row" data-conversation={view.conversation_id}>
                    {visitorLabel(view)}
                  </button>
                </td>
                <td>{view.agent_name ?? <span className="is-wait">{t("monitor.waiting")}</span>}</td>
                <td className="wide-only">{nameOf(view.department_id)}</td>
                <td className="wide-only monitor-said">
                  <span className="cut">{lastText(t, view, undefined)}</span>
                </td>
                <td className={`right is-${urgency}`}>{view.waiting_since === undefined ? "–" : waitTime(now - view.waiting_since)}</td>
                <td className="right wide-only">{waitTime(now - (view.accepted_at ?? view.opened_at))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
