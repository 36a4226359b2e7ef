import type { Interval, WeekPlan } from "@parlor/protocol";
import { Button, Dropdown, Input } from "antd";
import { Copy, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ErrorText, useFieldError } from "../../shared/Field.tsx";
import { replaced, without } from "../../shared/list.ts";
import { copied, ends, DAY as MINUTES_OF_DAY, nextInterval } from "./week.ts";

const INTERVALS_MAX = 6;
const WORKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [...WORKDAYS, 5, 6];

interface Props {
  plan: WeekPlan;
  onChange: (next: WeekPlan) => void;
  path: string;
}

/** Monday to Sunday, each with its intervals; what one day has can be copied to others. */
export function WeekEditor({ plan, onChange, path }: Props) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: "short", timeZone: "UTC" });
  return (
    <ol className="week" data-testid="week">
      {plan.days.map((intervals, day) => {
        // 1 January 2024 was a Monday.
        const name = weekday.format(Date.UTC(2024, 0, day + 1));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day of the week is its place.
          <li key={day} className="week-day" data-testid="week-day">
            <span className="week-name">{name}</span>
            <Intervals
              name={name}
              intervals={intervals}
              onChange={(next) => onChange({ days: replaced(plan.days, day, next) })}
              path={`${path}.days[${day}]`}
            />
            <Dropdown
              trigger={["click"]}
              menu={{
                items: [
                  { key: "workdays", label: t("hours.toWorkdays"), onClick: () => onChange(copied(plan, day, WORKDAYS)) },
                  { key: "all", label: t("hours.toAll"), onClick: () => onChange(copied(plan, day, EVERY_DAY)) },
                ],
              }}
            >
              <button type="button" className="icon-button small" aria-label={t("hours.copy", { day: name })} data-testid="week-copy">
                <Copy size={16} />
              </button>
            </Dropdown>
          </li>
        );
      })}
    </ol>
  );
}

interface IntervalsProps {
  name: string;
  intervals: readonly Interval[];
  onChange: (next: Interval[]) => void;
  path: string;
}

export function Intervals({ name, intervals, onChange, path }: IntervalsProps) {
  const { t } = useTranslation();
  const next = nextInterval(intervals);
  return (
    <div className="intervals">
      {intervals.length === 0 && <span className="t3 interval-none">{t("hours.dayOff")}</span>}
      {intervals.map((interval, i) => (
        <IntervalRow
          // biome-ignore lint/suspicious/noArrayIndexKey: intervals have no name but their place.
          key={i}
          name={name}
          interval={interval}
          onChange={(changed) => onChange(replaced(intervals, i, changed))}
          onRemove={() => onChange(without(intervals, i))}
          path={`${path}[${i}]`}
        />
      ))}
      <Button
        type="text"
        size="small"
        icon={<Plus size={14} />}
        disabled={!next || intervals.length >= INTERVALS_MAX}
        onClick={() => next && onChange([...intervals, next])}
        aria-label={t("hours.addTo", { day: name })}
        data-testid="interval-add"
      >
        {t("hours.add")}
      </Button>
    </div>
  );
}

interface RowProps {
  name: string;
  interval: Interval;
  onChange: (next: Interval) => void;
  onRemove: () => void;
  path: string;
}

/** The field of a browser knows no 24:00: there the end of the day is the midnight of the next. */
function IntervalRow({ name, interval, onChange, onRemove, path }: RowProps) {
  const { t } = useTranslation();
  const error = useFieldError(path);
  const { opens, closes } = interval;
  const overnight = ends(interval)[1] > MINUTES_OF_DAY;
  const close = (time: string) => onChange({ ...interval, closes: time === "00:00" ? "24:00" : time });
  return (
    <div className="interval" data-error={error ? true : undefined}>
      <Input
        type="time"
        value={opens}
        status={error ? "error" : ""}
        aria-label={t("hours.opensAt", { day: name })}
        onChange={({ target: { value } }) => value && onChange({ ...interval, opens: value })}
        data-testid="interval-opens"
      />
      <span aria-hidden>–</span>
      <Input
        type="time"
        value={closes === "24:00" ? "00:00" : closes}
        status={error ? "error" : ""}
        aria-label={t("hours.closesAt", { day: name })}
        onChange={({ target: { value } }) => value && close(value)}
        data-testid="interval-closes"
      />
      <button type="button" className="icon-button small" aria-label={t("hours.removeFrom", { day: name })} onClick={onRemove}>
        <X size={16} />
      </button>
      {overnight && <span className="t3 f12">{t("hours.nextDay")}</span>}
      <ErrorText text={error} />
    </div>
  );
}
