import { useTranslation } from "react-i18next";

/** The head of a table's last column, where what can be done with a row stands: for ears only. */
export function ActsHead() {
  const { t } = useTranslation();
  return (
    <th>
      <span className="sr">{t("library.acts")}</span>
    </th>
  );
}
