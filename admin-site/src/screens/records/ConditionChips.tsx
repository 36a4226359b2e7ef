import type { OneOf, RecordConditions } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { useDepartments } from "../../shared/departments.ts";
import { tidy } from "../../shared/records-path.ts";
import { useService } from "../../shared/service.ts";
import { type By, valueName } from "../analysis/values.ts";
import { useStyleNames } from "./useStyleNames.ts";

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
  return (
    <section className="record-chips" aria-label={t("recordSearch.title")} data-testid="record-chips">
      {chips.map(({ without, text }) => (
        <Tag key={text} closable={{ "aria-label": t("common.clear") }} onClose={() => onChange(without)}>
          <span className="cut">{text}</span>
        </Tag>
      ))}
      <ClearFilters onClear={() => onChange({})} />
    </section>
  );
}

interface Chip {
  /** What is left when it is taken away. */
  without: RecordConditions;
  text: string;
}

type Names = (id: string) => string | undefined;
const LISTS = [
  ["countries", "country"],
  ["provinces", "province"],
  ["cities", "city"],
  ["sources", "source"],
  ["engines", "engine"],
  ["referrers", "referrer"],
  ["keywords", "keyword"],
  ["browsers", "browser"],
  ["systems", "system"],
  ["devices", "device"],
  ["pages", "page"],
] as const;

function without<Some extends object>(conditions: Some, keys: readonly (keyof Some)[]): Some {
  return Object.fromEntries(Object.entries(conditions).filter(([key]) => !keys.includes(key as keyof Some))) as Some;
}

function useWords(): (said: RecordConditions) => Chip[] {
  const { t, i18n } = useTranslation();
  const service = useService();
  const departments = useDepartments();
  const styles = useStyleNames();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) }).data?.agents ?? [];
  const people: [keyof OneOf, string, Names][] = [
    ["agent_ids", t("recordSearch.agents"), (id) => agents.find((each) => each.agent_id === id)?.name],
    ["department_ids", t("people.departments"), (id) => departments.find((each) => each.department_id === id)?.name],
    ["topic_ids", t("records.topic"), (id) => service?.topics?.find((each) => each.topic_id === id)?.name],
    ["label_ids", t("recordSearch.label"), (id) => service?.labels?.find((each) => each.label_id === id)?.name],
    ["style_ids", t("recordSearch.column.style"), (id) => styles.get(id)],
  ];
  const range = (least: number | undefined, most: number | undefined) => {
    if (least === undefined) return `≤ ${most}`;
    return most === undefined ? `≥ ${least}` : `${least} – ${most}`;
  };

  /** Words, names and values: the same for what must hold and for what must not. */
  const listed = (from: OneOf, rest: (left: OneOf) => RecordConditions, before: string): Chip[] => {
    const chips: Chip[] = [];
    const chip = (key: keyof OneOf, label: string, text: string) =>
      chips.push({ without: rest(without(from, [key])), text: `${before}${label} ${text}` });
    if (from.text) chip("text", t("recordSearch.text"), from.text);
    for (const [key, label, nameOf] of people) {
      const ids = from[key] as string[] | undefined;
      if (ids) chip(key, label, ids.map((id) => nameOf(id) ?? "?").join(t("common.comma")));
    }
    for (const [key, by] of LISTS) {
      const values = from[key] as string[] | undefined;
      const word = (value: string) => valueName(t, by === "city" ? "page" : (by satisfies By), { value }, i18n.language);
      if (values) chip(key, t(`recordSearch.origin.${by}`), values.map(word).join(t("common.comma")));
    }
    return chips;
  };

  return (said) => {
    const { none_of: none = {}, ...must } = said;
    const chips = listed(must, (left) => ({ ...left, ...(said.none_of ? { none_of: none } : {}) }), "");
    const chip = (keys: readonly (keyof RecordConditions)[], label: string, value: string) => {
      if (keys.some((key) => said[key] !== undefined)) chips.push({ without: without(said, keys), text: `${label} ${value}` });
    };
    chip(["visitor"], t("records.visitor"), said.visitor ?? "");
    chip(["visitor_ids"], t("recordSearch.thisVisitor"), "");
    chip(["ip"], t("recordSearch.column.ip"), said.ip ?? "");
    chip(["page"], t("recordSearch.onPage"), said.page ?? "");
    chip(["value"], t("recordSearch.value"), said.value ? t(`recordSearch.values.${said.value}`) : "");
    chip(["accepted"], t("recordSearch.accepted"), t(said.accepted ? "recordSearch.wasAccepted" : "recordSearch.missed"));
    chip(["card"], t("recordSearch.card"), t(said.card ? "recordSearch.withCard" : "recordSearch.withoutCard"));
    chip(["score_min", "score_max"], t("records.rating"), range(said.score_min, said.score_max));
    chip(["messages_min", "messages_max"], t("records.messages"), range(said.messages_min, said.messages_max));
    chip(["length_min_s", "length_max_s"], t("recordSearch.minutes"), range(minutes(said.length_min_s), minutes(said.length_max_s)));
    return [...chips, ...listed(none, (left) => ({ ...must, none_of: left }), t("recordSearch.not"))];
  };
}

const minutes = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds / 60);
