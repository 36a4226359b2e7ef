import type { RecordConditions } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { useService } from "../../shared/service.ts";
import { tidy } from "./search.ts";

interface Props {
  conditions: RecordConditions;
  onChange: (conditions: RecordConditions) => void;
}

/** What is searched for, each to be taken away. */
export function ConditionChips({ conditions, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const said = tidy(conditions);
  const chips = words(said);
  if (chips.length === 0) return null;
  const without = (keys: readonly (keyof RecordConditions)[]) =>
    onChange(Object.fromEntries(Object.entries(said).filter(([key]) => !keys.includes(key as keyof RecordConditions))));
  return (
    <section className="record-chips" aria-label={t("recordSearch.title")} data-testid="record-chips">
      {chips.map(({ keys, text }) => (
        <Tag key={text} closable={{ "aria-label": t("common.clear") }} onClose={() => without(keys)}>
          {text}
        </Tag>
      ))}
      <ClearFilters onClear={() => onChange({})} />
    </section>
  );
}

interface Chip {
  keys: readonly (keyof RecordConditions)[];
  text: string;
}

function useWords(): (said: RecordConditions) => Chip[] {
  const { t } = useTranslation();
  const service = useService();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) }).data?.agents ?? [];
  const departments =
    useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) }).data?.departments ?? [];
  const named = (ids: string[] | undefined, nameOf: (id: string) => string | undefined) =>
    (ids ?? []).map((id) => nameOf(id) ?? "?").join(t("common.comma"));
  const range = (least: number | undefined, most: number | undefined) => {
    if (least === undefined) return `≤ ${most}`;
    return most === undefined ? `≥ ${least}` : `${least} – ${most}`;
  };
  return (said) => {
    const chips: Chip[] = [];
    const chip = (keys: Chip["keys"], label: string, value: string) => {
      if (keys.some((key) => said[key] !== undefined)) chips.push({ keys, text: `${label} ${value}` });
    };
    chip(["text"], t("recordSearch.text"), said.text ?? "");
    chip(["visitor"], t("records.visitor"), said.visitor ?? "");
    chip(
      ["agent_ids"],
      t("recordSearch.agents"),
      named(said.agent_ids, (id) => agents.find((each) => each.agent_id === id)?.name),
    );
    chip(
      ["department_ids"],
      t("people.departments"),
      named(said.department_ids, (id) => departments.find((each) => each.department_id === id)?.name),
    );
    chip(
      ["topic_ids"],
      t("records.topic"),
      named(said.topic_ids, (id) => service?.topics?.find((each) => each.topic_id === id)?.name),
    );
    chip(["value"], t("recordSearch.value"), said.value ? t(`recordSearch.values.${said.value}`) : "");
    chip(
      ["label_ids"],
      t("recordSearch.label"),
      named(said.label_ids, (id) => service?.labels?.find((each) => each.label_id === id)?.name),
    );
    chip(["page"], t("records.page"), said.page ?? "");
    chip(["accepted"], t("recordSearch.accepted"), t(said.accepted ? "recordSearch.wasAccepted" : "recordSearch.missed"));
    chip(["score_min", "score_max"], t("records.rating"), range(said.score_min, said.score_max));
    chip(["messages_min", "messages_max"], t("records.messages"), range(said.messages_min, said.messages_max));
    chip(["length_min_s", "length_max_s"], t("recordSearch.minutes"), range(minutes(said.length_min_s), minutes(said.length_max_s)));
    return chips;
  };
}

const minutes = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds / 60);
