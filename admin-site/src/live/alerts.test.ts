import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { completeAlerts, isQuiet } from "./alert-settings.ts";
import { Leader } from "./leader.ts";

it("completes what the server leaves out", () => {
  const alerts = completeAlerts({ message: { tune: "alarm", volume: 10 }, quiet: "away" });
  expect(alerts.message).toEqual({ tune: "alarm", on: true, volume: 10 });
  expect([alerts.visitor.on, alerts.request.on, alerts.quiet, alerts.title]).toEqual([false, true, "away", true]);
});

it("is quiet when the agent wants it so", () => {
  const states = ["online", "busy", "away"] as const;
  expect(states.map((state) => isQuiet("never", state))).toEqual([false, false, false]);
  expect(states.map((state) => isQuiet("away", state))).toEqual([false, false, true]);
  expect(states.map((state) => isQuiet("busy", state))).toEqual([false, true, true]);
});

/** Locks as browsers have them: one holder, the others in line. */
class Locks {
  #line: (() => void)[] = [];
  #held = false;

  async request(_name: string, { signal }: { signal: AbortSignal }, run: () => Promise<void>): Promise<void> {
    if (this.#held) {
      await new Promise<void>((resolve, reject) => {
        this.#line.push(resolve);
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    }
    this.#held = true;
    await run();
    this.#held = false;
    this.#line.shift()?.();
  }
}

beforeEach(() => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: true, hasFocus: () => false }));
  vi.stubGlobal("navigator", { locks: new Locks() });
});
afterEach(() => vi.unstubAllGlobals());

it("lets one tab ring, and the next when it closes", async () => {
  const first = new Leader("agent");
  const second = new Leader("agent");
  await vi.waitFor(() => expect(first.leads).toBe(true));
  expect(second.leads).toBe(false);
  first.stop();
  await vi.waitFor(() => expect(second.leads).toBe(true));
  expect(first.leads).toBe(false);
  second.stop();
});

it("knows that somebody looks at another tab", async () => {
  const leader = new Leader("agent");
  const other = new BroadcastChannel("agent");
  other.postMessage({ tab: "x", looking: true });
  await vi.waitFor(() => expect(leader.looked).toBe(true));
  other.postMessage({ tab: "x", looking: false });
  await vi.waitFor(() => expect(leader.looked).toBe(false));
  other.close();
  leader.stop();
});
