import { describe, expect, it } from "vitest";
import { Connection } from "../src/connection";
import type { Entry, Role } from "../src/generated";
import { LiveLog } from "../src/live-log";
import { type MessageContent, plainText } from "../src/message";
import { Outbox, sentEntry } from "../src/outbox";
import { FakeClock, settle } from "./fake-clock";
import { FakeBrowser } from "./fakes";
import { ModelServer, NO_FAULTS } from "./model-server";

const C1 = "01JD00000000000000000000C1";
const C2 = "01JD00000000000000000000C2";

/** A page with a connection, a log and an outbox, as both front ends have them. */
class Tab {
  readonly connection: Connection;
  readonly log: LiveLog;
  readonly outbox: Outbox;

  constructor(
    readonly name: string,
    readonly browser: FakeBrowser,
    role: Role,
    server: ModelServer,
    clock: FakeClock,
    newProducer: () => string,
    locks: boolean,
    page = 8,
  ) {
    this.connection = new Connection({
      ticket: async () => ({ url: "wss://model", ticket: "t", expires_in_s: 30 }),
      openSocket: (_, handlers) => server.connect(role, handlers),
      clock,
      page: undefined,
    });
    const link = this.connection;
    this.log = new LiveLog({ link, conversationId: C1, clock, page });
    this.outbox = new Outbox({
      link,
      store: browser,
      owner: role,
      tryLock: locks ? browser.locksOf(name) : undefined,
      whenClosed: "keep",
      wholeLog: () => this.log.whole(),
      clock,
      newProducer,
    });
    this.outbox.onSent((sent) => {
      const entry = sentEntry(sent, { role });
      if (entry && sent.conversation_id === C1) this.log.addOwn(entry, sent.delivered);
    });
    this.connection.start();
  }

  end(): void {
    this.outbox.dispose();
    this.log.dispose();
    this.connection.close();
    this.browser.closeTab(this.name);
  }
}

/** Every third message is formatted, and every fifth answers another one. */
function content(text: string, i: number): string | MessageContent {
  const spans = [{ text: text.slice(0, 3), bold: true }, { text: text.slice(3) }];
  if (i % 3 === 0) return { body: [{ type: "paragraph", spans }], ...(i % 5 === 0 ? { quote: 1 } : {}) };
  return i % 5 === 0 ? { text, quote: 1 } : text;
}

const texts = (entries: readonly Entry[]) => entries.flatMap((entry) => (entry.kind === "message" ? [entry.text] : []));

async function run(seed: number, messages: number, locks: boolean): Promise<void> {
  const clock = new FakeClock(seed);
  const server = new ModelServer(clock);
  server.open(C1);
  server.faults = {
    loseFrame: 0.04,
    losePush: 0.1,
    loseAnswer: 0.05,
    doublePush: 0.1,
    crashBetweenWrites: 0.06,
    cutSocket: 0.02,
    refuse: 0.03,
  };
  let producers = 0;
  const newProducer = () => String(++producers).padStart(12, "0");
  let tabs = 0;
  const visitor = new FakeBrowser();
  // Without locks every tab has a store of its own, which outlives its pages.
  const stores = [visitor, locks ? visitor : new FakeBrowser(), new FakeBrowser()];
  const open = (at: number) => {
    const store = stores[at] as FakeBrowser;
    return new Tab(`tab ${++tabs}`, store, at === 2 ? "agent" : "visitor", server, clock, newProducer, locks);
  };
  const sides = [0, 1, 2].map(open);
  const written = new Map<string, string[]>();

  for (let i = 0; i < messages; i++) {
    const at = Math.floor(clock.random() * sides.length);
    const tab = sides[at] as Tab;
    const text = `${tab.name} says ${i}`;
    written.set(tab.name, [...(written.get(tab.name) ?? []), text]);
    const kept = tab.outbox.add(C1, content(text, i));
    if (clock.random() < 0.06) void tab.log.loadOlder();
    if (clock.random() < 0.06) {
      const seq = 1 + Math.floor(clock.random() * tab.log.seq);
      tab.connection.send({ action: "chat", type: "recall", conversation_id: C1, seq });
    }
    // A tab may go the moment its message is safe, not before.
    if (clock.random() < 0.05) {
      await kept;
      tab.end();
      sides[at] = open(at);
    }
    await clock.pass(clock.random() * 1_500);
  }

  server.faults = NO_FAULTS;
  await clock.pass(5 * 60_000);

  const log = server.conversations.get(C1)?.log.map((place) => place.entry) ?? [];
  expect(log.every((entry) => entry !== undefined)).toBe(true);
  const whole = log as Entry[];
  // Somebody who comes later sees the end first, and the same as everybody else when they go back.
  const fresh = new Tab("fresh", new FakeBrowser(), "agent", server, clock, newProducer, locks);
  await clock.pass(5_000);
  expect(fresh.log.entries).toEqual(whole.slice(-8));
  for (const tab of [...sides, fresh]) {
    expect(tab.log.entries).toEqual(whole.slice(tab.log.first - 1));
    expect(tab.log.complete).toBe(true);
    const read = tab.log.whole();
    await clock.pass(120_000);
    expect(await read).toEqual(whole);
    expect(tab.log.shown.some((entry) => entry.kind === "void")).toBe(false);
    expect(tab.outbox.pending(C1)).toEqual([]);
  }
  expect(whole.map((entry) => entry.seq)).toEqual(whole.map((_, i) => i + 1));
  const sent = whole.filter((entry) => entry.kind === "message");
  const said = texts(sent.filter((entry) => !entry.recalled));
  const all = [...written.values()].flat();
  expect(sent).toHaveLength(all.length);
  expect(new Set(said).size).toBe(said.length);
  expect(said.filter((text) => !all.includes(text))).toEqual([]);
  for (const entry of sent) if (entry.body) expect(plainText(entry.body)).toBe(entry.text);
  const recalled = whole.filter((entry) => entry.kind === "recalled");
  expect(recalled.length).toBe(sent.length - said.length);
  expect(recalled.length).toBeGreaterThan(0);
  // Without locks the messages of two pages of a tab come from two producers, which do not wait for each other.
  if (locks)
    for (const [, own] of written) expect(said.filter((text) => own.includes(text))).toEqual(own.filter((text) => said.includes(text)));
  for (const tab of [...sides, fresh]) tab.end();
}

describe("a bad network", () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`loses nothing, doubles nothing and keeps the order (seed ${seed})`, () => run(seed, 150, true), 60_000);
    it(`loses nothing and doubles nothing without locks (seed ${seed})`, () => run(seed, 150, false), 60_000);
  }

  it("carries what was unsent into the next conversation, once", async () => {
    for (let seed = 100; seed < 112; seed++) {
      const clock = new FakeClock(seed);
      const server = new ModelServer(clock);
      server.open(C1);
      server.faults = { ...NO_FAULTS, loseAnswer: 0.3, losePush: 0.3, cutSocket: 0.05 };
      let producers = 0;
      const tab = new Tab("tab 1", new FakeBrowser(), "visitor", server, clock, () => String(++producers).padStart(12, "0"), true);
      tab.outbox.onReopen(() => {
        if (!server.conversations.has(C2)) server.open(C2);
        void tab.outbox.assign(C2);
      });
      await tab.outbox.assign(C1);
      const written = Array.from({ length: 20 }, (_, i) => `message ${i}`);
      for (const [i, text] of written.entries()) {
        await tab.outbox.add(null, text);
        if (i === 12) server.close(C1);
        await clock.pass(clock.random() * 800);
      }
      server.faults = NO_FAULTS;
      await clock.pass(5 * 60_000);
      const said = [C1, C2].flatMap((id) => texts((server.conversations.get(id)?.log ?? []).flatMap((place) => place.entry ?? [])));
      expect(said).toEqual(written);
      expect(tab.outbox.pending(null)).toEqual([]);
      tab.end();
      await settle();
    }
  }, 60_000);
});
