import { useTranslation } from "react-i18next";

/** Stands where nothing fits the filters. */
export function ClearFilters({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="link-button" onClick={onClear}>
      {t("visitors.clearFilters")}
    </button>
  );
}
