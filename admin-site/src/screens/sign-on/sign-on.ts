import type { ChangeSignOn, SignOnSettings } from "@parlor/protocol";
import { queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";

export const signOnQuery = queryOptions({ queryKey: ["sign-on"], queryFn: ({ signal }) => call("get_sign_on", {}, signal) });

/** The settings with what is written and never read back: empty is "as it is". */
export type SignOnDraft = SignOnSettings & { client_secret: string; metadata: string };

export const draftOf = (settings: SignOnSettings): SignOnDraft => ({ ...settings, client_secret: "", metadata: "" });

export const KEYS = [
  "kind",
  "issuer",
  "client_id",
  "client_secret",
  "metadata_url",
  "metadata",
  "email_from",
  "name_from",
  "required",
  "joining",
  "role",
  "department_ids",
] as const satisfies readonly (keyof ChangeSignOn & keyof SignOnDraft)[];

const SAID = [
  "unavailable",
  "not_tried",
  "no_domain",
  "not_proved",
  "taken",
  "issuer",
  "metadata",
  "metadata_url",
  "domain",
  "limit",
] as const;
type Said = (typeof SAID)[number];

function saidOf(error: ApiProblem): Said | undefined {
  if (error.code === "exists" && error.status === 409) return "taken";
  if (error.code === "limit_reached") return "limit";
  const name = error.code === "invalid" ? error.field : error.code;
  return SAID.find((each) => each === name);
}

/** A refusal in words of this screen, where the general ones say too little. */
export function inWords(t: TFunction, error: unknown): unknown {
  if (!(error instanceof ApiProblem)) return error;
  const said = saidOf(error);
  if (!said) return error;
  return new ApiProblem({
    code: `sso_${said}`,
    status: error.status,
    message: t(`sso.problem.${said}`),
    ...(error.field ? { field: error.field } : {}),
  });
}
