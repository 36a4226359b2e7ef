import { ApiProblem } from "../../api/problem.ts";

/** A wrong code came out of no mail here. */
export function ofAuthenticator(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.code !== "wrong_code") return error;
  const { status, field } = error;
  return new ApiProblem({ code: field === "recovery_code" ? "wrong_recovery" : "wrong_totp", status, ...(field ? { field } : {}) });
}
