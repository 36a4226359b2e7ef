import type { PersonalSettings, Service } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { InputNumber, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { applyLook } from "../../shared/look.ts";
import { useMe } from "../../shared/me.tsx";
import { personalQuery } from "../../shared/personal.ts";
import { serviceQuery } from "../../shared/service.ts";
import { useDraft } from "../../shared/useDraft.ts";
import { NotificationSettings } from "../shell/NotificationSettings.tsx";
import { Minutes } from "./Attendance.tsx";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { KeySettings } from "./KeySettings.tsx";
import { Look } from "./Look.tsx";
import { ProfileCard } from "./Profile.tsx";
import { RepliesEditor } from "./RepliesEditor.tsx";
import { AGENT_REPLIES, aboveAgent } from "./replies.ts";

const KEYS = ["replies", "idle_away_min", "auto_accept_s", "language", "theme", "twelve_hours", "signature"] as const;
/** Seconds, when it is switched on. */
const AUTO_ACCEPT_S = 10;
const AUTO_ACCEPT_MAX_S = 600;

/** 个人设置: who one is, how it looks, one's own automatic replies, when the desk accepts by itself, keys and signals. */
export function PersonalScreen() {
  const { t } = useTranslation();
  const personal = useQuery(personalQuery);
  const service = useQuery(serviceQuery);
  const waiting = personal.data ? service : personal;
  if (!personal.data || !service.data) return <DraftPageWaiting title={t("manage.personal")} query={waiting} />;
  return <PersonalForm personal={personal.data} service={service.data} />;
}

function PersonalForm({ personal, service }: { personal: PersonalSettings; service: Service }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const draft = useDraft<PersonalSettings, (typeof KEYS)[number]>({
    doc: personal,
    keys: KEYS,
    send: (change) => call("change_personal_settings", { body: change }),
    reload: () => client.fetchQuery({ ...personalQuery, staleTime: 0 }),
    onSaved: (saved) => {
      client.setQueryData(personalQuery.queryKey, saved);
      applyLook(saved);
    },
  });
  return (
    <DraftPage title={t("manage.personal")} draft={draft}>
      <ProfileCard />
      <Look value={draft.value} set={draft.set} />
      <section className="card settings-card">
        <h2>{t("manage.replies")}</h2>
        <p className="t3 f12">{t("personal.repliesText")}</p>
        <RepliesEditor
          value={draft.value.replies}
          onChange={(replies) => draft.set("replies", replies)}
          path="replies"
          names={AGENT_REPLIES}
          inherited={aboveAgent(service, me.department_ids)}
        />
      </section>
      <section className="card settings-card">
        <h2>{t("attendance.title")}</h2>
        <div className="fields">
          <Field path="idle_away_min" label={t("attendance.idle")} hint={t("attendance.idleOwnHint")}>
            {(control) => (
              <Minutes
                {...control}
                value={draft.value.idle_away_min ?? null}
                placeholder={String(service.attendance.idle_away_min ?? 0)}
                onChange={(minutes) => draft.set("idle_away_min", minutes)}
                testId="personal-idle"
              />
            )}
          </Field>
        </div>
      </section>
      <AutoAccept seconds={draft.value.auto_accept_s ?? 0} onSeconds={(seconds) => draft.set("auto_accept_s", seconds)} />
      <KeySettings />
      <div className="card settings-card">
        <NotificationSettings />
      </div>
    </DraftPage>
  );
}

function AutoAccept({ seconds, onSeconds }: { seconds: number; onSeconds: (seconds: number) => void }) {
  const { t } = useTranslation();
  return (
    <section className="card settings-card">
      <h2>{t("personal.accepting")}</h2>
      <p className="t3 f12">{t("personal.acceptingText")}</p>
      <div className="row settings-auto">
        <Switch
          checked={seconds > 0}
          onChange={(on) => onSeconds(on ? AUTO_ACCEPT_S : 0)}
          aria-label={t("personal.autoAccept")}
          data-testid="auto-accept"
        />
        <span>{t("personal.autoAccept")}</span>
        {seconds > 0 && (
          <InputNumber
            min={1}
            max={AUTO_ACCEPT_MAX_S}
            precision={0}
            value={seconds}
            onChange={(value) => onSeconds(value ?? AUTO_ACCEPT_S)}
            suffix={t("personal.seconds")}
            aria-label={t("personal.autoAcceptAfter")}
            data-testid="auto-accept-s"
          />
        )}
      </div>
    </section>
  );
}
