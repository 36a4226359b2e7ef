import type { AgentView, ConversationView, Source, VisitorView } from "@parlor/protocol";

export type VisitorState = "waiting" | "talking" | "invited" | "browsing" | "left";
const STATE_ORDER: readonly VisitorState[] = ["waiting", "talking", "invited", "browsing", "left"];

/** A row of the table: the visitor with what the desk knows of the conversation. */
export interface VisitorRow {
  visitor: VisitorView;
  state: VisitorState;
  waitingSince: number | undefined;
  lastText: string;
  agentName: string;
  source: Source | undefined;
  /** Rows with the same one are counted together. */
  sourceKey: string;
  /** In small letters, what a search looks into; made when somebody searches. */
  readonly words: string;
}

export type Column =
  | "state"
  | "number"
  | "name"
  | "visits"
  | "ip"
  | "entered"
  | "waiting"
  | "last"
  | "left"
  | "agent"
  | "page"
  | "source"
  | "language";
export interface Sorting {
  column: Column;
  descending: boolean;
}

export function stateOf(visitor: VisitorView): VisitorState {
  if (visitor.left_at !== undefined) return "left";
  if (visitor.conversation_state === "waiting") return "waiting";
  if (visitor.conversation_state === "active") return "talking";
  return visitor.invited_by ? "invited" : "browsing";
}

export function visitorRow(
  visitor: VisitorView,
  conversations: ReadonlyMap<string, ConversationView>,
  agents: ReadonlyMap<string, AgentView>,
): VisitorRow {
  const conversation = visitor.conversation_id ? conversations.get(visitor.conversation_id) : undefined;
  const state = stateOf(visitor);
  const agentName = conversation?.agent_name ?? agents.get(visitor.agent_id ?? "")?.name ?? visitor.agent_name ?? visitor.invited_by ?? "";
  const { source } = visitor;
  const lastText = conversation?.last_text ?? "";
  const waitingSince = state === "waiting" ? (conversation?.waiting_since ?? visitor.waiting_since ?? conversation?.opened_at) : undefined;
  let words: string | undefined;
  return {
    visitor,
    state,
    waitingSince,
    lastText,
    agentName,
    source,
    sourceKey: source ? `${source.kind} ${source.name ?? ""}` : "",
    get words() {
      words ??= searchWords(visitor, lastText, agentName);
      return words;
    },
  };
}

function searchWords(visitor: VisitorView, lastText: string, agentName: string): string {
  const { source, place } = visitor;
  return [
    visitor.visitor_number,
    visitor.name,
    visitor.ip,
    visitor.page_title,
    visitor.page_url,
    visitor.referrer,
    source?.name,
    source?.keyword,
    place?.province,
    place?.city ?? place?.country,
    lastText,
    agentName,
  ]
    .filter(Boolean)
    .join(" ")
    .toLowerCase();
}

const sourceWords = (source: Source | undefined) => [source?.name, source?.keyword].filter(Boolean).join(" ");
/** Places of one country, province and city stand together; addresses without a place by themselves. */
const placeWords = ({ place, ip }: VisitorView) =>
  place ? [place.country, place.province, place.city].filter(Boolean).join(" ") : (ip ?? "");

function sortValue(row: VisitorRow, column: Column): string | number {
  const { visitor } = row;
  switch (column) {
    case "state":
      return STATE_ORDER.indexOf(row.state);
    case "number":
      return visitor.visitor_number;
    case "name":
      return visitor.name ?? "";
    case "visits":
      return visitor.visits ?? 1;
    case "ip":
      return placeWords(visitor);
    case "entered":
      return visitor.entered_at;
    case "waiting":
      // The longest wait has the earliest beginning.
      return row.waitingSince === undefined ? 0 : -row.waitingSince;
    case "last":
      return row.lastText;
    case "left":
      return visitor.left_at ?? 0;
    case "agent":
      return row.agentName;
    case "page":
      return visitor.page_title || visitor.page_url;
    case "source":
      return sourceWords(row.source);
    case "language":
      return visitor.language ?? "";
  }
}

const compareText = new Intl.Collator(["zh-CN", "en"], { numeric: true }).compare;

const RANK = Object.fromEntries(STATE_ORDER.map((state, i) => [state, i])) as Record<VisitorState, number>;
const compareIds = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
const byArrival = (a: VisitorRow, b: VisitorRow) =>
  b.visitor.entered_at - a.visitor.entered_at || compareIds(b.visitor.visitor_id, a.visitor.visitor_id);

function byUrgency(a: VisitorRow, b: VisitorRow): number {
  if (a.state !== b.state) return RANK[a.state] - RANK[b.state];
  if (a.state === "waiting") return (a.waitingSince ?? 0) - (b.waitingSince ?? 0);
  return byArrival(a, b);
}

/** Rows without a value stand last in either direction; equals stand by the latest arrival. */
function byColumn({ column, descending }: Sorting): Order {
  const none = (value: string | number) => value === "" || (value === 0 && (column === "waiting" || column === "left"));
  return (a, b) => {
    const x = sortValue(a, column);
    const y = sortValue(b, column);
    if (none(x) !== none(y)) return none(x) ? 1 : -1;
    const order = typeof x === "number" && typeof y === "number" ? x - y : compareText(String(x), String(y));
    // A time of waiting is held as minus its beginning, so that a larger value is a longer wait.
    return (descending ? -order : order) || byArrival(a, b);
  };
}

/** 0 only for two rows of one visitor. */
export type Order<T = VisitorRow> = (a: T, b: T) => number;

export const orderOf = (sorting: Sorting | undefined): Order => (sorting ? byColumn(sorting) : byUrgency);

/** Two sorted lists as one; the second is much the shorter. */
export function merged<T>(long: readonly T[], short: readonly T[], order: Order<T>): T[] {
  const result: T[] = [];
  let from = 0;
  for (const item of short) {
    let low = from;
    let high = long.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(long[middle] as T, item) <= 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from++) result.push(long[from] as T);
    result.push(item);
  }
  for (; from < long.length; from++) result.push(long[from] as T);
  return result;
}

export type Filter = "all" | "waiting" | "talking" | "invited" | "first";
export const FILTERS: readonly Filter[] = ["all", "waiting", "talking", "invited", "first"];

export function passes(row: VisitorRow, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "first":
      return row.state !== "left" && (row.visitor.visits ?? 1) <= 1;
    case "waiting":
    case "talking":
    case "invited":
      return row.state === filter;
  }
}

export interface Counts {
  online: number;
  waiting: number;
  talking: number;
  invited: number;
  left: number;
  first: number;
  longestSince: number | undefined;
}

export interface Share {
  source: Source | "others";
  count: number;
}

/** The largest first; what is beyond the first four is one. */
export function sharesOf(shares: readonly Share[]): readonly Share[] {
  const sorted = [...shares].sort((a, b) => b.count - a.count);
  if (sorted.length <= 5) return sorted;
  const rest = sorted.slice(4).reduce((sum, share) => sum + share.count, 0);
  return [...sorted.slice(0, 4), { source: "others", count: rest }];
}
