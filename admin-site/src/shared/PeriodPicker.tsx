import { DatePicker } from "antd";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "./me.tsx";
import { type Period, QUICK_RANGES, quickPeriod } from "./periods.ts";

const DAYS_MAX = 366;

/** From and to, with the usual periods beside the calendar. Days are those of the company's time zone. */
export function PeriodPicker({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const today = quickPeriod("today", Date.now(), me.time_zone).to;
  useEffect(() => {
    dayjs.locale(i18n.language === "en" ? "en" : "zh-cn");
  }, [i18n.language]);
  return (
    <DatePicker.RangePicker
      value={[dayjs(period.from), dayjs(period.to)]}
      className="period"
      allowClear={false}
      inputReadOnly
      aria-label={t("period.label")}
      presets={QUICK_RANGES.map((range) => {
        const { from, to } = quickPeriod(range, Date.now(), me.time_zone);
        return { label: t(`period.${range}`), value: [dayjs(from), dayjs(to)] };
      })}
      disabledDate={(day, { from }) =>
        day.format("YYYY-MM-DD") > today || (from !== undefined && Math.abs(day.diff(from, "day")) >= DAYS_MAX)
      }
      onChange={(range) => {
        const [from, to] = range ?? [];
        if (from && to) onChange({ from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD") });
      }}
    />
  );
}
