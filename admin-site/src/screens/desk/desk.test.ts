import type { AgentView, CannedPhrase, Entry, Pending } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { agent, COLLEAGUE, conversation, ME, message, T0 } from "../../live/examples.ts";
import { cannedQuery, filled, findPhrases } from "./canned.ts";
import { isOwn } from "./list/last-text.ts";
import { logItems, textParts } from "./log/items.ts";
import { flatten, hindrance, transferTree } from "./transfer-targets.ts";

const bySystem = { role: "system" } as const;
const queued = (seq: number, at = T0): Entry => ({ kind: "queued", seq, at, by: bySystem, department_id: "d", department_name: "售前" });
const accepted = (seq: number, at = T0): Entry => ({ kind: "accepted", seq, at, by: bySystem, agent_id: COLLEAGUE, agent_name: "周砚" });
const zone = "Asia/Shanghai";
const DAY = 86_400_000;

describe("the log", () => {
  const kinds = (entries: Entry[], pending: Pending[] = []) => logItems(entries, pending, { zone }).map((item) => item.kind);

  test("each day begins with its name", () => {
    expect(kinds([message(1, "visitor", "a", T0), message(2, "visitor", "b", T0 + DAY)])).toEqual(["day", "message", "day", "message"]);
  });

  test("a request that is accepted at once is one sentence; otherwise the messages stand between", () => {
    expect(kinds([queued(1), accepted(2)])).toEqual(["day", "event"]);
    expect(kinds([queued(1), message(2, "visitor", "a"), accepted(3)])).toEqual(["day", "event", "message", "event"]);
  });

  test("places that were never filled are not shown", () => {
    expect(kinds([{ kind: "void", seq: 1, at: T0, by: bySystem }])).toEqual([]);
  });

  test("what follows within a minute has no head of its own", () => {
    const items = logItems(
      [
        message(1, "visitor", "a", T0),
        message(2, "visitor", "b", T0 + 30_000),
        message(3, "agent", "c", T0 + 31_000),
        message(4, "visitor", "d", T0 + 95_000),
      ],
      [],
      { zone },
    );
    expect(items.flatMap((item) => (item.kind === "message" ? [item.headed] : []))).toEqual([true, false, true, true]);
  });

  test("what is not confirmed stands at the end", () => {
    expect(kinds([message(1, "visitor", "a")], [{ key: "k", conversationId: "a", text: "b", content: { text: "b" }, at: T0 }])).toEqual([
      "day",
      "message",
      "pending",
    ]);
  });
});

describe("links", () => {
  const links = (text: string) => textParts(text).flatMap((part) => (part.href ? [part.href] : []));

  test("web addresses are found, without the sentence's end", () => {
    expect(links("看 https://shop.example/a?b=1。谢谢")).toEqual(["https://shop.example/a?b=1"]);
    expect(links("(see https://shop.example/x).")).toEqual(["https://shop.example/x"]);
    expect(links("https://en.example/Tea_(drink)")).toEqual(["https://en.example/Tea_(drink)"]);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "<script>alert(1)</script>", "ftp://x.example", "https://", "mailto:a@b.example"])(
    "%s stays text",
    (text) => {
      expect(textParts(text)).toEqual([{ text }]);
    },
  );

  test("nothing of the text is lost", () => {
    const text = 'a <b href="https://x.example">c</b> https://y.example, d';
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("canned phrases", () => {
  const phrase = (shortcut: string, title: string, text: string, uses = 0): CannedPhrase => ({
    phrase_id: shortcut,
    scope: "company",
    version: 1,
    uses,
    shortcut,
    title,
    text,
    folder: "",
  });
  const phrases = [
    phrase("hi", "问候", "您好，发货问题请说"),
    phrase("fahuo", "发货时效", "当天发出"),
    phrase("发货", "物流", "每天 16:00"),
  ];

  test("a slash before the caret opens them, at the beginning or after a space", () => {
    expect(cannedQuery("/发货", 3)).toEqual({ query: "发货", from: 0 });
    expect(cannedQuery("您好 /", 4)).toEqual({ query: "", from: 3 });
    expect(cannedQuery("1/2", 3)).toBeUndefined();
    expect(cannedQuery("/发货 ", 4)).toBeUndefined();
    expect(cannedQuery("https://a", 9)).toBeUndefined();
  });

  test("shortcut, title, text and folder are searched; of equal use, what fits best comes first", () => {
    expect(findPhrases(phrases, "发货").map((each) => each.shortcut)).toEqual(["发货", "fahuo", "hi"]);
    expect(findPhrases(phrases, "FA").map((each) => each.shortcut)).toEqual(["fahuo"]);
    expect(findPhrases([{ ...phrase("a", "b", "c"), folder: "物流" }], "物流")).toHaveLength(1);
    expect(findPhrases(phrases, "")).toHaveLength(3);
  });

  test("what is used most comes first, but the shortcut itself before all", () => {
    const used = [phrase("fh", "发货", "今天"), phrase("often", "说明", "发货时间", 9), phrase("发货", "查询", "请稍等", 1)];
    expect(findPhrases(used, "发货").map((each) => each.shortcut)).toEqual(["发货", "often", "fh"]);
    expect(findPhrases(used, "").map((each) => each.shortcut)).toEqual(["often", "发货", "fh"]);
  });

  test("variables are filled in, other words in brackets stay", () => {
    const words = { visitor: "陈女士", agent: "小满", company: "青叶", number: "1006" };
    expect(filled("{visitor}您好，{agent}（{number}）为您服务，{order}", words)).toBe("陈女士您好，小满（1006）为您服务，{order}");
    expect(filled("{visitor}{constructor}", { ...words, visitor: "$&{agent}" })).toBe("$&{agent}{constructor}");
  });
});

describe("the transfer tree", () => {
  const department = (name: string, order: number) => ({
    department_id: name,
    name,
    order,
    assignment: "manual" as const,
    members: 1,
    version: 1,
  });
  const of = (id: string, departments: string[], change: Partial<AgentView> = {}) => agent(id, { department_ids: departments, ...change });
  const departments = [department("售前", 0), department("售后", 1)];
  const agents = [
    of("busy", ["售前"], { state: "busy", load: 2, ceiling: 4 }),
    of("free", ["售前", "售后"], { load: 1 }),
    of("gone", ["售前"], { state: "offline", load: 3 }),
  ];

  test("who can take somebody stands first; the load counts those who are here", () => {
    const [first] = transferTree(departments, agents, "");
    expect(first?.agents.map((each) => each.agent_id)).toEqual(["free", "busy", "gone"]);
    expect([first?.load, first?.ceiling]).toEqual([3, 12]);
  });

  test("a search finds agents and whole departments", () => {
    expect(flatten(transferTree(departments, agents, "售后")).map((target) => target.kind)).toEqual(["department", "agent"]);
    expect(transferTree(departments, agents, "busy").map((branch) => branch.department.name)).toEqual(["售前"]);
  });

  test("a department stands below its parent, wherever the list has it", () => {
    const below = { ...department("企业", 2), parent_id: "售前" };
    const rows = transferTree([below, ...departments], agents, "").map((branch) => [branch.department.name, branch.depth]);
    expect(rows).toEqual([
      ["售前", 0],
      ["企业", 1],
      ["售后", 0],
    ]);
  });

  test("who is busy or full takes nothing over but may be asked in; who takes part is not asked again", () => {
    const why = (change: Partial<AgentView>, join: boolean) => hindrance(of("a", [], change), "me", ["b"], join);
    expect([why({ state: "busy" }, false), why({ load: 8 }, false)]).toEqual(["busy", "full"]);
    expect([why({ state: "busy" }, true), why({ load: 8 }, true)]).toEqual([undefined, undefined]);
    expect([why({ state: "away" }, true), why({ state: "offline" }, true)]).toEqual(["away", "offline"]);
    expect([why({ agent_id: "b" }, true), why({ agent_id: "me" }, false)]).toEqual(["member", "you"]);
  });
});

describe("a row of the list", () => {
  const view = conversation("a", { last_by: "agent" });
  const by = (seq: number, id: string, note = false): Entry => {
    const said = message(seq, "agent", "好的") as Extract<Entry, { kind: "message" }>;
    return { ...said, by: { role: "agent", id }, ...(note && { note }) };
  };

  test("of several agents only one's own words are marked as such; notes do not count", () => {
    expect(isOwn(view, [by(1, ME), by(2, COLLEAGUE)], ME)).toBe(false);
    expect(isOwn(view, [by(1, ME), by(2, COLLEAGUE, true)], ME)).toBe(true);
    expect(isOwn({ ...view, last_by: "visitor" }, [by(1, ME)], ME)).toBe(false);
  });

  test("what is not loaded yet was said by who has the conversation", () => {
    expect(isOwn(view, undefined, ME)).toBe(true);
    expect(isOwn(view, undefined, COLLEAGUE)).toBe(false);
  });
});
