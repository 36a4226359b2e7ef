import { fullTime } from "@parlor/design";
import type { Webhook } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Switch } from "antd";
import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { Field } from "../../shared/Field.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { RotateSecretDialog } from "../../shared/RotateSecretDialog.tsx";
import { ItemDrawer } from "../library/ItemDrawer.tsx";
import { useItemForm } from "../library/useItemForm.ts";
import { webhookName, webhooksQuery } from "./queries.ts";

interface Props {
  /** Undefined: a new one. */
  webhook: Webhook | undefined;
  types: readonly Webhook["events"][number][];
  onClose: () => void;
}

/** One address: where to, what of, on or off; for one that exists its secret. */
export function WebhookDrawer({ webhook, types, onClose }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const form = useItemForm({
    item: webhook,
    initial: {
      url: webhook?.url ?? "",
      description: webhook?.description ?? "",
      events: [...(webhook?.events ?? types)],
      active: webhook?.active ?? true,
    },
    check: ({ url, events }) => [
      ...(/^https?:\/\/[^\s<>"]+$/i.test(url.trim()) ? [] : [{ path: "url", text: t("webhooks.urlOdd") }]),
      ...(events.length > 0 ? [] : [{ path: "events", text: t("webhooks.eventsNone") }]),
    ],
    write: ({ active, ...values }, base) =>
      base
        ? call("change_webhook", {
            path: { webhook_id: base.webhook_id },
            body: { ...values, version: base.version, ...(active === base.active ? {} : { active }) },
          })
        : call("add_webhook", { body: values }),
    readAgain: async (base) => {
      const { webhooks } = await client.fetchQuery({ ...webhooksQuery, staleTime: 0 });
      return webhooks.find((each) => each.webhook_id === base.webhook_id) ?? base;
    },
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey, exact: true });
      onClose();
    },
  });
  const { values, set } = form;
  return (
    <ItemDrawer name={webhook ? webhookName(webhook) : t("webhooks.add")} testId="webhook" form={form} onClose={onClose}>
      {webhook && !webhook.active && webhook.off_reason === "failing" && <p className="banner bad">{t("webhooks.gaveUpText")}</p>}
      {webhook?.active && webhook.failing_since !== undefined && (
        <p className="banner">{t("webhooks.failingText", { time: fullTime(webhook.failing_since, me.time_zone) })}</p>
      )}
      {webhook && (
        <div className="webhook-switch">
          <Switch id="webhook-active" checked={values.active} onChange={(active) => set({ active })} data-testid="webhook-active" />
          <label htmlFor="webhook-active">{t("webhooks.active")}</label>
        </div>
      )}
      <Field label={t("webhooks.url")} path="url" required hint={t("webhooks.urlHint")}>
        {(control) => (
          <Input
            {...control}
            autoFocus={!webhook}
            type="url"
            inputMode="url"
            value={values.url}
            maxLength={500}
            placeholder="https://"
            onChange={(event) => set({ url: event.target.value })}
            data-testid="webhook-url"
          />
        )}
      </Field>
      <Field label={t("webhooks.description")} path="description" hint={t("webhooks.descriptionHint")}>
        {(control) => (
          <Input {...control} value={values.description} maxLength={100} onChange={(event) => set({ description: event.target.value })} />
        )}
      </Field>
      <Field label={t("webhooks.events")} path="events" required>
        {(control) => (
          <div id={control.id}>
            <Checkbox
              checked={values.events.length === types.length}
              indeterminate={values.events.length > 0 && values.events.length < types.length}
              onChange={(event) => set({ events: event.target.checked ? [...types] : [] })}
            >
              {t("webhooks.all")}
            </Checkbox>
            <Checkbox.Group
              className="webhook-events"
              value={values.events}
              onChange={(events) => set({ events })}
              options={types.map((value) => ({ value, label: t(`webhooks.event.${value}`) }))}
            />
          </div>
        )}
      </Field>
      {webhook && <Secret webhook={webhook} />}
      {webhook && (
        <p className="t3 f12">
          {t("webhooks.created", { name: webhook.created_by ?? "", time: fullTime(webhook.created_at, me.time_zone) })}
        </p>
      )}
    </ItemDrawer>
  );
}

/** What signatures are checked with. Fetched when somebody wants to see it, forgotten with the drawer. */
function Secret({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [rotating, setRotating] = useState(false);
  const path = { webhook_id: webhook.webhook_id };
  const reveal = useMutation({ mutationFn: () => call("reveal_webhook_secret", { path }) });
  const secret = reveal.data?.secret;
  const until = webhook.previous_until;
  return (
    <div className="webhook-secret">
      <h3>{t("webhooks.secret")}</h3>
      <p className="t2 f13">{t("webhooks.secretText")}</p>
      {secret && <CopyBox text={secret} testId="webhook-secret" />}
      {reveal.isError && (
        <p className="banner bad" role="alert">
          {problemText(t, reveal.error)}
        </p>
      )}
      {until !== undefined && until > Date.now() && (
        <p className="banner">{t("integration.overlap", { time: fullTime(until, me.time_zone) })}</p>
      )}
      <div className="row webhook-secret-acts">
        <Button
          icon={secret ? <EyeOff size={16} /> : <Eye size={16} />}
          loading={reveal.isPending}
          onClick={() => (secret ? reveal.reset() : reveal.mutate())}
          data-testid="webhook-reveal"
        >
          {t(secret ? "integration.hide" : "integration.reveal")}
        </Button>
        <Button icon={<RefreshCw size={16} />} onClick={() => setRotating(true)} data-testid="webhook-rotate">
          {t("integration.rotate")}
        </Button>
      </div>
      {rotating && (
        <RotateSecretDialog
          title={t("webhooks.rotateTitle")}
          text={t("webhooks.rotateText")}
          rotate={async (overlap_hours) => {
            const newest = (await client.fetchQuery({ ...webhooksQuery, staleTime: 0 })).webhooks.find(
              (each) => each.webhook_id === webhook.webhook_id,
            );
            await call("rotate_webhook_secret", { path, body: { version: newest?.version ?? webhook.version, overlap_hours } });
            reveal.reset();
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey, exact: true });
          }}
          onClose={() => setRotating(false)}
          testId="webhook"
        />
      )}
    </div>
  );
}
