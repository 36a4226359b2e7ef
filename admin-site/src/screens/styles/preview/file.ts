import { type Asset, ICON_PATHS, type Icon, LAUNCHER_WORDS, type StyleFile, type Visit, type VisitorLanguage } from "@parlor/protocol";
import { isColor } from "../checks.ts";
import type { Parts } from "../keeper.ts";
import { LANGUAGES } from "../languages.ts";
import { DEFAULT_COLOR } from "../tabs/Looks.tsx";
import type { Company, Play } from "./scenes.ts";

const SOMEBODY = "01JD00000000000000000000PV";
/** Fits no address. */
const NO_PAGE = "^$";

/** The file that publishing the draft would write, shown on every page and without asking anybody first. `logo` is the company's. */
export function fileOf(parts: Parts, logo?: Asset | null): StyleFile {
  const { launcher = {}, texts = {}, panel = {} } = parts;
  const icon = (name: Icon = "bubble") => ICON_PATHS[name];
  const words = (language: VisitorLanguage) => {
    const ours = LAUNCHER_WORDS[language];
    const own = texts[language];
    return [language, { ...ours, label: own?.launcher || ours.label, title: own?.title || ours.title }];
  };
  return {
    v: 0,
    color: isColor(parts.color) ? parts.color : DEFAULT_COLOR,
    scheme: parts.scheme ?? "auto",
    radius: parts.radius ?? 10,
    position: parts.position ?? "right",
    kind: parts.kind ?? "floating",
    consent: "none",
    language: "auto",
    icons: { online: icon(launcher.online), busy: icon(launcher.busy), offline: icon(launcher.offline) },
    pictures: parts.pictures ?? {},
    x: launcher.x ?? 24,
    y: launcher.y ?? 24,
    computers_only: false,
    pages: "",
    pages_offline: launcher.when_offline === false ? NO_PAGE : "",
    launcher_words: Object.fromEntries(LANGUAGES.map(words)),
    texts,
    words: parts.words ?? {},
    panel: logo && !panel.logo ? { ...panel, logo } : panel,
    invitation_box: { ...parts.invitation_box, delay_s: 0 },
    rules: [],
    quiet_minutes: 1,
  };
}

/** What the server would answer the visitor of a scene. */
export function visitOf(language: VisitorLanguage, play: Play, company: Company): Omit<Visit, "style"> {
  return {
    visitor_token: "preview",
    visitor_id: SOMEBODY,
    socket: { url: "wss://preview.invalid/", ticket: "preview", expires_in_s: 30 },
    availability: play.availability,
    language,
    company: company.name,
    typing_preview: company.typingPreview,
    departments: [...play.departments],
    ...(play.preChat ? { pre_chat: play.preChat } : {}),
    ...(play.conversation ? { conversation: play.conversation } : {}),
  };
}
