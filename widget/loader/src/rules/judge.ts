import type { FactsFrame, PublishedRule, RuleTexts, VisitorLanguage } from "@parlor/protocol";

/** What is known of a visitor and of what they do. Seconds count while the page is before somebody's eyes. */
export interface Known {
  url: string;
  page_s: number;
  site_s: number;
  pages_seen: number;
  cart: number;
  /** The furthest that was seen of the page. */
  scroll_percent: number;
  /** The pointer is leaving the page just now. */
  leaving: boolean;
  events: Readonly<Record<string, number>>;
  /** What only the server knows; undefined: not yet. */
  visit: Pick<FactsFrame, "visits" | "source" | "place"> | undefined;
}

/** How often a rule has addressed this visitor, and on which day last. */
export interface Past {
  count: number;
  day: string;
}

/** Whether a rule asks for what only the server knows. */
export function asksServer({ when }: PublishedRule): boolean {
  return Boolean(
    when.visits_min || when.visits_max || when.sources?.length || when.source_names?.length || when.keywords?.length || when.places?.length,
  );
}

/** One of the words is a part of one of the texts. */
function named(words: readonly string[] | undefined, ...texts: (string | undefined)[]): boolean {
  if (!words?.length) return true;
  return texts.some((text) => text && words.some((word) => text.toLowerCase().includes(word.toLowerCase())));
}

/** All of the rule's conditions hold. What the server has not told yet holds for no rule that asks for it. */
export function holds(rule: PublishedRule, known: Known): boolean {
  const { when } = rule;
  if (rule.pages && !new RegExp(rule.pages, "i").test(known.url)) return false;
  for (const name of ["page_s", "site_s", "pages_seen", "scroll_percent"] as const) if (known[name] < (when[name] ?? 0)) return false;
  if (when.cart_min && known.cart < when.cart_min) return false;
  if (when.exit_intent && !known.leaving) return false;
  if (when.event && (known.events[when.event] ?? 0) < (when.event_count || 1)) return false;
  if (!asksServer(rule)) return true;
  if (!known.visit) return false;
  const { visits = 0, source, place } = known.visit;
  if (visits < (when.visits_min ?? 0) || (when.visits_max && visits > when.visits_max)) return false;
  if (when.sources?.length && !when.sources.includes(source?.kind ?? "direct")) return false;
  return (
    named(when.source_names, source?.name, source?.campaign?.source, source?.campaign?.name) &&
    named(when.keywords, source?.keyword, source?.campaign?.term) &&
    named(when.places, place?.country, place?.province, place?.city)
  );
}

/** Whether the rule may address this visitor once more. `day` is today. */
export function mayAgain({ often, times = 1 }: PublishedRule, past: Past | undefined, day: string): boolean {
  if (!past) return true;
  if (often === "day") return past.day !== day;
  return often === "times" && past.count < times;
}

/** The first rule that fires. */
export function firing<R extends PublishedRule>(
  rules: readonly R[],
  known: Known,
  pastOf: (rule: R) => Past | undefined,
  day: string,
): R | undefined {
  return rules.find((rule) => holds(rule, known) && mayAgain(rule, pastOf(rule), day));
}

/** The text in a language, else in the other Chinese, else in English, else in whichever there is; as the server says it (`RuleTexts.said`). */
export function said(texts: RuleTexts, language: VisitorLanguage): string {
  const other = language === "zh-CN" ? "zh-TW" : language === "zh-TW" ? "zh-CN" : "en";
  const order = [language, other, "en", "zh-CN", "zh-TW", "ja"] as const;
  return order.map((each) => texts[each]).find((text) => text?.trim()) ?? "";
}
