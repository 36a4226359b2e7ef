import type { Department } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { ArrowDown, ArrowUp, CornerDownRight, Pencil, Plus, Trash2 } from "lucide-react";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { inTree } from "../../shared/department-tree.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { DepartmentDialog } from "./DepartmentDialog.tsx";
import "./people.css";

/** 部门: their tree and order, and how their visitors find an agent. */
export function DepartmentsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const admin = may(me, "keep_departments");
  const client = useQueryClient();
  const [editing, setEditing] = useState<Department | "new">();
  const [deleting, setDeleting] = useState<Department>();
  const list = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const departments = list.data?.departments ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: ["departments"] });

  /** Gives every department beside it whose place changes its new number. */
  const move = useMutation({
    mutationFn: async ({ siblings, from, to }: { siblings: readonly Department[]; from: number; to: number }) => {
      const next = [...siblings];
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
  const shift = (siblings: readonly Department[], department: Department, by: number) => {
    const from = siblings.indexOf(department);
    move.mutate({ siblings, from, to: from + by });
  };
  const remove = useMutation({
    mutationFn: (department: Department) => call("delete_department", { path: { department_id: department.department_id } }),
    onSuccess: async () => {
      setDeleting(undefined);
      await refresh();
    },
  });

  return (
    <main className="page list-page">
      <PageHead title={t("manage.departments")}>
        {admin && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => setEditing("new")} data-testid="add-department">
            {t("department.add")}
          </Button>
        )}
      </PageHead>
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
                {inTree(departments).map(({ department, depth, siblings }) => (
                  <tr key={department.department_id} data-testid="department-row" data-name={department.name} data-depth={depth}>
                    <td className="medium">
                      <span className="department-name" style={{ "--depth": depth } as CSSProperties}>
                        {depth > 0 && <CornerDownRight size={14} aria-hidden />}
                        <span className="cut">{department.name}</span>
                      </span>
                    </td>
                    <td className="phone-wide t2">
                      {t(`department.${department.assignment}`)}
                      {department.skill && <span className="tag department-skill">{department.skill}</span>}
                    </td>
                    <td className="right phone-off">
                      <Link to={`/manage/agents?department=${department.department_id}`}>{department.members}</Link>
                    </td>
                    <td className="right phone-end">
                      {admin && (
                        <span className="row department-acts">
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.up", { name: department.name })}
                            disabled={siblings.indexOf(department) <= 0 || move.isPending}
                            onClick={() => shift(siblings, department, -1)}
                          >
                            <ArrowUp size={16} />
                          </button>
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("department.down", { name: department.name })}
                            disabled={siblings.indexOf(department) === siblings.length - 1 || move.isPending}
                            onClick={() => shift(siblings, department, 1)}
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
      {editing && (
        <DepartmentDialog
          department={editing === "new" ? undefined : editing}
          departments={departments}
          onClose={() => setEditing(undefined)}
        />
      )}
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
