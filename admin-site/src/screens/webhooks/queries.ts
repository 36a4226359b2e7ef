import type { Webhook } from "@parlor/protocol";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

/** While somebody looks: what was just sent arrives in a moment, what failed is tried again. */
const LOOK_AGAIN_MS = 3_000;

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => call("list_webhooks", {}, signal),
});

export const deliveriesQuery = (webhookId: string) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", webhookId, "deliveries"],
    queryFn: ({ pageParam, signal }) =>
      call("list_deliveries", { path: { webhook_id: webhookId }, query: pageParam ? { cursor: pageParam } : {} }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: LOOK_AGAIN_MS,
  });

export type WebhookState = "on" | "failing" | "off" | "gaveUp";

export function webhookState(webhook: Webhook): WebhookState {
  if (!webhook.active) return webhook.off_reason === "failing" ? "gaveUp" : "off";
  return webhook.failing_since === undefined ? "on" : "failing";
}

/** What people call it: its description, or where it goes. */
export function webhookName(webhook: Webhook): string {
  return webhook.description || new URL(webhook.url).host;
}
