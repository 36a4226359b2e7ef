import { OPERATIONS, type OperationId, type Operations } from "@parlor/protocol";
import { ApiProblem, problemOf } from "./problem.ts";

const PLACEHOLDER = "__PARLOR_API__";

/** Where the API is: written into the page when the site is published; in development from the environment. */
export function apiBase(): string {
  const published = document.querySelector<HTMLMetaElement>('meta[name="parlor-api"]')?.content ?? PLACEHOLDER;
  const base = published === PLACEHOLDER ? (import.meta.env.VITE_PARLOR_API ?? "/api") : published;
  return base.replace(/\/+$/, "");
}

type Part<Id extends OperationId, Name extends "path" | "query" | "body"> = Operations[Id][Name] extends undefined
  ? { [K in Name]?: undefined }
  : { [K in Name]: Operations[Id][Name] };

/** What an operation needs: its path parameters, its query, its body; nothing that it does not have. */
export type Args<Id extends OperationId> = Part<Id, "path"> & Part<Id, "query"> & Part<Id, "body">;
export type Answer<Id extends OperationId> = Operations[Id]["answer"];

function addressOf(path: string, parameters: Record<string, string> = {}, query: Record<string, string | undefined> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return `${apiBase()}${filled}${text ? `?${text}` : ""}`;
}

/** One request. Raises `ApiProblem`. Who calls is in `headers`; `session.ts` adds them. */
export async function send<Id extends OperationId>(
  id: Id,
  args: Args<Id>,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer<Id>> {
  const [method, path] = OPERATIONS[id];
  const init: RequestInit = { method, credentials: "include", headers: { ...headers }, signal: signal ?? null };
  if (args.body !== undefined) {
    init.body = JSON.stringify(args.body);
    (init.headers as Record<string, string>)["Content-Type"] = "application/json";
  }
  let response: Response;
  try {
    response = await fetch(addressOf(path, args.path, args.query), init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw ApiProblem.offline();
  }
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer<Id>;
}
