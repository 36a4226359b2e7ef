import { fullTime, shortTime } from "@parlor/design";
import type { LeftMessage } from "@parlor/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/session.ts";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { Avatar } from "../../shared/Avatar.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { pathName } from "../../shared/department-tree.ts";
import { useDepartments } from "../../shared/departments.ts";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { Empty } from "../../shared/States.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import { addressOf, type Filters, filtersOf, queryOf, stateOf, TAGS, VIEWS } from "./filters.ts";
import { MessageDrawer } from "./MessageDrawer.tsx";
import "../../shared/side-drawer.css";
import "./left-messages.css";

const REFRESH_MS = 60_000;

/** 留言: what visitors left while nobody was there, and what became of it. The filters stand in the address. */
export function LeftMessagesScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { leftMessageId } = useParams();
  const [asked, setAsked] = useSearch();
  const filters = filtersOf(asked);
  const change = (next: Filters) => setAsked(addressOf(next));
  const open = (id: string) => void navigate({ pathname: `/manage/left-messages/${id}`, search: asked.toString() });
  const list = useInfiniteQuery({
    queryKey: ["left-messages", filters],
    queryFn: ({ pageParam, signal }) =>
      call("list_left_messages", { query: { ...queryOf(filters), ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: REFRESH_MS,
  });
  const messages = list.data?.pages.flatMap((page) => page.left_messages) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  const narrowed = Boolean(filters.assignee || filters.department || filters.from);

  return (
    <main className="page list-page">
      <PageHead title={t("manage.leftMessages")}>
        <ExportToFile wanted={{ kind: "left_messages", ...stateOf(filters.view) }} />
      </PageHead>
      <div className="list-page-body">
        <nav className="categories" aria-label={t("left.states")}>
          {VIEWS.map((view) => (
            <button
              key={view}
              type="button"
              aria-pressed={filters.view === view}
              onClick={() => change({ ...filters, view })}
              data-testid={`left-filter-${view}`}
            >
              {t(`left.view.${view}`)}
              {view === "mine" && unread > 0 && (
                <span className="count" title={t("left.unread")} data-testid="left-unread">
                  {unread}
                </span>
              )}
            </button>
          ))}
        </nav>
        <div className="list-main">
          <FilterRow filters={filters} onChange={change} />
          <ListBody
            query={list}
            count={messages.length}
            notLoaded={t("left.notLoaded")}
            skeleton={{ rows: 8, columns: 5 }}
            empty={
              <Empty icon={MailOpen} title={t(narrowed ? "left.noMatch" : `left.none.${filters.view}`)} text={t("left.noneText")}>
                {narrowed && <ClearFilters onClear={() => change({ view: filters.view })} />}
              </Empty>
            }
          >
            <MessageTable messages={messages} chosen={leftMessageId} onOpen={open} />
          </ListBody>
        </div>
      </div>
      {leftMessageId && (
        <MessageDrawer
          key={leftMessageId}
          id={leftMessageId}
          ids={messages.map((each) => each.left_message_id)}
          onGo={open}
          onClose={() => void navigate({ pathname: "/manage/left-messages", search: asked.toString() })}
        />
      )}
    </main>
  );
}

function FilterRow({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation();
  const departments = useDepartments();
  const { from, to, ...anyTime } = filters;
  const { assignee, ...anybody } = filters;
  const { department, ...anywhere } = filters;
  const byView = filters.view === "mine" || filters.view === "nobody";
  return (
    <div className="list-filters">
      <PeriodPicker
        period={from && to ? { from, to } : undefined}
        onChange={(period) => onChange({ ...filters, ...period })}
        onClear={() => onChange(anyTime)}
      />
      {!byView && (
        <AgentPicker
          allowClear
          label={t("left.assignee")}
          placeholder={t("left.anybody")}
          value={assignee}
          onChange={(id) => onChange(id ? { ...filters, assignee: id } : anybody)}
          testId="left-by-assignee"
        />
      )}
      <Select
        className="records-agent"
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("left.anyDepartment")}
        aria-label={t("people.departments")}
        value={department ?? null}
        onChange={(id: string | null) => onChange(id ? { ...filters, department: id } : anywhere)}
        options={departments.map((each) => ({ value: each.department_id, label: pathName(departments, each) }))}
      />
    </div>
  );
}

interface TableProps {
  messages: readonly LeftMessage[];
  chosen: string | undefined;
  onOpen: (id: string) => void;
}

function MessageTable({ messages, chosen, onOpen }: TableProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const departments = useDepartments();
  const now = Date.now();
  return (
    <table className="plain one-line">
      <thead>
        <tr>
          <th>{t("left.from")}</th>
          <th>{t("left.text")}</th>
          <th>{t("left.assignee")}</th>
          <th className="narrow-off">{t("left.department")}</th>
          <th>{t("left.state")}</th>
          <th className="right">{t("left.at")}</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => {
          const name = message.name || message.visitor_number;
          const mine = message.unread && message.assignee_id === me.agent_id;
          return (
            <tr
              key={message.left_message_id}
              data-opens
              className={message.left_message_id === chosen ? "chosen" : undefined}
              onClick={() => onOpen(message.left_message_id)}
              data-testid="left-message-row"
              data-state={message.state}
            >
              <td>
                <button type="button" className="row-link row">
                  <span className={mine ? "row left-new" : "row"}>
                    <Avatar id={message.visitor_id} name={name} size={24} />
                    {name}
                    {mine && <span className="dot" role="img" aria-label={t("left.unread")} />}
                  </span>
                </button>
              </td>
              <td className="cut phone-wide fill" title={message.text}>
                {message.text}
              </td>
              <td className="phone-off">{message.assignee_name}</td>
              <td className="t2 phone-off narrow-off">{departments.find((each) => each.department_id === message.department_id)?.name}</td>
              <td className="phone-off">
                <span className={`tag ${TAGS[message.state]}`}>{t(`left.is.${message.state}`)}</span>
              </td>
              <td className="right t2 phone-end" title={fullTime(message.left_at, me.time_zone)}>
                {shortTime(message.left_at, now, i18n.language, { zone: me.time_zone })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
