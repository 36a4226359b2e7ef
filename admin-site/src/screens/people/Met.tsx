import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

interface Props {
  /** What both have changed, in words. */
  fields: readonly string[];
  onTheirs: () => void;
  onMine: () => void;
}

/** A colleague has changed the same fields meanwhile: what was typed is still there, and one of the two is chosen. */
export function Met({ fields, onTheirs, onMine }: Props) {
  const { t } = useTranslation();
  return (
    <div className="banner met" role="alert" data-testid="met">
      <TriangleAlert size={16} aria-hidden />
      <span className="grow">{t("roles.conflict", { fields: fields.join(t("common.comma")) })}</span>
      <Button size="small" onClick={onTheirs} data-testid="take-theirs">
        {t("common.takeTheirs")}
      </Button>
      <Button size="small" onClick={onMine} data-testid="keep-mine">
        {t("common.keepMine")}
      </Button>
    </div>
  );
}
