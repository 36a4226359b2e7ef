import { Checkbox, Popover } from "antd";
import { Columns3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { COLUMNS, type ColumnKey, columnName, FIXED } from "./columns.tsx";

interface Props {
  columns: readonly ColumnKey[];
  onChange: (columns: ColumnKey[] | null) => void;
}

/** Which columns the list shows; kept for oneself on every machine. */
export function ColumnChoice({ columns, onChange }: Props) {
  const { t } = useTranslation();
  const list = (
    <div className="column-choice" data-testid="column-choice">
      {COLUMNS.map((key) => (
        <Checkbox
          key={key}
          checked={columns.includes(key)}
          disabled={FIXED.includes(key)}
          onChange={({ target }) => onChange(COLUMNS.filter((each) => (each === key ? target.checked : columns.includes(each))))}
          data-testid={`column-${key}`}
        >
          {columnName(t, key)}
        </Checkbox>
      ))}
      <button type="button" className="link-button f13" onClick={() => onChange(null)}>
        {t("recordSearch.usualColumns")}
      </button>
    </div>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight" arrow={false}>
      <button
        type="button"
        className="icon-button"
        aria-label={t("recordSearch.columns")}
        title={t("recordSearch.columns")}
        data-testid="columns-open"
      >
        <Columns3 size={18} />
      </button>
    </Popover>
  );
}
