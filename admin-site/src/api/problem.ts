import type { Problem } from "@parlor/protocol";

/** A request that the server refused, or (`offline`) that never reached it. `code` is stable, `field` names what to mend. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly challenge: string | undefined;
  /** What the functions' logs call the request. */
  readonly request: string | undefined;

  constructor(problem: Omit<Problem, "message"> & { message?: string; request?: string | undefined }) {
    super(problem.message ?? problem.code);
    this.name = "ApiProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.field = problem.field;
    this.retryAfterMs = problem.retry_after_ms;
    this.challenge = problem.challenge;
    this.request = problem.request;
  }

  static offline(): ApiProblem {
    return new ApiProblem({ code: "offline", status: 0 });
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}

/** Reads the problem out of a refused answer; gateways in between may answer with something of their own. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const { status } = response;
  const request = response.headers.get("X-Request-Id") ?? undefined;
  if (isProblem(body)) return new ApiProblem({ ...body, status, request });
  return new ApiProblem({ code: status === 401 ? "unauthorized" : "unavailable", status, request });
}
