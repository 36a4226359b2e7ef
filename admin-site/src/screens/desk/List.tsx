import type { ConversationView } from "@parlor/protocol";
import { ListChecks, Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLive, useNow } from "../../live/index.ts";
import { groupConversations } from "../../live/select.ts";
import { useUnwrapped } from "../../live/useUnwrapped.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { chordText, useKeys } from "../shell/keys.ts";
import { registerCommands } from "../shell/palette-store.ts";
import { StateMenu } from "../shell/StateMenu.tsx";
import { useAcceptNext } from "../shell/useShortcuts.ts";
import { useHeld, useKeptOrder } from "./hooks.ts";
import { BulkBar } from "./list/BulkBar.tsx";
import { Closed } from "./list/Closed.tsx";
import { Group } from "./list/Group.tsx";
import { matches } from "./list/matches.ts";
import { Row } from "./list/Row.tsx";
import { type Selection, SelectionContext } from "./list/selection.ts";
import { WaitingRow } from "./list/WaitingRow.tsx";
import "./list/list.css";

/** Milliseconds: so late at most a conversation wakes in the list. */
const WAKE_MS = 5_000;
const idOf = (view: ConversationView) => view.conversation_id;

/** Up and down go through the rows; the rest is the browser's. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function List({ currentId }: { currentId: string | undefined }) {
  const { t } = useTranslation();
  const keys = useKeys();
  const status = useLive((state) => state.desk);
  const problem = useLive((state) => state.deskProblem);
  const conversations = useLive((state) => state.conversations);
  const agentId = useLive((state) => state.agentId);
  const [query, setQuery] = useState("");
  const [held, holding] = useHeld();
  const now = useNow(WAKE_MS);
  const acceptNext = useAcceptNext();
  const words = query.trim().toLowerCase();

  const groups = useMemo(() => groupConversations({ conversations, agentId }, now), [conversations, agentId, now]);
  const found = (views: readonly ConversationView[]) => views.filter((view) => matches(view, words));
  const waiting = found(groups.waiting);
  const mine = useKeptOrder(found(groups.mine), idOf, held);
  const snoozed = found(groups.snoozed);
  const colleagues = useKeptOrder(found(groups.colleagues), idOf, held);
  const { selection, chosen, choose, start, stop } = useBulk();

  return (
    <section className="list" aria-label={t("desk.list")}>
      <header>
        <h1>{t("nav.desk")}</h1>
        <button
          type="button"
          className={`icon-button${selection ? " on" : ""}`}
          aria-label={t("bulk.start")}
          title={t("bulk.start")}
          aria-pressed={selection !== undefined}
          onClick={selection ? stop : start}
          data-testid="bulk-start"
        >
          <ListChecks size={18} />
        </button>
        <StateMenu />
      </header>
      <Find query={query} onQuery={setQuery} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the rows inside, which are links */}
      <div className="list-scroll" onKeyDown={moveFocus} {...holding}>
        {status === "loading" && <SkeletonRows rows={8} height={57} columns={1} />}
        {status === "failed" && <Failed title={t("desk.notLoaded")} error={problem} retry={() => live().retryDesk()} />}
        {status === "ready" && (
          <SelectionContext value={selection}>
            <Group
              name="waiting"
              label={t("desk.waiting")}
              count={waiting.length}
              end={
                waiting.length > 0 && (
                  <button type="button" className="link-button row" onClick={() => void acceptNext()} data-testid="accept-next">
                    {t("desk.acceptNext")} <kbd>{chordText(keys.accept)}</kbd>
                  </button>
                )
              }
            >
              {waiting.map((view) => (
                <WaitingRow key={idOf(view)} view={view} current={idOf(view) === currentId} />
              ))}
            </Group>
            <Group name="mine" label={t("desk.mine")} count={mine.length} end={mine.length > 1 && t("desk.byLatest")}>
              {mine.map((view) => (
                <Row key={idOf(view)} view={view} current={idOf(view) === currentId} />
              ))}
              {mine.length === 0 && <p className="list-empty">{words ? t("desk.noMatch") : t("desk.mineNone")}</p>}
            </Group>
            {snoozed.length > 0 && (
              <Group name="snoozed" label={t("desk.snoozed")} count={snoozed.length} closed>
                {snoozed.map((view) => (
                  <Row key={idOf(view)} view={view} current={idOf(view) === currentId} asleep />
                ))}
              </Group>
            )}
            {colleagues.length > 0 && (
              <Group name="colleagues" label={t("desk.colleagues")} count={colleagues.length} end={t("desk.canRead")}>
                {colleagues.map((view) => (
                  <Row key={idOf(view)} view={view} current={idOf(view) === currentId} />
                ))}
              </Group>
            )}
            <Closed currentId={currentId} words={words} ended={groups.closed} />
          </SelectionContext>
        )}
      </div>
      {selection && <BulkBar views={chosen} onChosen={choose} onClose={stop} />}
    </section>
  );
}

function Find({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="list-find">
      <label className="field small">
        <Search size={16} aria-hidden />
        <input
          type="search"
          aria-label={t("desk.find")}
          placeholder={t("desk.find")}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && onQuery("")}
        />
        {query && (
          <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => onQuery("")}>
            <X size={14} />
          </button>
        )}
      </label>
    </div>
  );
}

/** Which conversations are chosen, with their newest views; undefined `selection` while rows lead to their conversations. */
function useBulk() {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<ReadonlyMap<string, ConversationView>>();
  const conversations = useLive((state) => state.conversations);
  const unwrapped = useUnwrapped();
  const start = () => setPicked(new Map());
  const stop = () => setPicked(undefined);
  useEffect(() => registerCommands([{ id: "bulk", label: t("bulk.start"), icon: ListChecks, run: () => setPicked(new Map()) }]), [t]);

  const newest = (view: ConversationView) =>
    conversations.get(view.conversation_id) ?? unwrapped.find((each) => each.conversation_id === view.conversation_id) ?? view;
  const selection: Selection | undefined = picked && {
    has: (id) => picked.has(id),
    toggle: (view) =>
      setPicked((before) => {
        const next = new Map(before);
        if (!next.delete(view.conversation_id)) next.set(view.conversation_id, view);
        return next;
      }),
  };
  const choose = (ids: readonly string[]) => setPicked((before) => new Map([...(before ?? [])].filter(([id]) => ids.includes(id))));
  return { selection, chosen: [...(picked?.values() ?? [])].map(newest), choose, start, stop };
}
