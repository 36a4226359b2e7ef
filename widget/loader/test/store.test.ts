import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { list } from "../src/extras/list";
import { createStore as create } from "../src/store";

/** A Storage as browsers have it: texts as properties. */
function area(): Record<string, string> {
  return {};
}

/** A store that may be written to, as it is from the first visit on. */
const createStore = (tenant: string) => Object.assign(create(tenant), { shut: false });
const areas = globalThis as { window?: unknown };

beforeEach(() => {
  areas.window = { localStorage: area(), sessionStorage: area() };
});
afterEach(() => {
  areas.window = undefined;
});

describe("the store on the host page", () => {
  it("keeps texts of the device and of the tab apart, under names of its own", () => {
    const store = createStore("T1");
    store.set("visitor", "a");
    store.set("tab:window", "panel");
    expect(areas.window).toEqual({ localStorage: { "parlor:T1:visitor": "a" }, sessionStorage: { "parlor:T1:tab:window": "panel" } });
    expect(createStore("T1").get("visitor")).toBe("a");
    expect(createStore("T2").get("visitor")).toBeUndefined();
    store.set("visitor", null);
    expect(store.get("visitor")).toBeUndefined();
  });

  it("keeps nothing while it is shut", () => {
    const store = create("T1");
    store.set("visitor", "a");
    store.set("tab:window", "panel");
    expect(areas.window).toEqual({ localStorage: {}, sessionStorage: {} });
    expect(store.get("visitor")).toBeUndefined();
  });

  it("lists by prefix", () => {
    const store = createStore("T1");
    store.set("out:1", "a");
    store.set("out:2", "b");
    store.set("other", "c");
    store.set("tab:out:3", "d");
    expect(list(store, "out:")).toEqual({ "out:1": "a", "out:2": "b" });
    expect(list(store, "tab:out:")).toEqual({ "tab:out:3": "d" });
  });

  it("knows its own keys in what other tabs have changed", () => {
    const store = createStore("T1");
    expect(store.keyOf("parlor:T1:answered")).toBe("answered");
    expect(store.keyOf("cart")).toBeUndefined();
    expect(store.keyOf(null)).toBeUndefined();
  });

  it("remembers for the page where nothing may be stored", () => {
    areas.window = {
      get localStorage() {
        throw new Error("SecurityError");
      },
      sessionStorage: Object.freeze({}),
    };
    const store = createStore("T1");
    store.set("visitor", "a");
    store.set("tab:window", "panel");
    expect(store.get("visitor")).toBe("a");
    expect(store.get("tab:window")).toBe("panel");
  });
});
