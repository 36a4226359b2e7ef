import type { Service } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/session.ts";
import type { FieldError } from "../../shared/field-path.ts";
import { serviceQuery } from "../../shared/service.ts";
import { type Draft, useDraft } from "../../shared/useDraft.ts";

export type Section = Exclude<keyof Service, "version">;

/** A form over some sections of how the company serves. */
export function useServiceDraft<Name extends Section>(
  service: Service,
  keys: readonly Name[],
  check?: (draft: Service) => FieldError[],
): Draft<Service, Name> {
  const client = useQueryClient();
  return useDraft<Service, Name>({
    doc: service,
    keys,
    send: (change) => call("change_service", { body: change }),
    reload: () => client.fetchQuery({ ...serviceQuery, staleTime: 0 }),
    onSaved: (saved) => client.setQueryData(serviceQuery.queryKey, saved),
    ...(check ? { check } : {}),
  });
}
