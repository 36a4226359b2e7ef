import type { Message } from "@parlor/protocol";
import { ArrowRightLeft, CircleX, ListChecks, Lock, Search, SearchX, UserPlus } from "lucide-react";
import { type DragEvent, lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { live, useLive } from "../../live/index.ts";
import { takesPart, visitorLabel } from "../../live/select.ts";
import { Empty, useLate } from "../../shared/States.tsx";
import { registerCommands } from "../shell/palette-store.ts";
import { Composer } from "./Composer.tsx";
import { startUpload } from "./composer/uploads.ts";
import { Foot } from "./conversation/Foot.tsx";
import { Head } from "./conversation/Head.tsx";
import { PendingOffer } from "./conversation/PendingOffer.tsx";
import { Preview } from "./conversation/Preview.tsx";
import { SearchBar } from "./conversation/SearchBar.tsx";
import { useJump } from "./conversation/useJump.ts";
import { changeDraft } from "./drafts.ts";
import { useConversation, useWide } from "./hooks.ts";
import { Log } from "./Log.tsx";
import "./conversation/conversation.css";

const TransferDialog = lazy(() => import("./TransferDialog.tsx"));
const EndDialog = lazy(() => import("./conversation/EndDialog.tsx"));
const WrapUpDialog = lazy(() => import("./conversation/WrapUpDialog.tsx"));

type Dialog = "transfer" | "invite" | "end" | "wrap-up";

export function Conversation({ conversationId, onPanel }: { conversationId: string; onPanel: () => void }) {
  const { t } = useTranslation();
  const { view, log, entries, pending } = useConversation(conversationId);
  const agentId = useLive((state) => state.agentId);
  const [dialog, setDialog] = useState<Dialog>();
  const [searching, setSearching] = useState(false);
  const [words, setWords] = useState("");
  const withMouse = useWide("(hover: hover) and (min-width: 961px)");
  const own = view?.state === "active" && view.agent_id === agentId;
  /** We have it or have joined it. */
  const part = view?.state === "active" && takesPart(view, agentId);
  const ours = view !== undefined && view.state !== "waiting" && view.agent_id === agentId;
  const { target, unreadFrom, jump } = useJump(
    conversationId,
    view && { read: view.read_by_agent ?? 0, ours: (entry) => entry.by.role !== "visitor" },
    log,
    part,
  );
  const drop = useFileDrop(conversationId, part);

  useEffect(
    () =>
      registerCommands([
        { id: "search-conversation", label: t("search.open"), icon: Search, keys: "Ctrl F", run: () => setSearching(true) },
        ...(own
          ? [
              { id: "transfer", label: t("command.transfer"), icon: ArrowRightLeft, run: () => setDialog("transfer") },
              { id: "end", label: t("command.end"), icon: CircleX, run: () => setDialog("end") },
            ]
          : []),
        ...(part ? [{ id: "note", label: t("command.note"), icon: Lock, run: () => changeDraft(conversationId, { note: true }) }] : []),
        ...(own ? [{ id: "invite-colleague", label: t("command.invite"), icon: UserPlus, run: () => setDialog("invite") }] : []),
        ...(ours ? [{ id: "wrap-up", label: t("command.wrapUp"), icon: ListChecks, run: () => setDialog("wrap-up") }] : []),
      ]),
    [own, ours, part, conversationId, t],
  );

  // The browser would find only what is loaded; a second Ctrl F is the browser's again.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (searching || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyF") return;
      event.preventDefault();
      setSearching(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [searching]);

  const closeSearch = useCallback(() => setSearching(false), []);
  const older = useCallback(() => void live().loadOlder(conversationId), [conversationId]);
  // What colleagues say among themselves is answered among them.
  const quote = (entry: Message) => changeDraft(conversationId, { quote: entry.seq, ...(entry.note ? { note: true } : {}) });
  const editAgain = (entry: Message) =>
    changeDraft(conversationId, { text: entry.text, body: entry.body, quote: entry.quote, note: entry.note || undefined });
  const closeDialog = () => setDialog(undefined);

  if (log?.refused && entries.length === 0) {
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
    <section
      className="conversation"
      aria-label={t("desk.conversationWith", { name: visitorLabel(view) })}
      data-testid="conversation"
      {...drop.handlers}
    >
      <Head
        view={view}
        own={own}
        part={part}
        onInvite={() => setDialog("invite")}
        onPanel={onPanel}
        onTransfer={() => setDialog("transfer")}
        onEnd={() => setDialog("end")}
        onSearch={() => setSearching((open) => !open)}
        onWrapUp={() => setDialog("wrap-up")}
      />
      {searching && <SearchBar conversationId={conversationId} onWords={setWords} onJump={jump} onClose={closeSearch} />}
      {own && view.transfer && <PendingOffer view={view} />}
      <Log
        view={view}
        entries={entries}
        pending={pending}
        marksRead={part}
        older={log?.hasOlder ? older : undefined}
        loadingOlder={log?.loadingOlder ?? false}
        unreadFrom={unreadFrom}
        target={target}
        onJump={jump}
        onQuote={part ? quote : undefined}
        onEditAgain={part ? editAgain : undefined}
        words={words}
      />
      {view.state === "active" && <Preview view={view} />}
      {part ? <Composer view={view} entries={entries} focused={withMouse} /> : <Foot view={view} onWrapUp={() => setDialog("wrap-up")} />}
      {drop.over && <div className="conversation-drop">{t("composer.drop")}</div>}
      {dialog && (
        <Suspense fallback={null}>
          {dialog === "transfer" && <TransferDialog view={view} onClose={closeDialog} />}
          {dialog === "invite" && <TransferDialog view={view} join onClose={closeDialog} />}
          {dialog === "end" && <EndDialog view={view} onClose={closeDialog} />}
          {dialog === "wrap-up" && (
            <WrapUpDialog views={[view]} onSave={(wrapUp) => live().wrapUp(conversationId, wrapUp)} onClose={closeDialog} />
          )}
        </Suspense>
      )}
    </section>
  );
}

/** Files that are dropped anywhere on the conversation. */
export function useFileDrop(conversationId: string, possible: boolean) {
  const [over, setOver] = useState(false);
  if (!possible) return { over: false, handlers: {} };
  const withFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!withFiles(event)) return;
        event.preventDefault();
        for (const file of event.dataTransfer.files) startUpload(conversationId, file);
      },
    },
  };
}

export function ConversationSkeleton() {
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
