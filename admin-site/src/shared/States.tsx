import { Button } from "antd";
import { type LucideIcon, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/problem.ts";
import { problemText } from "./problem-text.ts";

/** Why there is nothing, and one next step. */
export function Empty({ icon: Icon, title, text, children }: { icon?: LucideIcon; title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="state-box" data-testid="empty">
      {Icon && <Icon size={24} aria-hidden />}
      <div>{title}</div>
      {text && <p>{text}</p>}
      {children && <div className="acts">{children}</div>}
    </div>
  );
}

/** What happened, that nothing is lost, a way to try again, and a code for those who are asked to help. */
export function Failed({ title, error, retry }: { title: string; error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="state-box" role="alert" data-testid="failed">
      <TriangleAlert size={24} aria-hidden />
      <div>{title}</div>
      <p>{problemText(t, error)}</p>
      <div className="acts">
        <Button size="small" onClick={retry}>
          {t("common.retry")}
        </Button>
        {error instanceof ApiProblem && (
          <span className="f12 t3">{t("common.code", { code: [error.code, error.request].filter(Boolean).join(" · ") })}</span>
        )}
      </div>
    </div>
  );
}

/** True after 200 ms: what comes sooner needs no skeleton. */
export function useLate(waiting: boolean, afterMs = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [waiting, afterMs]);
  return late;
}

const WIDTHS = [42, 64, 54, 72, 38];

/** Grey bars in the shape of a list. */
export function SkeletonRows({ rows = 6, height = 40, columns = 3 }: { rows?: number; height?: number; columns?: number }) {
  const { t } = useTranslation();
  const late = useLate(true);
  if (!late) return null;
  return (
    <div role="status" aria-label={t("common.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          key={row}
          className="row"
          style={{ height, padding: "0 20px", borderBottom: "1px solid var(--line)", gap: 24 }}
        >
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
            <div key={column} className="grow">
              <div className="skeleton" style={{ width: `${WIDTHS[(row + column * 2) % WIDTHS.length]}%` }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
