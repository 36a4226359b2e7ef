import type { StyleDraft } from "@parlor/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "../../api/problem.ts";
import { Keeper, type Server } from "./keeper.ts";

const SOON = 1_000;
const style = (version: number, content: object = {}, name = "Shop"): StyleDraft =>
  ({ style_id: "S", name, version, content, has_changes: false, published_version: 1, snippet: "" }) as StyleDraft;

/** A server with one draft, which others can change too. */
class Fake implements Server {
  held: StyleDraft;
  readonly saves: object[] = [];
  refusal: Error | undefined;
  /** Answers wait for this. */
  slow: Promise<void> | undefined;

  constructor(held: StyleDraft) {
    this.held = held;
  }

  async save(change: { version: number; name?: string; content?: object }): Promise<StyleDraft> {
    this.saves.push(change);
    await this.slow;
    if (this.refusal) throw this.refusal;
    if (change.version !== this.held.version) throw new ApiProblem({ code: "conflict", status: 409 });
    this.held = { ...style(this.held.version + 1, change.content, change.name), has_changes: true };
    return this.held;
  }

  async load(): Promise<StyleDraft> {
    return this.held;
  }
}

const wrong = (parts: { color?: string }) => parts.color === "?";

describe("a draft that saves itself", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("what is typed quickly goes in one request, soon after the last key", async () => {
    const server = new Fake(style(1, { color: "#111111" }));
    const keeper = new Keeper(server.held, server, wrong);
    keeper.change({ color: "#222222" });
    keeper.change({ radius: 4 });
    expect(server.saves).toEqual([]);
    await vi.advanceTimersByTimeAsync(SOON);
    expect(server.saves).toEqual([{ version: 1, name: "Shop", content: { color: "#222222", radius: 4 } }]);
    expect(keeper.get()).toMatchObject({ status: "saved", base: { version: 2 } });
  });

  test("what is typed while a request is on its way is kept and goes next", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    let answer = () => {};
    server.slow = new Promise((resolve) => {
      answer = resolve;
    });
    keeper.change({ radius: 1 });
    await vi.advanceTimersByTimeAsync(SOON);
    keeper.change({ radius: 2 });
    answer();
    await vi.advanceTimersByTimeAsync(2 * SOON);
    expect(server.saves.map((save) => (save as { content: object }).content)).toEqual([{ radius: 1 }, { radius: 2 }]);
    expect(keeper.get()).toMatchObject({ status: "saved", parts: { radius: 2 } });
  });

  test("taking a change back leaves nothing to save", async () => {
    const server = new Fake(style(1, { radius: 3, department_id: null }));
    const keeper = new Keeper(server.held, server, wrong);
    keeper.change({ radius: 4 });
    keeper.change({ radius: 3 });
    await vi.advanceTimersByTimeAsync(SOON);
    expect(server.saves).toEqual([]);
    expect(keeper.get().status).toBe("saved");
  });

  test("what is wrong is not sent, and cannot be published", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    keeper.change({ color: "?" });
    await vi.advanceTimersByTimeAsync(SOON);
    const publish = vi.fn();
    expect(await keeper.act(publish)).toBe(false);
    expect([server.saves, publish.mock.calls, keeper.get().status]).toEqual([[], [], "wrong"]);
    keeper.change({ color: "#333333" });
    await vi.advanceTimersByTimeAsync(SOON);
    expect(keeper.get().status).toBe("saved");
  });

  test("a colleague's change of another part comes in by itself", async () => {
    const server = new Fake(style(1, { color: "#111111", radius: 1 }));
    const keeper = new Keeper(server.held, server, wrong);
    server.held = style(7, { color: "#999999", radius: 1 });
    keeper.change({ radius: 5 });
    await vi.advanceTimersByTimeAsync(2 * SOON);
    expect(keeper.get()).toMatchObject({ status: "saved", parts: { color: "#999999", radius: 5 } });
    expect(server.held).toMatchObject({ version: 8, content: { color: "#999999", radius: 5 } });
  });

  test("of the same part somebody has to choose, and until then nothing is saved", async () => {
    const server = new Fake(style(1, { radius: 1 }));
    const keeper = new Keeper(server.held, server, wrong);
    server.held = style(7, { radius: 9 });
    keeper.change({ radius: 5 });
    await vi.advanceTimersByTimeAsync(SOON);
    keeper.change({ color: "#444444" });
    await vi.advanceTimersByTimeAsync(10 * SOON);
    expect(keeper.get()).toMatchObject({ status: "conflict", conflicts: ["radius"], parts: { radius: 5 } });
    expect(server.saves).toHaveLength(1);

    keeper.keepMine();
    await vi.advanceTimersByTimeAsync(SOON);
    expect(server.held).toMatchObject({ version: 8, content: { radius: 5, color: "#444444" } });
  });

  test("giving in takes what the colleague has", async () => {
    const server = new Fake(style(1, { radius: 1 }));
    const keeper = new Keeper(server.held, server, wrong);
    server.held = style(7, { radius: 9 });
    keeper.change({ radius: 5 });
    await vi.advanceTimersByTimeAsync(SOON);
    keeper.takeTheirs();
    expect(keeper.get()).toMatchObject({ status: "saved", parts: { radius: 9 }, base: { version: 7 } });
  });

  test("without a network it is tried again until it works", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    server.refusal = ApiProblem.offline();
    keeper.change({ radius: 2 });
    await vi.advanceTimersByTimeAsync(SOON);
    expect(keeper.get()).toMatchObject({ status: "offline", parts: { radius: 2 } });
    server.refusal = undefined;
    await vi.advanceTimersByTimeAsync(6 * SOON);
    expect(keeper.get().status).toBe("saved");
    expect(server.held.content).toEqual({ radius: 2 });
  });

  test("a refusal stays with its field until that is changed", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    server.refusal = new ApiProblem({ code: "markup", status: 400, field: "content.words.en.title" });
    keeper.change({ words: { en: { title: "?" } } });
    await vi.advanceTimersByTimeAsync(10 * SOON);
    expect(keeper.get()).toMatchObject({ status: "refused", problem: { field: "content.words.en.title" } });
    expect(server.saves).toHaveLength(1);
    server.refusal = undefined;
    keeper.change({ words: {} });
    await vi.advanceTimersByTimeAsync(SOON);
    expect(keeper.get().status).toBe("saved");
    expect(keeper.get().problem).toBeUndefined();
  });

  test("publishing sends what was just typed first", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    keeper.change({ radius: 2 });
    const done = await keeper.act(async (version) => {
      server.held = { ...style(version, server.held.content), published_version: 2 };
      return server.held;
    });
    expect(done).toBe(true);
    expect(keeper.get()).toMatchObject({ status: "saved", base: { version: 2, published_version: 2 }, parts: { radius: 2 } });
  });

  test("what is typed while it is published is saved after it", async () => {
    const server = new Fake(style(1, { radius: 1 }));
    const keeper = new Keeper(server.held, server, wrong);
    let answer = () => {};
    const done = keeper.act(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return server.held;
    });
    await vi.advanceTimersByTimeAsync(0);
    keeper.change({ radius: 2 });
    await vi.advanceTimersByTimeAsync(SOON);
    expect(server.saves).toEqual([]);
    answer();
    expect(await done).toBe(true);
    await vi.advanceTimersByTimeAsync(SOON);
    expect(keeper.get()).toMatchObject({ status: "saved", parts: { radius: 2 } });
    expect(server.held.content).toEqual({ radius: 2 });
  });

  test("leaving the page does not lose the last keys", async () => {
    const server = new Fake(style(1));
    const keeper = new Keeper(server.held, server, wrong);
    keeper.change({ radius: 2 });
    keeper.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.held.content).toEqual({ radius: 2 });
  });
});
