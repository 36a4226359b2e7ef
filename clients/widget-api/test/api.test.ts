import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Api from "../src/index";
import { closePage, type FakeScript, openPage } from "./page";

const SHOP = { host: "https://support.example.com/", tenant: "T", style: "S" };
let api: typeof Api;
let scripts: FakeScript[];

/** The loader takes over what was said before it came. */
function loaderComes(): { said: unknown[][]; on: ReturnType<typeof vi.fn>; off: ReturnType<typeof vi.fn> } {
  const off = vi.fn();
  const said = [...(window.parlor as unknown[][])];
  const on = vi.fn(() => off);
  window.parlor = { on, push: (command: unknown[]) => void said.push(command) } as unknown as Api.Widget;
  return { said, on, off };
}

beforeEach(async () => {
  vi.resetModules();
  scripts = openPage();
  api = await import("../src/index");
});
afterEach(closePage);

describe("load", () => {
  it("puts the snippet on the page once, whoever asks how often", async () => {
    const first = api.load({ ...SHOP, language: "ja", agent: "1001", nonce: "n0nce" });
    const second = api.load(SHOP);
    expect(scripts).toHaveLength(1);
    const [script] = scripts;
    expect(script).toMatchObject({ src: "https://support.example.com/widget/loader.js", async: true, nonce: "n0nce" });
    expect(script?.dataset).toEqual({ tenant: "T", style: "S", language: "ja", agent: "1001" });
    loaderComes();
    script?.onload?.();
    expect(await Promise.all([first, second, api.load(SHOP)])).toEqual([true, true, true]);
    expect(scripts).toHaveLength(1);
  });

  it("takes the loader's own address and leaves out what is not said", () => {
    void api.load({ src: "https://cdn.example/l.js", tenant: "T", style: "S" });
    expect(scripts[0]?.src).toBe("https://cdn.example/l.js");
    expect(scripts[0]?.dataset).toEqual({ tenant: "T", style: "S" });
    expect(scripts[0]).not.toHaveProperty("nonce");
  });

  it("never rejects, and can be tried again", async () => {
    const first = api.load(SHOP);
    scripts[0]?.onerror?.();
    expect(await first).toBe(false);
    expect(scripts[0]?.removed).toBe(true);
    const again = api.load(SHOP);
    scripts[1]?.onload?.();
    expect(await again).toBe(true);
  });

  it("finds a widget that the page's own snippet has brought", async () => {
    window.parlor = [];
    loaderComes();
    expect(await api.load(SHOP)).toBe(true);
    expect(scripts).toHaveLength(0);
  });
});

describe("commands", () => {
  it("wait in order for the loader, behind those that the page has said itself", () => {
    window.parlor = [["hide"]];
    api.identify({ userId: 42, hmac: "x" });
    api.identify(null);
    api.open();
    api.tag("vip");
    api.track("added to cart", 320);
    api.conversion("order", 99);
    const { said } = loaderComes();
    api.consent(true);
    api.close();
    api.hide();
    api.show();
    expect(said).toEqual([
      ["hide"],
      ["identify", { userId: 42, hmac: "x" }],
      ["identify", null],
      ["open"],
      ["tag", "vip"],
      ["track", "added to cart", 320],
      ["conversion", "order", 99],
      ["consent", true],
      ["close"],
      ["hide"],
      ["show"],
    ]);
  });

  it("do nothing on a server, and make no window there", async () => {
    closePage();
    api.open();
    api.on("unread", () => {})();
    expect(await api.load(SHOP)).toBe(false);
    expect(globalThis).not.toHaveProperty("window");
  });
});

describe("on", () => {
  it("listens before the loader is there, and stops", () => {
    const heard = vi.fn();
    const off = api.on("unread", heard);
    const { said } = loaderComes();
    const [name, event, listener] = said[0] as [string, string, (count: number) => void];
    expect([name, event]).toEqual(["on", "unread"]);
    listener(2);
    off();
    listener(3);
    expect(heard.mock.calls).toEqual([[2]]);
  });

  it("leaves nothing behind in a loader that is there", () => {
    window.parlor = [];
    const { on, off } = loaderComes();
    const stop = api.on("message", () => {});
    expect(on).toHaveBeenCalledOnce();
    stop();
    expect(off).toHaveBeenCalledOnce();
  });
});
