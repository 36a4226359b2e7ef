import { clockTime, clockTimeWithSeconds, fullTime, waitTime } from "@parlor/design";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button } from "antd";
import { ArrowDown, ArrowUp, Ban, Eye, MessageCircle, MessageSquarePlus, PictureInPicture2, UserCheck } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../live/index.ts";
import { may, useMe } from "../../shared/me.tsx";
import { placeText, sourceText, wholePlace } from "../../shared/visitor-info.ts";
import { COLUMNS, gridOf } from "./columns.ts";
import type { Slot } from "./list.ts";
import type { Column, Sorting, VisitorRow } from "./rows.ts";
import type { DrawerMode } from "./Screen.tsx";

const ROW_HEIGHT = 38;
const PHONE_ROW_HEIGHT = 82;
/** A single click waits so long for a second one: the drawer would come between. */
const DOUBLE_CLICK_MS = 220;

export interface RowActions {
  open(row: VisitorRow, mode?: DrawerMode): void;
  act(row: VisitorRow): void;
  block(row: VisitorRow): void;
}

interface Props {
  slots: readonly Slot[];
  hidden: readonly Column[];
  chosenId: string | undefined;
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting | undefined) => void;
  actions: RowActions;
}

export function Table({ slots, hidden, chosenId, sorting, onSort, actions }: Props) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => COLUMNS.filter(({ name }) => !hidden.includes(name)), [hidden]);
  const names = useMemo(() => columns.map(({ name }) => name), [columns]);
  const grid = gridOf(columns);
  const virtual = useVirtualizer({
    count: slots.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: 36,
  });

  const keyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!row) return;
    const index = Number(row.dataset.index);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = index + (event.key === "ArrowDown" ? 1 : -1);
      if (next < 0 || next >= slots.length) return;
      event.preventDefault();
      virtual.scrollToIndex(next);
      requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
    } else if (event.key === "Enter" && event.target === row) {
      const chosen = slots[index]?.row;
      if (chosen) actions.open(chosen);
    }
  };

  /** Up, down, off: the third click brings back the order of urgency. */
  const sort = (column: Column) => {
    if (sorting?.column !== column) onSort({ column, descending: column === "waiting" || column === "entered" || column === "visits" });
    else if (sorting.descending === (column === "waiting" || column === "entered" || column === "visits")) {
      onSort({ column, descending: !sorting.descending });
    } else onSort(undefined);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be a table element, its rows are positioned
    <div
      className="visitor-table"
      ref={scroll}
      role="table"
      tabIndex={-1}
      aria-label={t("nav.visitors")}
      aria-rowcount={slots.length + 1}
      style={{ "--tracks": grid.tracks, "--tracks-min": `${grid.min}px` } as CSSProperties}
      onKeyDown={keyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head is not a target, its buttons are */}
      <div className="visitor-head" role="row">
        {columns.map(({ name, right }) => {
          const active = sorting?.column === name;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={name}
              role="columnheader"
              className={right ? "right" : undefined}
              aria-sort={active ? (sorting.descending ? "descending" : "ascending") : "none"}
            >
              <button type="button" onClick={() => sort(name)}>
                {t(`visitors.column.${name}`)}
                {active && (sorting.descending ? <ArrowDown size={14} aria-hidden /> : <ArrowUp size={14} aria-hidden />)}
              </button>
            </div>
          );
        })}
      </div>
      <div className="visitor-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = slots[item.index]?.row;
          return row ? (
            <Row
              key={row.visitor.visitor_id}
              row={row}
              columns={names}
              index={item.index}
              top={item.start}
              chosen={row.visitor.visitor_id === chosenId}
              actions={actions}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

const DOTS = { waiting: "wait", talking: "talking", invited: "invited", browsing: "online", left: "left" } as const;

const Row = memo(function Row({
  row,
  columns,
  index,
  top,
  chosen,
  actions,
}: {
  row: VisitorRow;
  columns: readonly Column[];
  index: number;
  top: number;
  chosen: boolean;
  actions: RowActions;
}) {
  const { t, i18n } = useTranslation();
  const { visitor, state } = row;
  const source = sourceText(t, row.source);
  const place = placeText(visitor.place, i18n.language);
  const single = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The actions are only made for the row that they would be used on. */
  const [near, setNear] = useState(false);
  const cell = (name: Column, content: React.ReactNode, title?: string, className?: string) => {
    const column = columns.indexOf(name);
    return column < 0 ? null : (
      // biome-ignore lint/a11y/useSemanticElements: see the table
      <span role="cell" className={`cut ${className ?? ""}`} title={title} style={{ gridColumn: column + 1 }}>
        {content}
      </span>
    );
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table has the keys
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <div
      role="row"
      tabIndex={0}
      data-index={index}
      aria-rowindex={index + 2}
      aria-current={chosen || undefined}
      className={`visitor-row ${state}`}
      style={{ transform: `translateY(${top}px)` }}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={(event) => setNear(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setNear(true)}
      onBlur={(event) => setNear(event.currentTarget.contains(event.relatedTarget))}
      onClick={() => {
        clearTimeout(single.current);
        single.current = setTimeout(() => actions.open(row), DOUBLE_CLICK_MS);
      }}
      onDoubleClick={() => {
        clearTimeout(single.current);
        actions.act(row);
      }}
      data-testid="visitor-row"
      data-number={visitor.visitor_number}
      data-state={state}
    >
      {cell(
        "state",
        <>
          <i className={`dot ${DOTS[state]}`} /> {t(`visitors.state.${state}`)}
        </>,
      )}
      {cell("number", visitor.visitor_number)}
      {cell("name", visitor.name ?? <span className="t3">{t("common.unknown")}</span>, visitor.name, visitor.name ? undefined : "t3")}
      {cell("visits", visitor.visits ?? 1, undefined, "right")}
      {cell("ip", place || visitor.ip, wholePlace(visitor, i18n.language))}
      {cell("entered", clockTimeWithSeconds(visitor.entered_at), fullTime(visitor.entered_at), "t2")}
      {cell("waiting", row.waitingSince !== undefined && <Waiting since={row.waitingSince} />, undefined, "right")}
      {cell("last", row.lastText, row.lastText)}
      {cell("left", visitor.left_at !== undefined && clockTime(visitor.left_at), visitor.left_at ? fullTime(visitor.left_at) : undefined)}
      {cell("agent", row.agentName, row.agentName)}
      {cell("page", visitor.page_title || visitor.page_url, visitor.page_url, "visitor-page")}
      {cell("source", source, [source, visitor.referrer].filter(Boolean).join("\n"), "t2")}
      {cell("language", visitor.language, visitor.language, "t2")}
      {near && <RowActs row={row} actions={actions} />}
    </div>
  );
});

function RowActs({ row, actions }: { row: VisitorRow; actions: RowActions }) {
  const { t } = useTranslation();
  const me = useMe();
  const { state } = row;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps clicks on the buttons from opening the row as well
    <span role="cell" className="row-acts" onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
      {state === "waiting" && (
        <Button type="text" size="small" icon={<UserCheck size={16} />} onClick={() => actions.act(row)} data-testid="row-accept">
          {t("desk.accept")}
        </Button>
      )}
      {state === "talking" && (
        <Button type="text" size="small" icon={<MessageCircle size={16} />} onClick={() => actions.act(row)}>
          {t("visitors.look")}
        </Button>
      )}
      {(state === "browsing" || state === "invited") && (
        <>
          <Button
            type="text"
            size="small"
            icon={<MessageSquarePlus size={16} />}
            onClick={() => actions.open(row, "invitation")}
            data-testid="row-invite"
          >
            {t("invite.invite")}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<PictureInPicture2 size={16} />}
            onClick={() => actions.open(row, "forced")}
            data-testid="row-force"
          >
            {t("invite.force")}
          </Button>
        </>
      )}
      <Button type="text" size="small" icon={<Eye size={16} />} onClick={() => actions.open(row)}>
        {t("desk.track")}
      </Button>
      {may(me, "block") && (
        <Button type="text" size="small" danger icon={<Ban size={16} />} onClick={() => actions.block(row)} data-testid="row-block">
          {t("blocks.block")}
        </Button>
      )}
    </span>
  );
}

function Waiting({ since }: { since: number }) {
  const me = useMe();
  const waited = useNow() - since;
  return <b className={waited > me.wait_limit_s * 1000 ? "is-late" : "is-wait"}>{waitTime(waited)}</b>;
}

/** On phones a row has two lines and one action. */
export function PhoneRows({ slots, actions }: { slots: readonly Slot[]; actions: RowActions }) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: slots.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => PHONE_ROW_HEIGHT,
    overscan: 8,
  });
  const label = {
    waiting: t("desk.accept"),
    talking: t("visitors.look"),
    browsing: t("invite.invite"),
    invited: t("visitors.look"),
    left: t("visitors.look"),
  };
  return (
    <div className="visitor-cards" ref={scroll}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = slots[item.index]?.row;
          if (!row) return null;
          const { visitor, state } = row;
          return (
            <li
              key={visitor.visitor_id}
              className={state}
              style={{ transform: `translateY(${item.start}px)` }}
              data-testid="visitor-row"
              data-number={visitor.visitor_number}
            >
              <button type="button" className="grow" onClick={() => actions.open(row)}>
                <span className="row">
                  <i className={`dot ${DOTS[state]}`} />
                  <span className="medium cut">{visitor.name ?? visitor.visitor_number}</span>
                  <span className="t3 f12">{t("visitor.visits", { count: visitor.visits ?? 1 })}</span>
                  {row.waitingSince !== undefined && <PhoneWaiting since={row.waitingSince} />}
                </span>
                <span className="cut f13">{row.lastText || t("visitors.looksAt", { page: visitor.page_title || visitor.page_url })}</span>
                <span className="cut f12 t3">
                  {sourceText(t, row.source)}
                  {row.agentName && ` · ${row.agentName}`}
                </span>
              </button>
              <Button
                className={state === "waiting" ? "accept" : ""}
                onClick={() => (state === "invited" ? actions.open(row) : actions.act(row))}
              >
                {label[state]}
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function PhoneWaiting({ since }: { since: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const waited = useNow() - since;
  return (
    <span className={`tag ${waited > me.wait_limit_s * 1000 ? "late" : "wait"}`}>{t("desk.waitsFor", { time: waitTime(waited) })}</span>
  );
}
