import type { Agent, Area, Department, RoutingRule, RoutingTrial, TryRouting } from "@parlor/protocol";
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { pathName } from "../../shared/department-tree.ts";
import { Field } from "../../shared/Field.tsx";
import { languageOptions } from "../../shared/languages.ts";
import { problemText } from "../../shared/problem-text.ts";
import { areaGroups, areaKey, areaOf } from "./regions.ts";

interface Props {
  /** What is on the screen is not what is tried. */
  dirty: boolean;
  rules: readonly RoutingRule[];
  agents: readonly Agent[];
  departments: readonly Department[];
}

interface Visitor {
  page: string;
  area?: Area;
  language?: string;
  lastAgent?: string;
}

const bodyOf = ({ page, area, language, lastAgent }: Visitor): TryRouting => ({
  page_url: page && !page.includes("://") ? `https://example.com${page.startsWith("/") ? "" : "/"}${page}` : page,
  ...(area ? { country: area.country, province: area.province ?? "" } : {}),
  ...(language ? { language } : {}),
  ...(lastAgent ? { last_agent_id: lastAgent } : {}),
});

/** 试一试: where a visitor would go at this moment, and why. The server decides as it does for real ones. */
export function Trial({ dirty, rules, agents, departments }: Props) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [visitor, setVisitor] = useState<Visitor>({ page: "/" });
  const trial = useMutation({ mutationFn: (body: TryRouting) => call("try_routing", { body }) });
  const groups = useMemo(
    () => areaGroups(language, { provinces: t("routing.provinces"), countries: t("routing.countries") }),
    [language, t],
  );
  /** What is chosen no more is left out. */
  const put = <Name extends keyof Visitor>(name: Name, value: Visitor[Name] | undefined) => {
    const { [name]: _, ...rest } = visitor;
    setVisitor({ page: visitor.page, ...rest, ...(value === undefined ? {} : { [name]: value }) });
  };
  return (
    <aside className="routing-trial" aria-label={t("routing.try.title")}>
      <h2>{t("routing.try.title")}</h2>
      <p className="t3 f12">{t(dirty ? "routing.try.saved" : "routing.try.text")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate(bodyOf(visitor));
        }}
      >
        <Field label={t("routing.try.page")}>
          {({ id }) => (
            <Input
              id={id}
              value={visitor.page}
              maxLength={1_000}
              onChange={(event) => put("page", event.target.value)}
              data-testid="trial-page"
            />
          )}
        </Field>
        <Field label={t("routing.try.region")}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              value={visitor.area ? areaKey(visitor.area) : null}
              onChange={(key) => put("area", key ? areaOf(key) : undefined)}
              options={groups.map((group, i) => ({ ...group, key: i }))}
              placeholder={t("routing.try.unknown")}
              style={{ width: "100%" }}
              data-testid="trial-region"
            />
          )}
        </Field>
        <div className="trial-two">
          <Field label={t("routing.try.language")}>
            {({ id }) => (
              <Select
                id={id}
                allowClear
                value={visitor.language ?? null}
                onChange={(code) => put("language", code ?? undefined)}
                options={languageOptions(language)}
                placeholder={t("routing.try.unknown")}
                style={{ width: "100%" }}
              />
            )}
          </Field>
          <Field label={t("routing.try.last")}>
            {({ id }) => (
              <Select
                id={id}
                allowClear
                value={visitor.lastAgent ?? null}
                onChange={(agent) => put("lastAgent", agent ?? undefined)}
                options={agents.map((agent) => ({ value: agent.agent_id, label: agent.name }))}
                placeholder={t("routing.try.nobody")}
                style={{ width: "100%" }}
              />
            )}
          </Field>
        </div>
        <Button htmlType="submit" block loading={trial.isPending} data-testid="trial-run">
          {t("routing.try.run")}
        </Button>
      </form>
      <div aria-live="polite">
        {trial.isError && <p className="banner bad">{problemText(t, trial.error)}</p>}
        {trial.data && <Outcome trial={trial.data} rules={rules} departments={departments} />}
      </div>
    </aside>
  );
}

function Outcome({ trial, rules, departments }: { trial: RoutingTrial } & Pick<Props, "rules" | "departments">) {
  const { t } = useTranslation();
  const at = rules.findIndex((rule) => rule.rule_id === trial.rule_id);
  const rule = rules[at];
  const department = departments.find((each) => each.department_id === trial.department_id);
  const steps = [
    ...(trial.refusal === "region" || trial.refusal === "no_department" ? [] : [t(`routing.because.${trial.because}`)]),
    ...(rule ? [t("routing.byRule", { rule: rule.name || t("routing.rule", { number: at + 1 }) })] : []),
    ...(trial.sent_on ? [t(`routing.sentOn.${trial.sent_on}`)] : []),
    ...(trial.skill ? [t("routing.needs", { skill: trial.skill })] : []),
    ...(trial.refusal ? [t(`routing.refusal.${trial.refusal}`)] : []),
    ...(trial.preferred_by ? [t(`routing.preferred.${trial.preferred_by}`)] : []),
    ...(!trial.refusal && trial.strategy ? [t(`department.hint.${trial.strategy}`)] : []),
  ];
  const first = trial.agents?.[0];
  return (
    <div className="trial-outcome" data-testid="trial-outcome" data-outcome={trial.outcome} data-why={trial.why}>
      <p className="medium">
        {trial.outcome === "assign" && first
          ? t("routing.outcome.assign", { agent: first.name, department: department?.name })
          : t(`routing.outcome.${trial.outcome === "assign" ? "wait" : trial.outcome}`, { department: department?.name ?? "" })}
      </p>
      <ol className="trial-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {department && trial.outcome === "wait" && (
        <p className="t3 f12">{t("routing.waitingNow", { department: pathName(departments, department), count: trial.waiting ?? 0 })}</p>
      )}
      {trial.agents && trial.agents.length > 0 && (
        <ol className="trial-agents" aria-label={t("routing.inOrder")}>
          {trial.agents.map((agent) => (
            <li key={agent.agent_id} className="row" data-testid="trial-agent">
              <Avatar id={agent.agent_id} name={agent.name} size={24} />
              <span className="grow cut">{agent.name}</span>
              {agent.preferred && <span className="tag accent">{t("routing.asked")}</span>}
              <span className="t3 f12 num">
                {agent.load} / {agent.ceiling}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
