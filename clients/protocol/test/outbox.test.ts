import { beforeEach, describe, expect, it } from "vitest";
import type { ClientFrame, Entry, ErrorFrame, SendMessage } from "../src/generated";
import type { MessageContent } from "../src/message";
import { Outbox, type OutboxOptions, type Sent, sentEntry } from "../src/outbox";
import { FakeClock, settle } from "./fake-clock";
import { CONVERSATION, FakeBrowser, FakeLink, message } from "./fakes";

let link: FakeLink;
let clock: FakeClock;
let browser: FakeBrowser;
let made: number;
let wholeLog: Entry[];

beforeEach(() => {
  link = new FakeLink();
  clock = new FakeClock();
  browser = new FakeBrowser();
  made = 0;
  wholeLog = [];
});

function open(tab = "tab 1", options: Partial<OutboxOptions> = {}): Outbox {
  return new Outbox({
    link,
    store: browser,
    owner: "V1",
    tryLock: browser.locksOf(tab),
    whenClosed: "keep",
    wholeLog: async () => wholeLog,
    clock,
    newProducer: () => `producer${String(++made).padStart(4, "0")}`,
    ...options,
  });
}

const sends = (frames: ClientFrame[] = link.take()) =>
  frames.filter((frame): frame is SendMessage => frame.type === "send" && frame.action === "chat");
const names = (frames?: ClientFrame[]) =>
  sends(frames).map(({ client_id, text }) => `${client_id.producer.slice(-1)}/${client_id.n} ${text}`);

function ack(producer: number, n: number, seq?: number): void {
  const client_id = { producer: `producer${String(producer).padStart(4, "0")}`, n };
  link.receive({ type: "ack", conversation_id: CONVERSATION, client_id, ...(seq ? { seq, at: seq } : {}) });
}

function refuse(code: string, producer: number, n: number, more: Partial<ErrorFrame> = {}): void {
  const client_id = { producer: `producer${String(producer).padStart(4, "0")}`, n };
  const request = { action: "chat", type: "send", conversation_id: CONVERSATION, client_id };
  link.receive({ type: "error", code, message: code, request, ...more });
}

describe("Outbox", () => {
  it("sends one at a time, in the order of writing", async () => {
    const outbox = open();
    await Promise.all(["a", "b", "c"].map((text) => outbox.add(CONVERSATION, text)));
    await settle();
    expect(names()).toEqual(["1/1 a"]);
    expect(outbox.pending(CONVERSATION).map((each) => each.text)).toEqual(["a", "b", "c"]);
    ack(1, 1, 1);
    await settle();
    expect(names()).toEqual(["1/2 b"]);
    ack(1, 2, 2);
    await settle();
    expect(names()).toEqual(["1/3 c"]);
    ack(1, 3, 3);
    expect(outbox.pending(CONVERSATION)).toEqual([]);
  });

  it("tells where a message stands", async () => {
    const outbox = open();
    const sent: Sent[] = [];
    outbox.onSent((each) => sent.push(each));
    await outbox.add(CONVERSATION, "a");
    await settle();
    ack(1, 1, 7);
    const client_id = { producer: "producer0001", n: 1 };
    const place = { seq: 7, at: 7 };
    expect(sent).toEqual([{ conversation_id: CONVERSATION, client_id, text: "a", content: { text: "a" }, ...place, delivered: false }]);
    expect(sent.map((each) => sentEntry(each, { role: "visitor" }))).toEqual([
      { kind: "message", ...place, by: { role: "visitor" }, client_id, text: "a" },
    ]);
    expect(outbox.pending(CONVERSATION)).toEqual([]);
  });

  it("sends whatever a message can hold, also after a reload", async () => {
    const body: MessageContent["body"] = [
      { type: "paragraph", spans: [{ text: "a " }, { text: "b", bold: true }] },
      { type: "list", items: [[{ text: "c" }], [{ text: "d" }]], ordered: true },
    ];
    const before = open();
    link.become("waiting");
    await before.add(CONVERSATION, { body, quote: 2 });
    await before.add(CONVERSATION, { file_id: "01JD00000000000000000000F1" });
    before.dispose();
    browser.closeTab("tab 1");

    const after = open("tab 2");
    const sent: Sent[] = [];
    after.onSent((each) => sent.push(each));
    await after.ready;
    expect(after.pending(CONVERSATION)).toMatchObject([
      { text: "a b\n1. c\n2. d", content: { body, quote: 2 } },
      { text: "", content: { file_id: "01JD00000000000000000000F1" } },
    ]);
    link.become("open");
    await settle();
    expect(sends()).toMatchObject([{ client_id: { n: 1 }, body, quote: 2 }]);
    ack(1, 1, 1);
    await settle();
    expect(sends()).toMatchObject([{ client_id: { n: 2 }, file_id: "01JD00000000000000000000F1" }]);
    const client_id = { producer: "producer0001", n: 2 };
    const file = { file_id: "01JD00000000000000000000F1", name: "f", type: "image/png", size: 3 };
    const entry: Entry = { kind: "message", seq: 2, at: 2, by: { role: "visitor" }, client_id, text: "", file };
    link.receive({ type: "ack", conversation_id: CONVERSATION, client_id, seq: 2, at: 2, entry, delivered: true });
    expect(sent.map((each) => sentEntry(each, { role: "visitor" }))).toMatchObject([{ text: "a b\n1. c\n2. d", body, quote: 2 }, entry]);
    expect(sent.map((each) => each.delivered)).toEqual([false, true]);
  });

  it("repeats under the same name until the ack, and has the connection checked", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    expect(names()).toEqual(["1/1 a"]);
    await clock.pass(10_000);
    expect(link.checks).toBe(1);
    expect(names()).toEqual(["1/1 a"]);
    link.become("waiting");
    await clock.pass(60_000);
    expect(names()).toEqual([]);
    link.become("open");
    await settle();
    expect(names()).toEqual(["1/1 a"]);
  });

  it("goes on after a reload under the same name and count", async () => {
    const before = open();
    await before.add(CONVERSATION, "a");
    await settle();
    ack(1, 1, 1);
    await before.add(CONVERSATION, "b");
    await before.add(CONVERSATION, "c");
    await settle();
    expect(names()).toEqual(["1/1 a", "1/2 b"]);
    before.dispose();
    browser.closeTab("tab 1");

    const after = open("tab 2");
    await after.ready;
    await settle();
    expect(names()).toEqual(["1/2 b"]);
    await after.add(CONVERSATION, "d");
    for (const n of [2, 3]) {
      ack(1, n, n);
      await settle();
    }
    expect(names()).toEqual(["1/3 c", "1/4 d"]);
  });

  it("keeps its word when the device's clock was set back", async () => {
    const before = open();
    await before.add(CONVERSATION, "a");
    await settle();
    before.dispose();
    browser.closeTab("tab 1");
    clock = new FakeClock();
    clock.now = () => 1_000;
    const after = open("tab 2");
    await after.add(CONVERSATION, "b");
    await settle();
    expect(names()).toEqual(["1/1 a", "1/1 a"]);
    ack(1, 1, 1);
    await settle();
    expect(names()).toEqual(["1/2 b"]);
  });

  it("leaves a living tab's messages alone, and takes them over when that tab is gone", async () => {
    const first = open("tab 1");
    const second = open("tab 2");
    link.become("waiting");
    await first.add(CONVERSATION, "a");
    await second.add(CONVERSATION, "b");
    first.dispose();
    link.become("open");
    await settle();
    expect(names()).toEqual(["2/1 b"]);
    browser.closeTab("tab 1");
    await clock.pass(60_000);
    expect(names(link.take().filter((frame) => "text" in frame && frame.text === "a"))).toEqual(["1/1 a"]);
    ack(1, 1, 2);
    await settle();
    expect([...browser.texts.keys()].filter((key) => key.includes("producer0001"))).toEqual([]);
  });

  it("without locks it sends as a new producer and repeats what it finds", async () => {
    const before = open("tab 1", { tryLock: undefined });
    await before.add(CONVERSATION, "a");
    await settle();
    link.take();
    before.dispose();
    const after = open("tab 1", { tryLock: undefined });
    await after.add(CONVERSATION, "b");
    await settle();
    expect(names()).toEqual(["1/1 a", "2/1 b"]);
  });

  it("waits as long as it is told", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    link.take();
    refuse("rate_limited", 1, 1, { retry_after_ms: 4_000 });
    await clock.pass(3_999);
    expect(names()).toEqual([]);
    await clock.pass(1);
    expect(names()).toEqual(["1/1 a"]);
  });

  it("tries a failure of the server again", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    link.take();
    refuse("internal", 1, 1);
    await clock.pass(1_000);
    refuse("internal", 1, 1);
    await clock.pass(2_000);
    expect(names()).toEqual(["1/1 a", "1/1 a"]);
  });

  it("shows what is refused for good, and gives its number to the next", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "too long");
    await outbox.add(CONVERSATION, "b");
    await settle();
    refuse("too_long", 1, 1, { field: "text" });
    await settle();
    expect(names()).toEqual(["1/1 too long", "1/1 b"]);
    const [failed] = outbox.pending(CONVERSATION);
    expect(failed).toMatchObject({ text: "too long", failed: "too_long" });
    ack(1, 1, 1);
    await outbox.retry(failed?.key ?? "", CONVERSATION);
    await settle();
    expect(names()).toEqual(["1/2 too long"]);
  });

  it("a visitor's messages for a closed conversation wait for the next one", async () => {
    const outbox = open();
    const reopened: string[] = [];
    outbox.onReopen((id) => reopened.push(id));
    await outbox.assign(CONVERSATION);
    await outbox.add(null, "a");
    await outbox.add(null, "b");
    await settle();
    link.take();
    refuse("conversation_closed", 1, 1);
    await settle();
    expect(reopened).toEqual([CONVERSATION]);
    expect(outbox.pending(null).map((each) => each.text)).toEqual(["a", "b"]);
    await outbox.add(null, "c");
    await outbox.assign("01JD00000000000000000000C2");
    await settle();
    expect(sends()).toMatchObject([{ conversation_id: "01JD00000000000000000000C2", client_id: { n: 1 }, text: "a" }]);
    expect(outbox.pending("01JD00000000000000000000C2").map((each) => each.text)).toEqual(["a", "b", "c"]);
  });

  it("an agent's are shown as not sent", async () => {
    const outbox = open("tab 1", { whenClosed: "fail" });
    await outbox.add(CONVERSATION, "a");
    await outbox.add(CONVERSATION, "b");
    await settle();
    link.take();
    refuse("conversation_closed", 1, 1);
    await settle();
    expect(outbox.pending(CONVERSATION)).toMatchObject([
      { text: "a", failed: "conversation_closed" },
      { text: "b", failed: "conversation_closed" },
    ]);
    expect(names()).toEqual([]);
  });

  it("begins a new count when the old one got lost, without what the log holds already", async () => {
    const outbox = open();
    browser.texts.set(`out:V1:${CONVERSATION}:producer0009`, JSON.stringify({ next: 8, at: clock.now() }));
    outbox.dispose();
    const restored = open();
    await restored.add(CONVERSATION, "a");
    await restored.add(CONVERSATION, "b");
    await settle();
    expect(names()).toEqual(["9/8 a"]);
    wholeLog = [message(1, "a", "producer0009", 8)];
    refuse("out_of_order", 9, 8);
    await settle();
    expect(names()).toEqual(["1/1 b"]);
  });

  it("keeps messages for a conversation that is still to be opened, also after a reload", async () => {
    const before = open();
    await before.add(null, "a");
    await before.add(null, "b");
    await settle();
    expect(names()).toEqual([]);
    before.dispose();
    browser.closeTab("tab 1");
    const after = open("tab 2");
    await after.ready;
    expect(after.pending(null).map((each) => each.text)).toEqual(["a", "b"]);
    expect(await after.withdrawUnopened()).toEqual([{ text: "a" }, { text: "b" }]);
    expect(after.pending(null)).toEqual([]);
    expect([...browser.texts.keys()].filter((key) => key.split(":").length === 5)).toEqual([]);
  });

  it("takes the log's word for an ack", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    link.receive({ type: "entry", conversation_id: CONVERSATION, entry: message(3, "a", "producer0001", 1) });
    expect(outbox.pending(CONVERSATION)).toEqual([]);
  });

  it("keeps different people on one device apart", async () => {
    const mine = open();
    link.become("waiting");
    await mine.add(CONVERSATION, "a");
    mine.dispose();
    browser.closeTab("tab 1");
    link.become("open");
    const theirs = open("tab 2", { owner: "V2" });
    await theirs.ready;
    await settle();
    expect(names()).toEqual([]);
  });

  it("sends all the same when the device cannot write", async () => {
    browser.full = true;
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    expect(names()).toEqual(["1/1 a"]);
  });

  it("frees what it kept for a finished conversation", async () => {
    const outbox = open();
    await outbox.add(CONVERSATION, "a");
    await settle();
    ack(1, 1, 1);
    await settle();
    expect(browser.texts.size).toBe(1);
    await outbox.forget(CONVERSATION);
    expect(browser.texts.size).toBe(0);
  });
});
