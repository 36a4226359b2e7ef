import { shortTime } from "@parlor/design";
import { useTranslation } from "react-i18next";

/** A time as lists show it, in the language of the screen. */
export function useMoment(): (at: number) => string {
  const { i18n } = useTranslation();
  return (at) => shortTime(at, Date.now(), i18n.language, { exact: true });
}
