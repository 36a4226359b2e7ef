import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { codeOf, heatEdges, heatStep, nameOfCountry, provinceName, provinceOf, provinces, shapeOf } from "./places.ts";

const namesIn = (map: string): string[] =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`./maps/${map}.json`, import.meta.url)), "utf8")).features.map(
    (feature: { properties: { name: string } }) => feature.properties.name,
  );

test("China is drawn with all its provinces, each known by both of its names", () => {
  expect(namesIn("china").sort()).toEqual(provinces().sort());
  expect(provinces()).toHaveLength(34);
  for (const name of ["台湾省", "香港", "澳门", "内蒙古自治区", "黑龙江省"]) expect(provinces()).toContain(provinceOf(name));
  expect(provinceName("浙江省", "en")).toBe("Zhejiang");
  expect(shapeOf("china", "Bayern")).toBeUndefined();
});

test("countries have a shape by their code, also those whose codes have changed", () => {
  const shapes = new Set(namesIn("world"));
  for (const name of [
    "中国",
    "美国",
    "德国",
    "俄罗斯",
    "法国",
    "英国",
    "越南",
    "也门",
    "缅甸",
    "阿联酋",
    "波黑",
    "刚果金",
    "韩国",
    "朝鲜",
    "马其顿",
  ]) {
    expect(shapes, name).toContain(codeOf(name));
  }
  expect(shapes).not.toContain("TW");
  expect(nameOfCountry("阿联酋", "en")).toBe("United Arab Emirates");
  expect(codeOf("欧洲")).toBeUndefined();
});

test("six steps: nothing has the first, the largest the last, and small ones are told apart", () => {
  expect([0, 1, 400, 2500, 10_000].map((total) => heatStep(total, 10_000))).toEqual([0, 1, 1, 3, 5]);
  expect(heatEdges(10_000)).toEqual([0, 400, 1600, 3600, 6400, 10_000]);
});
