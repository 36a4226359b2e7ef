import type { Payment } from "@parlor/protocol";
import { Checkbox, DatePicker, Input, Switch } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../../shared/Field.tsx";
import { SwitchRow } from "../../settings/Rules.tsx";
import { useCompanyPanel } from "../editor-context.ts";
import { LanguageSwitch } from "../LanguageSwitch.tsx";
import { PictureField } from "../PictureField.tsx";
import { TextIn } from "./TextIn.tsx";

const PAYMENTS: readonly Payment[] = ["alipay", "wechat_pay", "unionpay", "visa", "mastercard", "amex", "paypal", "jcb"];
const PROFILE_MAX = 2_000;
const ANNOUNCEMENT_MAX = 300;
const ADVERTISEMENT_MAX = 200;
const LABEL_MAX = 20;
const URL_MAX = 500;

/** 公司面板: who stands behind the window, what is announced and advertised in it. */
export function PanelTab() {
  const { t } = useTranslation();
  const [panel, set] = useCompanyPanel();
  const { announcement, advertisement, tab } = panel;
  return (
    <>
      <section className="style-section">
        <LanguageSwitch title={t("styles.panel.company")} />
        <PictureField
          label={t("styles.panel.logo")}
          hint={t("styles.panel.logoHint")}
          value={panel.logo}
          onChange={(logo) => set({ logo })}
          path="content.panel.logo"
          testId="panel-logo"
        />
        <TextIn
          label={t("styles.panel.profile")}
          hint={t("styles.panel.profileHint")}
          path="content.panel.profile"
          texts={panel.profile}
          onChange={(profile) => set({ profile })}
          max={PROFILE_MAX}
          rows={3}
          testId="panel-profile"
        />
        <SwitchRow
          label={t("styles.panel.agentCard")}
          hint={t("styles.panel.agentCardHint")}
          checked={panel.agent_card !== false}
          onChange={(agent_card) => set({ agent_card })}
          testId="panel-agent-card"
        />
      </section>
      <Optional
        title={t("styles.panel.announcement")}
        on={announcement !== undefined}
        onChange={(on) => set({ announcement: on ? { texts: {} } : undefined })}
        testId="panel-announcement-on"
      >
        {announcement && (
          <>
            <TextIn
              label={t("styles.panel.text")}
              path="content.panel.announcement.texts"
              texts={announcement.texts}
              onChange={(texts) => set({ announcement: { ...announcement, texts } })}
              max={ANNOUNCEMENT_MAX}
              rows={2}
              testId="panel-announcement"
            />
            <div className="form-grid">
              <UrlField
                path="content.panel.announcement.url"
                value={announcement.url}
                onChange={(url) => set({ announcement: { ...announcement, url } })}
                testId="panel-announcement-url"
              />
              <Field label={t("styles.panel.until")} path="content.panel.announcement.until">
                {({ id }) => (
                  <DatePicker
                    id={id}
                    showTime={{ format: "HH:mm" }}
                    format="YYYY-MM-DD HH:mm"
                    placeholder={t("styles.panel.noEnd")}
                    value={announcement.until ? dayjs(announcement.until) : null}
                    onChange={(day) => set({ announcement: { ...announcement, until: day ? day.valueOf() : undefined } })}
                  />
                )}
              </Field>
            </div>
          </>
        )}
      </Optional>
      <Optional
        title={t("styles.panel.advertisement")}
        on={advertisement !== undefined}
        onChange={(on) => set({ advertisement: on ? { texts: {} } : undefined })}
        testId="panel-advertisement-on"
      >
        {advertisement && (
          <>
            <TextIn
              label={t("styles.panel.text")}
              path="content.panel.advertisement.texts"
              texts={advertisement.texts}
              onChange={(texts) => set({ advertisement: { ...advertisement, texts } })}
              max={ADVERTISEMENT_MAX}
              testId="panel-advertisement"
            />
            <PictureField
              label={t("styles.panel.picture")}
              value={advertisement.picture}
              onChange={(picture) => set({ advertisement: { ...advertisement, picture } })}
              path="content.panel.advertisement.picture"
              testId="panel-advertisement-picture"
            />
            <UrlField
              path="content.panel.advertisement.url"
              value={advertisement.url}
              onChange={(url) => set({ advertisement: { ...advertisement, url } })}
              testId="panel-advertisement-url"
            />
          </>
        )}
      </Optional>
      <Optional
        title={t("styles.panel.tab")}
        on={tab !== undefined}
        onChange={(on) => set({ tab: on ? { labels: {}, url: "" } : undefined })}
        testId="panel-tab-on"
      >
        {tab && (
          <div className="form-grid">
            <TextIn
              label={t("styles.panel.tabLabel")}
              path="content.panel.tab.labels"
              texts={tab.labels}
              onChange={(labels) => set({ tab: { ...tab, labels } })}
              max={LABEL_MAX}
              testId="panel-tab-label"
            />
            <UrlField
              required
              path="content.panel.tab.url"
              value={tab.url}
              onChange={(url = "") => set({ tab: { ...tab, url } })}
              testId="panel-tab-url"
            />
          </div>
        )}
      </Optional>
      <section className="style-section">
        <h2>{t("styles.panel.payments")}</h2>
        <Checkbox.Group
          className="style-payments"
          value={panel.payments ?? []}
          onChange={(chosen) => set({ payments: PAYMENTS.filter((each) => chosen.includes(each)) })}
          options={PAYMENTS.map((value) => ({ value, label: t(`styles.payment.${value}`) }))}
        />
      </section>
    </>
  );
}

interface OptionalProps {
  title: string;
  on: boolean;
  onChange: (on: boolean) => void;
  testId: string;
  children: ReactNode;
}

/** A part that is there or not, with its switch on its head. */
function Optional({ title, on, onChange, testId, children }: OptionalProps) {
  const id = useId();
  return (
    <section className="style-section">
      <div className="row style-section-head">
        <h2 className="grow">
          <label htmlFor={id}>{title}</label>
        </h2>
        <Switch id={id} checked={on} onChange={onChange} data-testid={testId} />
      </div>
      {children}
    </section>
  );
}

interface UrlProps {
  path: string;
  value: string | undefined;
  onChange: (url: string | undefined) => void;
  required?: boolean;
  testId: string;
}

function UrlField({ path, value, onChange, required = false, testId }: UrlProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("styles.panel.url")} path={path} required={required}>
      {(control) => (
        <Input
          {...control}
          value={value ?? ""}
          maxLength={URL_MAX}
          placeholder="https://"
          onChange={(event) => onChange(event.target.value.trim() || undefined)}
          data-testid={testId}
        />
      )}
    </Field>
  );
}
