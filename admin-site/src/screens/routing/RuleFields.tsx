import type { Agent, Department, RoutingRule } from "@parlor/protocol";
import { Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { pathName } from "../../shared/department-tree.ts";
import { Field } from "../../shared/Field.tsx";
import { languageOptions } from "../../shared/languages.ts";
import { AreaSelect } from "./AreaSelect.tsx";

interface Props {
  rule: RoutingRule;
  onChange: (rule: RoutingRule) => void;
  path: string;
  number: number;
  agents: readonly Agent[];
  departments: readonly Department[];
}

const PATTERN_MAX = 200;
const PATTERNS_MAX = 20;

/** One rule: for whom, and where to. */
export function RuleFields({ rule, onChange, path, number, agents, departments }: Props) {
  const { t, i18n } = useTranslation();
  const change = (part: Partial<RoutingRule>) => onChange({ ...rule, ...part });
  /** What is chosen no more is left out. */
  const choose = (name: "department_id" | "agent_id" | "skill", value: string | undefined) => {
    const { [name]: _, ...rest } = rule;
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  const skills = [...new Set(agents.flatMap((agent) => agent.skills ?? []))].sort();
  const patterns = (name: "pages" | "referrers") => (
    <Field path={`${path}.${name}`} label={t(`routing.${name}`)} hint={t(`routing.${name}Hint`)}>
      {(control) => (
        <Select
          {...control}
          mode="tags"
          maxCount={PATTERNS_MAX}
          open={false}
          suffixIcon={null}
          tokenSeparators={[" ", ",", "，", "\n"]}
          value={rule[name] ?? []}
          onChange={(list: string[]) => change({ [name]: list.map((each) => each.trim().slice(0, PATTERN_MAX)).filter(Boolean) })}
          placeholder={t(`routing.${name}Any`)}
          style={{ width: "100%" }}
          data-testid={`rule-${name}`}
        />
      )}
    </Field>
  );
  return (
    <div className="rule" data-off={rule.enabled === false || undefined} data-testid="routing-rule">
      <div className="row rule-head">
        <Input
          value={rule.name ?? ""}
          maxLength={60}
          placeholder={t("routing.rule", { number })}
          aria-label={t("routing.ruleName")}
          onChange={(event) => change({ name: event.target.value })}
          data-testid="rule-name"
        />
        <Switch
          checked={rule.enabled !== false}
          onChange={(enabled) => change({ enabled })}
          aria-label={t("routing.enabled")}
          data-testid="rule-enabled"
        />
      </div>
      <div className="rule-parts">
        <fieldset className="fields">
          <legend>{t("routing.whom")}</legend>
          {patterns("pages")}
          <Field path={`${path}.areas`} label={t("routing.regions")}>
            {(control) => <AreaSelect {...control} value={rule.areas ?? []} onChange={(areas) => change({ areas })} testId="rule-areas" />}
          </Field>
          <Field path={`${path}.languages`} label={t("routing.languages")}>
            {(control) => (
              <Select
                {...control}
                mode="multiple"
                showSearch={{ optionFilterProp: "label" }}
                value={rule.languages ?? []}
                onChange={(languages: string[]) => change({ languages })}
                options={languageOptions(i18n.language)}
                placeholder={t("routing.languagesAny")}
                style={{ width: "100%" }}
                data-testid="rule-languages"
              />
            )}
          </Field>
          {patterns("referrers")}
        </fieldset>
        <fieldset className="fields">
          <legend>{t("routing.where")}</legend>
          <Field path={`${path}.department_id`} label={t("routing.department")}>
            {(control) => (
              <Select
                {...control}
                allowClear
                value={rule.department_id ?? null}
                onChange={(id) => choose("department_id", id ?? undefined)}
                options={departments.map((each) => ({ value: each.department_id, label: pathName(departments, each) }))}
                placeholder={t("routing.departmentAny")}
                style={{ width: "100%" }}
                data-testid="rule-department"
              />
            )}
          </Field>
          <Field path={`${path}.agent_id`} label={t("routing.agent")} hint={t("routing.agentHint")}>
            {(control) => (
              <Select
                {...control}
                allowClear
                showSearch={{ optionFilterProp: "label" }}
                value={rule.agent_id ?? null}
                onChange={(id) => choose("agent_id", id ?? undefined)}
                options={agents
                  .filter((each) => !each.disabled || each.agent_id === rule.agent_id)
                  .map((each) => ({ value: each.agent_id, label: `${each.name} ${each.number}` }))}
                placeholder={t("routing.agentAny")}
                style={{ width: "100%" }}
                data-testid="rule-agent"
              />
            )}
          </Field>
          <Field path={`${path}.skill`} label={t("routing.skill")} hint={skills.length === 0 ? t("routing.noSkills") : undefined}>
            {(control) => (
              <Select
                {...control}
                allowClear
                disabled={skills.length === 0 && !rule.skill}
                value={rule.skill ?? null}
                onChange={(skill) => choose("skill", skill ?? undefined)}
                options={[...new Set([...skills, ...(rule.skill ? [rule.skill] : [])])].map((skill) => ({ value: skill, label: skill }))}
                placeholder={t("routing.skillAny")}
                style={{ width: "100%" }}
                data-testid="rule-skill"
              />
            )}
          </Field>
        </fieldset>
      </div>
    </div>
  );
}
