import type { Agent } from "@parlor/protocol";
import { Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { languageOptions } from "../../shared/languages.ts";

export const SKILL_MAX = 30;
export const ROUTING_FIELDS = ["skills", "languages", "rank"];
export const RANK_DEFAULT = 5;
const RANK_MAX = 9;

/** What the assignment of visitors goes by: an agent's skills, languages and rank. For the form of one agent. */
export function AgentRouting({ agents }: { agents: readonly Agent[] }) {
  const { t, i18n } = useTranslation();
  const known = [...new Set(agents.flatMap((agent) => agent.skills ?? []))].sort();
  return (
    <>
      <Form.Item name="skills" label={t("people.skills")} extra={t("people.skillsHint")}>
        <Select
          mode="tags"
          maxCount={20}
          options={known.map((skill) => ({ value: skill, label: skill }))}
          onInputKeyDown={(event) => {
            if (event.currentTarget.value.length >= SKILL_MAX && event.key.length === 1) event.preventDefault();
          }}
          data-testid="agent-skills"
        />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name="languages" label={t("people.languages")} extra={t("people.languagesHint")}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            options={languageOptions(i18n.language)}
            data-testid="agent-languages"
          />
        </Form.Item>
        <Form.Item
          name="rank"
          label={t("people.rank")}
          extra={t("people.rankHint")}
          rules={[{ required: true, message: t("auth.required") }]}
        >
          <InputNumber min={1} max={RANK_MAX} precision={0} style={{ width: "100%" }} data-testid="agent-rank" />
        </Form.Item>
      </div>
    </>
  );
}
