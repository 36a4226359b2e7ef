import { Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { Field } from "../../shared/Field.tsx";
import type { Draft } from "../../shared/useDraft.ts";
import type { KEYS, SignOnDraft } from "./sign-on.ts";

export type Form = Draft<SignOnDraft, (typeof KEYS)[number]>;
const METADATA_MAX = 150_000;

/** The company's provider: what it is told, and what we are told of it. */
export function Provider({ draft }: { draft: Form }) {
  const { t } = useTranslation();
  const { value, base } = draft;
  const line = (
    path: "issuer" | "client_id" | "metadata_url" | "email_from" | "name_from",
    more: { wide?: boolean; hint?: string; required?: boolean },
  ) => (
    <Field
      path={path}
      label={t(`sso.field.${path}`)}
      {...(more.hint ? { hint: more.hint } : {})}
      required={more.required === true}
      className={more.wide ? "wide" : ""}
    >
      {(control) => (
        <Input
          {...control}
          value={value[path]}
          maxLength={path === "issuer" || path === "metadata_url" ? 2_000 : 200}
          onChange={(event) => draft.set(path, event.target.value)}
          data-testid={`sso-${path}`}
        />
      )}
    </Field>
  );
  const kept = base.set_up && base.kind === value.kind;
  return (
    <section className="card settings-card sign-on-card">
      <h2>{t("sso.provider")}</h2>
      <Segmented<SignOnDraft["kind"]>
        value={value.kind}
        options={[
          { value: "oidc", label: "OpenID Connect" },
          { value: "saml", label: "SAML 2.0" },
        ]}
        onChange={(kind) => draft.set("kind", kind)}
        aria-label={t("sso.kind")}
      />
      <div className="sign-on-told">
        <p className="t2 f13">{t(`sso.tell.${value.kind}`)}</p>
        {value.kind === "oidc" ? (
          <CopyBox text={value.oidc_callback} testId="sso-callback" />
        ) : (
          <>
            <CopyBox text={value.saml_callback} testId="sso-callback" />
            <CopyBox text={value.saml_audience} testId="sso-audience" />
          </>
        )}
      </div>
      <div className="fields">
        {value.kind === "oidc" ? (
          <>
            {line("issuer", { wide: true, hint: t("sso.hint.issuer"), required: true })}
            {line("client_id", { required: true })}
            <Field
              path="client_secret"
              label={t("sso.field.client_secret")}
              required={!kept}
              hint={t(kept ? "sso.hint.kept" : "sso.hint.secret")}
            >
              {(control) => (
                <Input.Password
                  {...control}
                  value={value.client_secret}
                  maxLength={500}
                  autoComplete="new-password"
                  onChange={(event) => draft.set("client_secret", event.target.value)}
                  data-testid="sso-client_secret"
                />
              )}
            </Field>
          </>
        ) : (
          <>
            {line("metadata_url", { wide: true, hint: t("sso.hint.metadata_url") })}
            <Field
              path="metadata"
              label={t("sso.field.metadata")}
              className="wide"
              hint={kept && base.entity_id ? t("sso.hint.entity", { entity: base.entity_id }) : t("sso.hint.metadata")}
            >
              {(control) => (
                <Input.TextArea
                  {...control}
                  value={value.metadata}
                  rows={4}
                  maxLength={METADATA_MAX}
                  className="sign-on-mono"
                  onChange={(event) => draft.set("metadata", event.target.value)}
                  data-testid="sso-metadata"
                />
              )}
            </Field>
          </>
        )}
        {line("email_from", { hint: t(`sso.hint.email_from.${value.kind}`) })}
        {line("name_from", {})}
      </div>
    </section>
  );
}
