import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import "./score.css";

/** The visitor's rating, as a number with a star; nothing when there is none. */
export function Score({ score }: { score: number | undefined }) {
  const { t } = useTranslation();
  if (score === undefined || score === null) return null;
  return (
    <span
      className={`score${score <= 2 ? " low" : ""}`}
      role="img"
      aria-label={t("records.score", { score })}
      title={t("records.score", { score })}
    >
      <Star size={14} aria-hidden />
      <span aria-hidden>{score}</span>
    </span>
  );
}
