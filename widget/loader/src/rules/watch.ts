import type { FactsFrame, PublishedRule, RuleSender } from "@parlor/protocol";
import { INVITATION_KEY, NEVER_AGAIN, QUIET_KEY, RULES_SHOWN_KEY, type ShownInvitation } from "../../../shared/port";
import type { Core } from "../core";
import type { Store } from "../store";
import { asksServer, firing, type Known, type Past, said } from "./judge";

const TICK_MS = 1_000;
const ASK_EVERY_TICKS = 3;
const ASKS_MAX = 4;
const STAY_KEY = "tab:stay";
const FACTS_KEY = "tab:facts";

/** `["cart", value]`, `["event", name]`. */
export type Told = [string, unknown?];

let watching = false;

type SpokenRule = PublishedRule & RuleSender;

/** What is remembered from page to page, in this tab. */
interface Stay {
  site_s: number;
  pages_seen: number;
  cart: number;
  events: Record<string, number>;
}

function read<T>(store: Store, key: string): T | undefined {
  try {
    return JSON.parse(store.get(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Judges the style's rules while somebody looks around. Nothing leaves the browser for it but one question, where a rule needs an answer. */
export function watch(core: Core): void {
  // Whoever becomes another visitor goes on being watched.
  if (watching) return;
  watching = true;
  const { store, connection, told: line } = core;
  const stay: Stay = { site_s: 0, pages_seen: 0, cart: 0, events: {}, ...read<Stay>(store, STAY_KEY) };
  let visit = read<FactsFrame>(store, FACTS_KEY);
  let url = "";
  let page_s = 0;
  let scroll_percent = 0;
  let fired = false;
  let ticks = 0;
  let asks = 0;

  function known(leaving: boolean): Known {
    return { ...stay, url: location.href, page_s, scroll_percent, leaving, visit };
  }

  /** Those that have somebody to speak for now, in their order. */
  function rules(): SpokenRule[] {
    const { style, visit: there } = core;
    return (style?.rules ?? []).flatMap((rule) => {
      const sender = there?.senders?.[rule.rule_id];
      return sender ? [{ ...rule, ...sender }] : [];
    });
  }

  function keep(): void {
    store.set(STAY_KEY, JSON.stringify(stay));
  }

  function pageShown(): void {
    url = location.href;
    page_s = 0;
    scroll_percent = 0;
    fired = false;
    stay.pages_seen += 1;
    keep();
  }

  function scrolled(): void {
    const { scrollHeight } = document.documentElement;
    scroll_percent = Math.max(scroll_percent, Math.round(((scrollY + innerHeight) / scrollHeight) * 100));
  }

  function askServer(): void {
    if (visit || asks >= ASKS_MAX || ticks % ASK_EVERY_TICKS !== 1 || !rules().some(asksServer)) return;
    if (connection.send({ action: "track", type: "facts" })) asks += 1;
  }

  function judge(leaving = false): void {
    const quiet = store.get(QUIET_KEY);
    const busy = !core.visit || core.mode !== "closed" || store.get(INVITATION_KEY) || quiet === NEVER_AGAIN || Number(quiet) > Date.now();
    if (fired || busy) return;
    const day = new Date().toDateString();
    const rule = firing(rules(), known(leaving), ({ rule_id }) => read<Past>(store, `rule:${rule_id}`), day);
    if (rule) fire(rule, day);
  }

  function fire(rule: SpokenRule, day: string): void {
    fired = true;
    const { rule_id, kind, agent_id, agent_name, texts } = rule;
    const past = read<Past>(store, `rule:${rule_id}`);
    store.set(`rule:${rule_id}`, JSON.stringify({ count: (past?.count ?? 0) + 1, day } satisfies Past));
    const shown = read<Record<string, number>>(store, RULES_SHOWN_KEY) ?? {};
    // The server takes no more than this at a time.
    store.set(RULES_SHOWN_KEY, JSON.stringify({ ...shown, [rule_id]: Math.min((shown[rule_id] ?? 0) + 1, 20) }));
    const language = core.visit?.language ?? "en";
    const text = said(texts, language);
    const frame: ShownInvitation = { type: "invitation", invitation_id: rule_id, kind, agent_id, agent_name, text, rule: language };
    core.received(frame);
  }

  /** `["cart", value]` and `["event", name]`, which the loader has only put in line. */
  function told([name, value]: Told): void {
    if (name === "cart") stay.cart = Number(value) || 0;
    if (name === "event") stay.events[String(value)] = (stay.events[String(value)] ?? 0) + 1;
    keep();
    judge();
  }

  connection.onFrame((frame) => {
    if (frame.type !== "facts" || !frame.visits) return;
    visit = frame;
    store.set(FACTS_KEY, JSON.stringify(frame));
  });
  document.documentElement.addEventListener("mouseleave", ({ clientY }) => {
    if (clientY <= 0) judge(true);
  });
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("pagehide", keep);
  pageShown();
  for (const command of line.splice(0)) told(command);
  line.push = (...commands) => {
    commands.forEach(told);
    return 0;
  };
  setInterval(() => {
    if (document.hidden) return;
    if (location.href !== url) pageShown();
    ticks += 1;
    page_s += TICK_MS / 1_000;
    stay.site_s += TICK_MS / 1_000;
    scrolled();
    askServer();
    judge();
  }, TICK_MS);
}
