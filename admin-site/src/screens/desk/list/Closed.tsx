import { dayOf } from "@parlor/design";
import type { ConversationView } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { newerView } from "../../../live/reduce.ts";
import { useUnwrapped } from "../../../live/useUnwrapped.ts";
import { useMe } from "../../../shared/me.tsx";
import { Failed, SkeletonRows } from "../../../shared/States.tsx";
import { useSwitches } from "../../../shared/service.ts";
import { Group } from "./Group.tsx";
import { matches } from "./matches.ts";
import { Row } from "./Row.tsx";

interface Props {
  currentId: string | undefined;
  words: string;
  /** What ended while we looked. */
  ended: readonly ConversationView[];
}

/** What ended today, and of whatever day what waits for its topic. What ended while we looked is there at once. */
export function Closed({ currentId, words, ended }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { wrap_up: wrapUpWanted } = useSwitches();
  const [asked, setAsked] = useState(false);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const unwrapped = useUnwrapped();
  const today = dayOf(Date.now(), me.time_zone);
  const query = useQuery({
    queryKey: ["conversations", "today", today, me.agent_id, ended.length],
    queryFn: ({ signal }) => call("list_conversations", { query: { from: today, to: today, agent_id: me.agent_id } }, signal),
    enabled: asked,
    placeholderData: (before) => before,
  });
  const closed = useMemo(() => {
    const byId = new Map((query.data?.conversations ?? []).map((view) => [view.conversation_id, view]));
    for (const view of ended) byId.set(view.conversation_id, newerView(byId.get(view.conversation_id), view));
    return [...byId.values()].sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0));
  }, [query.data, ended]);
  const listed = onlyOpen && wrapUpWanted ? unwrapped : closed;
  const shown = listed.filter((view) => matches(view, words));
  return (
    <Group
      name="closed"
      label={t("desk.closedToday")}
      count={asked || ended.length > 0 ? closed.length : undefined}
      closed
      onOpen={() => setAsked(true)}
      end={
        wrapUpWanted &&
        unwrapped.length > 0 && <span data-testid="unwrapped-count">{t("wrapUp.openCount", { count: unwrapped.length })}</span>
      }
    >
      {wrapUpWanted && (
        <div className="list-tabs" role="tablist" aria-label={t("desk.closedToday")}>
          <button type="button" role="tab" aria-selected={!onlyOpen} onClick={() => setOnlyOpen(false)} data-testid="closed-all">
            {t("desk.closedAll")}
          </button>
          <button type="button" role="tab" aria-selected={onlyOpen} onClick={() => setOnlyOpen(true)} data-testid="closed-unwrapped">
            {t("wrapUp.open")} {unwrapped.length}
          </button>
        </div>
      )}
      {query.isError && <Failed title={t("desk.notLoaded")} error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && listed.length === 0 && <SkeletonRows rows={2} height={57} columns={1} />}
      {shown.map((view) => (
        <Row key={view.conversation_id} view={view} current={view.conversation_id === currentId} />
      ))}
      {query.isSuccess && shown.length === 0 && (
        <p className="list-empty">{t(words ? "desk.noMatch" : onlyOpen ? "wrapUp.noneOpen" : "desk.closedNone")}</p>
      )}
    </Group>
  );
}
