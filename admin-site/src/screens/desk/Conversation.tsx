import { waitTime } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { Button, Dropdown, Modal } from "antd";
import { ArrowRightLeft, ChevronLeft, CircleX, Clock3, Ellipsis, Globe, PanelRight, SearchX } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { live, useLive, useNow } from "../../live/index.ts";
import { urgencyOf, visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Empty, useLate } from "../../shared/States.tsx";
import { visitsText } from "../../shared/Track.tsx";
import { toast } from "../../shared/toast.tsx";
import { WebLink } from "../../shared/WebLink.tsx";
import { registerCommands } from "../shell/palette-store.ts";
import { useAccept } from "../shell/useShortcuts.ts";
import { Composer } from "./Composer.tsx";
import { useConversation, useWide } from "./hooks.ts";
import { Log } from "./Log.tsx";
import "./conversation/conversation.css";

const TransferDialog = lazy(() => import("./TransferDialog.tsx"));
const TYPING_SHOWN_MS = 30_000;
/** Without a preview a sign of life is shorter-lived. */
const TYPING_SIGN_MS = 6_000;

export function Conversation({ conversationId, onPanel }: { conversationId: string; onPanel: () => void }) {
  const { t } = useTranslation();
  const { view, log, entries, pending } = useConversation(conversationId);
  const agentId = useLive((state) => state.agentId);
  const [transferring, setTransferring] = useState(false);
  const [ending, setEnding] = useState(false);
  const withMouse = useWide("(hover: hover) and (min-width: 961px)");
  const own = view?.state === "active" && view.agent_id === agentId;

  useEffect(() => {
    if (!own) return;
    return registerCommands([
      { id: "transfer", label: t("command.transfer"), icon: ArrowRightLeft, run: () => setTransferring(true) },
      { id: "end", label: t("command.end"), icon: CircleX, run: () => setEnding(true) },
    ]);
  }, [own, t]);

  if (log?.refused) {
    return (
      <section className="conversation conversation-none">
        <Empty icon={SearchX} title={t("desk.notFound")} text={t("desk.notFoundText")}>
          <Link to="/desk">{t("desk.back")}</Link>
        </Empty>
      </section>
    );
  }
  if (!view) return <ConversationSkeleton />;
  return (
    <section className="conversation" aria-label={t("desk.conversationWith", { name: visitorLabel(view) })} data-testid="conversation">
      <Head view={view} own={own} onPanel={onPanel} onTransfer={() => setTransferring(true)} onEnd={() => setEnding(true)} />
      {own && view.transfer && <PendingOffer view={view} />}
      <Log view={view} entries={entries} pending={pending} marksRead={own} />
      {view.state === "active" && <Preview view={view} />}
      {own ? <Composer view={view} focused={withMouse} /> : <Foot view={view} />}
      {transferring && (
        <Suspense fallback={null}>
          <TransferDialog view={view} onClose={() => setTransferring(false)} />
        </Suspense>
      )}
      <EndDialog view={view} open={ending} onClose={() => setEnding(false)} />
    </section>
  );
}

function ConversationSkeleton() {
  const late = useLate(true);
  return (
    <section className="conversation" aria-busy="true">
      <header className="conversation-head" />
      {late && (
        <div className="log-skeleton">
          {[38, 52, 30, 46].map((width, i) => (
            <div key={width} className="skeleton" style={{ width: `${width}%`, marginLeft: i % 2 ? "auto" : 0 }} />
          ))}
        </div>
      )}
    </section>
  );
}

interface HeadProps {
  view: ConversationView;
  own: boolean;
  onPanel: () => void;
  onTransfer: () => void;
  onEnd: () => void;
}

function Head({ view, own, onPanel, onTransfer, onEnd }: HeadProps) {
  const { t } = useTranslation();
  const visitor = useLive((state) => state.visitors.get(view.visitor_id));
  const gone = view.visitor_present === false;
  const name = visitorLabel(view);
  const page =
    visitor && !visitor.left_at ? { url: visitor.page_url, title: visitor.page_title } : { url: view.page_url, title: view.page_title };
  return (
    <header className="conversation-head">
      <Link to="/desk" className="icon-button narrow-only" aria-label={t("common.back")} data-testid="back">
        <ChevronLeft size={20} />
      </Link>
      <Avatar
        id={view.visitor_id}
        name={name}
        size={40}
        gone={gone}
        {...(view.state === "closed" ? {} : { dot: gone ? "offline" : "online" })}
      />
      <div className="grow">
        <div className="row">
          <h2 className="cut">{name}</h2>
          {view.visitor_name && <span className="tag wide-only">{view.visitor_number}</span>}
          {visitor && <span className="tag wide-only">{visitsText(t, visitor)}</span>}
        </div>
        <div className="conversation-meta">
          {gone && view.state !== "closed" && <span>{t("desk.left")}</span>}
          <Duration view={view} />
          {page.url && (
            <span className="grow wide-only">
              <Globe size={14} aria-hidden />
              <WebLink className="cut" url={page.url}>
                {page.title || page.url}
              </WebLink>
            </span>
          )}
        </div>
      </div>
      {own && (
        <div className="conversation-acts wide-only">
          <Button
            type="text"
            size="small"
            icon={<ArrowRightLeft size={16} />}
            onClick={onTransfer}
            disabled={view.transfer !== undefined}
            data-testid="transfer"
          >
            {t("desk.transfer")}
          </Button>
          <Button danger size="small" icon={<CircleX size={16} />} onClick={onEnd} data-testid="end">
            {t("desk.end")}
          </Button>
        </div>
      )}
      <button type="button" className="icon-button panel-toggle" aria-label={t("desk.panel")} onClick={onPanel} data-testid="panel-toggle">
        <PanelRight size={18} />
      </button>
      {own && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [
              { key: "transfer", icon: <ArrowRightLeft size={16} />, label: t("desk.transfer"), onClick: onTransfer },
              { key: "end", danger: true, icon: <CircleX size={16} />, label: t("desk.end"), onClick: onEnd },
            ],
          }}
        >
          <button type="button" className="icon-button narrow-only" aria-label={t("common.more")}>
            <Ellipsis size={20} />
          </button>
        </Dropdown>
      )}
    </header>
  );
}

function Duration({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const now = useNow();
  const end = view.closed_at ?? now;
  return (
    <span title={t("desk.duration")}>
      <Clock3 size={14} aria-hidden />
      <span className="sr">{t("desk.duration")} </span>
      {waitTime(end - (view.accepted_at ?? view.opened_at))}
    </span>
  );
}

/** Our own offer, until the colleague answers. */
function PendingOffer({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const now = useNow();
  const offer = view.transfer;
  if (!offer) return null;
  const seconds = Math.max(0, Math.ceil((offer.expires_at - now) / 1000));
  const cancel = async () => {
    try {
      await live().cancelTransfer(view.conversation_id, offer.transfer_id);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  return (
    <div className="banner conversation-banner" role="status" data-testid="transfer-pending">
      <ArrowRightLeft size={16} aria-hidden />
      <span className="grow">{t("transfer.pending", { name: offer.to_agent_name, seconds })}</span>
      <Button size="small" onClick={() => void cancel()}>
        {t("transfer.cancel")}
      </Button>
    </div>
  );
}

/** What the visitor is typing, in a place of its own so that nothing jumps. Not announced. */
function Preview({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const me = useMe();
  const typing = useLive((state) => state.typing.get(view.conversation_id));
  useNow();
  const age = typing ? Date.now() - typing.at : Number.POSITIVE_INFINITY;
  const shown = me.typing_preview ? typing?.text !== "" && age < TYPING_SHOWN_MS : age < TYPING_SIGN_MS;
  return (
    <div className="preview" aria-live="off" data-empty={!typing || !shown || undefined} data-testid="preview">
      {typing && shown && (
        <>
          <span className="tag good">{me.typing_preview ? t("desk.preview") : t("desk.typing")}</span>
          <span className="cut grow">{typing.text}</span>
        </>
      )}
    </div>
  );
}

/** Instead of the composer, for conversations that are not ours. */
function Foot({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const now = useNow();
  const accept = useAccept();
  const agentId = useLive((state) => state.agentId);
  const [busy, setBusy] = useState(false);
  const offered = view.transfer?.to_agent_id === agentId ? view.transfer : undefined;

  const answer = async (yes: boolean) => {
    if (!offered) return;
    setBusy(true);
    try {
      await live().answerTransfer(view.conversation_id, offered.transfer_id, yes);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    } finally {
      setBusy(false);
    }
  };

  if (view.state === "waiting") {
    const waited = now - (view.waiting_since ?? view.opened_at);
    return (
      <div className="conversation-foot">
        <span className={`grow is-${urgencyOf(view, now, me.wait_limit_s)}`}>{t("desk.waitsLong", { time: waitTime(waited) })}</span>
        <Button
          type="primary"
          loading={busy}
          data-testid="accept-open"
          onClick={async () => {
            setBusy(true);
            await accept(view.conversation_id);
            setBusy(false);
          }}
        >
          {t("desk.accept")}
        </Button>
      </div>
    );
  }
  if (view.state === "closed") {
    return (
      <div className="conversation-foot">
        <span className="grow t2">{t("desk.ended")}</span>
        <Button onClick={() => void navigate("/desk")}>{t("desk.back")}</Button>
      </div>
    );
  }
  return (
    <div className="conversation-foot">
      <span className="grow t2">{t("desk.readOnly", { name: view.agent_name ?? "" })}</span>
      {offered && offered.expires_at > now && (
        <>
          <Button disabled={busy} onClick={() => void answer(false)}>
            {t("transfer.decline")}
          </Button>
          <Button type="primary" loading={busy} onClick={() => void answer(true)}>
            {t("transfer.accept")} {Math.ceil((offered.expires_at - now) / 1000)}
          </Button>
        </>
      )}
    </div>
  );
}

function EndDialog({ view, open, onClose }: { view: ConversationView; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const end = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await live().end(view.conversation_id);
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      title={t("end.title", { name: visitorLabel(view) })}
      onCancel={onClose}
      width={420}
      destroyOnHidden
      footer={
        <>
          <Button onClick={onClose} autoFocus>
            {t("end.stay")}
          </Button>
          <Button type="primary" danger loading={busy} onClick={() => void end()} data-testid="end-confirm">
            {t("end.confirm")}
          </Button>
        </>
      }
    >
      <p className="t2">{t("end.text")}</p>
      {problem !== undefined && (
        <p className="banner bad" role="alert" style={{ marginTop: 12 }}>
          {problemText(t, problem)}
        </p>
      )}
    </Modal>
  );
}
