import { fullTime, shortTime, waitTime } from "@parlor/design";
import type { ConversationView, RecordConditions } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { History, Search, SlidersHorizontal, X } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { call } from "../../api/session.ts";
import { visitorLabel } from "../../live/select.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { Avatar } from "../../shared/Avatar.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { type Period, quickPeriod } from "../../shared/periods.ts";
import { askedConditions, askedPeriod } from "../../shared/records-path.ts";
import { Score } from "../../shared/Score.tsx";
import { Empty } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import { ConditionChips } from "./ConditionChips.tsx";
import RecordDrawer from "./RecordDrawer.tsx";
import { SearchDrawer } from "./SearchDrawer.tsx";
import { anyOf, searchPage, tidy } from "./search.ts";
import "../../shared/side-drawer.css";
import "./records.css";

const TYPED_MS = 300;

function useTyped(text: string): string {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}

/** 聊天记录: conversations that have ended, by time, agent and visitor, each with its whole log. */
export function RecordsScreen() {
  const { t, i18n } = useTranslation();
  useTitle(t("manage.records"));
  const me = useMe();
  const navigate = useNavigate();
  const { conversationId } = useParams();
  const [asked] = useSearchParams();
  const [period, setPeriod] = useState(() => askedPeriod(asked) ?? quickPeriod("week", Date.now(), me.time_zone));
  const [agentId, setAgentId] = useState(asked.get("agent") ?? undefined);
  const [query, setQuery] = useState("");
  const visitor = useTyped(query.trim());
  const [conditions, setConditions] = useState<RecordConditions>(() => askedConditions(asked));
  const [searching, setSearching] = useState(false);
  const list = useRecords(period, agentId, visitor, conditions);
  const rows = useDeferredValue(list.data?.pages.flatMap((page) => page.conversations) ?? []);
  const filtered = agentId !== undefined || visitor !== "" || anyOf(conditions);
  const now = Date.now();

  return (
    <main className="page list-page">
      <header className="page-head">
        <h1>{t("manage.records")}</h1>
        <span className="grow" />
        <ExportToFile
          wanted={{ kind: "records", first: period.from, last: period.to, conditions: tidy(allOf(agentId, visitor, conditions)) }}
        />
      </header>
      <div className="list-main page-fill">
        <div className="list-filters">
          <PeriodPicker period={period} onChange={setPeriod} />
          <AgentPicker allowClear label={t("records.agent")} placeholder={t("records.allAgents")} value={agentId} onChange={setAgentId} />
          <label className="field records-find">
            <Search size={16} aria-hidden />
            <input
              type="search"
              aria-label={t("records.find")}
              placeholder={t("records.find")}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              data-testid="records-search"
            />
            {query && (
              <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => setQuery("")}>
                <X size={14} />
              </button>
            )}
          </label>
          <Button icon={<SlidersHorizontal size={16} />} onClick={() => setSearching(true)} data-testid="record-search-open">
            {t("recordSearch.open")}
          </Button>
        </div>
        <ConditionChips conditions={conditions} onChange={setConditions} />
        {anyOf(conditions) && list.isFetching && (
          <p className="t2 f13 record-searching" role="status">
            {t("recordSearch.searching")}
          </p>
        )}
        <ListBody
          query={list}
          count={rows.length}
          notLoaded={t("records.notLoaded")}
          skeleton={{ rows: 10, columns: 5 }}
          empty={
            <Empty
              icon={History}
              title={t(filtered ? "records.noMatch" : "records.none")}
              text={t(filtered ? "records.noMatchText" : "records.noneText")}
            >
              {filtered && (
                <ClearFilters
                  onClear={() => {
                    setAgentId(undefined);
                    setQuery("");
                    setConditions({});
                  }}
                />
              )}
            </Empty>
          }
        >
          <table className="plain one-line">
            <thead>
              <tr>
                <th>{t("records.visitor")}</th>
                <th>{t("records.agent")}</th>
                <th className="right">{t("records.messages")}</th>
                <th>{t("records.last")}</th>
                <th>{t("records.topic")}</th>
                <th>{t("records.rating")}</th>
                <th className="narrow-off">{t("records.page")}</th>
                <th className="right narrow-off">{t("records.length")}</th>
                <th className="right">{t("records.started")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((view) => (
                <tr
                  key={view.conversation_id}
                  data-opens
                  className={view.conversation_id === conversationId ? "chosen" : undefined}
                  onClick={() => void navigate(`/manage/records/${view.conversation_id}`)}
                  data-testid="record-row"
                  data-conversation={view.conversation_id}
                >
                  <td>
                    <button type="button" className="row-link">
                      <span className="row">
                        <Avatar id={view.visitor_id} name={visitorLabel(view)} size={24} />
                        {visitorLabel(view)}
                        {view.visitor_name && <span className="t3 f12 phone-off">{view.visitor_number}</span>}
                      </span>
                    </button>
                  </td>
                  <td className="phone-off">{view.agent_name}</td>
                  <td className="right phone-off">{view.message_count ?? 0}</td>
                  <td className="cut phone-wide fill" title={view.last_text}>
                    {view.last_text}
                  </td>
                  <td className="phone-off" data-testid="record-topic">
                    <Topic view={view} />
                  </td>
                  <td className="phone-off" data-testid="record-score">
                    <Score score={view.score} />
                  </td>
                  <td className="cut t2 phone-off narrow-off" style={{ maxWidth: 180 }} title={view.page_url}>
                    {view.page_title || view.page_url}
                  </td>
                  <td className="right phone-off narrow-off">{waitTime((view.closed_at ?? view.last_at) - view.opened_at)}</td>
                  <td className="right t2 phone-end" title={fullTime(view.opened_at, me.time_zone)}>
                    {shortTime(view.opened_at, now, i18n.language, { exact: true, zone: me.time_zone })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {searching && (
        <SearchDrawer
          conditions={conditions}
          onSearch={(next) => {
            setConditions(next);
            setSearching(false);
          }}
          onClose={() => setSearching(false)}
        />
      )}
      {conversationId && (
        <RecordDrawer key={conversationId} conversationId={conversationId} onClose={() => void navigate("/manage/records")} />
      )}
    </main>
  );
}

/** Agent and visitor as two conditions more. */
function allOf(agentId: string | undefined, visitor: string, conditions: RecordConditions): RecordConditions {
  return { ...(agentId ? { agent_ids: [agentId] } : {}), ...(visitor ? { visitor } : {}), ...conditions };
}

/** The list by time, agent and visitor; with conditions, a search of the archive in which agent and visitor are two more of them. */
function useRecords(period: Period, agentId: string | undefined, visitor: string, conditions: RecordConditions) {
  const advanced = anyOf(conditions);
  return useInfiniteQuery({
    queryKey: ["conversations", period, agentId, visitor, conditions],
    queryFn: ({ pageParam, signal }) => {
      if (advanced) {
        const all = allOf(agentId, visitor, conditions);
        return searchPage((body) => call("search_records", { body }, signal), period, all, pageParam || undefined);
      }
      const narrowed = { ...(agentId ? { agent_id: agentId } : {}), ...(visitor ? { visitor } : {}) };
      return call("list_conversations", { query: { ...period, ...narrowed, ...(pageParam ? { cursor: pageParam } : {}) } }, signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
  });
}

/** What it was about; what was not worth an answer says so. */
function Topic({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  if (!view.wrap_up) return null;
  return (
    <span className="row record-topic" title={view.wrap_up.note}>
      {view.wrap_up.topic && <span className="tag">{view.wrap_up.topic}</span>}
      {view.wrap_up.value === "invalid" && <span className="tag late">{t("records.invalid")}</span>}
    </span>
  );
}
