import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { pathName } from "../../shared/department-tree.ts";
import { useDepartments } from "../../shared/departments.ts";
import type { Period } from "../../shared/periods.ts";
import { useService } from "../../shared/service.ts";
import { TEXT_MAX } from "./search.ts";
import { useStyleNames } from "./useStyleNames.ts";
import { ValueSelect } from "./ValueSelect.tsx";

const ORIGINS = [
  ["countries", "country"],
  ["provinces", "province"],
  ["sources", "source"],
  ["engines", "engine"],
  ["keywords", "keyword"],
  ["referrers", "referrer"],
  ["devices", "device"],
  ["browsers", "browser"],
  ["systems", "system"],
  ["pages", "page"],
] as const;
/** Of these there are no others than those that the figures know. */
const CLOSED: readonly string[] = ["source", "device"];

/** The conditions of which one value is enough, or, under `none_of`, of which none may hold. */
export function Lists({ under = [], period }: { under?: readonly string[]; period: Period }) {
  const { t } = useTranslation();
  const service = useService();
  const departments = useDepartments();
  const styles = useStyleNames();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) }).data?.agents ?? [];
  const any = { allowClear: true, placeholder: t(under.length ? "recordSearch.none" : "recordSearch.any"), style: { width: "100%" } };
  const several = { ...any, mode: "multiple" as const, showSearch: { optionFilterProp: "label" } };
  const name = (key: string) => [...under, key];
  return (
    <>
      <Form.Item name={name("text")} label={t("recordSearch.text")} extra={under.length ? undefined : t("recordSearch.textHint")}>
        <Input maxLength={TEXT_MAX} autoFocus={under.length === 0} allowClear data-testid={["record-search", ...name("text")].join("-")} />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name={name("agent_ids")} label={t("recordSearch.agents")}>
          <Select {...several} options={agents.map((agent) => ({ value: agent.agent_id, label: `${agent.name} ${agent.number}` }))} />
        </Form.Item>
        <Form.Item name={name("department_ids")} label={t("people.departments")}>
          <Select {...several} options={departments.map((each) => ({ value: each.department_id, label: pathName(departments, each) }))} />
        </Form.Item>
        <Form.Item name={name("topic_ids")} label={t("records.topic")}>
          <Select {...several} options={(service?.topics ?? []).map((topic) => ({ value: topic.topic_id, label: topic.name }))} />
        </Form.Item>
        <Form.Item name={name("label_ids")} label={t("recordSearch.label")}>
          <Select {...several} options={(service?.labels ?? []).map((label) => ({ value: label.label_id, label: label.name }))} />
        </Form.Item>
        <Form.Item name={name("style_ids")} label={t("recordSearch.column.style")}>
          <Select {...several} options={[...styles].map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        {ORIGINS.map(([key, by]) => (
          <Form.Item key={key} name={name(key)} label={t(`recordSearch.origin.${by}`)}>
            <ValueSelect by={by} period={period} only={CLOSED.includes(by)} {...any} />
          </Form.Item>
        ))}
        <Form.Item name={name("cities")} label={t("recordSearch.origin.city")}>
          <Select {...any} mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </div>
    </>
  );
}
