import type { RecordConditions } from "@parlor/protocol";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Period } from "../../shared/periods.ts";
import { tidy } from "../../shared/records-path.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Lists } from "./Lists.tsx";
import { TEXT_MAX } from "./search.ts";

const STARS = [1, 2, 3, 4, 5] as const;

interface Props {
  conditions: RecordConditions;
  /** Of which the values are offered. */
  period: Period;
  onSearch: (conditions: RecordConditions) => void;
  onClose: () => void;
}

/** Minutes are easier to write than seconds. */
type Values = Omit<RecordConditions, "length_min_s" | "length_max_s"> & { length_min?: number | null; length_max?: number | null };

function valuesOf({ length_min_s, length_max_s, ...others }: RecordConditions): Values {
  return {
    ...others,
    ...(length_min_s === undefined ? {} : { length_min: length_min_s / 60 }),
    ...(length_max_s === undefined ? {} : { length_max: length_max_s / 60 }),
  };
}

function conditionsOf({ length_min, length_max, ...others }: Values): RecordConditions {
  const seconds = (minutes: number | null | undefined) =>
    minutes === null || minutes === undefined ? undefined : Math.round(minutes * 60);
  const min = seconds(length_min);
  const max = seconds(length_max);
  return {
    ...others,
    ...(min === undefined ? {} : { length_min_s: min }),
    ...(max === undefined ? {} : { length_max_s: max }),
  };
}

/** 高级查询: several conditions at once, all of which must hold. */
export function SearchDrawer({ conditions, period, onSearch, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const optional = { allowClear: true, placeholder: t("recordSearch.any"), style: { width: "100%" } };
  const excludes = Object.keys(tidy(conditions).none_of ?? {}).length > 0;

  return (
    <SideDrawer
      label={t("recordSearch.title")}
      title={<h2>{t("recordSearch.title")}</h2>}
      onClose={onClose}
      testId="record-search"
      footer={
        <>
          <Button onClick={() => onSearch({})}>{t("recordSearch.reset")}</Button>
          <Button type="primary" onClick={() => form.submit()} data-testid="record-search-go">
            {t("recordSearch.go")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        className="drawer-form"
        initialValues={valuesOf(conditions)}
        onFinish={(values) => onSearch(conditionsOf(values))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.type === "text") form.submit();
        }}
      >
        <Lists period={period} />
        <div className="form-grid">
          <Form.Item name="visitor" label={t("recordSearch.find")}>
            <Input maxLength={TEXT_MAX} allowClear />
          </Form.Item>
          <Form.Item name="ip" label={t("recordSearch.column.ip")}>
            <Input maxLength={45} allowClear placeholder="203.0.113." />
          </Form.Item>
          <Form.Item name="page" label={t("recordSearch.onPage")}>
            <Input maxLength={TEXT_MAX} allowClear placeholder="/gift" />
          </Form.Item>
          <Form.Item name="value" label={t("recordSearch.value")}>
            <Select
              {...optional}
              options={(["valid", "invalid", "open"] as const).map((value) => ({ value, label: t(`recordSearch.values.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="accepted" label={t("recordSearch.accepted")}>
            <Select
              {...optional}
              options={[
                { value: true, label: t("recordSearch.wasAccepted") },
                { value: false, label: t("recordSearch.missed") },
              ]}
            />
          </Form.Item>
          <Form.Item name="card" label={t("recordSearch.card")}>
            <Select
              {...optional}
              options={[
                { value: true, label: t("recordSearch.withCard") },
                { value: false, label: t("recordSearch.withoutCard") },
              ]}
            />
          </Form.Item>
        </div>
        <Range form={form} label={t("records.rating")} least="score_min" most="score_max">
          {(label) => <Select allowClear aria-label={label} options={STARS.map((value) => ({ value, label: value }))} />}
        </Range>
        <Range form={form} label={t("records.messages")} least="messages_min" most="messages_max">
          {(label) => <InputNumber aria-label={label} min={0} precision={0} style={{ width: "100%" }} />}
        </Range>
        <Range form={form} label={t("recordSearch.minutes")} least="length_min" most="length_max">
          {(label) => <InputNumber aria-label={label} min={0} precision={1} style={{ width: "100%" }} />}
        </Range>
        <details className="record-none" open={excludes}>
          <summary data-testid="record-search-none">{t("recordSearch.noneOf")}</summary>
          <Lists under={["none_of"]} period={period} />
        </details>
      </Form>
    </SideDrawer>
  );
}

interface RangeProps {
  form: ReturnType<typeof Form.useForm<Values>>[0];
  label: string;
  least: keyof Values;
  most: keyof Values;
  children: (label: string) => React.ReactNode;
}

/** From and to; the second says so when it is below the first. */
function Range({ form, label, least, most, children }: RangeProps) {
  const { t } = useTranslation();
  const from = `${label}, ${t("recordSearch.from")}`;
  const to = `${label}, ${t("recordSearch.to")}`;
  const fits = (_: unknown, value: number | null | undefined) => {
    const lower = form.getFieldValue(least) as number | null | undefined;
    const wrong = typeof value === "number" && typeof lower === "number" && value < lower;
    return wrong ? Promise.reject(new Error(t("recordSearch.reversed"))) : Promise.resolve();
  };
  return (
    <Form.Item label={label} className="record-range">
      <div className="row">
        <Form.Item name={least} noStyle>
          {children(from)}
        </Form.Item>
        <span className="t3" aria-hidden="true">
          –
        </span>
        <Form.Item name={most} noStyle dependencies={[least]} rules={[{ validator: fits }]}>
          {children(to)}
        </Form.Item>
      </div>
    </Form.Item>
  );
}
