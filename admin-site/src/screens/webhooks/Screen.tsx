import { shortTime } from "@parlor/design";
import type { Webhook } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { ListChecks, Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { ActsHead } from "../../shared/ActsHead.tsx";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { RowActs } from "../../shared/RowActs.tsx";
import { Empty } from "../../shared/States.tsx";
import { DeliveriesDrawer } from "./DeliveriesDrawer.tsx";
import { webhookName, webhookState, webhooksQuery } from "./queries.ts";
import { WebhookDrawer } from "./WebhookDrawer.tsx";
import "../library/library.css";
import "./webhooks.css";

const TAGS = { on: "good", failing: "wait", off: "", gaveUp: "late" } as const;

/** Webhook: which of the company's own systems are told what, and whether it arrives. */
export function WebhooksScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(webhooksQuery);
  const webhooks = list.data?.webhooks ?? [];
  const types = list.data?.event_types ?? [];
  const [editing, setEditing] = useState<Webhook | "new">();
  const [reading, setReading] = useState<Webhook>();
  const [deleting, setDeleting] = useState<Webhook>();
  const open = (webhook: Webhook | "new") => {
    setReading(undefined);
    setEditing(webhook);
  };
  return (
    <main className="page list-page">
      <PageHead title={t("manage.webhooks")}>
        <Button type="primary" icon={<Plus size={16} />} disabled={!list.data} onClick={() => open("new")} data-testid="webhook-add">
          {t("webhooks.add")}
        </Button>
      </PageHead>
      <div className="list-main page-fill">
        <ListBody
          query={list}
          count={webhooks.length}
          notLoaded={t("webhooks.notLoaded")}
          skeleton={{ rows: 4, columns: 4 }}
          empty={
            <Empty icon={WebhookIcon} title={t("webhooks.none")} text={t("webhooks.noneText")}>
              <Button onClick={() => open("new")}>{t("webhooks.add")}</Button>
            </Empty>
          }
        >
          <table className="plain one-line library-table">
            <thead>
              <tr>
                <th>{t("webhooks.url")}</th>
                <th>{t("webhooks.events")}</th>
                <th>{t("webhooks.state")}</th>
                <ActsHead />
              </tr>
            </thead>
            <tbody>
              {webhooks.map((webhook) => (
                <WebhookRow
                  key={webhook.webhook_id}
                  webhook={webhook}
                  types={types.length}
                  onRead={() => {
                    setEditing(undefined);
                    setReading(webhook);
                  }}
                  onEdit={() => open(webhook)}
                  onDelete={() => setDeleting(webhook)}
                />
              ))}
            </tbody>
          </table>
        </ListBody>
      </div>
      {editing && (
        <WebhookDrawer
          key={editing === "new" ? "new" : editing.webhook_id}
          webhook={editing === "new" ? undefined : editing}
          types={types}
          onClose={() => setEditing(undefined)}
        />
      )}
      {reading && <DeliveriesDrawer key={reading.webhook_id} webhook={reading} onClose={() => setReading(undefined)} />}
      {deleting && (
        <DeleteDialog
          title={t("webhooks.deleteTitle")}
          text={t("webhooks.deleteText")}
          run={async () => {
            await call("delete_webhook", { path: { webhook_id: deleting.webhook_id } });
            setEditing(undefined);
            setReading(undefined);
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey, exact: true });
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}

interface RowProps {
  webhook: Webhook;
  /** How many kinds of events there are. */
  types: number;
  onRead: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

function WebhookRow({ webhook, types, onRead, onEdit, onDelete }: RowProps) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const state = webhookState(webhook);
  const name = webhookName(webhook);
  const events = webhook.events.map((event) => t(`webhooks.event.${event}`)).join(t("common.comma"));
  return (
    <tr data-testid="webhook-row" data-url={webhook.url} data-state={state}>
      <td className="cut fill">
        <div className="medium cut">{name}</div>
        <div className="t3 f12 cut" title={webhook.url}>
          {webhook.url}
        </div>
      </td>
      <td className="t2" title={events}>
        {webhook.events.length === types ? t("webhooks.allEvents") : t("webhooks.someEvents", { count: webhook.events.length })}
      </td>
      <td>
        <span className={`tag ${TAGS[state]}`}>{t(`webhooks.states.${state}`)}</span>
        {state === "failing" && webhook.failing_since !== undefined && (
          <span className="t3 f12 phone-off"> · {shortTime(webhook.failing_since, now, i18n.language, { exact: true })}</span>
        )}
      </td>
      <td className="right phone-end">
        <span className="webhook-acts">
          <Button size="small" icon={<ListChecks size={14} />} onClick={onRead} data-testid="webhook-log">
            {t("webhooks.log")}
          </Button>
          <RowActs name={name} onEdit={onEdit} onDelete={onDelete} testId="webhook" />
        </span>
      </td>
    </tr>
  );
}
