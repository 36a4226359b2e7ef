import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Company } from "../src/company";
import type { Look } from "../src/look";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => {} }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const look = (panel: Look["panel"]): Look => ({ color: "#0f6a60", texts: {}, company: "Tea", panel: panel ?? {} });

function companyOf(first: Look, standalone = false) {
  const kept: Record<string, string | null> = {};
  const shown = signal(first);
  const company = new Company({
    look: shown,
    language: "en",
    standalone,
    list: async () => Object.fromEntries(Object.entries(kept).filter((each): each is [string, string] => each[1] !== null)),
    apply: async (changes) => void Object.assign(kept, changes),
  });
  return { company, shown, kept };
}

it("an announcement ends by itself, is dismissed for good, and another one comes", async () => {
  const { company, shown, kept } = companyOf(look({ announcement: { texts: { en: "Spring tea" }, until: Date.now() + 60_000 } }));
  expect(company.announcement.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(company.announcement.value?.text).toBe("Spring tea");
  await vi.advanceTimersByTimeAsync(60_001);
  expect(company.announcement.value).toBeUndefined();

  shown.value = look({ announcement: { texts: { en: "Autumn tea" }, url: "javascript:alert(1)" } });
  expect(company.announcement.value).toEqual({ text: "Autumn tea", url: undefined });
  company.dismiss();
  expect([company.announcement.value, Object.keys(kept)]).toEqual([undefined, ["announced"]]);
  shown.value = look({ announcement: { texts: { en: "Winter tea" } } });
  expect(company.announcement.value?.text).toBe("Winter tea");
});

it("there are tabs for what there is, and none for what stands beside", () => {
  const tab = { labels: { en: "Forum" }, url: "https://tea.example" };
  const { company, shown } = companyOf(look({ tab, profile: { en: "We" } }));
  expect(company.tabs.value).toEqual(["chat", "about", "site"]);
  company.show("about");
  expect(company.tab.value).toBe("about");
  shown.value = look({ tab: { ...tab, url: "ftp://tea.example" }, agent_card: true });
  expect([company.tabs.value, company.tab.value]).toEqual([[], "chat"]);
  const wide = companyOf(look({ tab, payments: ["visa"] }), true).company;
  expect([wide.tabs.value, wide.beside.value]).toEqual([["chat", "site"], true]);
});
