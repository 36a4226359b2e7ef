import { type Agent, type AgentList, type Department, NAME_MAX, type StaffRole } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Modal, Select, Switch } from "antd";
import { Plus, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { pathName } from "../../shared/department-tree.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { may, roleName, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Empty, Failed, SkeletonRows } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import { useStateWords } from "../shell/useStateChange.ts";
import { AgentCardFields, CARD_FIELDS } from "./AgentCardFields.tsx";
import { DeleteAgentDialog } from "./DeleteAgentDialog.tsx";
import { RightsEditor, type SingleRights } from "./RightsEditor.tsx";
import "./people.css";
import { AgentRouting, RANK_DEFAULT, ROUTING_FIELDS } from "./AgentRouting.tsx";

const ROLES: readonly StaffRole[] = ["agent", "supervisor", "admin"];
const CEILING_MAX = 50;
const CEILING_DEFAULT = 8;

const departmentsQuery = {
  queryKey: ["departments"],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("list_departments", {}, signal),
};

/** 工号: who works here, in which departments, with how many conversations at once. */
export function AgentsScreen() {
  const { t } = useTranslation();
  useTitle(t("manage.agents"));
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const departments = useQuery(departmentsQuery);
  const live = useLive((state) => state.agents);
  const words = useStateWords();
  const editing = search.get("agent");
  const open = (id: string) => setSearch({ agent: id });
  const close = () => setSearch({});
  const chosen = agents.data?.agents.find((agent) => agent.agent_id === editing);
  const nameOf = (id: string) => departments.data?.departments.find((department) => department.department_id === id)?.name;

  return (
    <main className="page list-page">
      <header className="page-head">
        <h1>{t("manage.agents")}</h1>
        <span className="grow" />
        {may(me, "keep_people") && (
          <Button type="primary" icon={<Plus size={16} />} onClick={() => open("new")} data-testid="add-agent">
            {t("people.invite")}
          </Button>
        )}
      </header>
      <div className="list-main page-fill">
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
                {agents.data.agents.map((agent) => {
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
                      <td className="phone-off">{roleName(t, { role: agent.role })}</td>
                      <td className="cut phone-off" style={{ maxWidth: 220 }}>
                        {agent.department_ids.map(nameOf).filter(Boolean).join("、")}
                      </td>
                      <td className="phone-off">
                        {agent.disabled ? (
                          <span className="tag">{t("people.disabled")}</span>
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
            {agents.data.agents.length <= 1 && may(me, "keep_people") && (
              <Empty icon={Users} title={t("people.alone")} text={t("people.aloneText")}>
                <Button onClick={() => open("new")}>{t("people.invite")}</Button>
              </Empty>
            )}
          </div>
        )}
      </div>
      {editing && may(me, "keep_people") && departments.data && (editing === "new" || chosen) && (
        <AgentDrawer
          key={chosen ? `${chosen.agent_id}-${chosen.version}` : "new"}
          agent={chosen}
          agents={agents.data?.agents ?? []}
          departments={departments.data.departments}
          roleRights={agents.data?.role_rights ?? {}}
          onClose={close}
        />
      )}
    </main>
  );
}

interface Values {
  name: string;
  number: string;
  email: string;
  title?: string;
  phone?: string;
  photo?: string;
  role: string;
  department_ids: string[];
  ceiling: number;
  skills: string[];
  languages: string[];
  rank: number;
}

const FIELDS = ["name", "number", "email", "title", "role", "department_ids", "ceiling", ...CARD_FIELDS, ...ROUTING_FIELDS];

/** The next free number, as people count them. */
function nextNumber(agents: readonly Agent[]): string {
  const numbers = agents.map((agent) => Number(agent.number)).filter(Number.isInteger);
  return String(Math.max(1000, ...numbers) + 1);
}

interface DrawerProps {
  agent: Agent | undefined;
  agents: readonly Agent[];
  departments: readonly Department[];
  roleRights: AgentList["role_rights"];
  onClose: () => void;
}

function AgentDrawer({ agent, agents, departments, roleRights, onClose }: DrawerProps) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const role = Form.useWatch("role", form) ?? agent?.role ?? "agent";
  const [rights, setRights] = useState<SingleRights>({
    rights_added: agent?.rights_added ?? [],
    rights_removed: agent?.rights_removed ?? [],
  });
  const [disabling, setDisabling] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { problem, show, clear } = useFormProblem(form, FIELDS);

  const refresh = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ["agents"] }), client.invalidateQueries({ queryKey: ["departments"] })]);
    if (agent?.agent_id === me.agent_id) await client.invalidateQueries({ queryKey: ["me"] });
  };
  const save = useMutation({
    mutationFn: (values: Values) => {
      if (!agent) return call("add_agent", { body: { ...values, ...rights, title: values.title ?? "" } });
      const { email: _, ...change } = values;
      return call("change_agent", { path: { agent_id: agent.agent_id }, body: { ...change, ...rights, version: agent.version } });
    },
    onMutate: clear,
    onSuccess: async (saved) => {
      setDirty(false);
      toast({ tone: "good", text: agent ? t("common.saved") : t("people.invited", { email: saved.email }) });
      await refresh();
      onClose();
    },
    onError: (error) => {
      show(error);
      if (error instanceof ApiProblem && error.code === "conflict") void refresh();
    },
  });
  const disable = useMutation({
    mutationFn: (disabled: boolean) =>
      call("change_agent", { path: { agent_id: agent?.agent_id ?? "" }, body: { version: agent?.version ?? 0, disabled } }),
    onSuccess: async (saved) => {
      setDisabling(false);
      toast({ tone: "good", text: t(saved.disabled ? "people.nowDisabled" : "people.nowEnabled", { name: saved.name }) });
      await refresh();
      onClose();
    },
    onError: () => {
      setDisabling(false);
      void refresh();
    },
  });

  const rightsProblem = problem instanceof ApiProblem && problem.field?.startsWith("rights_") ? problem : undefined;
  const required = { required: true, message: t("auth.required") };
  return (
    <SideDrawer
      label={agent ? agent.name : t("people.invite")}
      title={<h2>{agent ? agent.name : t("people.invite")}</h2>}
      onClose={onClose}
      testId="agent-drawer"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="agent-save">
            {agent ? t("common.save") : t("people.send")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        className="drawer-form"
        onFinish={(values: Values) => save.mutate(values)}
        onValuesChange={() => setDirty(true)}
        initialValues={
          agent ?? {
            role: "agent",
            ceiling: CEILING_DEFAULT,
            rank: RANK_DEFAULT,
            number: nextNumber(agents),
            department_ids: departments[0] ? [departments[0].department_id] : [],
          }
        }
      >
        <FormProblem problem={rightsProblem === undefined ? (problem ?? disable.error) : undefined} />
        {!agent && <p className="t2 f13 form-lead">{t("people.inviteText")}</p>}
        <Form.Item
          name="email"
          label={t("people.email")}
          rules={[required, { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, message: t("auth.emailInvalid") }]}
          validateTrigger="onBlur"
        >
          <Input type="email" disabled={agent !== undefined} maxLength={254} autoFocus={!agent} data-testid="agent-email" />
        </Form.Item>
        <div className="form-grid">
          <Form.Item name="name" label={t("people.name")} extra={t("auth.nameHint")} rules={[required]} validateTrigger="onBlur">
            <Input maxLength={NAME_MAX} data-testid="agent-name" />
          </Form.Item>
          <Form.Item
            name="number"
            label={t("people.number")}
            rules={[required, { pattern: /^[0-9A-Za-z]{1,12}$/, message: t("people.numberInvalid") }]}
            validateTrigger="onBlur"
          >
            <Input maxLength={12} data-testid="agent-number" />
          </Form.Item>
          <Form.Item name="title" label={t("people.title")} extra={t("people.titleHint")}>
            <Input maxLength={NAME_MAX} />
          </Form.Item>
          <Form.Item name="ceiling" label={t("people.ceiling")} extra={t("people.ceilingHint")} rules={[required]}>
            <InputNumber min={1} max={CEILING_MAX} precision={0} style={{ width: "100%" }} />
          </Form.Item>
        </div>
        <AgentCardFields />
        <Form.Item name="role" label={t("people.role")} rules={[required]}>
          <Select options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
        </Form.Item>
        <Form.Item name="department_ids" label={t("people.departments")} rules={[required]}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            options={departments.map((department) => ({ value: department.department_id, label: pathName(departments, department) }))}
          />
        </Form.Item>
        <AgentRouting agents={agents} />
        <RightsEditor
          role={role}
          roleRights={roleRights}
          value={rights}
          onChange={(next) => {
            setRights(next);
            setDirty(true);
          }}
          error={rightsProblem === undefined ? undefined : problemText(t, rightsProblem)}
        />
        {agent && agent.agent_id !== me.agent_id && (
          <div className="row form-switch">
            <label htmlFor="agent-enabled" className="grow">
              <div>{t("people.enabled")}</div>
              <div className="t3 f12">{t("people.enabledText")}</div>
            </label>
            <Switch
              id="agent-enabled"
              checked={!agent.disabled}
              loading={disable.isPending}
              onChange={(enabled) => (enabled ? disable.mutate(false) : setDisabling(true))}
            />
          </div>
        )}
        {agent && agent.agent_id !== me.agent_id && (
          <Button
            danger
            type="link"
            icon={<Trash2 size={16} />}
            style={{ alignSelf: "flex-start", paddingInline: 0 }}
            onClick={() => setDeleting(true)}
            data-testid="agent-delete"
          >
            {t("people.delete")}
          </Button>
        )}
      </Form>
      {deleting && agent && (
        <DeleteAgentDialog
          agent={agent}
          onDeleted={async () => {
            toast({ tone: "good", text: t("people.deleted", { name: agent.name }) });
            await refresh();
            onClose();
          }}
          onClose={() => setDeleting(false)}
        />
      )}
      {dirty && <Unsaved />}
      <Modal
        open={disabling}
        width={420}
        title={t("people.disableTitle", { name: agent?.name })}
        onCancel={() => setDisabling(false)}
        footer={
          <>
            <Button autoFocus onClick={() => setDisabling(false)}>
              {t("common.cancel")}
            </Button>
            <Button type="primary" danger loading={disable.isPending} onClick={() => disable.mutate(true)}>
              {t("people.disable")}
            </Button>
          </>
        }
      >
        <p className="t2">{t("people.disableText")}</p>
        {disable.isError && <p className="is-bad">{problemText(t, disable.error)}</p>}
      </Modal>
    </SideDrawer>
  );
}
