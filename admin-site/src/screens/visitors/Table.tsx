import { clockTime, clockTimeWithSeconds, fullTime, waitTime } from "@parlor/design";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button } from "antd";
import { ArrowDown, ArrowUp, Eye, MessageCircle, MessageSquarePlus, PictureInPicture2, UserCheck } from "lucide-react";
import { type KeyboardEvent, memo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import { placeText, sourceText, wholePlace } from "../../shared/visitor-info.ts";
import type { Slot } from "./list.ts";
import type { Column, Sorting, VisitorRow } from "./rows.ts";
import type { DrawerMode } from "./Screen.tsx";

const ROW_HEIGHT = 38;
const PHONE_ROW_HEIGHT = 82;
/** A single click waits so long for a second one: the drawer would come between. */
const DOUBLE_CLICK_MS = 220;

/** Columns with their widths as CSS grid tracks. */
const COLUMNS: readonly { name: Column; width: string; right?: boolean }[] = [
  { name: "state", width: "84px" },
  { name: "number", width: "82px" },
  { name: "name", width: "minmax(72px, 0.7fr)" },
  { name: "visits", width: "56px", right: true },
  { name: "ip", width: "112px" },
  { name: "entered", width: "78px" },
  { name: "waiting", width: "66px", right: true },
  { name: "last", width: "minmax(120px, 1.3fr)" },
  { name: "left", width: "60px" },
  { name: "agent", width: "minmax(64px, 0.6fr)" },
  { name: "page", width: "minmax(120px, 1.3fr)" },
  { name: "source", width: "minmax(110px, 1.2fr)" },
  { name: "language", width: "64px" },
];
const GRID = COLUMNS.map((column) => column.width).join(" ");

export interface RowActions {
  open(row: VisitorRow, mode?: DrawerMode): void;
  act(row: VisitorRow): void;
}

interface Props {
  slots: readonly Slot[];
  chosenId: string | undefined;
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting | undefined) => void;
  actions: RowActions;
}

export function Table({ slots, chosenId, sorting, onSort, actions }: Props) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
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
      onKeyDown={keyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head is not a target, its buttons are */}
      <div className="visitor-head" role="row" style={{ gridTemplateColumns: GRID }}>
        {COLUMNS.map(({ name, right }) => {
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
  index,
  top,
  chosen,
  actions,
}: {
  row: VisitorRow;
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
  let column = 0;
  const cell = (content: React.ReactNode, title?: string, className?: string) => {
    column += 1;
    return (
      // biome-ignore lint/a11y/useSemanticElements: see the table
      <span role="cell" className={`cut ${className ?? ""}`} title={title} style={{ gridColumn: column }}>
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
      style={{ gridTemplateColumns: GRID, transform: `translateY(${top}px)` }}
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
        <>
          <i className={`dot ${DOTS[state]}`} /> {t(`visitors.state.${state}`)}
        </>,
      )}
      {cell(visitor.visitor_number)}
      {cell(visitor.name ?? <span className="t3">{t("common.unknown")}</span>, visitor.name, visitor.name ? undefined : "t3")}
      {cell(visitor.visits ?? 1, undefined, "right")}
      {cell(place || visitor.ip, wholePlace(visitor, i18n.language))}
      {cell(clockTimeWithSeconds(visitor.entered_at), fullTime(visitor.entered_at), "t2")}
      {cell(row.waitingSince !== undefined && <Waiting since={row.waitingSince} />, undefined, "right")}
      {cell(row.lastText, row.lastText)}
      {cell(visitor.left_at !== undefined && clockTime(visitor.left_at), visitor.left_at ? fullTime(visitor.left_at) : undefined)}
      {cell(row.agentName, row.agentName)}
      {cell(visitor.page_title || visitor.page_url, visitor.page_url, "visitor-page")}
      {cell(source, [source, visitor.referrer].filter(Boolean).join("\n"), "t2")}
      {cell(visitor.language, visitor.language, "t2")}
      {near && <RowActs row={row} actions={actions} />}
    </div>
  );
});

function RowActs({ row, actions }: { row: VisitorRow; actions: RowActions }) {
  const { t } = useTranslation();
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
