import { fullTime } from "@parlor/design";
import type { RetentionGoes, RetentionPeriods, RetentionPreview, RetentionView } from "@parlor/protocol";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import { DraftPageWaiting } from "../settings/DraftPage.tsx";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { usePeriodText } from "./period-text.ts";
import "../settings/editors.css";
import "../settings/settings.css";
import "./retention.css";

const KINDS: readonly RetentionGoes["kind"][] = ["conversations", "left_messages", "profiles", "audit"];
/** What is told of what has gone. */
const GONE = ["conversations", "entries", "files", "left_messages", "profiles", "audit"] as const;
const FOR_EVER = 0;

const retentionQuery = queryOptions({
  queryKey: ["retention"],
  queryFn: ({ signal }) => call("get_retention", {}, signal),
  staleTime: 0,
});

/** 保留期限: how long what is kept. */
export function RetentionScreen() {
  const { t } = useTranslation();
  const retention = useQuery(retentionQuery);
  if (!retention.data) return <DraftPageWaiting title={t("manage.retention")} query={retention} />;
  return <RetentionForm key={retention.data.version} retention={retention.data} />;
}

const aim = (retention: RetentionView): RetentionPeriods => retention.following ?? retention.periods;

function RetentionForm({ retention }: { retention: RetentionView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const periodText = usePeriodText();
  const [wanted, setWanted] = useState(aim(retention));
  const [asked, setAsked] = useState<RetentionPreview>();
  const dirty = KINDS.some((kind) => wanted[kind] !== aim(retention)[kind]);
  const send = useMutation({
    mutationFn: ({ periods, confirm }: { periods: RetentionPeriods; confirm: string }) =>
      call("change_retention", { body: { version: retention.version, periods, confirm } }),
    onSuccess: (saved) => {
      setAsked(undefined);
      client.setQueryData(retentionQuery.queryKey, saved);
      toast({ tone: "good", text: t("common.saved") });
    },
    onError: () => void client.invalidateQueries(retentionQuery),
  });
  const look = useMutation({
    mutationFn: () => call("look_at_retention", { body: { periods: wanted } }),
    onSuccess: (preview) => (preview.goes.length > 0 ? setAsked(preview) : send.mutate({ periods: wanted, confirm: "" })),
  });
  const problem = look.error ?? (asked ? null : send.error);
  return (
    <main className="page">
      <PageHead title={t("manage.retention")}>
        <Button disabled={!dirty} onClick={() => setWanted(aim(retention))} data-testid="retention-discard">
          {t("common.discard")}
        </Button>
        <Button
          type="primary"
          disabled={!dirty}
          loading={look.isPending || (send.isPending && !asked)}
          onClick={() => look.mutate()}
          data-testid="retention-save"
        >
          {t("common.save")}
        </Button>
      </PageHead>
      <div className="settings-scroll">
        <div>
          {problem && (
            <p className="banner bad settings-banner" role="alert">
              {problemText(t, problem)}
            </p>
          )}
          <Waiting retention={retention} busy={send.isPending} onBack={() => send.mutate({ periods: retention.periods, confirm: "" })} />
          <section className="card settings-card">
            <h2>{t("retention.periods")}</h2>
            <p className="t3 f12 form-lead">{t("retention.lead")}</p>
            <div className="fields">
              {KINDS.map((kind) => (
                <Field key={kind} label={t(`retention.kind.${kind}`)} hint={t(`retention.hint.${kind}`, { count: retention.audit_least })}>
                  {(control) => (
                    <Select
                      {...control}
                      value={wanted[kind] ?? FOR_EVER}
                      onChange={(months: number) => setWanted({ ...wanted, [kind]: months === FOR_EVER ? null : months })}
                      options={[FOR_EVER, ...retention.choices]
                        .filter((months) => months === FOR_EVER || kind !== "audit" || months >= retention.audit_least)
                        .map((months) => ({ value: months, label: periodText(months === FOR_EVER ? null : months) }))}
                      data-testid={`retention-${kind}`}
                    />
                  )}
                </Field>
              ))}
            </div>
            <p className="t3 f12 retention-rest">{t("retention.rest")}</p>
          </section>
          <Gone retention={retention} />
        </div>
      </div>
      {asked && (
        <ConfirmDialog
          preview={asked}
          wanted={wanted}
          busy={send.isPending}
          problem={send.error}
          onConfirm={(confirm) => send.mutate({ periods: wanted, confirm })}
          onClose={() => setAsked(undefined)}
        />
      )}
      {dirty && <Unsaved />}
    </main>
  );
}

/** What begins later, while it can be taken back. */
function Waiting({ retention, busy, onBack }: { retention: RetentionView; busy: boolean; onBack: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const periodText = usePeriodText();
  const { periods, following, following_at, changed_by } = retention;
  if (!following || !following_at) return null;
  const differing = KINDS.filter((kind) => following[kind] !== periods[kind]);
  const what = differing.map((kind) => t("retention.pair", { kind: t(`retention.kind.${kind}`), period: periodText(following[kind]) }));
  return (
    <div className="banner settings-banner retention-waiting" data-testid="retention-waiting">
      <CalendarClock size={16} aria-hidden />
      <span className="grow">
        {t("retention.begins", { at: fullTime(following_at, me.time_zone), what: what.join(t("common.comma")), name: changed_by })}
      </span>
      <Button size="small" loading={busy} onClick={onBack} data-testid="retention-back">
        {t("retention.back")}
      </Button>
    </div>
  );
}

function Gone({ retention }: { retention: RetentionView }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const number = new Intl.NumberFormat(i18n.language);
  const gone = retention.gone ?? {};
  return (
    <section className="card settings-card" data-testid="retention-gone">
      <h2>{t("retention.gone")}</h2>
      {retention.last_at ? (
        <>
          <p className="t3 f12 form-lead">{t("retention.lastAt", { at: fullTime(retention.last_at, me.time_zone) })}</p>
          <dl className="retention-counts">
            {GONE.map((place) => (
              <div key={place}>
                <dt className="t3 f12">{t(`personalData.places.${place}`)}</dt>
                <dd className="medium">{number.format(gone[place] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p className="t3">{t("retention.nothingGone")}</p>
      )}
    </section>
  );
}
