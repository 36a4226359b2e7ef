import type { Message } from "@parlor/protocol";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useLog } from "./context.ts";
import { authorOf } from "./subject.ts";

/** A message in a line, where there is no room for more. */
export function inALine(t: TFunction, entry: Pick<Message, "text" | "file" | "page" | "form" | "survey" | "recalled">): string {
  if (entry.recalled) return t("kind.recalled");
  const words = entry.text.replace(/\s+/g, " ").trim();
  if (entry.file) return `${t(entry.file.type.startsWith("image/") ? "kind.image" : "kind.file")} ${words || entry.file.name}`;
  if (entry.page) return `${t("kind.page")} ${entry.page.title || entry.page.url}`;
  if (entry.form) return `${t("kind.form")} ${entry.form.title}`;
  if (entry.survey) return t("kind.survey");
  return words;
}

/** The message that another one answers; a click leads there. */
export function Quote({ seq }: { seq: number }) {
  const { t } = useTranslation();
  const { view, entryAt, jump } = useLog();
  const entry = entryAt(seq);
  const message = entry?.kind === "message" ? entry : undefined;
  const name = message ? authorOf(view, message.by) : "";
  return (
    <button type="button" className="quote" onClick={() => jump(seq)} data-testid="quote">
      {message ? `${name}${t("log.colon")}${inALine(t, message)}` : t("log.earlierMessage")}
    </button>
  );
}
