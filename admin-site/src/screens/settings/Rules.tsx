import type { IdleRules, Service, Switches } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { InputNumber, Switch } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { serviceQuery } from "../../shared/service.ts";
import { AttendanceSection } from "./Attendance.tsx";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { useServiceDraft } from "./useServiceDraft.ts";

const KEYS = ["switches", "idle", "attendance"] as const;
const SWITCHES = {
  visitor: ["visitor_files", "visitor_capture", "transcripts", "survey_at_end", "pushed_pages_at_once"],
  both: ["recall", "read_marks", "wrap_up"],
} as const satisfies Record<string, readonly (keyof Switches)[]>;
const IDLE: readonly (keyof IdleRules)[] = ["visitor_warn_s", "visitor_close_s", "agent_remind_s", "agent_reassign_s", "agent_gone_s"];
/** Off by default, unlike the others. */
const OFF_AT_FIRST: readonly (keyof Switches)[] = ["pushed_pages_at_once"];

/** 对话规则: what is allowed in a conversation, and what silence leads to. */
export function RulesScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.rules")} query={query} />;
  return <RulesForm service={query.data} />;
}

function RulesForm({ service }: { service: Service }) {
  const { t } = useTranslation();
  const admin = may(useMe(), "keep_settings");
  const draft = useServiceDraft(service, KEYS);
  const { switches, idle } = draft.value;
  return (
    <DraftPage title={t("manage.rules")} draft={draft} readOnly={!admin}>
      {(["visitor", "both"] as const).map((group) => (
        <section key={group} className="card settings-card">
          <h2>{t(`rules.group.${group}`)}</h2>
          {SWITCHES[group].map((name) => (
            <SwitchRow
              key={name}
              label={t(`rules.switch.${name}`)}
              hint={t(`rules.hint.${name}`)}
              checked={switches[name] ?? !OFF_AT_FIRST.includes(name)}
              disabled={!admin}
              onChange={(on) => draft.set("switches", { ...switches, [name]: on })}
              testId={`rules-${name}`}
            />
          ))}
        </section>
      ))}
      <section className="card settings-card">
        <h2>{t("rules.idle")}</h2>
        <p className="t3 f12 form-lead">{t("rules.idleText")}</p>
        <div className="fields">
          {IDLE.map((name) => (
            <Field key={name} path={`idle.${name}`} label={t(`rules.${name}`)} hint={t(`rules.hint.${name}`)}>
              {(control) => (
                <Seconds
                  {...control}
                  value={idle[name] ?? 0}
                  disabled={!admin}
                  onChange={(value) => draft.set("idle", { ...idle, [name]: value ?? 0 })}
                  testId={`rules-${name}`}
                />
              )}
            </Field>
          ))}
        </div>
      </section>
      <AttendanceSection value={draft.value.attendance} onChange={(attendance) => draft.set("attendance", attendance)} />
    </DraftPage>
  );
}

interface SwitchRowProps {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
  testId: string;
}

export function SwitchRow({ label, hint, checked, disabled, onChange, testId }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="row form-switch">
      <label htmlFor={id} className="grow">
        <div>{label}</div>
        {hint && <div className="t3 f12">{hint}</div>}
      </label>
      <Switch id={id} checked={checked} disabled={disabled === true} onChange={onChange} data-testid={testId} />
    </div>
  );
}

interface SecondsProps {
  id: string;
  status: "error" | "";
  value: number | null;
  placeholder?: string;
  /** What nought means, where it is not "never". */
  nought?: string;
  disabled?: boolean;
  onChange: (value: number | null) => void;
  testId: string;
}

const DAY_S = 86_400;

/** A time in seconds; from two minutes on it is also said in minutes. */
export function Seconds({ value, onChange, placeholder, nought, disabled, testId, ...control }: SecondsProps) {
  const { t } = useTranslation();
  return (
    <InputNumber
      {...control}
      min={0}
      max={DAY_S}
      precision={0}
      value={value}
      disabled={disabled === true}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
      suffix={
        value === 0
          ? (nought ?? t("rules.never"))
          : value && value >= 120
            ? t("rules.inMinutes", { minutes: round(value) })
            : t("settings.seconds")
      }
      style={{ width: "100%" }}
      data-testid={testId}
    />
  );
}

const round = (seconds: number) => String(Math.round(seconds / 6) / 10);
