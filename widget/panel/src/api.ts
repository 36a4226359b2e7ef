import type { Problem } from "@parlor/protocol";

/** The server did not do what it was asked to. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.code);
  }
}

/** Throws `Refusal`, or what fetch throws when nobody answers. */
export async function post<T>(api: string, path: string, body: object, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${api}/widget/${path}`, {
    method: "POST",
    // A string goes as plain text, which asks for no preflight request where the API is on another host.
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 204) return undefined as T;
  const answer = await response.json();
  if (!response.ok) throw new Refusal(response.status, answer as Problem);
  return answer as T;
}
