/** Languages that visitors' browsers and agents speak, by their first part. */
const LANGUAGES = [
  "zh",
  "en",
  "ja",
  "ko",
  "fr",
  "de",
  "es",
  "pt",
  "it",
  "ru",
  "ar",
  "vi",
  "th",
  "id",
  "ms",
  "tr",
  "nl",
  "pl",
  "uk",
  "hi",
] as const;

export function languageName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? code;
}

export function languageOptions(language: string): { value: string; label: string }[] {
  return LANGUAGES.map((code) => ({ value: code, label: languageName(code, language) }));
}
