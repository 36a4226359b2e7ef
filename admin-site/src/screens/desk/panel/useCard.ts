import type { ConversationView, VisitorCard } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { call } from "../../../api/session.ts";
import { useLive } from "../../../live/index.ts";

/** What is kept of a visitor; asked again when the conversation shows that more is known. */
export function useVisitorCard(view: ConversationView) {
  const filledIn = useLive(
    (state) => state.logs.get(view.conversation_id)?.entries.filter((entry) => entry.kind === "form_answered").length ?? 0,
  );
  const visitorId = view.visitor_id;
  return useQuery({
    queryKey: ["visitor-card", visitorId, view.visitor_name, view.visitor_email, view.state, filledIn],
    queryFn: ({ signal }): Promise<VisitorCard> => call("get_visitor_card", { path: { visitor_id: visitorId } }, signal),
    placeholderData: (before, beforeQuery) => (beforeQuery?.queryKey[1] === visitorId ? before : undefined),
  });
}

/** Lets every screen that shows the visitor ask again. */
export function useCardChanged(visitorId: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: ["visitor-card", visitorId] }), [client, visitorId]);
}
