import { waitTime } from "@parlor/design";
import { type ConversationView, TEXT_MAX } from "@parlor/protocol";
import { Button } from "antd";
import { CircleX, Clock3, Ear, Eye, LogIn, LogOut, MapPin, SearchX, TriangleAlert, UserPlus, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { live, useLive, useNow } from "../../live/index.ts";
import { takesPart, urgencyOf, visitorLabel } from "../../live/select.ts";
import { useMe } from "../../shared/me.tsx";
import { inDialog } from "../../shared/SideDrawer.tsx";
import { Empty } from "../../shared/States.tsx";
import { placeText } from "../../shared/visitor-info.ts";
import { Preview } from "../desk/conversation/Preview.tsx";
import { useConversation } from "../desk/hooks.ts";
import { Log } from "../desk/Log.tsx";
import { type Deed, SuperviseDialog } from "./SuperviseDialog.tsx";

interface Props {
  conversationId: string;
  onClose: () => void;
}

/** 监看: a conversation of somebody else as it happens, and what a supervisor may do about it. */
export function WatchPanel({ conversationId, onClose }: Props) {
  const { t } = useTranslation();
  const { view, log, entries, pending } = useConversation(conversationId);
  const panel = useRef<HTMLElement>(null);
  const older = useCallback(() => void live().loadOlder(conversationId), [conversationId]);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    panel.current?.focus();
    return () => before?.focus();
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !inDialog(event)) onClose();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [onClose]);

  const refused = log?.refused !== undefined && entries.length === 0;
  return (
    <aside className="monitor-watch" ref={panel} tabIndex={-1} aria-label={t("monitor.watchPanel")} data-testid="watch-panel">
      {refused || !view ? (
        <>
          <header>
            <div className="row">
              <span className="grow" />
              <Close onClose={onClose} />
            </div>
          </header>
          {refused && <Empty icon={SearchX} title={t("desk.notFound")} text={t("desk.notFoundText")} />}
        </>
      ) : (
        <>
          <Head view={view} onClose={onClose} />
          <Log
            view={view}
            entries={entries}
            pending={pending}
            older={log?.hasOlder ? older : undefined}
            loadingOlder={log?.loadingOlder ?? false}
          />
          {view.state === "active" && <Preview view={view} />}
          <Acts view={view} />
        </>
      )}
    </aside>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="icon-button small" aria-label={t("common.close")} onClick={onClose} data-testid="watch-close">
      <X size={16} />
    </button>
  );
}

function Head({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = useNow();
  const visitor = useLive((state) => state.visitors.get(view.visitor_id));
  const place = visitor && placeText(visitor.place, i18n.language);
  const urgency = urgencyOf(view, now, me.wait_limit_s);
  const name = visitorLabel(view);
  return (
    <header>
      <div className="row">
        <span className="tag system">
          <Eye size={14} aria-hidden />
          {t(view.state === "active" ? "monitor.watching" : view.state === "waiting" ? "monitor.waiting" : "desk.ended")}
        </span>
        <h2 className="cut grow">{view.agent_name ? t("monitor.pair", { visitor: name, agent: view.agent_name }) : name}</h2>
        <Close onClose={onClose} />
      </div>
      <div className="conversation-meta">
        {place && (
          <span>
            <MapPin size={14} aria-hidden />
            {place}
          </span>
        )}
        <span title={t("desk.duration")}>
          <Clock3 size={14} aria-hidden />
          {waitTime((view.closed_at ?? now) - (view.accepted_at ?? view.opened_at))}
        </span>
        {view.waiting_since !== undefined && urgency !== "calm" && (
          <span className={`is-${urgency}`}>
            <TriangleAlert size={14} aria-hidden />
            {t("monitor.visitorWaits", { time: waitTime(now - view.waiting_since) })}
          </span>
        )}
      </div>
    </header>
  );
}

/** Words for the agent alone, with the same care as a message: kept until the server has them. */
function Whisper({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const label = t("monitor.whisperTo", { name: view.agent_name ?? "" });
  const send = () => {
    const words = text.trim();
    if (words === "") return;
    void live().say(view.conversation_id, { text: words, note: true, whisper: true });
    setText("");
  };
  return (
    <div className="monitor-whisper">
      <Ear size={16} aria-hidden />
      <textarea
        rows={1}
        maxLength={TEXT_MAX}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
        data-testid="whisper"
      />
      <Button size="small" type="primary" disabled={text.trim() === ""} onClick={send} data-testid="whisper-send">
        {t("monitor.whisper")}
      </Button>
    </div>
  );
}

function Acts({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const me = useMe();
  const [deed, setDeed] = useState<Deed>();
  const may = (right: (typeof me.rights)[number]) => me.rights.includes(right);
  if (view.state === "closed") {
    return <footer className="monitor-acts t2">{t("desk.ended")}</footer>;
  }
  if (takesPart(view, me.agent_id)) {
    return (
      <footer className="monitor-acts">
        <span className="grow t2">{t("monitor.yours")}</span>
        <Link to={`/desk/${view.conversation_id}`}>{t("monitor.toDesk")}</Link>
      </footer>
    );
  }
  const active = view.state === "active";
  return (
    <footer className="monitor-foot">
      {active && may("whisper") && <Whisper view={view} />}
      <div className="monitor-acts">
        {active && may("join") && (
          <Button size="small" icon={<UserPlus size={16} />} onClick={() => setDeed("join")} data-testid="join-other">
            {t("monitor.join.button")}
          </Button>
        )}
        {active && may("take_over") && (
          <Button size="small" icon={<LogIn size={16} />} onClick={() => setDeed("take_over")} data-testid="take-over">
            {t("monitor.takeOver.button")}
          </Button>
        )}
        {may("end_others") && (
          <Button size="small" danger icon={<CircleX size={16} />} onClick={() => setDeed("end")} data-testid="end-other">
            {t("monitor.end.button")}
          </Button>
        )}
        {active && may("sign_out_others") && (
          <Button size="small" danger icon={<LogOut size={16} />} onClick={() => setDeed("sign_out")} data-testid="sign-out-other">
            {t("monitor.signOut.button")}
          </Button>
        )}
      </div>
      {deed && (
        <SuperviseDialog
          deed={deed}
          conversation={view}
          agent={{ id: view.agent_id ?? "", name: view.agent_name ?? "" }}
          onClose={() => setDeed(undefined)}
        />
      )}
    </footer>
  );
}
