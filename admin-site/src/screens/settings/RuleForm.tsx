import type { InvitationRule, RuleCount, VisitorLanguage } from "@parlor/protocol";
import { Input, InputNumber, Segmented, Select, Switch } from "antd";
import { X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/index.ts";
import { Field, type FieldControl } from "../../shared/Field.tsx";
import {
  CONDITIONS,
  type ConditionName,
  LISTS,
  type ListName,
  NUMBERS,
  type NumberName,
  SOURCE_KINDS,
  withCondition,
  withoutCondition,
} from "./conditions.ts";
import { VISITOR_LANGUAGES } from "./visitorLanguages.ts";

interface Props {
  rule: InvitationRule;
  path: string;
  onChange: (rule: InvitationRule) => void;
  count: RuleCount | undefined;
}

const SENDER_ANY = "";

export function RuleForm({ rule, path, onChange, count }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const agents = useLive((state) => state.agents);
  const departments = useLive((state) => state.departments);
  const change = (part: Partial<InvitationRule>) => onChange({ ...rule, ...part });
  const sender = rule.agent_id ?? rule.department_id ?? SENDER_ANY;
  const setSender = (value: string) => {
    const { agent_id: _, department_id: __, ...rest } = rule;
    onChange({ ...rest, ...(agents.has(value) ? { agent_id: value } : value ? { department_id: value } : {}) });
  };
  return (
    <>
      <div className="row form-switch">
        <label className="grow" htmlFor={`${id}-on`}>
          {t("invitations.on")}
          <div className="t3 f12">
            {count && (count.shown ?? 0) > 0
              ? t("invitations.counts", { shown: count.shown, accepted: count.accepted ?? 0, share: shareOf(count) })
              : t("invitations.noCounts")}
          </div>
        </label>
        <Switch id={`${id}-on`} checked={rule.on !== false} onChange={(on) => change({ on })} data-testid="rule-on" />
      </div>
      <Field label={t("invitations.name")} path={`${path}.name`} required>
        {(control) => (
          <Input
            {...control}
            value={rule.name}
            maxLength={60}
            onChange={(event) => change({ name: event.target.value })}
            data-testid="rule-name"
          />
        )}
      </Field>
      <section className="rule-conditions" aria-label={t("invitations.conditions")}>
        <h3>{t("invitations.conditions")}</h3>
        <p className="t3 f12">{t("invitations.conditionsText")}</p>
        {CONDITIONS.filter((name) => rule.when?.[name] !== undefined).map((name) => (
          <Condition key={name} name={name} rule={rule} path={path} onChange={onChange} />
        ))}
        <Select<ConditionName | null>
          value={null}
          className="rule-add-condition"
          placeholder={t("invitations.addCondition")}
          onChange={(name) => name && change({ when: withCondition(rule.when ?? {}, name) })}
          options={CONDITIONS.filter((name) => rule.when?.[name] === undefined).map((name) => ({
            value: name,
            label: t(`invitations.when.${name}`),
          }))}
          data-testid="rule-add-condition"
        />
      </section>
      <div className="form-grid rule-fields">
        <Field label={t("invitations.kind")} path={`${path}.kind`}>
          {({ id }) => (
            <Segmented
              id={id}
              block
              value={rule.kind ?? "invitation"}
              onChange={(kind) => change({ kind })}
              options={(["invitation", "forced"] as const).map((value) => ({ value, label: t(`invitations.kinds.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("invitations.often")} path={`${path}.often`}>
          {(control) => (
            <div className="row">
              <Select
                id={control.id}
                className="grow"
                value={rule.often ?? "once"}
                onChange={(often) => change({ often })}
                options={(["once", "day", "times"] as const).map((value) => ({ value, label: t(`invitations.oftens.${value}`) }))}
                data-testid="rule-often"
              />
              {rule.often === "times" && (
                <InputNumber
                  min={1}
                  max={100}
                  precision={0}
                  aria-label={t("invitations.times")}
                  value={rule.times ?? 1}
                  onChange={(times) => change({ times: times ?? 1 })}
                />
              )}
            </div>
          )}
        </Field>
        <Field label={t("invitations.sender")} hint={t("invitations.senderHint")} path={`${path}.agent_id`} className="wide">
          {(control) => (
            <Select
              {...control}
              showSearch
              optionFilterProp="label"
              value={sender}
              onChange={setSender}
              options={[
                { value: SENDER_ANY, label: t("invitations.senderStyle") },
                {
                  label: t("invitations.senderDepartment"),
                  options: departments.map((each) => ({ value: each.department_id, label: each.name })),
                },
                {
                  label: t("invitations.senderAgent"),
                  options: [...agents.values()].map((each) => ({ value: each.agent_id, label: `${each.number} ${each.name}` })),
                },
              ]}
              data-testid="rule-sender"
            />
          )}
        </Field>
      </div>
      {(Object.keys(VISITOR_LANGUAGES) as VisitorLanguage[]).map((language, i) => (
        <Field
          key={language}
          label={t("invitations.textIn", { language: VISITOR_LANGUAGES[language] })}
          path={i === 0 ? `${path}.texts` : `${path}.texts.${language}`}
          hint={i === 0 ? t("invitations.textHint") : undefined}
        >
          {(control) => (
            <Input.TextArea
              {...control}
              value={rule.texts?.[language] ?? ""}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(event) => change({ texts: { ...rule.texts, [language]: event.target.value } })}
              data-testid={`rule-text-${language}`}
            />
          )}
        </Field>
      ))}
    </>
  );
}

const shareOf = ({ shown = 0, accepted = 0 }: RuleCount): string => `${Math.round((accepted / Math.max(shown, 1)) * 100)}%`;

function Condition({ name, rule, path, onChange }: Omit<Props, "count"> & { name: ConditionName }) {
  const { t } = useTranslation();
  const label = t(`invitations.when.${name}`);
  return (
    <div className="rule-condition" data-testid={`condition-${name}`}>
      <Field label={label} path={`${path}.when.${name}`}>
        {(control) => <Value name={name} rule={rule} onChange={onChange} control={control} />}
      </Field>
      <button
        type="button"
        className="icon-button small"
        aria-label={t("list.remove", { name: label })}
        onClick={() => onChange({ ...rule, when: withoutCondition(rule.when ?? {}, name) })}
      >
        <X size={16} />
      </button>
    </div>
  );
}

interface ValueProps {
  name: ConditionName;
  rule: InvitationRule;
  onChange: (rule: InvitationRule) => void;
  control: FieldControl;
}

const isList = (name: ConditionName): name is ListName => (LISTS as readonly string[]).includes(name);

function Value({ name, rule, onChange, control }: ValueProps) {
  const { t } = useTranslation();
  const when = rule.when ?? {};
  const set = (part: typeof when) => onChange({ ...rule, when: { ...when, ...part } });
  if (name === "exit_intent")
    return (
      <p id={control.id} className="t2 f13">
        {t("invitations.exitText")}
      </p>
    );
  if (name === "event") {
    return (
      <div className="row">
        <Input
          {...control}
          className="grow"
          value={when.event ?? ""}
          maxLength={60}
          placeholder={t("invitations.eventName")}
          onChange={(event) => set({ event: event.target.value })}
        />
        <InputNumber
          min={1}
          max={1_000}
          precision={0}
          aria-label={t("invitations.eventCount")}
          value={when.event_count || 1}
          suffix={t("invitations.unit.times")}
          onChange={(event_count) => set({ event_count: event_count ?? 1 })}
        />
      </div>
    );
  }
  if (name === "sources") {
    return (
      <Select
        {...control}
        mode="multiple"
        value={when.sources ?? []}
        onChange={(sources) => set({ sources })}
        options={SOURCE_KINDS.map((value) => ({ value, label: t(`invitations.source.${value}`) }))}
      />
    );
  }
  if (isList(name)) {
    return (
      <Select
        {...control}
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[" ", ",", "，"]}
        value={when[name] ?? []}
        placeholder={t(`invitations.example.${name}`)}
        onChange={(words: string[]) => set({ [name]: words })}
      />
    );
  }
  const { max, unit } = NUMBERS[name as NumberName];
  return (
    <InputNumber
      {...control}
      min={0}
      max={max}
      precision={name === "cart_min" ? 2 : 0}
      value={when[name as NumberName] ?? 0}
      {...(unit ? { suffix: t(`invitations.unit.${unit}`) } : {})}
      onChange={(value) => set({ [name]: value ?? 0 })}
      style={{ width: 200 }}
      data-testid={`condition-value-${name}`}
    />
  );
}
