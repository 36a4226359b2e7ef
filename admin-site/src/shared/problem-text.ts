import type { TFunction } from "i18next";
import { ApiProblem } from "../api/problem.ts";
import { CommandRefused } from "../live/session.ts";

/** Codes that have a sentence of their own under `problem.` in the catalogues. */
const KNOWN = [
  "offline",
  "unavailable",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  "exists",
  "invalid",
  "too_long",
  "rate_limited",
  "no_answer",
  "already_accepted",
  "conversation_closed",
  "nobody_online",
  "at_ceiling",
  "transfer_over",
  "transfer_pending",
  "already_member",
  "nobody_to_join",
  "nobody_takes_over",
  "not_a_member",
  "no_offer_to_self",
  "no_membership",
  "wrong_credentials",
  "wrong_code",
  "new_password_required",
  "not_confirmed",
  "reset_required",
  "sign_up_over",
  "limit_reached",
  "already_answered",
  "closed",
  "has_styles",
  "has_roles",
  "outside_role",
  "has_visitors",
  "weak_password",
  "last_admin",
  "has_members",
  "has_children",
  "cycle",
  "too_deep",
  "agent_unavailable",
  "in_conversation",
  "visitor_gone",
  "file_too_large",
  "file_empty",
  "upload_refused",
  "not_uploaded",
  "too_late",
  "bad_ip",
  "bad_cidr",
  "too_wide",
  "bad_phone",
  "bad_visitor",
  "bad_period",
  "over",
  "not_active",
  "already_yours",
  "not_yourself",
  "signed_out",
  "sso_required",
  "address_refused",
  "password_common",
  "password_names",
] as const;

/** Those of screens that come with the management centre's words. */
const OF_ACCESS = [
  "password_short",
  "same_password",
  "wrong_password",
  "wrong_totp",
  "wrong_recovery",
  "locks_out",
  "belongs_elsewhere",
  "no_second_factor",
  "no_password",
] as const;

type Known = (typeof KNOWN)[number];

const isOfAccess = (code: string): code is (typeof OF_ACCESS)[number] => (OF_ACCESS as readonly string[]).includes(code);
const isKnown = (code: string): code is Known => (KNOWN as readonly string[]).includes(code);

/** What went wrong, in the person's language; what we have no words for comes in the server's. */
export function problemText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiProblem) && !(error instanceof CommandRefused)) return t("problem.unknown");
  if (error.code === "rate_limited" && error.retryAfterMs) {
    return t("problem.rate_limited_for", { seconds: Math.ceil(error.retryAfterMs / 1000) });
  }
  // What Cognito thinks of a password comes as an invalid field.
  if (error.code === "invalid" && error.field?.includes("password")) return t("problem.weak_password");
  if (isKnown(error.code)) return t(`problem.${error.code}`);
  if (isOfAccess(error.code)) return t(`access.problem.${error.code}`);
  return error.message || t("problem.unknown");
}
