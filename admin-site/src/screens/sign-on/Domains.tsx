import { fullTime } from "@parlor/design";
import type { SignOnDomain, SignOnSettings } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { CircleCheck, Clock3, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { inWords, signOnQuery } from "./sign-on.ts";

type Act = "add_sign_on_domain" | "prove_sign_on_domain" | "remove_sign_on_domain";

/** Whose addresses the provider may speak for. Each change holds at once, apart from the form. */
export function Domains({ settings }: { settings: SignOnSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const run = async (act: Act, domain: string) => {
    try {
      const saved = await call(act, { body: { version: settings.version, domain } });
      client.setQueryData(signOnQuery.queryKey, saved);
    } catch (error) {
      void client.invalidateQueries(signOnQuery);
      throw inWords(t, error);
    }
  };
  const add = useMutation({ mutationFn: (domain: string) => run("add_sign_on_domain", domain), onSuccess: () => setTyped("") });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) add.mutate(typed.trim());
  };
  return (
    <section className="card settings-card sign-on-card">
      <h2>{t("sso.domains")}</h2>
      <p className="t3 f12">{t("sso.domainsText")}</p>
      {settings.domains.length > 0 && (
        <ul className="sign-on-domains">
          {settings.domains.map((each) => (
            <DomainRow key={each.domain} domain={each} run={run} />
          ))}
        </ul>
      )}
      <form onSubmit={submit}>
        <Field label={t("sso.addDomain")} error={add.error ? problemText(t, add.error) : undefined}>
          {(control) => (
            <div className="row sign-on-add">
              <Input
                {...control}
                value={typed}
                maxLength={253}
                placeholder="example.com"
                onChange={(event) => {
                  setTyped(event.target.value);
                  add.reset();
                }}
                data-testid="sso-domain"
              />
              <Button
                htmlType="submit"
                icon={<Plus size={16} />}
                loading={add.isPending}
                disabled={!typed.trim()}
                data-testid="sso-domain-add"
              >
                {t("sso.add")}
              </Button>
            </div>
          )}
        </Field>
      </form>
    </section>
  );
}

function DomainRow({ domain, run }: { domain: SignOnDomain; run: (act: Act, domain: string) => Promise<void> }) {
  const { t } = useTranslation();
  const me = useMe();
  const [removing, setRemoving] = useState(false);
  const prove = useMutation({
    mutationFn: () => run("prove_sign_on_domain", domain.domain),
    onSuccess: () => toast({ tone: "good", text: t("sso.proved") }),
  });
  return (
    <li data-testid="sso-domain-row">
      <div className="row">
        <span className="strong grow sign-on-name">{domain.domain}</span>
        {domain.proved_at ? (
          <span className="tag good" title={fullTime(domain.proved_at, me.time_zone)}>
            <CircleCheck size={14} aria-hidden />
            {t("sso.proved")}
          </span>
        ) : (
          <span className="tag wait">
            <Clock3 size={14} aria-hidden />
            {t("sso.notProved")}
          </span>
        )}
        <button
          type="button"
          className="icon-button small"
          aria-label={t("sso.removeDomain", { domain: domain.domain })}
          onClick={() => setRemoving(true)}
          data-testid="sso-domain-remove"
        >
          <Trash2 size={16} aria-hidden />
        </button>
      </div>
      {!domain.proved_at && (
        <div className="sign-on-proof">
          <p className="t2 f13">{t("sso.proofText")}</p>
          <CopyBox text={domain.record_name} testId="sso-record-name" />
          <CopyBox text={domain.record_value} testId="sso-record-value" />
          {prove.isError && (
            <p className="banner bad" role="alert" data-testid="sso-domain-problem">
              {problemText(t, prove.error)}
            </p>
          )}
          <div>
            <Button loading={prove.isPending} onClick={() => prove.mutate()} data-testid="sso-domain-prove">
              {t("sso.prove")}
            </Button>
          </div>
        </div>
      )}
      {removing && (
        <DeleteDialog
          title={t("sso.removeDomainTitle", { domain: domain.domain })}
          text={t("sso.removeDomainText")}
          confirm={t("sso.remove")}
          run={() => run("remove_sign_on_domain", domain.domain)}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
