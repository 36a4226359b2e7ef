import { type Attendance, type AwayReason, newUlid } from "@parlor/protocol";
import { Button, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { Cell } from "./Topics.tsx";

const REASONS_MAX = 20;
const MINUTES_MAX = 240;
const USUAL = ["break", "meal", "training", "meeting"] as const;

interface Props {
  value: Attendance;
  onChange: (value: Attendance) => void;
}

/** 客服状态: why agents may be away, and when they are by themselves. */
export function AttendanceSection({ value, onChange }: Props) {
  const { t } = useTranslation();
  const reasons = value.away_reasons ?? [];
  const change = (next: AwayReason[]) => onChange({ ...value, away_reasons: next });
  return (
    <section className="card settings-card" data-testid="attendance">
      <h2>{t("attendance.title")}</h2>
      <p className="t3 f12 form-lead">{t("attendance.reasonsText")}</p>
      <ListEditor<AwayReason>
        items={reasons}
        onChange={change}
        keyOf={(reason) => reason.reason_id}
        nameOf={(reason) => reason.name || t("attendance.reason")}
        addLabel={t("attendance.add")}
        make={() => ({ reason_id: newUlid(Date.now()), name: "" })}
        max={REASONS_MAX}
        path="attendance.away_reasons"
        testId="away-reasons"
      >
        {(reason, set, i) => (
          <Cell path={`attendance.away_reasons[${i}]`}>
            {(status) => (
              <Input
                value={reason.name}
                maxLength={20}
                status={status}
                aria-label={t("attendance.reason")}
                placeholder={t("attendance.reason")}
                onChange={(event) => set({ ...reason, name: event.target.value })}
                data-testid="away-reason"
              />
            )}
          </Cell>
        )}
      </ListEditor>
      {reasons.length === 0 && (
        <Button
          size="small"
          onClick={() => change(USUAL.map((name) => ({ reason_id: newUlid(Date.now()), name: t(`attendance.usual.${name}`) })))}
          data-testid="usual-reasons"
        >
          {t("attendance.takeUsual")}
        </Button>
      )}
      <div className="fields attendance-idle">
        <Field path="attendance.idle_away_min" label={t("attendance.idle")} hint={t("attendance.idleHint")}>
          {(control) => (
            <Minutes
              {...control}
              value={value.idle_away_min ?? 0}
              onChange={(minutes) => onChange({ ...value, idle_away_min: minutes ?? 0 })}
              testId="attendance-idle"
            />
          )}
        </Field>
      </div>
    </section>
  );
}

interface MinutesProps {
  id: string;
  status: "error" | "";
  value: number | null;
  placeholder?: string;
  onChange: (value: number | null) => void;
  testId: string;
}

/** Minutes; 0 is never, empty is as somebody else says. */
export function Minutes({ value, onChange, placeholder, testId, ...control }: MinutesProps) {
  const { t } = useTranslation();
  return (
    <InputNumber
      {...control}
      min={0}
      max={MINUTES_MAX}
      precision={0}
      value={value}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
      suffix={value === 0 ? t("rules.never") : t("attendance.minutes")}
      style={{ width: "100%" }}
      data-testid={testId}
    />
  );
}
