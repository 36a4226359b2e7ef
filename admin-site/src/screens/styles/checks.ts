import type { PreChat } from "@parlor/protocol";
import type { FieldError } from "../../shared/field-path.ts";
import { wrongFields } from "../settings/checks.ts";
import type { Parts } from "./keeper.ts";

/** What the server would refuse of a draft, found while it is typed. Texts are keys of the catalogues under `styles.wrong`. */
export type Wrong = Omit<FieldError, "text"> & { text: "empty" | "twice" | "twoOptions" | "noFields" | "color" | "markup" | "https" };

const COLOR = /^#[0-9a-fA-F]{6}$/;
export const isColor = (text: string | undefined): text is string => COLOR.test(text ?? "");

/** What the server takes for the source of a page instead of text (domain/style_checks.py). */
const MARKUP = /<\s*[a-z/!?]|&#|javascript\s*:|vbscript\s*:|data\s*:\s*text\/html/i;
const HTTPS = /^https:\/\/[^\s/?#@<>"'\\]+(?:[/?#][^\s<>"'\\]*)?$/;

/** All texts inside a part, with their paths. */
function textsIn(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`));
}

function wrongUrl(url: string | undefined, path: string, required: boolean): Wrong[] {
  if (!url) return required ? [{ path, text: "empty" }] : [];
  return HTTPS.test(url) ? [] : [{ path, text: "https" }];
}

function wrongPreChat(form: PreChat | undefined): Wrong[] {
  if (!form) return [];
  const fields = form.fields ?? [];
  return [
    ...(form.enabled && fields.length === 0 ? [{ path: "content.pre_chat.fields", text: "noFields" as const }] : []),
    ...wrongFields(fields, "content.pre_chat.fields"),
  ];
}

export function wrongParts(parts: Parts): Wrong[] {
  const { name, color, panel = {}, invitation_box: box, texts, words, pre_chat } = parts;
  const { announcement, advertisement, tab } = panel;
  const written = { texts, words, pre_chat, panel: { ...panel, logo: undefined }, invitation_box: box };
  return [
    ...(name.trim() ? [] : [{ path: "name", text: "empty" as const }]),
    ...textsIn(name, "name")
      .concat(textsIn(written, "content"))
      .filter(([, text]) => MARKUP.test(text))
      .map(([path]): Wrong => ({ path, text: "markup" })),
    ...(color === undefined || isColor(color) ? [] : [{ path: "content.color", text: "color" as const }]),
    ...(!box?.color || isColor(box.color) ? [] : [{ path: "content.invitation_box.color", text: "color" as const }]),
    ...wrongUrl(announcement?.url, "content.panel.announcement.url", false),
    ...wrongUrl(advertisement?.url, "content.panel.advertisement.url", false),
    ...(tab ? wrongUrl(tab.url, "content.panel.tab.url", true) : []),
    ...wrongPreChat(pre_chat),
  ];
}

export const TABS = ["looks", "texts", "icons", "form", "panel", "invitation", "display"] as const;
export type Tab = (typeof TABS)[number];

/** On which tab a path of the document is edited. */
export function tabOf(path: string): Tab {
  const [, part = "", leaf = ""] = path.split(/[.[\]]+/);
  if (part === "words" || part === "texts" || part === "language") return "texts";
  if (part === "pictures") return "icons";
  if (part === "pre_chat") return "form";
  if (part === "panel") return "panel";
  if (part === "invitation_box") return "invitation";
  if (part === "launcher" && leaf !== "x" && leaf !== "y") return ["online", "busy", "offline"].includes(leaf) ? "icons" : "display";
  if (part === "department_id" || part === "consent") return "display";
  return "looks";
}
