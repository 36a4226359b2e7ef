import type { AutoReplies, Service } from "@parlor/protocol";

export type ReplyName = "welcome" | "no_answer" | "still_there" | "closing" | "waiting";
/** In the order in which a conversation meets them. */
export const REPLIES: readonly ReplyName[] = ["waiting", "welcome", "no_answer", "still_there", "closing"];
/** In the queue there is no agent yet. */
export const AGENT_REPLIES = REPLIES.filter((name) => name !== "waiting");

/** inherit: as those above say it; own: in these words; silent: not at all, whatever those above say. */
export type ReplyStance = "inherit" | "own" | "silent";
type DelayName = "no_answer_s" | "waiting_s";

const FIRST_DELAY_S: Record<DelayName, number> = { no_answer_s: 90, waiting_s: 60 };
const DELAY_OF: Partial<Record<ReplyName, DelayName>> = { no_answer: "no_answer_s", waiting: "waiting_s" };

/** A text that is empty says that nothing is said; one that is absent leaves it to those above. */
export function stanceOf(replies: AutoReplies, name: ReplyName): ReplyStance {
  const text = replies[name] ?? undefined;
  if (text === undefined) return "inherit";
  return text === "" ? "silent" : "own";
}

export function withStance(replies: AutoReplies, name: ReplyName, stance: ReplyStance, above: string | undefined): AutoReplies {
  const next = { ...replies };
  const delay = DELAY_OF[name];
  delete next[name];
  if (delay) delete next[delay];
  if (stance === "silent") next[name] = "";
  if (stance === "own") {
    next[name] = above ?? "";
    if (delay) next[delay] = FIRST_DELAY_S[delay];
  }
  return next;
}

export function withDelay(replies: AutoReplies, name: DelayName, seconds: number | null): AutoReplies {
  const next = { ...replies };
  delete next[name];
  return seconds === null ? next : { ...next, [name]: seconds };
}

/** What an agent who says nothing of their own follows: the department's words if it is the only one, and then the company's. */
export function aboveAgent(service: Pick<Service, "replies" | "department_replies">, departmentIds: readonly string[]): AutoReplies {
  const [only] = departmentIds;
  const department = departmentIds.length === 1 && only ? service.department_replies[only] : undefined;
  const said = Object.entries(department ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...service.replies, ...Object.fromEntries(said) };
}
