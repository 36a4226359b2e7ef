import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import type { ApiProblem } from "../../api/problem.ts";
import { start } from "../../api/session.ts";
import { Logo } from "../../shared/Logo.tsx";
import { Failed, useLate } from "../../shared/States.tsx";

const centred = { display: "grid", placeItems: "center", height: "100%" } as const;

/** Before anything is known. Quick starts do not see it. */
export function Splash() {
  const { t } = useTranslation();
  const late = useLate(true, 400);
  return (
    <div style={centred} role="status" aria-label={t("common.loading")}>
      {late && <Logo size={48} />}
    </div>
  );
}

export function Unreachable({ problem }: { problem: ApiProblem }) {
  const { t } = useTranslation();
  return (
    <div style={centred}>
      <Failed title={t("boot.unreachable")} error={problem} retry={() => void start()} />
    </div>
  );
}

/** A screen failed, or its file is gone because a newer version was published. */
export function Broken() {
  const { t } = useTranslation();
  return (
    <div style={centred}>
      <Failed title={t("boot.broken")} error={useRouteError()} retry={() => window.location.reload()} />
    </div>
  );
}
