import { type Assignment, type Department, NAME_MAX } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { inTree, withinTree } from "../../shared/department-tree.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { isMeeting, type Meeting, sendMerged } from "../../shared/send-merged.ts";
import { SKILL_MAX } from "./AgentRouting.tsx";
import { Met } from "./Met.tsx";

const ASSIGNMENTS: readonly Assignment[] = ["manual", "automatic", "round_robin", "ranked"];
const FIELDS = ["name", "assignment", "parent_id", "skill"];
const TOP = "";
const INDENT = "\u2003";

const KEYS = ["name", "assignment", "parent_id", "skill"] as const;

interface Values {
  name: string;
  assignment: Assignment;
  parent_id: string;
  skill?: string;
}

interface Change extends Required<Values> {
  version: number;
}

const changeOf = ({ name, assignment, parent_id = TOP, skill = "", version }: Department): Change => ({
  name,
  assignment,
  parent_id,
  skill,
  version,
});

interface Props {
  department: Department | undefined;
  departments: readonly Department[];
  onClose: () => void;
}

export function DepartmentDialog({ department, departments, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const within = department ? withinTree(departments, department.department_id) : new Set<string>();
  const [base, setBase] = useState(department && changeOf(department));
  const [conflicts, setConflicts] = useState<readonly (keyof Change)[]>([]);
  const save = useMutation({
    mutationFn: async (values: Values): Promise<Department | Meeting<Change>> => {
      const wanted = { ...values, name: values.name.trim(), skill: values.skill?.trim() ?? "" };
      if (!department || !base) {
        const { parent_id, ...body } = wanted;
        return call("add_department", { body: { ...body, ...(parent_id ? { parent_id } : {}) } });
      }
      return sendMerged({
        base,
        wanted: { ...base, ...wanted },
        keys: KEYS,
        send: ({ version }, { parent_id, ...body }) =>
          call("change_department", {
            path: { department_id: department.department_id },
            body: { ...body, parent_id: parent_id || null, version },
          }),
        reload: async () => {
          const list = await client.fetchQuery({ queryKey: ["departments"], queryFn: () => call("list_departments", {}), staleTime: 0 });
          const theirs = list.departments.find((each) => each.department_id === department.department_id);
          return theirs && changeOf(theirs);
        },
      });
    },
    onMutate: () => {
      clear();
      setConflicts([]);
    },
    onSuccess: async (saved) => {
      if (isMeeting(saved)) {
        setBase(saved.theirs);
        form.setFieldsValue(saved.draft);
        setConflicts(saved.conflicts);
        return;
      }
      await client.invalidateQueries({ queryKey: ["departments"] });
      onClose();
    },
    onError: show,
  });
  return (
    <Modal
      open
      width={440}
      title={department ? department.name : t("department.add")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="department-save">
            {department ? t("common.save") : t("department.add")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={base ?? { assignment: "manual", parent_id: TOP }}
        onFinish={(values) => save.mutate(values)}
      >
        <FormProblem problem={problem} />
        {conflicts.length > 0 && (
          <Met
            fields={conflicts.map((key) => t(`department.${key === "parent_id" ? "parent" : (key as "name" | "assignment" | "skill")}`))}
            onTheirs={() => {
              if (base) form.setFieldsValue(base);
              setConflicts([]);
            }}
            onMine={() => form.submit()}
          />
        )}
        <Form.Item name="name" label={t("department.name")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
          <Input maxLength={NAME_MAX} autoFocus data-testid="department-name" />
        </Form.Item>
        <Form.Item name="parent_id" label={t("department.parent")}>
          <Select
            data-testid="department-parent"
            options={[
              { value: TOP, label: t("department.top") },
              ...inTree(departments)
                .filter((each) => !within.has(each.department.department_id))
                .map((each) => ({ value: each.department.department_id, label: INDENT.repeat(each.depth) + each.department.name })),
            ]}
          />
        </Form.Item>
        <Form.Item name="assignment" label={t("department.assignment")}>
          <Radio.Group className="radio-list">
            {ASSIGNMENTS.map((each) => (
              <Radio key={each} value={each}>
                {t(`department.${each}`)}
                <span className="t3 f12 radio-hint">{t(`department.hint.${each}`)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item name="skill" label={t("department.skill")} extra={t("department.skillHint")}>
          <Input maxLength={SKILL_MAX} data-testid="department-skill" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
