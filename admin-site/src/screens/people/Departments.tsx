import { type Assignment, type Department, NAME_MAX } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal, Radio } from "antd";
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";

const ASSIGNMENTS: readonly Assignment[] = ["manual", "automatic"];

/** 部门: their order, and how their visitors find an agent. */
export function DepartmentsScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.departments"));
  const me = useMe();
  const admin = may(me, "keep_people");
  const client = useQueryClient();
  const [editing, setEditing] = useState<Department | "new">();
  const [deleting, setDeleting] = useState<Department>();
  const list = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const departments = [...(list.data?.departments ?? [])].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  const refresh = () => client.invalidateQueries({ queryKey: ["departments"] });

  /** Gives every department whose place changes its new number. */
  const move = useMutation({
    mutationFn: async ({ from, to }: { from: number; to: number }) => {
      const next = [...departments];
      const [moved] = next.splice(from, 1);
      if (moved) next.splice(to, 0, moved);
      for (const [order, department] of next.entries()) {
        if (department.order === order) continue;
        await call("change_department", {
          path: { department_id: department.department_id },
          body: { version: department.version, order },
        });
      }
    },
    onError: (error) => toast({ tone: "bad", text: problemText(t, error) }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (department: Department) => call("delete_department", { path: { department_id: department.department_id } }),
    onSuccess: async () => {
      setDeleting(undefined);
      await refresh();
    },
  });

  return (
    <main className="page list-page">
      <header className="page-head">
        <h1>{t("manage.departments")}</h1>
        <span className="grow" />
        {admin && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => setEditing("new")} data-testid="add-department">
            {t("department.add")}
          </Button>
        )}
      </header>
      <div className="list-main page-fill">
        {list.isPending && <SkeletonRows rows={4} columns={4} />}
        {list.isError && <Failed title={t("department.notLoaded")} error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && (
          <div className="table-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th>{t("department.name")}</th>
                  <th>{t("department.assignment")}</th>
                  <th className="right">{t("department.members")}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {departments.map((department, i) => (
                  <tr key={department.department_id} data-testid="department-row" data-name={department.name}>
                    <td className="medium">{department.name}</td>
                    <td className="phone-wide t2">{t(`department.${department.assignment}`)}</td>
                    <td className="right phone-off">{department.members}</td>
                    <td className="right phone-end">
                      {admin && (
                        <span className="row department-acts">
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.up", { name: department.name })}
                            disabled={i === 0 || move.isPending}
                            onClick={() => move.mutate({ from: i, to: i - 1 })}
                          >
                            <ArrowUp size={16} />
                          </button>
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.down", { name: department.name })}
                            disabled={i === departments.length - 1 || move.isPending}
                            onClick={() => move.mutate({ from: i, to: i + 1 })}
                          >
                            <ArrowDown size={16} />
                          </button>
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.edit", { name: department.name })}
                            onClick={() => setEditing(department)}
                          >
                            <Pencil size={16} />
                          </button>
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.delete", { name: department.name })}
                            disabled={departments.length === 1}
                            onClick={() => {
                              remove.reset();
                              setDeleting(department);
                            }}
                          >
                            <Trash2 size={16} />
                          </button>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {editing && <DepartmentDialog department={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />}
      <Modal
        open={deleting !== undefined}
        width={420}
        title={t("department.deleteTitle", { name: deleting?.name })}
        onCancel={() => setDeleting(undefined)}
        footer={
          <>
            <Button autoFocus onClick={() => setDeleting(undefined)}>
              {t("common.cancel")}
            </Button>
            <Button type="primary" danger loading={remove.isPending} onClick={() => deleting && remove.mutate(deleting)}>
              {t("department.deleteConfirm")}
            </Button>
          </>
        }
      >
        <p className="t2">{t("department.deleteText")}</p>
        {remove.isError && (
          <p className="banner bad" role="alert" style={{ marginTop: 12 }}>
            {problemText(t, remove.error)}
          </p>
        )}
      </Modal>
    </main>
  );
}

const FIELDS = ["name", "assignment"];

function DepartmentDialog({ department, onClose }: { department: Department | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ name: string; assignment: Assignment }>();
  const { problem, show, clear } = useFormProblem(form, FIELDS);
  const save = useMutation({
    mutationFn: (values: { name: string; assignment: Assignment }) =>
      department
        ? call("change_department", { path: { department_id: department.department_id }, body: { ...values, version: department.version } })
        : call("add_department", { body: values }),
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
        initialValues={department ?? { assignment: "manual" }}
        onFinish={(values) => save.mutate({ name: values.name.trim(), assignment: values.assignment })}
      >
        <FormProblem problem={problem} />
        <Form.Item name="name" label={t("department.name")} rules={[{ required: true, whitespace: true, message: t("auth.required") }]}>
          <Input maxLength={NAME_MAX} autoFocus data-testid="department-name" />
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
      </Form>
    </Modal>
  );
}
