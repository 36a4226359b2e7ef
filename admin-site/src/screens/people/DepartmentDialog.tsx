import { type Assignment, type Department, NAME_MAX } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { inTree, withinTree } from "../../shared/department-tree.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { SKILL_MAX } from "./AgentRouting.tsx";

const ASSIGNMENTS: readonly Assignment[] = ["manual", "automatic", "round_robin", "ranked"];
const FIELDS = ["name", "assignment", "parent_id", "skill"];
const TOP = "";
const INDENT = "\u2003";

interface Values {
  name: string;
  assignment: Assignment;
  parent_id: string;
  skill?: string;
}

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
  const save = useMutation({
    mutationFn: ({ name, assignment, parent_id, skill }: Values) => {
      const body = { name: name.trim(), assignment, skill: skill?.trim() ?? "" };
      return department
        ? call("change_department", {
            path: { department_id: department.department_id },
            body: { ...body, parent_id: parent_id || null, version: department.version },
          })
        : call("add_department", { body: { ...body, ...(parent_id ? { parent_id } : {}) } });
    },
    onMutate: clear,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["departments"] });
      onClose();
    },
    onError: (error) => {
      show(error);
      if (error instanceof ApiProblem && error.code === "conflict") void client.invalidateQueries({ queryKey: ["departments"] });
    },
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
        initialValues={department ? { ...department, parent_id: department.parent_id ?? TOP } : { assignment: "manual", parent_id: TOP }}
        onFinish={(values) => save.mutate(values)}
      >
        <FormProblem problem={problem} />
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
