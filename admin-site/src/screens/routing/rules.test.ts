import { expect, test } from "vitest";
import { areaKey, areaName, areaOf } from "./regions.ts";
import { newRule, wrongRouting } from "./rules.ts";

test("a rule says for whom it holds and where they go, unless it rests", () => {
  const rule = newRule();
  const paths = (more: object) => wrongRouting({ rules: [{ ...rule, ...more }] }).map((wrong) => wrong.path);
  expect(paths({})).toEqual(["routing.rules[0].pages", "routing.rules[0].department_id"]);
  expect(paths({ enabled: false })).toEqual([]);
  expect(paths({ languages: ["ja"] })).toEqual(["routing.rules[0].department_id"]);
  expect(paths({ areas: [{ country: "日本" }], skill: "vip" })).toEqual([]);
});

test("who is not open to all says to whom", () => {
  expect(wrongRouting({ service_areas: { mode: "only" } }).map((wrong) => wrong.text)).toEqual(["noAreas"]);
  expect(wrongRouting({ service_areas: { mode: "except", areas: [{ country: "日本" }] } })).toEqual([]);
});

test("areas go into a choice and come back", () => {
  for (const area of [{ country: "中国", province: "浙江" }, { country: "日本" }]) expect(areaOf(areaKey(area))).toEqual(area);
  expect(areaName({ country: "中国", province: "浙江" }, "en")).toBe("Zhejiang");
  expect(areaName({ country: "日本" }, "en")).toBe("Japan");
  expect(areaName({ country: "日本" }, "zh-CN")).toBe("日本");
});
