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
  /** In small letters, what a search looks into. */
  words: string;
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
  const { source, place } = visitor;
  const lastText = conversation?.last_text ?? "";
  const words = [
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
  const waitingSince = state === "waiting" ? (conversation?.waiting_since ?? visitor.waiting_since ?? conversation?.opened_at) : undefined;
  return { visitor, state, waitingSince, lastText, agentName, source, words };
}

/** Makes rows, and the same row again as long as nothing of it has changed: thousands stand still while one moves. */
export function rowMaker() {
  const made = new Map<string, { visitor: VisitorView; conversation: ConversationView | undefined; agents: unknown; row: VisitorRow }>();
  return (
    visitors: ReadonlyMap<string, VisitorView>,
    conversations: ReadonlyMap<string, ConversationView>,
    agents: ReadonlyMap<string, AgentView>,
  ): VisitorRow[] => {
    for (const id of made.keys()) if (!visitors.has(id)) made.delete(id);
    return [...visitors.values()].map((visitor) => {
      const conversation = visitor.conversation_id ? conversations.get(visitor.conversation_id) : undefined;
      const last = made.get(visitor.visitor_id);
      // Agents matter only to rows that name one.
      const same = last?.visitor === visitor && last.conversation === conversation;
      if (same && (last.agents === agents || !(visitor.agent_id || visitor.invited_by))) return last.row;
      const row = visitorRow(visitor, conversations, agents);
      made.set(visitor.visitor_id, { visitor, conversation, agents, row });
      return row;
    });
  };
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

/** Rows without a value stand last in either direction; equals stand by the latest arrival. */
export function sortRows(rows: readonly VisitorRow[], sorting: Sorting | undefined): VisitorRow[] {
  const byArrival = (a: VisitorRow, b: VisitorRow) =>
    b.visitor.entered_at - a.visitor.entered_at || (a.visitor.visitor_id < b.visitor.visitor_id ? 1 : -1);
  if (!sorting) {
    return [...rows].sort((a, b) => {
      const byState = STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state);
      if (byState !== 0) return byState;
      if (a.state === "waiting") return (a.waitingSince ?? 0) - (b.waitingSince ?? 0);
      return byArrival(a, b);
    });
  }
  const { column, descending } = sorting;
  const none = (value: string | number) => value === "" || (value === 0 && (column === "waiting" || column === "left"));
  return [...rows].sort((a, b) => {
    const x = sortValue(a, column);
    const y = sortValue(b, column);
    if (none(x) !== none(y)) return none(x) ? 1 : -1;
    const order = typeof x === "number" && typeof y === "number" ? x - y : compareText(String(x), String(y));
    // A time of waiting is held as minus its beginning, so that a larger value is a longer wait.
    return (descending ? -order : order) || byArrival(a, b);
  });
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

export function countRows(rows: readonly VisitorRow[]): Counts {
  const counts: Counts = { online: 0, waiting: 0, talking: 0, invited: 0, left: 0, first: 0, longestSince: undefined };
  for (const row of rows) {
    if (row.state === "left") {
      counts.left++;
      continue;
    }
    counts.online++;
    if ((row.visitor.visits ?? 1) <= 1) counts.first++;
    if (row.state !== "browsing") counts[row.state]++;
    if (row.waitingSince !== undefined) counts.longestSince = Math.min(counts.longestSince ?? row.waitingSince, row.waitingSince);
  }
  return counts;
}

/** Shares of where those on line came from, the largest first; what is beyond the first four is one. */
export function sourceShares(rows: readonly VisitorRow[]): { source: Source | "others"; count: number }[] {
  const byKey = new Map<string, { source: Source | "others"; count: number }>();
  for (const row of rows) {
    if (row.state === "left") continue;
    const { source } = row;
    if (!source) continue;
    const { kind, name } = source;
    const key = `${kind} ${name ?? ""}`;
    const share = byKey.get(key) ?? { source: name === undefined ? { kind } : { kind, name }, count: 0 };
    share.count++;
    byKey.set(key, share);
  }
  const shares = [...byKey.values()].sort((a, b) => b.count - a.count);
  if (shares.length <= 5) return shares;
  const rest = shares.slice(4).reduce((sum, share) => sum + share.count, 0);
  return [...shares.slice(0, 4), { source: "others", count: rest }];
}
