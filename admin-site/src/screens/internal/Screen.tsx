import { MessagesSquare } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useLive } from "../../live/index.ts";
import { Empty } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { Chat } from "./Chat.tsx";
import { List } from "./List.tsx";
import { titleOf } from "./names.ts";
import { Panel } from "./Panel.tsx";
import "../desk/desk.css";
import "../desk/panel.css";
import "./internal.css";

const GroupDialog = lazy(() => import("./GroupDialog.tsx"));

/** 内部对话: colleagues and groups, the conversation that is open, who is in it and what files it holds. */
export function InternalScreen() {
  const { t } = useTranslation();
  const { conversationId } = useParams();
  const view = useLive((state) => (conversationId ? state.internal.get(conversationId) : undefined));
  const title = useLive((state) => (view ? titleOf(view, state.agentId, state.agents) : ""));
  const [panelOpen, setPanelOpen] = useState(false);
  const [making, setMaking] = useState(false);
  useTitle(title || t("nav.internal"));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes the drawer
  useEffect(() => setPanelOpen(false), [conversationId]);
  return (
    <main className="desk internal" data-open={conversationId ? true : undefined}>
      <List currentId={conversationId} onGroup={() => setMaking(true)} />
      {conversationId ? (
        <Chat key={conversationId} conversationId={conversationId} onPanel={() => setPanelOpen((open) => !open)} />
      ) : (
        <section className="conversation conversation-none">
          <Empty icon={MessagesSquare} title={t("internal.chooseOne")} text={t("internal.chooseOneText")}>
            <button type="button" className="link-button" onClick={() => setMaking(true)}>
              {t("internal.newGroup")}
            </button>
          </Empty>
        </section>
      )}
      {view && <Panel key={`panel-${view.conversation_id}`} view={view} open={panelOpen} onClose={() => setPanelOpen(false)} />}
      {making && (
        <Suspense fallback={null}>
          <GroupDialog onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </main>
  );
}
