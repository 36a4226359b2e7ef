import "@parlor/design/tokens.css";
import "./shared/font.css";
import "./shared/shared.css";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { sessionStore, start } from "./api/session.ts";
import { startLive, stopLive } from "./live/index.ts";
import { startI18n } from "./shared/i18n.ts";
import { queryClient } from "./shared/query.ts";

/** The live connection and the cache belong to one agent and go with them. Registered before the first render, so told first. */
let connectedAs = "";
sessionStore.subscribe(() => {
  const state = sessionStore.get();
  // Nothing is connected before what the company wants first is done.
  const agentId = state.status === "in" && !state.membership.held?.length ? state.membership.agent_id : "";
  if (agentId === connectedAs) return;
  connectedAs = agentId;
  queryClient.clear();
  if (agentId) startLive(agentId);
  else stopLive();
});

const root = document.getElementById("root");
if (root) {
  void start();
  await startI18n();
  createRoot(root).render(<App />);
}
