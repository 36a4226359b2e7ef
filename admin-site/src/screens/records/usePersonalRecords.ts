import type { ChangePersonalSettings, PersonalSettings, RecordConditions, RecordFilter } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/session.ts";
import { personalQuery, usePersonal } from "../../shared/personal.ts";
import { type ColumnKey, columnsOf } from "./columns.tsx";

const NONE: readonly RecordFilter[] = [];

/** What one has set of the records for oneself: the columns, and searches under a name. They lie on the server, for every machine. */
export function usePersonalRecords() {
  const cache = useQueryClient();
  const personal = usePersonal();
  const change = async (next: (now: PersonalSettings) => Omit<ChangePersonalSettings, "version">) => {
    // Another machine may have changed them since.
    const now = await call("get_personal_settings", {});
    const body = { version: now.version, ...next(now) };
    cache.setQueryData(personalQuery.queryKey, await call("change_personal_settings", { body }));
  };
  return {
    columns: columnsOf(personal?.record_columns),
    filters: personal?.record_filters ?? NONE,
    choose: async (columns: ColumnKey[] | null) => {
      cache.setQueryData(personalQuery.queryKey, (before) => {
        const { record_columns: _, ...others } = before ?? {};
        return before && ({ ...others, ...(columns ? { record_columns: columns } : {}) } as PersonalSettings);
      });
      await change(() => ({ record_columns: columns }));
    },
    save: (name: string, conditions: RecordConditions) =>
      change((now) => ({ record_filters: [...(now.record_filters ?? []).filter((each) => each.name !== name), { name, conditions }] })),
    remove: (name: string) => change((now) => ({ record_filters: (now.record_filters ?? []).filter((each) => each.name !== name) })),
  };
}
