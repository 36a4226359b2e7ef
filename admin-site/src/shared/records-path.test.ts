import type { RecordConditions } from "@parlor/protocol";
import { expect, test } from "vitest";
import { addressOf, askedConditions, askedPeriod } from "./records-path.ts";

const LIN = "01M3250V00X1Z83ZQN2APNMW3R";
const PERIOD = { from: "2026-11-01", to: "2026-11-28" };
const ALL: RecordConditions = {
  text: "龙井 tea",
  agent_ids: [LIN],
  countries: ["中国", ""],
  provinces: ["浙江省"],
  sources: ["search"],
  engines: ["Baidu"],
  keywords: ["龙井 茶"],
  browsers: ["Chrome"],
  devices: ["phone"],
  style_ids: [LIN],
  pages: ["tea.example/a&b"],
  visitor_ids: [LIN],
  visitor: "V-1",
  page: "/gift",
  ip: "203.0",
  card: false,
  accepted: true,
  value: "open",
  score_min: 2,
  length_max_s: 90,
  none_of: { text: "谢谢", agent_ids: [LIN], cities: ["杭州市"] },
};

test("what stands in the address comes back from it", () => {
  const address = new URLSearchParams(addressOf(PERIOD, ALL).toString());
  expect(askedConditions(address)).toEqual(ALL);
  expect(askedPeriod(address)).toEqual(PERIOD);
  expect(addressOf(undefined, {}).toString()).toBe("");
});

test("the names by which reports lead here", () => {
  const asked = new URLSearchParams(
    "country=日本&province=&source=social&engine=Bing&keyword=tea&browser=Edge&device=tablet&page=tea.example",
  );
  expect(askedConditions(asked)).toEqual({
    countries: ["日本"],
    provinces: [""],
    sources: ["social"],
    engines: ["Bing"],
    keywords: ["tea"],
    browsers: ["Edge"],
    devices: ["tablet"],
    pages: ["tea.example"],
  });
});

test("what an address says wrongly is left out", () => {
  const asked = new URLSearchParams(
    "agent=me&device=fridge&score_min=9&messages_min=-1&accepted=yes&value=x&from=1&to=2&not.style=1&color=red",
  );
  expect(askedConditions(asked)).toEqual({});
  expect(askedPeriod(asked)).toBeUndefined();
});
