import { fullTime, shortTime } from "@parlor/design";
import type { Delivery, Webhook } from "@parlor/protocol";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { ListChecks, RotateCw, Send } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useNow } from "../../live/index.ts";
import { FormProblem } from "../../shared/form.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { useMe } from "../../shared/me.tsx";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Empty } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { deliveriesQuery, webhookName } from "./queries.ts";

const TAGS = { delivered: "good", retrying: "wait", failed: "late", skipped: "" } as const;

/** 推送记录: what was sent to an address and what became of it, thirty days long. */
export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const path = { webhook_id: webhook.webhook_id };
  const list = useInfiniteQuery(deliveriesQuery(webhook.webhook_id));
  const rows = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const send = useMutation({
    mutationFn: (deliveryId: string | undefined) =>
      deliveryId ? call("resend_delivery", { path, body: { delivery_id: deliveryId } }) : call("ping_webhook", { path }),
    onSuccess: (_, deliveryId) => toast({ tone: "good", text: t(deliveryId ? "webhooks.resent" : "webhooks.pinged") }),
  });
  const name = webhookName(webhook);
  return (
    <SideDrawer
      label={t("webhooks.logOf", { name })}
      title={<h2 className="cut">{t("webhooks.logOf", { name })}</h2>}
      width={560}
      onClose={onClose}
      testId="webhook-deliveries"
      footer={
        <Button
          type="primary"
          icon={<Send size={16} />}
          loading={send.isPending}
          disabled={!webhook.active}
          onClick={() => send.mutate(undefined)}
          data-testid="webhook-ping"
        >
          {t("webhooks.ping")}
        </Button>
      }
    >
      <FormProblem problem={send.error} />
      <ListBody
        query={list}
        count={rows.length}
        notLoaded={t("webhooks.logNotLoaded")}
        skeleton={{ rows: 6, columns: 2 }}
        empty={<Empty icon={ListChecks} title={t("webhooks.logNone")} text={t("webhooks.logNoneText")} />}
      >
        <ul className="deliveries">
          {rows.map((delivery) => (
            <DeliveryItem
              key={delivery.delivery_id}
              delivery={delivery}
              onResend={webhook.active ? () => send.mutate(delivery.delivery_id) : undefined}
            />
          ))}
        </ul>
      </ListBody>
    </SideDrawer>
  );
}

function DeliveryItem({ delivery, onResend }: { delivery: Delivery; onResend: (() => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const now = useNow(30_000);
  return (
    <li data-testid="delivery" data-state={delivery.state} data-type={delivery.type}>
      <details>
        <summary>
          <span className={`tag ${TAGS[delivery.state]}`}>{t(`webhooks.delivery.${delivery.state}`)}</span>
          <span className="grow cut">{t(`webhooks.event.${delivery.type}`)}</span>
          <time className="t3 f12" title={fullTime(delivery.tried_at, me.time_zone)}>
            {shortTime(delivery.tried_at, now, i18n.language, { exact: true })}
          </time>
        </summary>
        <p className="t2 f13">
          {delivery.problem && `${t(`webhooks.problem.${delivery.problem}`, { status: delivery.status })} · `}
          {t("webhooks.tries", { count: delivery.tries })}
          {delivery.took_ms !== undefined && ` · ${t("webhooks.took", { ms: delivery.took_ms })}`}
        </p>
        <p className="t3 f12 delivery-id">
          {t("webhooks.eventId")} <code>{delivery.event_id}</code>
        </p>
        <pre className="delivery-body">{pretty(delivery.body)}</pre>
        {onResend && (
          <Button size="small" icon={<RotateCw size={14} />} onClick={onResend} data-testid="delivery-resend">
            {t("webhooks.resend")}
          </Button>
        )}
      </details>
    </li>
  );
}

function pretty(body: string | undefined): string {
  return body ? JSON.stringify(JSON.parse(body), null, 2) : "";
}
