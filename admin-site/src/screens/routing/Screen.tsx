import type { Routing, RoutingRule, Service } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { InputNumber, Segmented } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { ListEditor } from "../../shared/ListEditor.tsx";
import { serviceQuery } from "../../shared/service.ts";
import { DraftPage, DraftPageWaiting } from "../settings/DraftPage.tsx";
import { Seconds, SwitchRow } from "../settings/Rules.tsx";
import { useServiceDraft } from "../settings/useServiceDraft.ts";
import { AreaSelect } from "./AreaSelect.tsx";
import { RegionTexts } from "./RegionTexts.tsx";
import { RuleFields } from "./RuleFields.tsx";
import { newRule, wrongRouting } from "./rules.ts";
import { Trial } from "./Trial.tsx";
import "./routing.css";

const KEYS = ["routing"] as const;
const RULES_MAX = 50;
const MODES = ["all", "only", "except"] as const;
const OTHERWISE = ["message", "hide"] as const;
const DAYS_MAX = 365;

/** 访客分配: who gets whom, whom the company serves, and a dry run of both. */
export function RoutingScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.routing")} query={query} />;
  return <RoutingForm service={query.data} />;
}

function RoutingForm({ service }: { service: Service }) {
  const { t } = useTranslation();
  const check = useCallback(
    (draft: Service) => wrongRouting(draft.routing).map((wrong) => ({ ...wrong, text: t(`routing.wrong.${wrong.text}`) })),
    [t],
  );
  const draft = useServiceDraft(service, KEYS, check);
  const routing = draft.value.routing;
  const set = (change: Partial<Routing>) => draft.set("routing", { ...routing, ...change });
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const people = agents.data?.agents ?? [];
  const places = departments.data?.departments ?? [];
  const areas = routing.service_areas ?? {};
  const mode = areas.mode ?? "all";

  return (
    <DraftPage title={t("manage.routing")} draft={draft}>
      <div className="routing">
        <div className="routing-main">
          <section>
            <h2>{t("routing.rules")}</h2>
            <p className="t3 f12">{t("routing.rulesText")}</p>
            <ListEditor<RoutingRule>
              boxed
              items={routing.rules ?? []}
              onChange={(rules) => set({ rules })}
              keyOf={(rule) => rule.rule_id}
              nameOf={(rule, i) => rule.name || t("routing.rule", { number: i + 1 })}
              addLabel={t("routing.add")}
              make={newRule}
              max={RULES_MAX}
              path="routing.rules"
              testId="routing-rules"
            >
              {(rule, change, i) => (
                <RuleFields
                  rule={rule}
                  onChange={change}
                  path={`routing.rules[${i}]`}
                  number={i + 1}
                  agents={people}
                  departments={places}
                />
              )}
            </ListEditor>
          </section>
          <section>
            <h2>{t("routing.first")}</h2>
            <p className="t3 f12">{t("routing.firstText")}</p>
            <SwitchRow
              label={t("routing.linkAgent")}
              hint={t("routing.linkAgentHint")}
              checked={routing.link_agent ?? true}
              onChange={(link_agent) => set({ link_agent })}
              testId="routing-link"
            />
            <SwitchRow
              label={t("routing.lastAgent")}
              hint={t("routing.lastAgentHint")}
              checked={routing.last_agent_first ?? false}
              onChange={(last_agent_first) => set({ last_agent_first })}
              testId="routing-last"
            />
            <SwitchRow
              label={t("routing.language")}
              hint={t("routing.languageHint")}
              checked={routing.same_language_first ?? false}
              onChange={(same_language_first) => set({ same_language_first })}
              testId="routing-language"
            />
            <div className="fields">
              {routing.last_agent_first && (
                <Field path="routing.last_agent_days" label={t("routing.lastAgentDays")}>
                  {(control) => (
                    <InputNumber
                      {...control}
                      min={1}
                      max={DAYS_MAX}
                      precision={0}
                      value={routing.last_agent_days ?? 30}
                      onChange={(days) => set({ last_agent_days: typeof days === "number" ? days : 30 })}
                      suffix={t("routing.days")}
                      style={{ width: "100%" }}
                    />
                  )}
                </Field>
              )}
              <Field path="routing.pause_s" label={t("routing.pause")} hint={t("routing.pauseHint")}>
                {(control) => (
                  <Seconds
                    {...control}
                    value={routing.pause_s ?? 0}
                    onChange={(value) => set({ pause_s: value ?? 0 })}
                    nought={t("routing.noPause")}
                    testId="routing-pause"
                  />
                )}
              </Field>
            </div>
          </section>
          <section>
            <h2>{t("routing.areas")}</h2>
            <p className="t3 f12">{t("routing.areasText")}</p>
            <Segmented<(typeof MODES)[number]>
              value={mode}
              onChange={(next) => set({ service_areas: { ...areas, mode: next } })}
              options={MODES.map((each) => ({ value: each, label: t(`routing.mode.${each}`) }))}
              data-testid="routing-mode"
            />
            {mode !== "all" && (
              <div className="fields">
                <Field path="routing.service_areas.areas" label={t("routing.regions")} className="wide" required>
                  {(control) => (
                    <AreaSelect
                      {...control}
                      value={areas.areas ?? []}
                      onChange={(next) => set({ service_areas: { ...areas, areas: next } })}
                      testId="routing-areas"
                    />
                  )}
                </Field>
                <Field
                  path="routing.service_areas.otherwise"
                  label={t(`routing.refusedFrom.${mode}`)}
                  hint={t("routing.otherwiseHint")}
                  className="wide"
                >
                  {({ id }) => (
                    <Segmented<(typeof OTHERWISE)[number]>
                      id={id}
                      value={areas.otherwise ?? "message"}
                      onChange={(next) => set({ service_areas: { ...areas, otherwise: next } })}
                      options={OTHERWISE.map((each) => ({ value: each, label: t(`routing.refused.${each}`) }))}
                    />
                  )}
                </Field>
                {areas.otherwise !== "hide" && (
                  <RegionTexts value={areas.texts ?? {}} onChange={(texts) => set({ service_areas: { ...areas, texts } })} />
                )}
              </div>
            )}
          </section>
        </div>
        <Trial dirty={draft.dirty} rules={service.routing.rules ?? []} agents={people} departments={places} />
      </div>
    </DraftPage>
  );
}
