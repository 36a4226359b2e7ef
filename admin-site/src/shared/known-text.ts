import { useTranslation } from "react-i18next";

/** The text of the first of these keys that the catalogue has; for names that come from the server. */
export function useKnownText(): (keys: readonly string[], otherwise: string) => string {
  const { i18n } = useTranslation();
  return (keys, otherwise) => {
    for (const key of keys) {
      const text: unknown = i18n.exists(key) ? i18n.t(key as "common.save", { returnObjects: true }) : undefined;
      if (typeof text === "string") return text;
    }
    return otherwise;
  };
}
