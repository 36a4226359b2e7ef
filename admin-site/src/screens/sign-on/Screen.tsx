import type { SignOnSettings } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { Empty } from "../../shared/States.tsx";
import { useDraft } from "../../shared/useDraft.ts";
import { DraftPage, DraftPageWaiting } from "../settings/DraftPage.tsx";
import { Domains } from "./Domains.tsx";
import { People } from "./People.tsx";
import { Provider } from "./Provider.tsx";
import { draftOf, inWords, KEYS, type SignOnDraft, signOnQuery } from "./sign-on.ts";
import "./sign-on.css";

/** 单点登录: the company's own identity provider says who its people are. */
export function SignOnScreen() {
  const { t } = useTranslation();
  const settings = useQuery(signOnQuery);
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const waiting = settings.data ? departments : settings;
  if (!settings.data || !departments.data) return <DraftPageWaiting title={t("manage.signOn")} query={waiting} />;
  return <SignOnForm settings={settings.data} departments={departments.data.departments} />;
}

interface FormProps {
  settings: SignOnSettings;
  departments: Parameters<typeof People>[0]["departments"];
}

function SignOnForm({ settings, departments }: FormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const keep = (saved: SignOnSettings) => client.setQueryData(signOnQuery.queryKey, saved);
  const draft = useDraft<SignOnDraft, (typeof KEYS)[number]>({
    doc: draftOf(settings),
    keys: KEYS,
    send: async (change) => {
      try {
        return draftOf(await call("change_sign_on", { body: change }));
      } catch (error) {
        throw inWords(t, error);
      }
    },
    reload: async () => draftOf(await client.fetchQuery({ ...signOnQuery, staleTime: 0 })),
    onSaved: keep,
  });
  if (!settings.available) {
    return (
      <DraftPage title={t("manage.signOn")} draft={draft} readOnly>
        <section className="card settings-card">
          <Empty title={t("sso.problem.unavailable")} text={t("sso.unavailableText")} />
        </section>
      </DraftPage>
    );
  }
  return (
    <DraftPage title={t("manage.signOn")} draft={draft}>
      <Provider draft={draft} />
      <People draft={draft} settings={settings} departments={departments} />
      <Domains settings={settings} />
      {settings.set_up && (
        <section className="card settings-card sign-on-card">
          <h2>{t("sso.end")}</h2>
          <p className="t3 f12">{t("sso.endText")}</p>
          <div>
            <Button danger disabled={draft.dirty} onClick={() => setRemoving(true)} data-testid="sso-remove">
              {t("sso.endAct")}
            </Button>
          </div>
        </section>
      )}
      {removing && (
        <DeleteDialog
          title={t("sso.endTitle")}
          text={t("sso.endText")}
          confirm={t("sso.endAct")}
          run={() => call("remove_sign_on", { body: { version: settings.version } }).then(keep)}
          onClose={() => setRemoving(false)}
        />
      )}
    </DraftPage>
  );
}
