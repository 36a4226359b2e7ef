import type { VisitorLanguage } from "@parlor/protocol";
import { describe, expect, it } from "vitest";
import en from "../src/locales/en.json";
import ja from "../src/locales/ja.json";
import zhCN from "../src/locales/zh-CN.json";
import zhTW from "../src/locales/zh-TW.json";
import { directionOf, loadCatalogue, type Translate, translator } from "../src/translate";

const CATALOGUES: Record<VisitorLanguage, object> = { "zh-CN": zhCN, "zh-TW": zhTW, en, ja };
const OTHERS = (Object.keys(CATALOGUES) as VisitorLanguage[]).filter((language) => language !== "zh-CN");

function texts(value: object, path = ""): [key: string, text: string][] {
  return Object.entries(value).flatMap(([key, item]) =>
    typeof item === "string" ? [[path + key, item] as [string, string]] : texts(item as object, `${path}${key}.`),
  );
}

/** The key without its plural suffix. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const placeholders = (text: string) => [...new Set(text.match(/{{\w+}}/g))].sort();

async function speak(language: VisitorLanguage): Promise<Translate> {
  await loadCatalogue(language);
  return translator(language);
}

describe("the catalogues", () => {
  for (const language of OTHERS) {
    const catalogue = texts(CATALOGUES[language]);

    it(`have the same texts in ${language} as in Chinese`, () => {
      expect(new Set(catalogue.map(([key]) => plain(key)))).toEqual(new Set(texts(zhCN).map(([key]) => plain(key))));
      expect(catalogue.filter(([, text]) => !text.trim())).toEqual([]);
    });

    it(`have the same placeholders in ${language} as in Chinese`, () => {
      const chinese = new Map(texts(zhCN));
      // Singular texts may say "one" without a number.
      for (const [key, text] of catalogue.filter(([each]) => !each.endsWith("_one"))) {
        expect(placeholders(text), key).toEqual(placeholders(chinese.get(plain(key)) ?? ""));
      }
    });

    it(`have every plural that ${language} needs`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const keys = new Set(catalogue.map(([key]) => key));
      for (const key of keys) {
        if (key !== plain(key)) expect([...forms].map((form) => `${plain(key)}_${form}`).filter((each) => !keys.has(each))).toEqual([]);
      }
    });
  }

  it("are written in the signs of their language", () => {
    const signs = (catalogue: object) =>
      texts(catalogue)
        .map(([, text]) => text)
        .join("");
    // Frequent signs that only the other Chinese script has.
    expect(signs(zhTW).match(/[们务发话对页线给个这时开关写说还过没请问讯复图单评价变]/g)).toBeNull();
    expect(signs(zhCN).match(/[們務發話對頁線給個這時開關寫說還過沒請問訊複圖單評價變]/g)).toBeNull();
    expect(texts(en).filter(([, text]) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text))).toEqual([]);
    // Japanese that is nothing but Chinese characters is rare: single words.
    const sentences = texts(ja).filter(([, text]) => text.replace(/{{\w+}}/g, "").length > 6 && /[\u4e00-\u9fff]/.test(text));
    expect(sentences.filter(([, text]) => !/[\u3040-\u30ff]/.test(text))).toEqual([]);
  });

  it("fill in values and choose the plural", async () => {
    const english = await speak("en");
    expect(english("queue.about", { count: 1 })).toBe("1 minute");
    expect(english("queue.about", { count: 3 })).toBe("3 minutes");
    const chinese = await speak("zh-CN");
    expect(chinese("queue.about", { count: 1 })).toBe("约 1 分钟");
    expect(chinese("log.accepted", { name: "{{x}}" })).toBe("{{x}} 为您服务");
    const japanese = await speak("ja");
    expect(japanese("log.accepted", { name: "Sato" })).toBe("Sato が対応します");
  });

  it("say English in a language that nobody has translated", async () => {
    expect((await speak("ar-XB" as VisitorLanguage))("composer.send")).toBe("Send");
    expect(["ar-XB", "he", "ja", "en", "arn"].map(directionOf)).toEqual(["rtl", "rtl", "ltr", "ltr", "ltr"]);
  });
});

it("says what the company wants to say instead", async () => {
  await loadCatalogue("en");
  const t = translator("en", { "composer.placeholder": "Ask about tea", "queue.people_one": "guest", "queue.people_other": "" });
  expect([t("composer.placeholder"), t("composer.send")]).toEqual(["Ask about tea", "Send"]);
  expect([t("queue.people", { count: 1 }), t("queue.people", { count: 2 })]).toEqual(["guest", "people"]);
});
