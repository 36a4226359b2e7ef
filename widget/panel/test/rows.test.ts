import type { ConversationView, Entry } from "@parlor/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import { rowsOf } from "../src/rows";
import { loadCatalogue, translator } from "../src/translate";

beforeAll(() => loadCatalogue("zh-CN"));

const NOW = new Date("2026-11-22T12:00:00").getTime();
const MINUTE = 60_000;
const agent = { role: "agent", id: "A", name: "林小满" } as const;
const visitor = { role: "visitor" } as const;
let seq = 0;

function said(by: typeof agent | typeof visitor, minutesAgo: number, text: string): Entry {
  seq += 1;
  const client_id = { producer: "p", n: seq };
  return { kind: "message", seq, at: NOW - minutesAgo * MINUTE, by, client_id, text };
}

interface More {
  read?: number;
  delivered?: number;
  readMarks?: boolean;
  pending?: { key: string; text: string; failed?: string }[];
}

function rows(entries: Entry[], more: More = {}) {
  const conversation = { read_by_agent: more.read ?? 0, delivered_to_agent: more.delivered ?? 0 } as ConversationView;
  const pending = (more.pending ?? []).map((each) => ({ conversationId: null, at: NOW, content: { text: each.text }, ...each }));
  const log = { entries, pending, conversation, readMarks: more.readMarks ?? true, company: "青叶茶铺" };
  return rowsOf(log, translator("zh-CN"), "zh-CN", NOW);
}

describe("rowsOf", () => {
  it("begins every day with its name", () => {
    seq = 0;
    const found = rows([said(visitor, 24 * 60, "a"), said(visitor, 10, "b")]);
    expect(found.filter((row) => row.kind === "day").map((row) => row.text)).toEqual(["昨天 12:00", "今天 11:50"]);
  });

  it("puts what belongs together under one name", () => {
    seq = 0;
    const found = rows([said(agent, 10, "a"), said(agent, 9, "b"), said(agent, 1, "c"), said(visitor, 1, "d"), said(agent, 1, "e")]);
    expect(found.flatMap((row) => (row.kind === "agent" ? [row.first] : []))).toEqual([true, false, true, true]);
  });

  it("speaks in the company's name where no agent does", () => {
    seq = 0;
    const waiting = { ...said(agent, 1, "请稍候"), by: { role: "system" }, automatic: true } as Entry;
    expect(rows([waiting]).at(-1)).toMatchObject({ kind: "agent", name: "青叶茶铺", entry: { automatic: true } });
  });

  it("marks how far a message has come, once for messages that stand together", () => {
    seq = 0;
    const entries = [said(visitor, 3, "a"), said(visitor, 3, "b"), said(visitor, 2, "c"), said(visitor, 2, "d")];
    const marks = (more: More) => rows(entries, more).flatMap((row) => (row.kind === "mine" ? [[row.state, row.last]] : []));
    expect(marks({ read: 2, delivered: 3 })).toEqual([
      ["read", false],
      ["read", true],
      ["delivered", true],
      ["sent", true],
    ]);
    expect(marks({ read: 4, readMarks: false }).map(([state]) => state)).toEqual(Array(4).fill("delivered"));
  });

  it("leaves a line of what was taken back, and shows what a form was answered with", () => {
    seq = 0;
    const gone = { ...said(agent, 3, ""), recalled: true } as Entry;
    const field = { key: "name", kind: "name", label: "称呼" } as const;
    const form = { ...said(agent, 2, ""), form: { form_id: "F", title: "资料", fields: [field] } } as Entry;
    const values = [{ key: "name", label: "称呼", value: "陈" }];
    const answer: Entry = { kind: "form_answered", seq: 3, at: NOW, by: visitor, form_seq: 2, values };
    const recalled: Entry = { kind: "recalled", seq: 4, at: NOW, by: agent, target: 1 };
    const found = rows([gone, form, answer, recalled]).slice(1);
    expect(found).toMatchObject([
      { kind: "event", text: "林小满 撤回了一条消息" },
      { kind: "agent", answered: values },
    ]);
    expect(found).toHaveLength(2);
  });

  it("ends with the survey, and tells of the rating", () => {
    const survey = { questions: [{ key: "stars", kind: "stars", label: "满意吗" } as const] };
    const by = { role: "system" } as const;
    const found = rows([
      { kind: "closed", seq: 1, at: NOW, by, reason: "silent", survey },
      { kind: "rated", seq: 2, at: NOW, by: visitor, answers: [], score: 4 },
    ]).slice(1);
    expect(found).toMatchObject([
      { kind: "event", text: "很久没有新消息，对话已结束" },
      { kind: "survey", survey },
      { kind: "event", text: "您的评价：4 星" },
    ]);
  });

  it("tells what happened, and keeps staff matters and empty places out", () => {
    const by = { role: "system" } as const;
    const at = NOW;
    const found = rows([
      { kind: "queued", seq: 1, at, by, department_id: "D", department_name: "售前" },
      { kind: "accepted", seq: 2, at, by, agent_id: "A", agent_name: "林小满" },
      { kind: "void", seq: 3, at, by },
      { kind: "queued", seq: 4, at, by, department_id: "D", department_name: "售后" },
      { kind: "transferred", seq: 5, at, by, transfer_id: "T", agent_id: "B", agent_name: "苏禾" },
      { kind: "visitor_left", seq: 6, at, by },
      { kind: "closed", seq: 7, at, by, reason: "agent" },
    ]);
    expect(found.slice(1).map((row) => "text" in row && row.text)).toEqual([
      "林小满 为您服务",
      "正在为您转接「售后」",
      "已转给 苏禾，由 苏禾 继续为您服务",
      "对话已结束",
    ]);
  });

  it("ends with what is still to be sent", () => {
    seq = 0;
    const found = rows([said(visitor, 1, "a")], {
      pending: [
        { key: "1", text: "b" },
        { key: "2", text: "c", failed: "too_long" },
      ],
    });
    expect(found.slice(-2)).toMatchObject([
      { kind: "pending", pending: { text: "b" } },
      { kind: "pending", pending: { text: "c", failed: "too_long" } },
    ]);
  });
});
