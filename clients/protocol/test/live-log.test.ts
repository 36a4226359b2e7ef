import { beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../src/generated";
import { LiveLog } from "../src/live-log";
import { messageState } from "../src/message";
import { FakeClock } from "./fake-clock";
import { CONVERSATION, conversationView, FakeLink, message } from "./fakes";

let link: FakeLink;
let clock: FakeClock;
let log: LiveLog;

const sync = (after: number) => ({ action: "chat", type: "sync", conversation_id: CONVERSATION, after });
const tail = { action: "chat", type: "sync", conversation_id: CONVERSATION, limit: 50 };
const history = (before: number) => ({ action: "chat", type: "history", conversation_id: CONVERSATION, before, limit: 50 });

function answer(entries: number[], lastSeq: number): void {
  link.receive({
    type: "log",
    conversation: conversationView({ seq: lastSeq }),
    entries: entries.map((seq) => message(seq)),
    last_seq: lastSeq,
  });
}

function push(seq: number): void {
  link.receive({ type: "entry", conversation_id: CONVERSATION, entry: message(seq) });
}

const seqs = () => log.entries.map((entry) => entry.seq);

beforeEach(() => {
  link = new FakeLink();
  clock = new FakeClock();
  log = new LiveLog({ link, conversationId: CONVERSATION, clock });
});

describe("LiveLog", () => {
  it("asks for the end, then for what follows", () => {
    expect(link.take()).toEqual([tail]);
    expect(log.complete).toBe(false);
    answer([1, 2], 3);
    expect(link.take()).toEqual([sync(2)]);
    answer([3], 3);
    expect(link.take()).toEqual([]);
    expect(seqs()).toEqual([1, 2, 3]);
    expect(log.complete).toBe(true);
  });

  it("keeps what comes early until the rest is there, and ignores what comes twice", async () => {
    answer([1], 1);
    link.take();
    push(3);
    push(3);
    push(1);
    expect(seqs()).toEqual([1]);
    push(2);
    await clock.pass(1_000);
    expect(seqs()).toEqual([1, 2, 3]);
    expect(link.take()).toEqual([]);
  });

  it("asks for a gap after a moment", async () => {
    answer([1], 1);
    link.take();
    push(4);
    await clock.pass(249);
    expect(link.take()).toEqual([]);
    await clock.pass(1);
    expect(link.take()).toEqual([sync(1)]);
    answer([2, 3, 4], 4);
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it("asks again while the server itself has a hole, until that is closed", async () => {
    link.take();
    answer([1], 3);
    expect(link.take()).toEqual([sync(1)]);
    answer([], 3);
    await clock.pass(2_000);
    expect(link.take()).toEqual([sync(1)]);
    answer([], 3);
    await clock.pass(2_000);
    expect(link.take()).toEqual([sync(1)]);
    link.receive({
      type: "log",
      conversation: conversationView({ seq: 3 }),
      entries: [{ kind: "void", seq: 2, at: 2, by: { role: "system" } }, message(3)],
      last_seq: 3,
    });
    expect(seqs()).toEqual([1, 2, 3]);
    expect(log.shown.map((entry) => entry.seq)).toEqual([1, 3]);
    await clock.pass(10_000);
    expect(link.take()).toEqual([]);
  });

  it("looks again, ever more rarely, because the last push may have got lost", async () => {
    answer([1], 1);
    link.take();
    const asked: number[] = [];
    for (let second = 1; second <= 1_300; second++) {
      await clock.pass(1_000);
      if (link.take().length > 0) {
        asked.push(second);
        answer([], 1);
      }
    }
    expect(asked).toEqual([20, 80, 260, 740, 1_220]);
    push(2);
    await clock.pass(20_000);
    expect(link.take()).toEqual([sync(2)]);
  });

  it("leaves a closed conversation in peace", async () => {
    link.receive({
      type: "log",
      conversation: conversationView({ seq: 1, state: "closed" }),
      entries: [{ kind: "closed", seq: 1, at: 1, by: { role: "agent" }, reason: "agent" }],
      last_seq: 1,
    });
    link.take();
    await clock.pass(3_600_000);
    expect(link.take()).toEqual([]);
  });

  it("asks again when the answer does not come, and has the connection checked", async () => {
    link.take();
    await clock.pass(8_000);
    expect(link.checks).toBe(1);
    expect(link.take()).toEqual([tail]);
  });

  it("asks from where it was after every reconnect", () => {
    answer([1, 2], 2);
    link.take();
    link.become("waiting");
    link.become("connecting");
    expect(link.take()).toEqual([]);
    link.become("open");
    expect(link.take()).toEqual([sync(2)]);
  });

  it("learns from a conversation's new state that it has missed something", async () => {
    answer([1], 1);
    link.take();
    link.receive({ type: "conversation", conversation: conversationView({ seq: 2, state: "closed" }) });
    await clock.pass(250);
    expect(link.take()).toEqual([sync(1)]);
  });

  it("begins at the end of a long log and goes back when asked", async () => {
    push(99);
    push(120);
    expect([log.first, log.seq, log.hasOlder]).toEqual([0, 0, false]);
    answer([101, 102], 103);
    expect(link.take()).toEqual([tail, sync(102)]);
    answer([103], 103);
    expect([log.first, log.seq, log.hasOlder, log.complete]).toEqual([101, 103, true, false]);
    expect(log.at(102)?.seq).toBe(102);
    expect(log.at(100)).toBeUndefined();
    link.take();
    const loaded = log.loadOlder();
    expect(log.loadOlder()).toBe(loaded);
    expect(log.loadingOlder).toBe(true);
    expect(link.take()).toEqual([history(101)]);
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 101, entries: [message(99), message(100)] });
    expect(await loaded).toBe(true);
    expect(seqs()).toEqual([99, 100, 101, 102, 103]);
    expect(log.seq).toBe(103);
  });

  it("takes from the past only what fits", async () => {
    answer([5], 5);
    const loaded = log.loadOlder();
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 3, entries: [message(2)] });
    expect(log.loadingOlder).toBe(true);
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 5, entries: [message(2)] });
    expect(await loaded).toBe(false);
    expect(seqs()).toEqual([5]);
  });

  it("gives up a question for the past, and takes its late answer all the same", async () => {
    answer([3], 3);
    link.take();
    const overdue = log.loadOlder();
    await clock.pass(8_000);
    expect(await overdue).toBe(false);
    expect(link.checks).toBe(1);
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 3, entries: [message(2)] });
    expect(seqs()).toEqual([2, 3]);
    const refused = log.loadOlder();
    const request = { action: "chat", type: "history", conversation_id: CONVERSATION };
    link.receive({ type: "error", code: "rate_limited", message: "", request });
    expect(await refused).toBe(false);
    const cut = log.loadOlder();
    link.become("waiting");
    expect(await cut).toBe(false);
    expect(await log.loadOlder()).toBe(false);
    link.become("open");
    const last = log.loadOlder();
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 2, entries: [message(1)] });
    expect(await last).toBe(true);
    expect(await log.loadOlder()).toBe(false);
  });

  it("reads the whole log for whoever needs it", async () => {
    answer([4], 4);
    link.take();
    let whole: readonly unknown[] = [];
    void log.whole().then((entries) => {
      whole = entries;
    });
    answer([], 4);
    await clock.pass(0);
    expect(link.take()).toEqual([sync(4), history(4)]);
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 4, entries: [message(2), message(3)] });
    await clock.pass(0);
    link.take();
    await clock.pass(9_000);
    expect(link.take()).toEqual([history(2)]);
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 2, entries: [message(1)] });
    await clock.pass(0);
    expect(whole).toHaveLength(4);
  });

  it("takes a recalled message's words away, loaded or not", async () => {
    answer([3, 4], 4);
    const recall = (seq: number, target: number): Entry => ({ kind: "recalled", seq, at: seq, by: { role: "visitor" }, target });
    link.receive({ type: "entry", conversation_id: CONVERSATION, entry: recall(6, 4) });
    expect(log.at(4)).toMatchObject({ text: "", recalled: true });
    link.receive({ type: "entry", conversation_id: CONVERSATION, entry: recall(5, 2) });
    void log.loadOlder();
    link.receive({ type: "history", conversation_id: CONVERSATION, before: 3, entries: [message(1), message(2)] });
    expect(log.entries.map((entry) => (entry.kind === "message" ? entry.text : entry.kind))).toEqual([
      "message 1",
      "",
      "message 3",
      "",
      "recalled",
      "recalled",
    ]);
    push(4);
    expect(log.at(4)).toMatchObject({ text: "" });
  });

  it("knows what has reached the other side", () => {
    answer([1, 2], 2);
    log.addOwn(message(3), true);
    expect(log.conversation).toMatchObject({ delivered_to_agent: 3 });
    link.receive({ type: "delivered", conversation_id: CONVERSATION, to: "agent", seq: 2 });
    link.receive({ type: "delivered", conversation_id: CONVERSATION, to: "visitor", seq: 2 });
    expect(log.conversation).toMatchObject({ delivered_to_agent: 3, delivered_to_visitor: 2 });
    const states = [1, 2, 3, 4].map((seq) => log.conversation && messageState({ seq, by: { role: "visitor" } }, log.conversation));
    expect(states).toEqual(["delivered", "delivered", "delivered", "sent"]);
    link.receive({ type: "read", conversation_id: CONVERSATION, by: "agent", seq: 2 });
    expect(log.conversation && messageState({ seq: 2, by: { role: "visitor" } }, log.conversation)).toBe("read");
    expect(log.conversation && messageState({ seq: 1, by: { role: "agent" } }, log.conversation)).toBe("delivered");
  });

  it("never lets an older view or a lower read mark win", () => {
    answer([1, 2], 2);
    link.receive({ type: "read", conversation_id: CONVERSATION, by: "agent", seq: 2 });
    link.receive({ type: "read", conversation_id: CONVERSATION, by: "agent", seq: 1 });
    link.receive({ type: "conversation", conversation: conversationView({ seq: 1, state: "waiting" }) });
    expect(log.conversation).toMatchObject({ seq: 2, state: "active", read_by_agent: 2 });
    link.receive({ type: "conversation", conversation: conversationView({ seq: 2 }) });
    expect(log.conversation?.read_by_agent).toBe(2);
  });

  it("takes its own message from the ack", () => {
    answer([1], 1);
    log.addOwn(message(2));
    push(2);
    expect(seqs()).toEqual([1, 2]);
  });

  it("stops asking when the log is refused, waits when it is only too early", async () => {
    link.take();
    const request = { action: "chat", type: "sync", conversation_id: CONVERSATION };
    link.receive({ type: "error", code: "rate_limited", message: "", retry_after_ms: 3_000, request });
    await clock.pass(3_000);
    expect(link.take()).toEqual([tail]);
    link.receive({ type: "error", code: "not_a_member", message: "", request });
    await clock.pass(60_000);
    link.become("open");
    expect(link.take()).toEqual([]);
    expect(log.refused).toBe("not_a_member");
  });

  it("tells when it has caught up with a fresh answer", async () => {
    answer([1], 1);
    let length = -1;
    void log.caughtUp().then((entries) => {
      length = entries.length;
    });
    await clock.pass(0);
    expect(length).toBe(-1);
    answer([2], 2);
    await clock.pass(0);
    expect(length).toBe(2);
  });

  it("is silent after its end", async () => {
    log.dispose();
    link.take();
    push(5);
    link.become("open");
    await clock.pass(60_000);
    expect(link.take()).toEqual([]);
  });
});
