import type { Agent } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { Plus, Search, Users } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { ClearFilters } from "../../shared/ClearFilters.tsx";
import { pathName } from "../../shared/department-tree.ts";
import { may, useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { useStateWords } from "../shell/useStateChange.ts";
import { AgentDrawer } from "./AgentDrawer.tsx";
import { allRoles, byMenu, roleOf, rolesQuery } from "./roles-query.ts";
import "./people.css";

const departmentsQuery = {
  queryKey: ["departments"],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("list_departments", {}, signal),
};

/** 工号: who works here, in which departments, with how many conversations at once. */
export function AgentsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const [search, setSearch] = useSearch();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const departments = useQuery(departmentsQuery);
  const live = useLive((state) => state.agents);
  const words = useStateWords();
  const editing = search.get("agent");
  const list = useQuery(rolesQuery);
  const roles = list.data ? allRoles(t, list.data) : [];
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const role = search.get("role") ?? undefined;
  const department = search.get("department") ?? undefined;
  const put = (changes: Record<string, string | undefined>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
      return next;
    });
  const open = (id: string) => put({ agent: id });
  const close = () => put({ agent: undefined });
  const fits = (agent: Agent) =>
    (!role || agent.role === role) &&
    (!department || agent.department_ids.includes(department)) &&
    (!wanted || [agent.name, agent.number, agent.email].some((each) => each.toLowerCase().includes(wanted)));
  const shown = (agents.data?.agents ?? []).filter(fits);
  const chosen = agents.data?.agents.find((agent) => agent.agent_id === editing);
  const nameOf = (id: string) => departments.data?.departments.find((department) => department.department_id === id)?.name;

  return (
    <main className="page list-page">
      <PageHead title={t("manage.agents")}>
        {may(me, "keep_people") && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => open("new")} data-testid="add-agent">
            {t("people.invite")}
          </Button>
        )}
      </PageHead>
      <div className="list-main page-fill">
        <div className="list-filters">
          <Input
            className="people-search"
            allowClear
            prefix={<Search size={14} aria-hidden />}
            placeholder={t("people.search")}
            aria-label={t("people.search")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            data-testid="agents-search"
          />
          <Select
            className="records-agent"
            allowClear
            placeholder={t("people.allRoles")}
            aria-label={t("people.role")}
            value={role ?? null}
            onChange={(next: string | null) => put({ role: next ?? undefined })}
            options={roles.map((each) => ({ value: each.id, label: each.name }))}
            data-testid="agents-role"
          />
          <Select
            className="records-agent"
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("people.allDepartments")}
            aria-label={t("people.departments")}
            value={department ?? null}
            onChange={(next: string | null) => put({ department: next ?? undefined })}
            options={(departments.data?.departments ?? []).map((each) => ({
              value: each.department_id,
              label: pathName(departments.data?.departments ?? [], each),
            }))}
            data-testid="agents-department"
          />
        </div>
        {agents.isPending && <SkeletonRows rows={6} columns={5} />}
        {agents.isError && <Failed title={t("people.notLoaded")} error={agents.error} retry={() => void agents.refetch()} />}
        {agents.isSuccess && (
          <div className="table-scroll">
            <table className="plain">
              <thead>
                <tr>
                  <th>{t("people.name")}</th>
                  <th>{t("people.number")}</th>
                  <th>{t("people.email")}</th>
                  <th>{t("people.role")}</th>
                  <th>{t("people.departments")}</th>
                  <th>{t("people.state")}</th>
                  <th className="right">{t("people.load")}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((agent) => {
                  const now = live.get(agent.agent_id);
                  const state = now?.state ?? agent.state;
                  return (
                    <tr
                      key={agent.agent_id}
                      data-opens={may(me, "keep_people") || undefined}
                      className={agent.agent_id === editing ? "chosen" : undefined}
                      onClick={() => may(me, "keep_people") && open(agent.agent_id)}
                      data-testid="agent-row"
                      data-number={agent.number}
                    >
                      <td>
                        <button type="button" className="row-link">
                          <span className="row">
                            <Avatar id={agent.agent_id} name={agent.name} size={24} gone={agent.disabled} />
                            {agent.name}
                            {agent.agent_id === me.agent_id && <span className="tag accent">{t("people.me")}</span>}
                          </span>
                        </button>
                      </td>
                      <td className="phone-end">{agent.number}</td>
                      <td className="t2 cut phone-wide">{agent.email}</td>
                      <td className="phone-off">
                        <span className="row">
                          <span className="cut">{roleOf(t, roles, agent.role).name}</span>
                          <Exceptions agent={agent} />
                        </span>
                      </td>
                      <td className="cut phone-off" style={{ maxWidth: 220 }}>
                        {agent.department_ids.map(nameOf).filter(Boolean).join(t("common.comma"))}
                      </td>
                      <td className="phone-off">
                        {agent.disabled ? (
                          <span className="tag">{t("people.disabled")}</span>
                        ) : agent.invited ? (
                          <span className="tag accent" data-testid="agent-row-invited">
                            {t("people.invitedTag")}
                          </span>
                        ) : (
                          <span className="row">
                            <i className={`dot ${state}`} /> {words({ ...now, state })}
                          </span>
                        )}
                      </td>
                      <td className="right phone-off">
                        {now?.load ?? agent.load} / {agent.ceiling}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {shown.length === 0 && (
              <Empty icon={Users} title={t("people.noMatch")}>
                <ClearFilters
                  onClear={() => {
                    setText("");
                    put({ role: undefined, department: undefined });
                  }}
                />
              </Empty>
            )}
            {agents.data.agents.length <= 1 && may(me, "keep_people") && (
              <Empty icon={Users} title={t("people.alone")} text={t("people.aloneText")}>
                <Button onClick={() => open("new")}>{t("people.invite")}</Button>
              </Empty>
            )}
          </div>
        )}
      </div>
      {editing && may(me, "keep_people") && departments.data && list.data && (editing === "new" || chosen) && (
        <AgentDrawer
          key={editing}
          agent={chosen}
          agents={agents.data?.agents ?? []}
          departments={departments.data.departments}
          roles={roles}
          menus={byMenu(list.data)}
          onClose={close}
        />
      )}
    </main>
  );
}

/** How many single rights somebody has besides the role, and how many of the role's not. */
function Exceptions({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const [added, removed] = [agent.rights_added?.length ?? 0, agent.rights_removed?.length ?? 0];
  if (added + removed === 0) return null;
  const said = [added && t("rights.addedCount", { count: added }), removed && t("rights.removedCount", { count: removed })];
  return (
    <span className="tag" title={said.filter(Boolean).join(t("common.comma"))} data-testid="agent-exceptions">
      {[added && `+${added}`, removed && `−${removed}`].filter(Boolean).join(" ")}
    </span>
  );
}
