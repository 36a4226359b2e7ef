import { Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

interface Props {
  /** Of the thing in the row. */
  name: string;
  /** Absent: it cannot be changed. */
  onEdit?: () => void;
  onDelete: () => void;
  /** `link` makes `link-edit` and `link-delete`. */
  testId: string;
}

/** What can be done with a row: change it, delete it. */
export function RowActs({ name, onEdit, onDelete, testId }: Props) {
  const { t } = useTranslation();
  return (
    <span>
      {onEdit && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("library.edit", { name })}
          onClick={onEdit}
          data-testid={`${testId}-edit`}
        >
          <Pencil size={16} />
        </button>
      )}
      <button
        type="button"
        className="icon-button small"
        aria-label={t("library.delete", { name })}
        onClick={onDelete}
        data-testid={`${testId}-delete`}
      >
        <Trash2 size={16} />
      </button>
    </span>
  );
}
