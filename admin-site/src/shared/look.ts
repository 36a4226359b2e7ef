import { writeTwelveHours } from "@parlor/design";
import type { PersonalSettings } from "@parlor/protocol";
import { call } from "../api/session.ts";
import { chooseLanguage, currentLanguage } from "./i18n.ts";
import { personalQuery } from "./personal.ts";
import { queryClient } from "./query.ts";
import { chooseTheme, type ThemeChoice } from "./theme.ts";

type Look = Pick<PersonalSettings, "language" | "theme" | "twelve_hours">;

/** What a person has chosen for all of their devices. */
export function applyLook({ language, theme, twelve_hours }: Look): void {
  writeTwelveHours(twelve_hours === true);
  if (theme) chooseTheme(theme);
  if (language && language !== currentLanguage()) void chooseLanguage(language);
}

/** Chosen from a menu: here at once, and wherever the person has asked for the same everywhere. */
export function switchLook(look: { language?: "zh-CN" | "en"; theme?: ThemeChoice }): void {
  if (look.theme) chooseTheme(look.theme);
  if (look.language) void chooseLanguage(look.language);
  const known = queryClient.getQueryData(personalQuery.queryKey);
  const [name] = Object.keys(look) as ["language" | "theme"];
  if (!known?.[name]) return;
  call("change_personal_settings", { body: { version: known.version, ...look } }).then(
    (saved) => queryClient.setQueryData(personalQuery.queryKey, saved),
    // Changed elsewhere meanwhile: what holds there comes with the next look.
    () => queryClient.invalidateQueries(personalQuery),
  );
}
