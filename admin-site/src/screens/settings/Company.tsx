import { type Company, type Language, NAME_MAX } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Input, InputNumber, Segmented, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { type Draft, useDraft } from "../../shared/useDraft.ts";
import { PictureField } from "../styles/PictureField.tsx";
import { CloseCompany } from "./CloseCompany.tsx";
import { checkCompany } from "./company-checks.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { SwitchRow } from "./Rules.tsx";

const TEXTS = ["company", "short_name", "industry", "phone", "email", "website", "address"] as const;
const SWITCHES = ["typing_preview", "invitations", "forced_conversations"] as const;
const KEYS = [
  ...TEXTS,
  ...SWITCHES,
  "logo",
  "invoice_title",
  "tax_number",
  "time_zone",
  "language",
  "unread_grace_s",
  "wait_limit_s",
] as const;
const LENGTHS = {
  company: NAME_MAX,
  short_name: 20,
  industry: 40,
  phone: 40,
  email: 254,
  website: 200,
  address: 200,
  invoice_title: 100,
  tax_number: 30,
};

type Text = keyof typeof LENGTHS;
type Form = Draft<Company, (typeof KEYS)[number]>;

/** 单位信息: what the company is, and the switches that hold for everybody. */
export function CompanyScreen() {
  const { t } = useTranslation();
  const company = useQuery({ queryKey: ["company"], queryFn: ({ signal }) => call("get_company", {}, signal) });
  if (!company.data) return <DraftPageWaiting title={t("manage.company")} query={company} />;
  return <CompanyForm company={company.data} />;
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const keeps = may(useMe(), "keep_company");
  const draft = useDraft<Company, (typeof KEYS)[number]>({
    doc: company,
    keys: KEYS,
    check: (value) => checkCompany(t, value),
    send: (change) => call("change_company", { body: change }),
    reload: () => client.fetchQuery({ queryKey: ["company"], queryFn: () => call("get_company", {}), staleTime: 0 }),
    onSaved: (saved) => {
      client.setQueryData(["company"], saved);
      void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
  return (
    <DraftPage title={t("manage.company")} draft={draft} readOnly={!keeps}>
      <section className="card settings-card">
        <h2>{t("settings.data")}</h2>
        <fieldset className="fields" disabled={!keeps}>
          <div className="wide">
            <PictureField
              label={t("companyData.logo")}
              hint={t("companyData.logoHint")}
              value={draft.value.logo ?? undefined}
              onChange={(logo) => draft.set("logo", logo ?? null)}
              path="logo"
              testId="company-logo"
            />
          </div>
          {TEXTS.map((name) => (
            <Line key={name} name={name} draft={draft} />
          ))}
        </fieldset>
      </section>
      <section className="card settings-card">
        <h2>{t("companyData.invoice")}</h2>
        <p className="t3 f12 form-lead">{t("companyData.invoiceText")}</p>
        <fieldset className="fields" disabled={!keeps}>
          <Line name="invoice_title" draft={draft} />
          <Line name="tax_number" draft={draft} />
        </fieldset>
      </section>
      <Region draft={draft} disabled={!keeps} />
      <section className="card settings-card">
        <h2>{t("settings.switches")}</h2>
        {SWITCHES.map((name) => (
          <SwitchRow
            key={name}
            label={t(`settings.${name}`)}
            hint={t(`settings.hint.${name}`)}
            checked={draft.value[name]}
            disabled={!keeps}
            onChange={(on) => draft.set(name, on)}
            testId={`company-${name}`}
          />
        ))}
      </section>
      <section className="card settings-card">
        <h2>{t("settings.times")}</h2>
        <div className="fields">
          <Seconds
            name="wait_limit_s"
            label={t("settings.waitLimit")}
            hint={t("settings.waitLimitHint")}
            max={3600}
            draft={draft}
            disabled={!keeps}
          />
          <Seconds
            name="unread_grace_s"
            label={t("settings.grace")}
            hint={t("settings.graceHint")}
            max={900}
            draft={draft}
            disabled={!keeps}
          />
        </div>
      </section>
      <CloseCompany />
    </DraftPage>
  );
}

const HINTS: { [name in Text]?: "short_nameHint" | "contactHint" } = { short_name: "short_nameHint", phone: "contactHint" };

function Line({ name, draft }: { name: Text; draft: Form }) {
  const { t } = useTranslation();
  const hint = HINTS[name];
  return (
    <Field
      path={name}
      label={t(`companyData.${name}`)}
      required={name === "company"}
      className={name === "address" ? "wide" : ""}
      {...(hint ? { hint: t(`companyData.${hint}`) } : {})}
    >
      {(control) => (
        <Input
          {...control}
          value={draft.value[name]}
          maxLength={LENGTHS[name]}
          onChange={(event) => draft.set(name, event.target.value)}
          data-testid={`company-${name === "company" ? "name" : name}`}
        />
      )}
    </Field>
  );
}

function Region({ draft, disabled }: { draft: Form; disabled: boolean }) {
  const { t } = useTranslation();
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone })), []);
  return (
    <section className="card settings-card">
      <h2>{t("companyData.region")}</h2>
      <div className="fields">
        <Field path="time_zone" label={t("settings.zone")} hint={t("settings.zoneHint")} required>
          {(control) => (
            <Select
              {...control}
              showSearch
              options={zones}
              value={draft.value.time_zone}
              disabled={disabled}
              onChange={(zone) => draft.set("time_zone", zone)}
            />
          )}
        </Field>
        <Field path="language" label={t("settings.language")} hint={t("settings.languageHint")}>
          {(control) => (
            <Segmented<Language>
              id={control.id}
              block
              disabled={disabled}
              value={draft.value.language}
              onChange={(language) => draft.set("language", language)}
              options={[
                { value: "zh-CN", label: "简体中文" },
                { value: "en", label: "English" },
              ]}
            />
          )}
        </Field>
      </div>
    </section>
  );
}

interface SecondsProps {
  name: "wait_limit_s" | "unread_grace_s";
  label: string;
  hint: string;
  max: number;
  draft: Form;
  disabled: boolean;
}

function Seconds({ name, label, hint, max, draft, disabled }: SecondsProps) {
  const { t } = useTranslation();
  return (
    <Field path={name} label={label} hint={hint}>
      {(control) => (
        <InputNumber
          {...control}
          min={10}
          max={max}
          precision={0}
          value={draft.value[name]}
          disabled={disabled}
          onChange={(seconds) => seconds !== null && draft.set(name, seconds)}
          suffix={t("settings.seconds")}
          style={{ width: "100%" }}
        />
      )}
    </Field>
  );
}
