import type { ConversationView, RecordConditions, RecordFacts } from "@parlor/protocol";
import { Button } from "antd";
import { History, Search, SlidersHorizontal, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { PeriodPicker } from "../../shared/PeriodPicker.tsx";
import { type Period, quickPeriod } from "../../shared/periods.ts";
import { addressOf, anyOf, askedConditions, askedPeriod, tidy } from "../../shared/records-path.ts";
import { Empty } from "../../shared/States.tsx";
import { Steps } from "../../shared/Steps.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { ConditionChips } from "./ConditionChips.tsx";
import { type ColumnKey, columnClass, columnName, useCells } from "./columns.tsx";
import RecordDrawer from "./RecordDrawer.tsx";
import { SavedSearches } from "./SavedSearches.tsx";
import { SearchDrawer } from "./SearchDrawer.tsx";
import { usePersonalRecords } from "./usePersonalRecords.ts";
import { useRecords } from "./useRecords.ts";
import "../../shared/side-drawer.css";
import "./records.css";

const TYPED_MS = 300;

/** 聊天记录: conversations that have ended, each with its whole log. Period and conditions stand in the address. */
export function RecordsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { conversationId } = useParams();
  const [asked, setAsked] = useSearch();
  const period = askedPeriod(asked) ?? quickPeriod("week", Date.now(), me.time_zone);
  const conditions = askedConditions(asked);
  const [searching, setSearching] = useState(false);
  const { list, rows, facts, searching: running } = useRecords(period, conditions);
  const personal = usePersonalRecords();
  const filtered = anyOf(conditions);
  const search = (next: RecordConditions, days: Period | undefined = askedPeriod(asked)) => setAsked(addressOf(days, next));
  const open = useCallback(
    (id: string) => void navigate({ pathname: `/manage/records/${id}`, search: asked.toString() }),
    [navigate, asked],
  );
  const close = () => void navigate({ pathname: "/manage/records", search: asked.toString() });

  return (
    <main className="page list-page">
      <PageHead title={t("manage.records")}>
        <ExportToFile wanted={{ kind: "records", first: period.from, last: period.to, conditions: tidy(conditions) }} />
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <PeriodPicker period={period} onChange={(days) => search(conditions, days)} />
          <OneAgent conditions={conditions} onChange={search} />
          <Find
            said={conditions.visitor ?? ""}
            onFind={(visitor) => setAsked(addressOf(askedPeriod(asked), { ...conditions, visitor }), { replace: true })}
          />
          <Button icon={<SlidersHorizontal size={16} />} onClick={() => setSearching(true)} data-testid="record-search-open">
            {t("recordSearch.open")}
          </Button>
          <SavedSearches
            filters={personal.filters}
            now={filtered ? conditions : undefined}
            onChoose={search}
            onSave={personal.save}
            onRemove={personal.remove}
          />
          <span className="grow" />
          {list.isSuccess && rows.length > 0 && (
            <span className="t3 f13 record-count" data-testid="record-count">
              {t(list.hasNextPage ? "recordSearch.moreThan" : "recordSearch.all", { count: rows.length })}
            </span>
          )}
          <ColumnChoice columns={personal.columns} onChange={(columns) => void personal.choose(columns)} />
        </div>
        <ConditionChips conditions={conditions} onChange={search} />
        {running && (
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
              {filtered && <ClearFilters onClear={() => search({})} />}
            </Empty>
          }
        >
          <RecordTable rows={rows} facts={facts} columns={personal.columns} chosen={conversationId} onOpen={open} />
        </ListBody>
      </div>
      {searching && (
        <SearchDrawer
          conditions={conditions}
          period={period}
          onSearch={(next) => {
            search(next);
            setSearching(false);
          }}
          onClose={() => setSearching(false)}
        />
      )}
      {conversationId && (
        <RecordDrawer
          key={conversationId}
          conversationId={conversationId}
          words={conditions.text ?? ""}
          acts={<Steps ids={rows.map((each) => each.conversation_id)} current={conversationId} onGo={open} />}
          onOpen={open}
          onClose={close}
        />
      )}
    </main>
  );
}

/** The agent who took part, as long as it is one. */
function OneAgent({ conditions, onChange }: { conditions: RecordConditions; onChange: (conditions: RecordConditions) => void }) {
  const { t } = useTranslation();
  const { agent_ids: chosen = [], ...others } = conditions;
  if (chosen.length > 1) return null;
  return (
    <AgentPicker
      allowClear
      label={t("records.agent")}
      placeholder={t("records.allAgents")}
      value={chosen[0]}
      onChange={(id) => onChange(id ? { ...others, agent_ids: [id] } : others)}
    />
  );
}

/** The visitor who is looked for, a moment after the last letter. */
function Find({ said, onFind }: { said: string; onFind: (visitor: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(said);
  const [asked, setAsked] = useState(said);
  if (said !== asked) {
    // Something else than this field has changed it, such as the way back.
    setAsked(said);
    if (said !== text.trim()) setText(said);
  }
  useEffect(() => {
    if (text.trim() === said) return undefined;
    const timer = setTimeout(() => onFind(text.trim()), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text, said, onFind]);
  return (
    <label className="field records-find">
      <Search size={16} aria-hidden />
      <input
        type="search"
        aria-label={t("recordSearch.find")}
        placeholder={t("recordSearch.find")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="records-search"
      />
      {text && (
        <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => setText("")}>
          <X size={14} />
        </button>
      )}
    </label>
  );
}

interface TableProps {
  rows: readonly ConversationView[];
  facts: Record<string, RecordFacts>;
  columns: readonly ColumnKey[];
  chosen: string | undefined;
  onOpen: (id: string) => void;
}

function RecordTable({ rows, facts, columns, chosen, onOpen }: TableProps) {
  const { t } = useTranslation();
  const cell = useCells();
  return (
    <table className="plain one-line record-table">
      <thead>
        <tr>
          {columns.map((key) => (
            <th key={key} className={columnClass(key)}>
              {columnName(t, key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((view) => (
          <tr
            key={view.conversation_id}
            data-opens
            className={view.conversation_id === chosen ? "chosen" : undefined}
            onClick={() => onOpen(view.conversation_id)}
            data-testid="record-row"
            data-conversation={view.conversation_id}
          >
            {columns.map((key) => {
              const { text, title } = cell(key, view, facts[view.conversation_id]);
              return (
                <td key={key} className={columnClass(key)} title={title} data-testid={`record-${key}`}>
                  {text}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
