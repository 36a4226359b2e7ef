import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { FORMS, PAGE_CODE, SERVER_CODE, SIGNER_NAMES, SIGNERS, type SignedForm, type Signer } from "./code.ts";

/** What the company's server does, and what its pages say. */
export function CodeCards() {
  const { t } = useTranslation();
  const [signer, setSigner] = useState<Signer>("node");
  const [form, setForm] = useState<SignedForm>("user");
  return (
    <>
      <section className="card integration-card">
        <h2>{t("integration.server")}</h2>
        <div className="integration-choices">
          <Segmented<SignedForm>
            aria-label={t("integration.what")}
            value={form}
            onChange={setForm}
            options={FORMS.map((value) => ({ value, label: t(`integration.form.${value}`) }))}
            data-testid="identity-form"
          />
          <Segmented<Signer>
            aria-label={t("integration.language")}
            value={signer}
            onChange={setSigner}
            options={SIGNERS.map((value) => ({ value, label: SIGNER_NAMES[value] }))}
            data-testid="identity-language"
          />
        </div>
        <p className="t2 f13">{t(`integration.formText.${form}`)}</p>
        <CopyBox text={SERVER_CODE[signer][form]} testId="identity-server" />
      </section>
      <section className="card integration-card">
        <h2>{t("integration.page")}</h2>
        <p className="t2 f13">{t("integration.pageText")}</p>
        <CopyBox text={PAGE_CODE[form]} testId="identity-page" />
        <p className="t2 f13">{t("integration.outText")}</p>
        <CopyBox text={PAGE_CODE.out} testId="identity-out" />
      </section>
      <section className="card integration-card">
        <h2>{t("integration.rules")}</h2>
        <ul className="integration-rules">
          {(["one", "keep", "shared", "replay"] as const).map((rule) => (
            <li key={rule}>{t(`integration.rule.${rule}`)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
