import type { IdentityTrial } from "@parlor/protocol";
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { CircleCheck, CircleX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { FORMS, type SignedForm } from "./code.ts";

const TEXT_MAX = { user: 1_000, data: 8_000 };
const HMAC_MAX = 200;

/** A signature of the company's server, held against the secret before a visitor comes with it. */
export function TryCard() {
  const { t } = useTranslation();
  const [form, setForm] = useState<SignedForm>("user");
  const [text, setText] = useState("");
  const [hmac, setHmac] = useState("");
  const trial = useMutation({
    mutationFn: () => call("try_identity", { body: { hmac, ...(form === "user" ? { user_id: text } : { data: text }) } }),
  });
  const changed = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    trial.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text && hmac) trial.mutate();
  };
  return (
    <form className="card integration-card" onSubmit={submit} aria-label={t("integration.try")}>
      <h2>{t("integration.try")}</h2>
      <p className="t2 f13">{t("integration.tryText")}</p>
      <Segmented<SignedForm>
        block
        aria-label={t("integration.what")}
        value={form}
        onChange={(value) => {
          setForm(value);
          trial.reset();
        }}
        options={FORMS.map((value) => ({ value, label: t(`integration.form.${value}`) }))}
      />
      <Field label={t(form === "user" ? "integration.userId" : "integration.data")}>
        {(control) =>
          form === "user" ? (
            <Input {...control} value={text} maxLength={TEXT_MAX.user} onChange={changed(setText)} data-testid="try-text" />
          ) : (
            <Input.TextArea
              {...control}
              className="integration-mono"
              value={text}
              maxLength={TEXT_MAX.data}
              autoSize={{ minRows: 3, maxRows: 8 }}
              onChange={changed(setText)}
              data-testid="try-text"
            />
          )
        }
      </Field>
      <Field label="hmac">
        {(control) => (
          <Input
            {...control}
            className="integration-mono"
            value={hmac}
            maxLength={HMAC_MAX}
            autoComplete="off"
            spellCheck={false}
            onChange={changed(setHmac)}
            data-testid="try-hmac"
          />
        )}
      </Field>
      <Button htmlType="submit" loading={trial.isPending} disabled={!text || !hmac} data-testid="try-run">
        {t("integration.tryRun")}
      </Button>
      <div aria-live="polite">
        {trial.data && <Result trial={trial.data} />}
        {trial.isError && <p className="banner bad">{problemText(t, trial.error)}</p>}
      </div>
    </form>
  );
}

function Result({ trial }: { trial: IdentityTrial }) {
  const { t } = useTranslation();
  const warned = trial.warned ?? "wrong_hmac";
  if (trial.verified && !trial.warned)
    return (
      <p className="integration-finding good" data-testid="try-result">
        <CircleCheck size={16} aria-hidden />
        <span className="grow">{t("integration.fits", { user: trial.user_id ?? "" })}</span>
      </p>
    );
  return (
    <div className={`integration-warning${trial.verified ? "" : " bad"}`} data-testid="try-result">
      <div className="row">
        <CircleX size={16} aria-hidden />
        <strong className="grow">{t(`integration.warned.${warned}`)}</strong>
      </div>
      <p>{trial.hint ? t(`integration.hint.${trial.hint}`) : t(`integration.warnedText.${warned}`)}</p>
      {trial.field && trial.field !== "hmac" && (
        <p>
          {t("integration.field")} <code>{trial.field}</code>
        </p>
      )}
    </div>
  );
}
