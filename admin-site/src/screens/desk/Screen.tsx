import { MessageCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useLive } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { Empty } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { chordText, useKeys } from "../shell/keys.ts";
import { Conversation } from "./Conversation.tsx";
import { List } from "./List.tsx";
import { Panel } from "./Panel.tsx";
import "./desk.css";
import "./panel.css";

/** 访客对话: the list, the conversation that is open, and what is known of its visitor. */
export function DeskScreen() {
  const { t } = useTranslation();
  const { conversationId } = useParams();
  const view = useLive((state) => (conversationId ? state.conversations.get(conversationId) : undefined));
  const [panelOpen, setPanelOpen] = useState(false);
  useTitle(view ? visitorLabel(view) : t("nav.desk"));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes the drawer
  useEffect(() => setPanelOpen(false), [conversationId]);
  return (
    <main className="desk" data-open={conversationId ? true : undefined}>
      <List currentId={conversationId} />
      {conversationId ? (
        <Conversation key={conversationId} conversationId={conversationId} onPanel={() => setPanelOpen((open) => !open)} />
      ) : (
        <NothingOpen />
      )}
      {view && <Panel view={view} open={panelOpen} onClose={() => setPanelOpen(false)} />}
    </main>
  );
}

function NothingOpen() {
  const { t } = useTranslation();
  const keys = useKeys();
  const visitors = useLive((state) => state.online ?? 0);
  const ready = useLive((state) => state.desk === "ready");
  const any = useLive((state) => [...state.conversations.values()].some((view) => view.state !== "closed"));
  if (!ready) return <section className="conversation" />;
  return (
    <section className="conversation conversation-none">
      <Empty
        icon={MessageCircle}
        title={any ? t("desk.chooseOne") : t("desk.none")}
        text={any ? t("desk.chooseOneText", { keys: chordText(keys.next) }) : t("desk.noneText", { count: visitors })}
      >
        {!any && <Link to="/visitors">{t("desk.toVisitors")}</Link>}
      </Empty>
    </section>
  );
}
