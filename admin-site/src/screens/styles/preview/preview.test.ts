import type { ClientFrame } from "@parlor/protocol";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../languages.ts";
import { fileOf } from "./file.ts";
import { answersTo, type Company, play, SCENES } from "./scenes.ts";

const COMPANY: Company = {
  name: "Shop",
  typingPreview: true,
  preChat: { enabled: true, fields: [{ key: "name", kind: "name", label: "Name" }] },
  departments: [{ department_id: "D", name: "Sales", availability: "online" }],
};
const sync = (after?: number) =>
  ({ action: "chat", type: "sync", conversation_id: "C", ...(after === undefined ? {} : { after }) }) as ClientFrame;
const types = (frames: readonly { type: string }[]) => frames.map((frame) => frame.type);

describe("scenes", () => {
  test.each(SCENES)("%s has a log without gaps in every language", (scene) => {
    for (const language of LANGUAGES) {
      const { log, end } = play(scene, language, "online", COMPANY, "");
      const places = [...log, ...(end ? [end] : [])].map((entry) => entry.seq);
      expect(places).toEqual(places.map((_, i) => i + 1));
    }
  });

  test("the queue tells a place, the rating ends the conversation", () => {
    expect(types(answersTo(sync(), play("queue", "en", "online", COMPANY, "")))).toEqual(["log", "queue"]);
    expect(types(answersTo(sync(), play("rating", "en", "online", COMPANY, "")))).toEqual(["log", "conversation", "entry"]);
    expect(types(answersTo(sync(), play("welcome", "en", "online", COMPANY, "")))).toEqual([]);
  });

  test("what comes after a place is what is asked for", () => {
    const [answer] = answersTo(sync(2), play("talk", "ja", "online", COMPANY, ""));
    expect(answer?.type === "log" && answer.entries.map((entry) => entry.seq)).toEqual([3, 4]);
  });

  test("the form comes before the choice of departments, and each only in its scene", () => {
    expect(play("form", "en", "online", COMPANY, "")).toMatchObject({ preChat: COMPANY.preChat, departments: [] });
    expect(play("form", "en", "online", { ...COMPANY, preChat: undefined }, "").departments).toHaveLength(1);
    expect(play("talk", "en", "online", COMPANY, "").preChat).toBeUndefined();
  });

  test("an invitation speaks as the company's first rule does", () => {
    expect(play("invitation", "en", "online", COMPANY, "Tea?").first).toMatchObject([{ type: "invitation", text: "Tea?" }]);
    expect(play("launcher", "en", "busy", COMPANY, "")).toMatchObject({ availability: "busy", open: false });
  });
});

describe("the file of a draft", () => {
  test("has a launcher's words in every language, the company's own where there are some", () => {
    const file = fileOf({ name: "x", texts: { en: { launcher: "Ask", title: "Tea" } } });
    expect(Object.keys(file.launcher_words)).toEqual(LANGUAGES);
    expect(file.launcher_words.en).toMatchObject({ label: "Ask", title: "Tea", leave: "Leave a message" });
    expect(file.launcher_words["zh-CN"]?.label).toBe("在线咨询");
  });

  test("is shown everywhere and asks nobody, whatever the draft says", () => {
    const file = fileOf({ name: "x", consent: "ask", launcher: { phones: false, show_on: ["/a"] }, invitation_box: { delay_s: 9 } });
    expect(file).toMatchObject({ consent: "none", computers_only: false, pages: "", invitation_box: { delay_s: 0 } });
  });

  test("a colour that is being typed is not one yet", () => {
    expect(fileOf({ name: "x", color: "#12" }).color).toBe("#0f6a60");
  });
});
