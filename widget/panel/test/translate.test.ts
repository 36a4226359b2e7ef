import { describe, expect, it } from "vitest";
import en from "../src/locales/en.json";
import zhCN from "../src/locales/zh-CN.json";
import { type TextKey, translator } from "../src/translate";

function keys(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, item]) => (typeof item === "string" ? [path + key] : keys(item as object, `${path}${key}.`)));
}

/** The key without its plural suffix. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");

describe("the catalogues", () => {
  it("have the same texts in every language", () => {
    expect(new Set(keys(en).map(plain))).toEqual(new Set(keys(zhCN).map(plain)));
  });

  it("have the same placeholders in every language", () => {
    const placeholders = (text: string) => new Set(text.match(/{{\w+}}/g));
    for (const key of keys(zhCN) as TextKey[]) {
      const [zh, english] = [translator("zh-CN"), translator("en")].map((t) => t(key, { count: 2, name: "{{name}}" }));
      expect(placeholders(english ?? ""), key).toEqual(placeholders(zh ?? ""));
    }
  });

  it("fill in values and choose the plural", () => {
    expect(translator("en")("queue.about", { count: 1 })).toBe("1 minute");
    expect(translator("en")("queue.about", { count: 3 })).toBe("3 minutes");
    expect(translator("zh-CN")("queue.about", { count: 1 })).toBe("约 1 分钟");
    expect(translator("zh-CN")("log.accepted", { name: "{{x}}" })).toBe("{{x}} 为您服务");
  });
});
