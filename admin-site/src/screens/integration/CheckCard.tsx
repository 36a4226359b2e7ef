import { fullTime, shortTime } from "@parlor/design";
import type { IdentityReport } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { identityQuery } from "./identity-query.ts";

/** 接入检查: what became of the identities that visitors came with. */
export function CheckCard({ report }: { report: IdentityReport }) {
  const { t } = useTranslation();
  const verified = report.last_verified_at;
  return (
    <section className="card integration-card" data-testid="identity-check">
      <h2>{t("integration.check")}</h2>
      <p className={`integration-finding${verified ? " good" : ""}`} data-testid="identity-verified">
        {verified ? <CircleCheck size={16} aria-hidden /> : <CircleDashed size={16} aria-hidden />}
        <span className="grow">{t(verified ? "integration.verified" : "integration.notYet")}</span>
        {verified !== undefined && <When at={verified} />}
      </p>
      {report.last_warned && <Warning report={report} />}
    </section>
  );
}

function Warning({ report }: { report: IdentityReport }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const clear = useMutation({
    mutationFn: () => call("clear_identity_warnings", {}),
    onSuccess: () => client.invalidateQueries({ queryKey: identityQuery.queryKey }),
  });
  const { last_warned: warned, last_warned_at: at, last_field: field } = report;
  if (!warned) return null;
  return (
    <div className={`integration-warning${warned === "left_out" ? "" : " bad"}`} data-testid="identity-warning">
      <div className="row">
        <TriangleAlert size={16} aria-hidden />
        <strong className="grow">{t(`integration.warned.${warned}`)}</strong>
        {at !== undefined && <When at={at} />}
      </div>
      <p>{t(`integration.warnedText.${warned}`)}</p>
      {field && field !== "hmac" && (
        <p>
          {t("integration.field")} <code>{field}</code>
        </p>
      )}
      <div className="row">
        <span className="grow">{t("integration.atLeast", { count: report.warnings ?? 0 })}</span>
        <Button size="small" loading={clear.isPending} onClick={() => clear.mutate()} data-testid="identity-clear">
          {t("integration.clear")}
        </Button>
      </div>
      {clear.isError && <p role="alert">{problemText(t, clear.error)}</p>}
    </div>
  );
}

function When({ at }: { at: number }) {
  const { i18n } = useTranslation();
  const me = useMe();
  return <time title={fullTime(at, me.time_zone)}>{shortTime(at, Date.now(), i18n.language, { exact: true, zone: me.time_zone })}</time>;
}
