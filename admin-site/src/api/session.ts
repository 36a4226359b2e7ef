import type { Membership, OperationId, Session } from "@parlor/protocol";
import { createStore } from "../shared/store.ts";
import { type Answer, type Args, send } from "./http.ts";
import { ApiProblem } from "./problem.ts";

const TENANT_KEY = "parlor.tenant";
/** Refresh so long before the access token ends. */
const EARLY_MS = 60_000;

export type SessionState =
  | { status: "starting" }
  | { status: "unreachable"; problem: ApiProblem }
  | { status: "out"; expired: boolean }
  | { status: "in"; email: string; memberships: readonly Membership[]; membership: Membership };

/** Who is signed in. The access token is not in here: it stays in this module's memory and nowhere else. */
export const sessionStore = createStore<SessionState>({ status: "starting" });

let accessToken = "";
let refreshTimer: ReturnType<typeof setTimeout> | undefined;
let refreshing: Promise<void> | null = null;

function membershipOf(session: Session): Membership | undefined {
  const wanted = localStorage.getItem(TENANT_KEY);
  return session.memberships.find((m) => m.tenant_id === wanted) ?? session.memberships[0];
}

/** Takes a session that the server gave. */
export function begin(session: Session): void {
  const membership = membershipOf(session);
  if (!membership) throw new ApiProblem({ code: "no_membership", status: 403 });
  accessToken = session.access_token;
  clearTimeout(refreshTimer);
  const wait = Math.max(5_000, session.expires_at - Date.now() - EARLY_MS);
  refreshTimer = setTimeout(() => void refresh().catch(() => undefined), Math.min(wait, 2 ** 31 - 1));
  const state = sessionStore.get();
  // A refresh must not look like a change to who only asks who is signed in.
  if (state.status === "in" && state.membership.agent_id === membership.agent_id && !state.membership.held?.length) return;
  sessionStore.set({ status: "in", email: session.email, memberships: session.memberships, membership });
}

function end(expired: boolean): void {
  accessToken = "";
  clearTimeout(refreshTimer);
  sessionStore.set({ status: "out", expired });
}

/** Gets a new access token with the refresh cookie. Callers at the same time share one request. */
export function refresh(): Promise<void> {
  refreshing ??= send("refresh_session", {})
    .then(begin)
    .catch((error: unknown) => {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) {
        end(sessionStore.get().status === "in");
      }
      throw error;
    })
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** Once, when the page opens. */
export async function start(): Promise<void> {
  sessionStore.set({ status: "starting" });
  await refresh().catch((error: unknown) => {
    if (sessionStore.get().status !== "starting") return;
    if (error instanceof ApiProblem) sessionStore.set({ status: "unreachable", problem: error });
    else throw error;
  });
}

/** Without a session, "not authorized" can only mean the words that were typed. */
function wrongCredentials(error: unknown): never {
  if (error instanceof ApiProblem && error.code === "unauthorized") {
    throw new ApiProblem({ code: "wrong_credentials", status: error.status });
  }
  throw error;
}

export async function signIn(email: string, password: string): Promise<void> {
  begin(await send("sign_in", { body: { email, password } }).catch(wrongCredentials));
}

/** The second step, with the challenge that the first one was answered with. */
export async function giveCode(challenge: string, code: string): Promise<void> {
  begin(await send("give_code", { body: { challenge, code } }));
}

export async function giveRecoveryCode(email: string, password: string, recoveryCode: string): Promise<void> {
  begin(await send("give_recovery_code", { body: { email, password, recovery_code: recoveryCode } }));
}

export async function setFirstPassword(email: string, temporaryPassword: string, newPassword: string): Promise<void> {
  begin(
    await send("set_first_password", {
      body: { email, temporary_password: temporaryPassword, new_password: newPassword },
    }).catch(wrongCredentials),
  );
}

export async function signOut(): Promise<void> {
  await send("sign_out", {}).catch(() => undefined);
  end(false);
}

/** Works for another of the person's companies from now on. */
export function chooseTenant(tenantId: string): void {
  localStorage.setItem(TENANT_KEY, tenantId);
  const state = sessionStore.get();
  if (state.status !== "in") return;
  const membership = state.memberships.find((m) => m.tenant_id === tenantId);
  if (membership) sessionStore.set({ ...state, membership });
}

function headers(): Record<string, string> {
  const state = sessionStore.get();
  if (state.status !== "in") return {};
  return { Authorization: `Bearer ${accessToken}`, "X-Parlor-Tenant": state.membership.tenant_id };
}

/** A request of the person who is signed in. An access token that has run out is renewed once. */
export async function call<Id extends OperationId>(id: Id, args: Args<Id>, signal?: AbortSignal): Promise<Answer<Id>> {
  if (accessToken === "") await refresh();
  const used = accessToken;
  try {
    return await send(id, args, headers(), signal);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    if (used === accessToken) await refresh();
    return await send(id, args, headers(), signal);
  }
}
