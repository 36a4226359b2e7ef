import { Button, Checkbox, Popover } from "antd";
import { Columns3 } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { OPTIONAL } from "./columns.ts";
import type { Column } from "./rows.ts";

interface Props {
  hidden: readonly Column[];
  onChange: (hidden: readonly Column[]) => void;
}

/** Which columns stand in the table. */
export const ColumnChooser = memo(function ColumnChooser({ hidden, onChange }: Props) {
  const { t } = useTranslation();
  const choices = (
    <fieldset className="column-choices" aria-label={t("visitors.columns")}>
      {OPTIONAL.map((name) => (
        <Checkbox
          key={name}
          checked={!hidden.includes(name)}
          onChange={({ target }) => onChange(target.checked ? hidden.filter((each) => each !== name) : [...hidden, name])}
          data-testid={`column-${name}`}
        >
          {t(`visitors.column.${name}`)}
        </Checkbox>
      ))}
      <button type="button" className="link-button" disabled={hidden.length === 0} onClick={() => onChange([])}>
        {t("visitors.allColumns")}
      </button>
    </fieldset>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={choices}>
      <Button className="wide-only" icon={<Columns3 size={16} />} data-testid="columns">
        {t("visitors.columns")}
      </Button>
    </Popover>
  );
});
