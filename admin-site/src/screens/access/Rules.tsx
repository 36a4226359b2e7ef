import type { AllowedAddress, SignInRules } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, InputNumber, Select } from "antd";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ErrorText, Field, useFieldError } from "../../shared/Field.tsx";
import { replaced, without } from "../../shared/list.ts";
import { useDraft } from "../../shared/useDraft.ts";
import { allRoles, rolesQuery } from "../people/roles-query.ts";
import { DraftPage, DraftPageWaiting } from "../settings/DraftPage.tsx";
import { signInRulesQuery } from "./queries.ts";
import "./access.css";

const KEYS = [
  "addresses",
  "exempt_roles",
  "exempt_agents",
  "sessions_max",
  "second_factor",
  "second_factor_roles",
  "password_min",
  "password_days",
] as const;
const WANTED = ["own", "all", "roles"] as const;
const AGES = [0, 30, 60, 90, 180, 365];

/** 登录安全: how the company's people come in. */
export function SignInRulesScreen() {
  const { t } = useTranslation();
  const rules = useQuery(signInRulesQuery);
  if (!rules.data) return <DraftPageWaiting title={t("manage.signInRules")} query={rules} />;
  return <RulesForm rules={rules.data} />;
}

function RulesForm({ rules }: { rules: SignInRules }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft<SignInRules, (typeof KEYS)[number]>({
    doc: rules,
    keys: KEYS,
    send: (change) => call("change_sign_in_rules", { body: change }),
    reload: () => client.fetchQuery({ ...signInRulesQuery, staleTime: 0 }),
    onSaved: (saved) => client.setQueryData(signInRulesQuery.queryKey, saved),
  });
  const { value, set } = draft;
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const roles = useQuery(rolesQuery);
  const roleOptions = roles.data ? allRoles(t, roles.data).map((role) => ({ value: role.id, label: role.name })) : [];
  const agentOptions = (agents.data?.agents ?? []).map((agent) => ({ value: agent.agent_id, label: `${agent.name} ${agent.number}` }));
  return (
    <DraftPage title={t("manage.signInRules")} draft={draft}>
      <section className="card settings-card">
        <h2>{t("access.addresses")}</h2>
        <p className="t3 f12 access-text">{t("access.addressesText", { address: value.your_address })}</p>
        <Addresses value={value.addresses} here={value.your_address} onChange={(addresses) => set("addresses", addresses)} />
        {value.addresses.length > 0 && (
          <div className="fields">
            <Field path="exempt_roles" label={t("access.exemptRoles")}>
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  value={value.exempt_roles}
                  onChange={(next: string[]) => set("exempt_roles", next)}
                  options={roleOptions}
                />
              )}
            </Field>
            <Field path="exempt_agents" label={t("access.exemptAgents")}>
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  showSearch={{ optionFilterProp: "label" }}
                  value={value.exempt_agents}
                  onChange={(next: string[]) => set("exempt_agents", next)}
                  options={agentOptions}
                />
              )}
            </Field>
          </div>
        )}
      </section>
      <section className="card settings-card">
        <h2>{t("access.secondFactor")}</h2>
        <div className="fields">
          <Field path="second_factor" label={t("access.whoMust")} hint={t("access.whoMustHint")}>
            {(control) => (
              <Select
                {...control}
                value={value.second_factor}
                onChange={(next: SignInRules["second_factor"]) => set("second_factor", next)}
                options={WANTED.map((each) => ({ value: each, label: t(`access.wants.${each}`) }))}
                data-testid="second-factor-who"
              />
            )}
          </Field>
          {value.second_factor === "roles" && (
            <Field path="second_factor_roles" label={t("access.roles")} required>
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  value={value.second_factor_roles}
                  onChange={(next: string[]) => set("second_factor_roles", next)}
                  options={roleOptions}
                />
              )}
            </Field>
          )}
        </div>
      </section>
      <section className="card settings-card">
        <h2>{t("access.passwords")}</h2>
        <p className="t3 f12 access-text">{t("access.passwordsText")}</p>
        <div className="fields">
          <Field path="password_min" label={t("access.passwordMin")}>
            {(control) => (
              <InputNumber
                {...control}
                min={10}
                max={64}
                precision={0}
                value={value.password_min}
                onChange={(next) => set("password_min", next ?? 10)}
                suffix={t("access.characters")}
                style={{ width: "100%" }}
                data-testid="password-min"
              />
            )}
          </Field>
          <Field path="password_days" label={t("access.passwordDays")} hint={t("access.passwordDaysHint")}>
            {(control) => (
              <Select
                {...control}
                value={value.password_days}
                onChange={(next: number) => set("password_days", next)}
                options={[...new Set([...AGES, value.password_days])]
                  .sort((a, b) => a - b)
                  .map((days) => ({ value: days, label: days === 0 ? t("access.never") : t("access.afterDays", { count: days }) }))}
              />
            )}
          </Field>
        </div>
      </section>
      <section className="card settings-card">
        <h2>{t("access.sessions")}</h2>
        <div className="fields">
          <Field path="sessions_max" label={t("access.sessionsMax")} hint={t("access.sessionsMaxHint")}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                max={50}
                precision={0}
                value={value.sessions_max}
                onChange={(next) => set("sessions_max", next ?? 50)}
                style={{ width: "100%" }}
                data-testid="sessions-max"
              />
            )}
          </Field>
        </div>
      </section>
    </DraftPage>
  );
}

interface AddressesProps {
  value: readonly AllowedAddress[];
  here: string;
  onChange: (addresses: AllowedAddress[]) => void;
}

function Addresses({ value, here, onChange }: AddressesProps) {
  const { t } = useTranslation();
  const whole = useFieldError("addresses", true);
  const add = (range: string) => onChange([...value, { range, note: "" }]);
  return (
    <div className="access-addresses" data-error={whole ? true : undefined}>
      {value.length === 0 && <p>{t("access.anywhere")}</p>}
      {value.map((address, i) => (
        <Address
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and what is typed changes them
          key={i}
          index={i}
          value={address}
          onChange={(next) => onChange(replaced(value, i, next))}
          onRemove={() => onChange(without(value, i))}
        />
      ))}
      <ErrorText text={whole} />
      <div className="row access-acts">
        <Button icon={<Plus size={16} aria-hidden />} onClick={() => add("")} data-testid="add-address">
          {t("access.addAddress")}
        </Button>
        {!value.some((each) => each.range === here) && (
          <Button onClick={() => add(here)} data-testid="add-my-address">
            {t("access.addMine", { address: here })}
          </Button>
        )}
      </div>
    </div>
  );
}

interface AddressProps {
  index: number;
  value: AllowedAddress;
  onChange: (address: AllowedAddress) => void;
  onRemove: () => void;
}

function Address({ index, value, onChange, onRemove }: AddressProps) {
  const { t } = useTranslation();
  const error = useFieldError(`addresses[${index}]`);
  return (
    <div data-error={error ? true : undefined}>
      <div className="access-address">
        <Input
          value={value.range}
          status={error ? "error" : ""}
          maxLength={60}
          placeholder="203.0.113.0/24"
          aria-label={t("access.address")}
          onChange={(event) => onChange({ ...value, range: event.target.value })}
          data-testid="address"
        />
        <Input
          value={value.note ?? ""}
          maxLength={60}
          placeholder={t("access.note")}
          aria-label={t("access.note")}
          onChange={(event) => onChange({ ...value, note: event.target.value })}
        />
        <Button type="text" icon={<Trash2 size={16} aria-hidden />} aria-label={t("common.delete")} onClick={onRemove} />
      </div>
      <ErrorText text={error} />
    </div>
  );
}
