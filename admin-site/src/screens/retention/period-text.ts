import { useTranslation } from "react-i18next";

/** A period in words; years where they are whole. */
export function usePeriodText(): (months: number | null | undefined) => string {
  const { t } = useTranslation();
  return (months) => {
    if (!months) return t("retention.forEver");
    return months % 12 === 0 ? t("retention.years", { count: months / 12 }) : t("retention.months", { count: months });
  };
}
