import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import type { Period } from "../../shared/periods.ts";
import { type By, valueName } from "../analysis/values.ts";

interface Props extends Omit<SelectProps<string[]>, "options" | "mode" | "open"> {
  by: Exclude<By, "agent" | "department" | "style" | "topic" | "value">;
  period: Period;
  /** There are no others. */
  only?: boolean;
}

/** Values as the figures of the period have them, the most frequent first; others can be typed. */
export function ValueSelect({ by, period, only = false, ...others }: Props) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const found = useQuery({
    queryKey: ["record-values", by, period],
    queryFn: ({ signal }) => call("report_breakdown", { query: { of: "consultations", by, grain: "day", ...period } }, signal),
    enabled: opened || (others.value?.length ?? 0) > 0,
    staleTime: 5 * 60_000,
    retry: false,
  });
  const rows = found.data?.rows.filter((row) => row.value !== "…") ?? [];
  const known = rows.map((row) => ({ value: row.value, label: valueName(t, by, row, i18n.language) }));
  const typed = (others.value ?? []).filter((value) => !rows.some((row) => row.value === value));
  return (
    <Select
      {...others}
      mode={only ? "multiple" : "tags"}
      loading={found.isFetching}
      onOpenChange={(open) => open && setOpened(true)}
      showSearch={{ optionFilterProp: "label" }}
      options={[...known, ...typed.map((value) => ({ value, label: valueName(t, by, { value }, i18n.language) }))]}
    />
  );
}
