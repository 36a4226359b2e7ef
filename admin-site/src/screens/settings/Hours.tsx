import type { Holiday, QueueLimit, Service, WeekPlan } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, InputNumber, Select, Switch } from "antd";
import { Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { useMe } from "../../shared/me.tsx";
import { Empty } from "../../shared/States.tsx";
import { serviceQuery } from "../../shared/service.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { Seconds } from "./Rules.tsx";
import { Cell } from "./Topics.tsx";
import { useServiceDraft } from "./useServiceDraft.ts";
import { Intervals, WeekEditor } from "./WeekEditor.tsx";
import { stateAt, timeOf, wallAt, wrongTimes } from "./week.ts";
import "./hours.css";

const KEYS = ["hours", "holidays", "queue"] as const;
const DEFAULT = "default";
const HOLIDAYS_MAX = 60;
const QUEUE_MAX = 500;
const CLOCK_MS = 30_000;
const FIRST_PLAN: WeekPlan = { days: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ opens: "09:00", closes: "18:00" }] : [])) };

/** 工作时间: when departments are open, and how many may wait for how long. */
export function HoursScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.hours")} query={query} />;
  return <HoursForm service={query.data} />;
}

function HoursForm({ service }: { service: Service }) {
  const { t } = useTranslation();
  const check = useCallback(
    (draft: Service) => wrongTimes(draft.hours, draft.holidays).map((wrong) => ({ ...wrong, text: t(`hours.wrong.${wrong.text}`) })),
    [t],
  );
  const draft = useServiceDraft(service, KEYS, check);
  const { hours, holidays, queue } = draft.value;
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const all = departments.data?.departments ?? [];
  const [chosen, setChosen] = useState(DEFAULT);
  const company = chosen === DEFAULT;
  const plan = hours[chosen];
  const shown = plan ?? hours[DEFAULT];

  const { errors } = draft;
  useEffect(() => {
    const wrong = /^(?:hours|queue)\.(\w+)/.exec(errors[0]?.path ?? "")?.[1];
    if (wrong) setChosen(wrong);
    else if (errors[0]?.path.startsWith("holidays")) setChosen(DEFAULT);
  }, [errors]);

  const setPlan = (next: WeekPlan | undefined) => {
    const { [chosen]: _, ...rest } = hours;
    draft.set("hours", next ? { ...rest, [chosen]: next } : rest);
  };
  const setLimit = (next: QueueLimit | undefined) => {
    const { [chosen]: _, ...rest } = queue;
    draft.set("queue", next ? { ...rest, [chosen]: next } : rest);
  };

  const choice = (id: string, name: string) => (
    <button key={id} type="button" aria-pressed={id === chosen} onClick={() => setChosen(id)} data-testid="hours-choice" data-id={id}>
      <span className="cut">{name}</span>
      {id !== DEFAULT && (hours[id] || queue[id]) && <span className="t3 f12">{t("settings.own")}</span>}
    </button>
  );

  return (
    <DraftPage title={t("manage.hours")} draft={draft}>
      <div className="split">
        <nav className="categories" aria-label={t("manage.hours")}>
          {choice(DEFAULT, t("hours.company"))}
          <h3 className="categories-head">{t("settings.departments")}</h3>
          {all.map((each) => choice(each.department_id, each.name))}
        </nav>
        <div className="split-main wide">
          <section className="hours-section">
            <div className="row">
              <h2 className="grow">{t("hours.week")}</h2>
              {plan && (
                <Button size="small" danger icon={<Trash2 size={14} />} onClick={() => setPlan(undefined)} data-testid="hours-remove">
                  {t(company ? "hours.remove" : "hours.asCompany")}
                </Button>
              )}
            </div>
            <OpenNow plan={shown} holidays={holidays} />
            {plan ? (
              <WeekEditor plan={plan} onChange={setPlan} path={`hours.${chosen}`} />
            ) : (
              <Empty
                title={t(hours[DEFAULT] ? "hours.inherits" : "hours.none")}
                text={t(company ? "hours.noneText" : "hours.inheritsText")}
              >
                <Button type="primary" onClick={() => setPlan(structuredClone(hours[DEFAULT] ?? FIRST_PLAN))} data-testid="hours-begin">
                  {t(company ? "hours.begin" : "hours.own")}
                </Button>
              </Empty>
            )}
          </section>
          {company && (
            <section className="hours-section">
              <h2>{t("hours.holidays")}</h2>
              <p className="t3 f12">{t("hours.holidaysText")}</p>
              <Holidays holidays={holidays} onChange={(next) => draft.set("holidays", next)} />
            </section>
          )}
          <section className="hours-section">
            <h2>{t("hours.queue")}</h2>
            <p className="t3 f12">{t("hours.queueText")}</p>
            {!company && (
              <OwnSwitch
                on={queue[chosen] !== undefined}
                onChange={(on) => setLimit(on ? { ...queue[DEFAULT], ...without(queue[DEFAULT], chosen) } : undefined)}
              />
            )}
            {(company || queue[chosen]) && (
              <LimitEditor
                limit={queue[chosen] ?? {}}
                onChange={setLimit}
                path={`queue.${chosen}`}
                departments={all.filter((each) => each.department_id !== chosen)}
              />
            )}
          </section>
        </div>
      </div>
    </DraftPage>
  );
}

/** Nobody helps themselves out. */
const without = (limit: QueueLimit | undefined, id: string): QueueLimit =>
  limit?.overflow_department_id === id ? { max_length: limit.max_length ?? 0, max_wait_s: limit.max_wait_s ?? 0 } : {};

/** What the plan as it stands here means at this moment. */
function OpenNow({ plan, holidays }: { plan: WeekPlan | undefined; holidays: readonly Holiday[] }) {
  const { t, i18n } = useTranslation();
  const zone = useMe().time_zone;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  const wall = wallAt(zone, now);
  const whole = holidays.every((each) => each.first && each.last && each.first <= each.last);
  const { open, change } = stateAt(plan, whole ? holidays : [], wall);
  const time = change && timeOf(change.minutes);
  const day = change && new Intl.DateTimeFormat(i18n.language, { timeZone: "UTC", weekday: "short", month: "short", day: "numeric" });
  const when = change && (change.day === wall.day ? time : `${day?.format(new Date(`${change.day}T00:00:00Z`))} ${time}`);
  return (
    <p className="row hours-now" role="status" data-testid="hours-now" data-open={open}>
      <span className={`tag ${open ? "good" : ""}`}>{t(open ? "hours.open" : "hours.closed")}</span>
      {when && <span>{t(open ? "hours.until" : "hours.opens", { when })}</span>}
      <span className="grow" />
      <span className="t3 f12">
        {t("hours.zone", { zone, time: timeOf(wall.minutes) })} <Link to="/manage/company">{t("hours.changeZone")}</Link>
      </span>
    </p>
  );
}

function Holidays({ holidays, onChange }: { holidays: readonly Holiday[]; onChange: (next: Holiday[]) => void }) {
  const { t } = useTranslation();
  const today = wallAt(useMe().time_zone, Date.now()).day;
  return (
    <ListEditor<Holiday>
      boxed
      items={holidays}
      onChange={onChange}
      keyOf={(_, i) => String(i)}
      nameOf={(holiday) => holiday.name || holiday.first}
      addLabel={t("hours.addHoliday")}
      make={() => ({ name: "", first: today, last: today, intervals: [] })}
      max={HOLIDAYS_MAX}
      path="holidays"
      testId="holidays"
    >
      {(holiday, change, i) => (
        <div className="holiday-row">
          <Cell path={`holidays[${i}].name`}>
            {(status) => (
              <Input
                status={status}
                value={holiday.name ?? ""}
                maxLength={60}
                placeholder={t("hours.holidayName")}
                aria-label={t("hours.holidayName")}
                onChange={(event) => change({ ...holiday, name: event.target.value })}
                data-testid="holiday-name"
              />
            )}
          </Cell>
          <Cell path={`holidays[${i}].first`}>
            {(status) => (
              <Input
                status={status}
                type="date"
                value={holiday.first}
                aria-label={t("hours.first")}
                onChange={({ target: { value } }) =>
                  change({ ...holiday, first: value, last: holiday.last < value ? value : holiday.last })
                }
                data-testid="holiday-first"
              />
            )}
          </Cell>
          <Cell path={`holidays[${i}].last`}>
            {(status) => (
              <Input
                status={status}
                type="date"
                value={holiday.last}
                min={holiday.first}
                aria-label={t("hours.last")}
                onChange={(event) => change({ ...holiday, last: event.target.value })}
                data-testid="holiday-last"
              />
            )}
          </Cell>
          <div className="wide">
            <Intervals
              name={holiday.name || holiday.first}
              intervals={holiday.intervals ?? []}
              onChange={(intervals) => change({ ...holiday, intervals })}
              path={`holidays[${i}].intervals`}
            />
          </div>
        </div>
      )}
    </ListEditor>
  );
}

function OwnSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <div className="row form-switch">
      <label htmlFor="queue-own" className="grow">
        {t("hours.ownLimit")}
      </label>
      <Switch id="queue-own" checked={on} onChange={onChange} data-testid="queue-own" />
    </div>
  );
}

interface LimitProps {
  limit: QueueLimit;
  onChange: (next: QueueLimit) => void;
  path: string;
  departments: readonly { department_id: string; name: string }[];
}

const LEAVE = "";

function LimitEditor({ limit, onChange, path, departments }: LimitProps) {
  const { t } = useTranslation();
  const length = limit.max_length ?? 0;
  const lead = (id: string) => {
    const { overflow_department_id: _, ...rest } = limit;
    onChange(id === LEAVE ? rest : { ...rest, overflow_department_id: id });
  };
  return (
    <div className="fields">
      <Field path={`${path}.max_length`} label={t("hours.maxLength")} hint={t("hours.maxLengthHint")}>
        {(control) => (
          <InputNumber
            {...control}
            min={0}
            max={QUEUE_MAX}
            precision={0}
            value={length}
            onChange={(value) => onChange({ ...limit, max_length: typeof value === "number" ? value : 0 })}
            suffix={length === 0 ? t("hours.unlimited") : t("hours.people")}
            style={{ width: "100%" }}
            data-testid="queue-length"
          />
        )}
      </Field>
      <Field path={`${path}.max_wait_s`} label={t("hours.maxWait")} hint={t("hours.maxWaitHint")}>
        {(control) => (
          <Seconds
            {...control}
            value={limit.max_wait_s ?? 0}
            onChange={(value) => onChange({ ...limit, max_wait_s: value ?? 0 })}
            nought={t("hours.noLimit")}
            testId="queue-wait"
          />
        )}
      </Field>
      <Field path={`${path}.overflow_department_id`} label={t("hours.then")} hint={t("hours.thenHint")}>
        {(control) => (
          <Select
            {...control}
            value={limit.overflow_department_id ?? LEAVE}
            options={[
              { value: LEAVE, label: t("hours.leaveMessage") },
              ...departments.map((each) => ({ value: each.department_id, label: t("hours.goTo", { department: each.name }) })),
            ]}
            onChange={lead}
            data-testid="queue-then"
          />
        )}
      </Field>
    </div>
  );
}
