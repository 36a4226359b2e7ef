import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Copy, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { DeleteRoleDialog } from "./DeleteRoleDialog.tsx";
import { RoleDrawer } from "./RoleDrawer.tsx";
import { allRoles, type RoleFacts, rolesQuery } from "./roles-query.ts";
import "./people.css";

const NEW = "new";

/** 角色: what people may do, by menu and action, everywhere or in some departments. */
export function RolesScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const keeps = may(me, "keep_roles");
  const client = useQueryClient();
  const [search, setSearch] = useSearch();
  const [deleting, setDeleting] = useState<RoleFacts>();
  const list = useQuery(rolesQuery);
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const roles = list.data ? allRoles(t, list.data) : [];
  const names = new Map(departments.data?.departments.map((each) => [each.department_id, each.name]));
  const members = (role: string) => agents.data?.agents.filter((agent) => agent.role === role).length;
  const open = search.get("role");
  const copied = roles.find((role) => role.id === search.get("copy"));
  const chosen = roles.find((role) => role.id === open);
  const close = () => setSearch({});
  const refresh = async () => {
    await Promise.all(["roles", "agents", "me"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  };

  return (
    <main className="page list-page">
      <PageHead title={t("manage.roles")}>
        {keeps && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => setSearch({ role: NEW })} data-testid="add-role">
            {t("roles.add")}
          </Button>
        )}
      </PageHead>
      <div className="list-main page-fill">
        {list.isPending && <SkeletonRows rows={4} columns={4} />}
        {list.isError && <Failed title={t("roles.notLoaded")} error={list.error} retry={() => void list.refetch()} />}
        {list.data && (
          <div className="table-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th>{t("roles.name")}</th>
                  <th>{t("roles.counts")}</th>
                  <th>{t("roles.where")}</th>
                  <th className="right">{t("roles.members")}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {roles.map((role) => (
                  <tr
                    key={role.id}
                    data-opens
                    className={role.id === open ? "chosen" : undefined}
                    onClick={() => setSearch({ role: role.id })}
                    data-testid="role-row"
                    data-name={role.name}
                  >
                    <td>
                      <button type="button" className="row-link">
                        <span className="row">
                          <span className="cut">{role.name}</span>
                          {!role.own && <span className="tag">{t("roles.fixed")}</span>}
                        </span>
                      </button>
                      {role.own?.description && <div className="t3 f12 cut role-about">{role.own.description}</div>}
                    </td>
                    <td className="t2 phone-wide">{t("roles.rightsOf", { count: role.rights.length, all: list.data.table.length })}</td>
                    <td className="t2 cut phone-off" style={{ maxWidth: 240 }}>
                      {role.departments
                        ? role.departments.map((id) => names.get(id) ?? "–").join(t("common.comma"))
                        : t("roles.everywhere")}
                    </td>
                    <td className="right phone-off">
                      <Link to={`/manage/agents?role=${role.id}`} onClick={(event) => event.stopPropagation()}>
                        {members(role.id) ?? "–"}
                      </Link>
                    </td>
                    <td className="right phone-end">
                      {keeps && (
                        <span className="row department-acts">
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("roles.clone", { name: role.name })}
                            title={t("roles.clone", { name: role.name })}
                            onClick={(event) => {
                              event.stopPropagation();
                              setSearch({ role: NEW, copy: role.id });
                            }}
                            data-testid="role-clone"
                          >
                            <Copy size={16} />
                          </button>
                          <button
                            type="button"
                            className="icon-button small"
                            aria-label={t("roles.delete", { name: role.name })}
                            disabled={!role.own}
                            onClick={(event) => {
                              event.stopPropagation();
                              setDeleting(role);
                            }}
                            data-testid="role-delete"
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
      {list.data && departments.data && open && (open === NEW ? keeps && (!search.get("copy") || copied) : chosen) && (
        <RoleDrawer
          key={`${open}-${search.get("copy") ?? ""}`}
          role={chosen}
          like={copied}
          list={list.data}
          departments={departments.data.departments}
          readOnly={!keeps || (chosen !== undefined && !chosen.own)}
          onCopy={(id) => setSearch({ role: NEW, copy: id })}
          onSaved={refresh}
          onClose={close}
        />
      )}
      {deleting && (
        <DeleteRoleDialog
          role={deleting}
          others={roles.filter((role) => role.id !== deleting.id)}
          members={members(deleting.id) ?? 0}
          onDeleted={refresh}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </main>
  );
}
