import { waitTime } from "@parlor/design";
import type { Condition } from "@parlor/protocol";
import { Checkbox } from "antd";
import { Globe, Search, SearchX, X } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiProblem } from "../../api/problem.ts";
import { live, useLive, useNow } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { sourceName } from "../../shared/visitor-info.ts";
import { useHeld, useWide } from "../desk/hooks.ts";
import { useAccept } from "../shell/useShortcuts.ts";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { Conditions } from "./Conditions.tsx";
import { useHiddenColumns } from "./columns.ts";
import { Drawer } from "./Drawer.tsx";
import { VisitorList } from "./list.ts";
import { type Column, type Counts, FILTERS, type Filter, type Share, type Sorting, type VisitorRow, visitorRow } from "./rows.ts";
import { PhoneRows, Table } from "./Table.tsx";
import "./visitors.css";

const BlockVisitorDialog = lazy(() => import("../blocking/BlockVisitorDialog.tsx"));
const NO_CONDITIONS: readonly Condition[] = [];
const idOf = (row: VisitorRow) => row.visitor.visitor_id;

export type DrawerMode = "track" | "invitation" | "forced";

/** 网站访客: who is on the site now, as it happens. */
export function VisitorsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const visitors = useLive((state) => state.visitors);
  const conversations = useLive((state) => state.conversations);
  const agents = useLive((state) => state.agents);
  const status = useLive((state) => state.visitorsStatus);
  const connected = useLive((state) => state.link.status === "open");
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [hideLeft, setHideLeft] = useState(false);
  const [conditions, setConditions] = useState<readonly Condition[]>(NO_CONDITIONS);
  const online = useLive((state) => state.online);
  const cut = useLive((state) => state.visitorsCut);
  useEffect(() => live().lookAtVisitors(conditions), [conditions]);
  useEffect(() => () => live().lookAtVisitors(undefined), []);
  const [sorting, setSorting] = useState<Sorting>();
  const [chosen, setChosen] = useState<{ id: string; mode: DrawerMode }>();
  const [blocking, setBlocking] = useState<VisitorRow>();
  const [hidden, setHidden] = useHiddenColumns();
  const choose = useCallback(
    (next: readonly Column[]) => {
      setHidden(next);
      setSorting((now) => (now && next.includes(now.column) ? undefined : now));
    },
    [setHidden],
  );
  const [held, holding] = useHeld();
  const phone = !useWide("(min-width: 641px)");
  const accept = useAccept();

  const [list] = useState(() => new VisitorList());
  const words = query.trim().toLowerCase();
  const { slots, total, counts, shares } = useMemo(
    () => list.update({ visitors, conversations, agents }, { filter, hideLeft, words, sorting, held }),
    [list, visitors, conversations, agents, filter, hideLeft, words, sorting, held],
  );

  const open = (row: VisitorRow, mode: DrawerMode = "track") => setChosen({ id: idOf(row), mode });
  /** What a double click or the one button on a phone does. */
  const act = (row: VisitorRow) => {
    const conversation = row.visitor.conversation_id;
    if (row.state === "waiting" && conversation) void accept(conversation);
    else if (row.state === "talking" && conversation) void navigate(`/desk/${conversation}`);
    else open(row, row.state === "left" ? "track" : "invitation");
  };
  const latest = useRef({ open, act });
  latest.current = { open, act };
  // The same object for ever, so that rows need not be drawn again.
  const actions = useMemo(
    () => ({
      open: (row: VisitorRow, mode?: DrawerMode) => latest.current.open(row, mode),
      act: (row: VisitorRow) => latest.current.act(row),
      block: setBlocking,
    }),
    [],
  );
  const chosenVisitor = chosen && visitors.get(chosen.id);

  return (
    <main className="page visitors">
      <PageHead title={t("nav.visitors")}>
        <span className={`tag wide-only ${connected ? "good" : "late"}`}>
          <i className={`dot ${connected ? "online" : "busy"}`} />
          {t(connected ? "visitors.live" : "visitors.notLive")}
        </span>
        <span className="grow" />
        <label className="field visitors-find">
          <Search size={16} aria-hidden />
          <input
            type="search"
            aria-label={t("visitors.find")}
            placeholder={t("visitors.find")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            data-testid="visitor-search"
          />
          {query && (
            <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => setQuery("")}>
              <X size={14} />
            </button>
          )}
        </label>
        <ColumnChooser hidden={hidden} onChange={choose} />
      </PageHead>
      <Counters counts={conditions.length > 0 || cut ? { ...counts, online: online ?? counts.online } : counts} shares={shares} />
      <div className="visitors-filters">
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={filter === each}
            onClick={() => setFilter(each)}
            data-testid={`filter-${each}`}
          >
            {t(`visitors.filter.${each}`)} <b>{each === "all" ? counts.online : counts[each]}</b>
          </button>
        ))}
        <Conditions conditions={conditions} onChange={setConditions} />
        <span className="grow" />
        <Checkbox checked={hideLeft} onChange={(event) => setHideLeft(event.target.checked)} data-testid="hide-left">
          {t("visitors.hideLeft")}
        </Checkbox>
      </div>
      <div className="visitors-body" {...holding}>
        {status === "loading" && total === 0 && <SkeletonRows rows={12} height={38} columns={6} />}
        {status === "failed" && total === 0 && (
          <Failed title={t("visitors.notLoaded")} error={ApiProblem.offline()} retry={() => live().retryVisitors()} />
        )}
        {status === "ready" && total === 0 && conditions.length === 0 && (
          <Empty icon={Globe} title={t("visitors.none")} text={t("visitors.noneText")} />
        )}
        {(total > 0 || (status === "ready" && conditions.length > 0)) && slots.length === 0 && (
          <Empty icon={SearchX} title={t("visitors.noMatch")}>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                setQuery("");
                setFilter("all");
                setHideLeft(false);
                setConditions(NO_CONDITIONS);
              }}
            >
              {t("visitors.clearFilters")}
            </button>
          </Empty>
        )}
        {slots.length > 0 &&
          (phone ? (
            <PhoneRows slots={slots} actions={actions} />
          ) : (
            <Table slots={slots} hidden={hidden} chosenId={chosen?.id} sorting={sorting} onSort={setSorting} actions={actions} />
          ))}
      </div>
      <footer className="visitors-foot wide-only">
        <span>{t("visitors.shown", { count: slots.length })}</span>
        {cut && <span>{t("visitors.cut", { shown: total, online: online ?? total })}</span>}
        <span>{t("visitors.doubleClick")}</span>
      </footer>
      {chosenVisitor && (
        <Drawer
          key={chosenVisitor.visitor_id}
          row={visitorRow(chosenVisitor, conversations, agents)}
          mode={chosen.mode}
          onMode={(mode) => setChosen({ id: chosen.id, mode })}
          onAct={act}
          onClose={() => setChosen(undefined)}
        />
      )}
      {blocking && (
        <Suspense>
          <BlockVisitorDialog
            visitorId={idOf(blocking)}
            name={visitorLabel({ ...blocking.visitor })}
            onClose={() => setBlocking(undefined)}
          />
        </Suspense>
      )}
    </main>
  );
}

const SERIES = 5;

function Counters({ counts, shares }: { counts: Counts; shares: readonly Share[] }) {
  const { t } = useTranslation();
  return (
    <div className="counters">
      <Counter dot="online" label={t("visitors.online")} value={counts.online} testId="count-online" />
      <Counter dot="talking" label={t("visitors.state.talking")} value={counts.talking} />
      <div className="counter">
        <span>
          <i className="dot wait" />
          {t("visitors.state.waiting")}
        </span>
        <b className={counts.waiting > 0 ? "is-wait" : undefined}>{counts.waiting}</b>
        {counts.longestSince !== undefined && <Longest since={counts.longestSince} />}
      </div>
      <Counter dot="invited" label={t("visitors.state.invited")} value={counts.invited} />
      <div className="wide-only counter-left">
        <Counter dot="left" label={t("visitors.leftHour")} value={counts.left} />
      </div>
      <div className="counter-sources wide-only">
        <span className="f12 t2">{t("visitors.sources", { count: counts.online })}</span>
        <div className="share-bar" aria-hidden="true">
          {shares.map((share, i) => (
            <i
              key={share.source === "others" ? "others" : JSON.stringify(share.source)}
              style={{ flexGrow: share.count, background: `var(--series-${(i % SERIES) + 1})` }}
            />
          ))}
        </div>
        <ul>
          {shares.map((share, i) => {
            const { source } = share;
            const label = source === "others" ? t("visitors.others") : sourceName(t, source);
            return (
              <li key={source === "others" ? "others" : `${source.kind} ${label}`}>
                <i style={{ background: `var(--series-${(i % SERIES) + 1})` }} />
                {label} <b>{Math.round((share.count / Math.max(1, counts.online)) * 100)}%</b>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function Counter({ dot, label, value, testId }: { dot: string; label: string; value: number; testId?: string }) {
  return (
    <div className="counter">
      <span>
        <i className={`dot ${dot}`} />
        {label}
      </span>
      <b data-testid={testId}>{value}</b>
    </div>
  );
}

function Longest({ since }: { since: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const waited = useNow() - since;
  return (
    <em className={waited > me.wait_limit_s * 1000 ? "is-late" : "t3"}>
      {t("status.longest")} {waitTime(waited)}
    </em>
  );
}
