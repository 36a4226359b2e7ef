import { Search as Glass, X } from "lucide-react";
import { useTranslation } from "react-i18next";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testId: string;
}

export function Search({ label, value, onChange, testId }: Props) {
  const { t } = useTranslation();
  return (
    <label className="field library-find">
      <Glass size={16} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={testId}
      />
      {value && (
        <button type="button" className="icon-button small" aria-label={t("common.clear")} onClick={() => onChange("")}>
          <X size={14} />
        </button>
      )}
    </label>
  );
}
