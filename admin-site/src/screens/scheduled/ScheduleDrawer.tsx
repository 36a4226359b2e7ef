import type { Language, ReportScheduleView } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Segmented, Select, Switch } from "antd";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import type { FieldError } from "../../shared/field-path.ts";
import { FormProblem } from "../../shared/form.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import {
  chosenOf,
  emptySchedule,
  hourText,
  type ReportName,
  reportOptions,
  type Schedule,
  schedulesQuery,
  weekdayName,
} from "./schedule.ts";

const CADENCES = ["daily", "weekly", "monthly"] as const;
const GRAINS = ["hour", "day", "week"] as const;
/** Each in its own words. */
const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: "zh-CN", label: "简体中文" },
  { value: "en", label: "English" },
];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = Array.from({ length: 31 }, (_, i) => i + 1);
const NAME_MAX = 60;
const REPORTS_MAX = 10;
const RECIPIENTS_MAX = 50;
/** A year of a monthly report by hours nobody reads. */
const grainsOf = (cadence: Schedule["cadence"]) =>
  GRAINS.filter((grain) => (cadence === "daily" ? grain === "hour" : cadence === "weekly" ? grain !== "week" : grain !== "hour"));

/** A new schedule, or an old one with its recipients and how its last mail went. */
export function ScheduleDrawer({ schedule, onClose }: { schedule: ReportScheduleView | undefined; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [base, setBase] = useState(schedule);
  const [value, setValue] = useState<Schedule>(() =>
    schedule ? chosenOf(schedule) : emptySchedule(i18n.language as Language, me.agent_id),
  );
  const [theirs, setTheirs] = useState<ReportScheduleView>();
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const start = base ? chosenOf(base) : undefined;
  const dirty = start ? JSON.stringify(start) !== JSON.stringify(value) : value.name !== "";
  const set = (change: Partial<Schedule>) => {
    setErrors([]);
    setValue((before) => ({ ...before, ...change }));
  };
  const save = useMutation({
    mutationFn: (version: number | undefined) =>
      base && version !== undefined
        ? call("change_report_schedule", { path: { schedule_id: base.schedule_id }, body: { ...value, version } })
        : call("add_report_schedule", { body: value }),
    onMutate: () => setErrors([]),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: schedulesQuery.queryKey });
      toast({ tone: "good", text: t("common.saved") });
      onClose();
    },
    onError: async (error) => {
      if (!(error instanceof ApiProblem)) return;
      if (error.code === "conflict") {
        const { schedules } = await client.fetchQuery(schedulesQuery);
        setTheirs(schedules.find((each) => each.schedule_id === base?.schedule_id));
      } else if (error.field)
        setErrors([
          {
            path: error.field,
            text: error.code === "no_right" ? t("scheduled.noRight", { name: named(error.field) }) : problemText(t, error),
          },
        ]);
    },
  });
  const nameOf = (id: string) => agents.data?.agents.find((agent) => agent.agent_id === id)?.name ?? "";
  const named = (field: string) => nameOf(value.agent_ids[Number(/\[(\d+)\]/.exec(field)?.[1])] ?? "");
  const submit = (version = base?.version) => {
    const wrong: FieldError[] = [];
    if (!value.name.trim()) wrong.push({ path: "name", text: t("auth.required") });
    if (value.reports.length === 0) wrong.push({ path: "reports", text: t("scheduled.chooseReport") });
    if (value.agent_ids.length === 0) wrong.push({ path: "agent_ids", text: t("scheduled.chooseRecipient") });
    setErrors(wrong);
    if (wrong.length === 0) save.mutate(version);
  };
  const people = (agents.data?.agents ?? [])
    .filter((agent) => !agent.disabled || value.agent_ids.includes(agent.agent_id))
    .map((agent) => ({ value: agent.agent_id, label: `${agent.name} ${agent.number}` }));
  const lost = (base?.recipients ?? []).filter((each) => each.state !== "gets_it" && value.agent_ids.includes(each.agent_id));
  const grains = grainsOf(value.cadence);
  const whole = value.reports.every((name) => name === "agents" || name === "funnel");
  const title = base ? base.name : t("scheduled.add");
  return (
    <SideDrawer
      label={title}
      title={<h2 className="cut">{title}</h2>}
      width={480}
      onClose={onClose}
      dirty={dirty}
      testId="schedule-drawer"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} disabled={!dirty} onClick={() => submit()} data-testid="schedule-save">
            {t("common.save")}
          </Button>
        </>
      }
    >
      {dirty && <Unsaved />}
      <section className="drawer-form">
        {theirs && (
          <div className="banner scheduled-banner" role="alert" data-testid="schedule-conflict">
            <TriangleAlert size={16} aria-hidden />
            <span className="grow">{t("settings.conflict")}</span>
            <Button
              size="small"
              onClick={() => {
                setBase(theirs);
                setValue(chosenOf(theirs));
                setTheirs(undefined);
              }}
            >
              {t("common.takeTheirs")}
            </Button>
            <Button size="small" onClick={() => submit(theirs.version)}>
              {t("common.keepMine")}
            </Button>
          </div>
        )}
        {save.isError && errors.length === 0 && !theirs && <FormProblem problem={save.error} />}
        <FieldErrors errors={errors}>
          <div className="drawer-fields">
            <Field label={t("scheduled.name")} path="name" required>
              {(control) => (
                <Input
                  {...control}
                  value={value.name}
                  maxLength={NAME_MAX}
                  onChange={(event) => set({ name: event.target.value })}
                  data-testid="schedule-name"
                />
              )}
            </Field>
            <Field label={t("scheduled.reports")} path="reports" required>
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  maxCount={REPORTS_MAX}
                  value={value.reports}
                  onChange={(reports: ReportName[]) => set({ reports })}
                  options={reportOptions(t, may(me, "read_work"))}
                  showSearch={{ optionFilterProp: "label" }}
                  data-testid="schedule-reports"
                />
              )}
            </Field>
            <Field label={t("scheduled.time")} path="cadence" hint={t(`scheduled.about.${value.cadence}`, { zone: me.time_zone })}>
              {({ id }) => (
                <div className="scheduled-when" id={id}>
                  <Segmented
                    value={value.cadence}
                    onChange={(cadence) =>
                      set({
                        cadence,
                        grain: (grainsOf(cadence).find((each) => each === value.grain) ?? grainsOf(cadence)[0]) as Schedule["grain"],
                      })
                    }
                    options={CADENCES.map((cadence) => ({ value: cadence, label: t(`scheduled.cadence.${cadence}`) }))}
                  />
                  {value.cadence === "weekly" && (
                    <Select
                      aria-label={t("scheduled.weekday")}
                      value={value.weekday}
                      onChange={(weekday) => set({ weekday })}
                      options={[0, 1, 2, 3, 4, 5, 6].map((day) => ({ value: day, label: weekdayName(day, i18n.language) }))}
                    />
                  )}
                  {value.cadence === "monthly" && (
                    <Select
                      aria-label={t("scheduled.day")}
                      value={value.day}
                      onChange={(day) => set({ day })}
                      options={DAYS.map((day) => ({ value: day, label: t("scheduled.dayOf", { day }) }))}
                    />
                  )}
                  <Select
                    aria-label={t("scheduled.hour")}
                    value={value.hour}
                    onChange={(hour) => set({ hour })}
                    options={HOURS.map((hour) => ({ value: hour, label: hourText(hour) }))}
                  />
                </div>
              )}
            </Field>
            {!whole && grains.length > 1 && (
              <Field label={t("scheduled.grain")} path="grain">
                {({ id }) => (
                  <Segmented
                    id={id}
                    value={value.grain}
                    onChange={(grain) => set({ grain })}
                    options={grains.map((grain) => ({ value: grain as Schedule["grain"], label: t(`analysis.${grain}`) }))}
                  />
                )}
              </Field>
            )}
            <Field label={t("scheduled.recipients")} path="agent_ids" required hint={t("scheduled.recipientsHint")}>
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  maxCount={RECIPIENTS_MAX}
                  loading={agents.isPending}
                  value={value.agent_ids}
                  onChange={(agent_ids: string[]) => set({ agent_ids })}
                  options={people}
                  showSearch={{ optionFilterProp: "label" }}
                  data-testid="schedule-recipients"
                />
              )}
            </Field>
            {lost.length > 0 && (
              <ul className="scheduled-lost f13" aria-label={t("scheduled.lostLabel")}>
                {lost.map((each) => (
                  <li key={each.agent_id}>
                    {each.name || each.number || t("analysis.gone")} <span className="tag wait">{t(`scheduled.state.${each.state}`)}</span>
                  </li>
                ))}
              </ul>
            )}
            <Field label={t("scheduled.language")} path="language">
              {({ id }) => <Segmented id={id} value={value.language} onChange={(language) => set({ language })} options={[...LANGUAGES]} />}
            </Field>
            <Toggle
              label={t("scheduled.attach")}
              text={t("scheduled.attachText")}
              checked={value.attach}
              onChange={(attach) => set({ attach })}
            />
            <Toggle
              label={t("scheduled.paused")}
              text={t("scheduled.pausedText")}
              checked={value.paused}
              onChange={(paused) => set({ paused })}
            />
          </div>
        </FieldErrors>
      </section>
    </SideDrawer>
  );
}

function Toggle({ label, text, checked, onChange }: { label: string; text: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <div className="scheduled-toggle">
      <div className="grow">
        <div>{label}</div>
        <p className="t3 f12">{text}</p>
      </div>
      <Switch checked={checked} onChange={onChange} aria-label={label} />
    </div>
  );
}
