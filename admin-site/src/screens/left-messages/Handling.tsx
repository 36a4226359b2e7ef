import type { ChangeLeftMessage, LeftMessage, LeftMessageState } from "@parlor/protocol";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { AgentPicker } from "../../shared/AgentPicker.tsx";
import { pathName } from "../../shared/department-tree.ts";
import { useDepartments } from "../../shared/departments.ts";
import { useMe } from "../../shared/me.tsx";
import { STATES } from "./filters.ts";

interface Props {
  message: LeftMessage;
  busy: boolean;
  onChange: (change: Omit<ChangeLeftMessage, "version">) => void;
}

/** Who deals with the message, in which department, and how far it is. Each choice is kept at once. */
export function Handling({ message, busy, onChange }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const departments = useDepartments();
  return (
    <section className="left-section left-handling" aria-label={t("left.handling")}>
      <div className="left-field">
        <span className="f12 t2">{t("left.assignee")}</span>
        <AgentPicker
          wide
          allowClear
          but=""
          label={t("left.assignee")}
          placeholder={t("left.nobody")}
          value={message.assignee_id}
          onChange={(id) => onChange({ assignee_id: id ?? null })}
          testId="left-assignee"
        />
        {message.assignee_id !== me.agent_id && (
          <Button type="link" size="small" disabled={busy} onClick={() => onChange({ assignee_id: me.agent_id })} data-testid="left-take">
            {t("left.take")}
          </Button>
        )}
      </div>
      <div className="left-field">
        <span className="f12 t2">{t("left.department")}</span>
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("left.department")}
          placeholder={t("left.noDepartment")}
          value={message.department_id ?? null}
          onChange={(id: string | null | undefined) => onChange({ department_id: id ?? null })}
          options={departments.map((each) => ({ value: each.department_id, label: pathName(departments, each) }))}
        />
      </div>
      <div className="left-field">
        <span className="f12 t2">{t("left.state")}</span>
        <Select<LeftMessageState>
          aria-label={t("left.state")}
          value={message.state}
          onChange={(state) => onChange({ state })}
          options={STATES.map((value) => ({ value, label: t(`left.is.${value}`) }))}
          data-testid="left-set-state"
        />
      </div>
    </section>
  );
}
