import type { Visit } from "@parlor/protocol";
import type { Identity, SignedUser } from "../../../../clients/widget-api/src/types";
import { TOKEN_KEY } from "../../../shared/port";
import type { Core, Line } from "../core";
import { list } from "./list";
import { dismissPanel, unread } from "./panel";

/** What is stored belongs to a user of the site. */
const USER_KEY = "user";

/** Everything begins anew: for another visitor, without one (`allowed` false), or after a rest. */
export function restart(core: Core, allowed = core.allowed): void {
  const { store, view, connection } = core;
  core.allowed = allowed;
  if (allowed === false) forget(core);
  core.life += 1;
  dismissPanel();
  connection.close();
  core.loading = false;
  core.early.length = 0;
  core.post = (message) => void (core.loading && core.early.push(message));
  core.visit = undefined;
  unread(core, 0);
  if (store.shut) core.mode = "closed";
  view.show("closed");
  connection.start();
}

/** The page was put aside and is back as it was. */
export function wake(core: Core): void {
  restart(core);
  core.address = "";
  core.pageShown("");
}

/** Who the visitor is on the site, and whether anything may be known of them. */
export function followIdentity(core: Core): (...line: Line) => void {
  let known: string | undefined;
  // What is open keeps a page from being put aside.
  addEventListener("pagehide", ({ persisted }) => persisted && dismissPanel());
  return (name, given) => {
    if (name === "forget") {
      forget(core);
      again();
    }
    if (name === "identify") identify(given as Identity | null);
    if (name === "state") arrived(given as Partial<Visit>);
  };

  function identify(who: Identity | null): void {
    const { userId, ...more } = (who ?? {}) as Partial<SignedUser>;
    const said = who ? { user_id: userId, ...more } : null;
    if (JSON.stringify(said) === known) return;
    known = JSON.stringify(said);
    core.identity = said;
    if (who || core.store.get(USER_KEY)) again();
  }

  function again(): void {
    if (core.visit) restart(core);
    // A visit that is on its way does not know of it.
    else core.life += 1;
  }

  /** Whoever comes after a user of the site finds nothing of theirs. */
  function arrived({ visitor_token, identity }: Partial<Visit>): void {
    if (!visitor_token) return;
    const before = core.store.get(TOKEN_KEY);
    if (before && before !== visitor_token && core.store.get(USER_KEY)) forget(core);
    core.store.shut = false;
    if (identity === "verified") core.store.set(USER_KEY, "1");
  }
}

/** Takes back everything that was stored; a conversation in the window of this tab is none of the next one's business either. */
function forget({ store }: Core): void {
  for (const prefix of ["", "tab:"]) for (const key of Object.keys(list(store, prefix))) store.set(key, null);
  store.shut = true;
}
