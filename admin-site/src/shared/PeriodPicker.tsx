import { DatePicker } from "antd";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "./me.tsx";
import { daysIn, type Period, QUICK_RANGES, quickPeriod } from "./periods.ts";
import "./field.css";
import "./period.css";

const DAYS_MAX = 366;
const DAY = "YYYY-MM-DD";

interface Props {
  /** Absent: any time. */
  period: Period | undefined;
  onChange: (period: Period) => void;
  /** There need not be a period. */
  onClear?: () => void;
  /** Days that it may have. */
  longest?: number;
  /** What is wrong with it, as the server says. */
  problem?: string | undefined;
}

/**
 * From and to, typed or picked, with the usual periods beside the calendar. Days are those of the company's time zone. A period that
 * cannot be is said below and asked nowhere.
 */
export function PeriodPicker({ period, onChange, onClear, longest = DAYS_MAX, problem }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const id = useId();
  const [refused, setRefused] = useState<Period>();
  const today = quickPeriod("today", Date.now(), me.time_zone).to;
  useEffect(() => {
    dayjs.locale(i18n.language === "en" ? "en" : "zh-cn");
  }, [i18n.language]);
  const wrong = (wanted: Period | undefined): string | undefined => {
    if (!wanted) return undefined;
    if (wanted.to < wanted.from) return t("period.reversed");
    return daysIn(wanted) > longest ? t("period.tooLong", { count: longest }) : undefined;
  };
  const shown = refused ?? period;
  const text = wrong(shown) ?? problem;
  return (
    <span className="period-field">
      <DatePicker.RangePicker
        value={shown ? [dayjs(shown.from), dayjs(shown.to)] : null}
        className="period"
        classNames={{ popup: { root: "period-popup" } }}
        allowClear={onClear !== undefined}
        order={false}
        format={DAY}
        inputReadOnly={window.matchMedia("(pointer: coarse)").matches}
        aria-label={t("period.label")}
        {...(text ? { status: "error" as const, "aria-describedby": id } : {})}
        presets={QUICK_RANGES.map((range) => {
          const { from, to } = quickPeriod(range, Date.now(), me.time_zone);
          return { label: t(`period.${range}`), value: [dayjs(from), dayjs(to)] };
        })}
        disabledDate={(day) => day.format(DAY) > today}
        onChange={(range) => {
          const [from, to] = range ?? [];
          if (!range) {
            setRefused(undefined);
            onClear?.();
          }
          if (!from || !to) return;
          const wanted = { from: from.format(DAY), to: to.format(DAY) };
          setRefused(wrong(wanted) ? wanted : undefined);
          if (!wrong(wanted)) onChange(wanted);
        }}
      />
      {text && (
        <span id={id} className="field-error" role="alert" data-testid="period-error">
          {text}
        </span>
      )}
    </span>
  );
}
