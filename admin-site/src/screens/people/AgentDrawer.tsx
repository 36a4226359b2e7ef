import { type Agent, type Department, NAME_MAX, type Right } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Modal, Select, Switch } from "antd";
import { MailPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { pathName } from "../../shared/department-tree.ts";
import { FormProblem, useFormProblem } from "../../shared/form.tsx";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { isMeeting, type Meeting, sendMerged } from "../../shared/send-merged.ts";
import { toast } from "../../shared/toast.tsx";
import { Unsaved } from "../../shared/unsaved.tsx";
import { AgentAccess } from "../access/AgentAccess.tsx";
import { AgentCardFields, CARD_FIELDS } from "./AgentCardFields.tsx";
import { AgentRouting, RANK_DEFAULT, ROUTING_FIELDS } from "./AgentRouting.tsx";
import { DeleteAgentDialog } from "./DeleteAgentDialog.tsx";
import { Met } from "./Met.tsx";
import { RightsEditor } from "./RightsEditor.tsx";
import { type MenuRights, type RoleFacts, roleOf } from "./roles-query.ts";

const CEILING_MAX = 50;
const CEILING_DEFAULT = 8;

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

interface Change extends Values {
  rights_added: Right[];
  rights_removed: Right[];
  version: number;
}

const KEYS = [
  ...(["name", "number", "title", "phone", "photo", "role", "department_ids", "ceiling", "skills", "languages", "rank"] as const),
  ...(["rights_added", "rights_removed"] as const),
];

/** What the drawer shows of an agent; what the server leaves out is empty. */
const changeOf = (agent: Agent): Change => ({
  name: agent.name,
  number: agent.number,
  email: agent.email,
  title: agent.title ?? "",
  phone: agent.phone ?? "",
  photo: agent.photo ?? "",
  role: agent.role,
  department_ids: agent.department_ids,
  ceiling: agent.ceiling,
  skills: agent.skills ?? [],
  languages: agent.languages ?? [],
  rank: agent.rank,
  rights_added: agent.rights_added ?? [],
  rights_removed: agent.rights_removed ?? [],
  version: agent.version,
});

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
  roles: readonly RoleFacts[];
  menus: readonly MenuRights[];
  onClose: () => void;
}

/** A colleague, or somebody to invite. What others change meanwhile is taken in; where both changed the same, it asks. */
export function AgentDrawer({ agent, agents, departments, roles, menus, onClose }: DrawerProps) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const [base, setBase] = useState(agent && changeOf(agent));
  const [conflicts, setConflicts] = useState<readonly (keyof Change)[]>([]);
  const role = roleOf(t, roles, Form.useWatch("role", form) ?? agent?.role ?? "agent");
  const [rights, setRights] = useState({ rights_added: agent?.rights_added ?? [], rights_removed: agent?.rights_removed ?? [] });
  const [disabling, setDisabling] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { problem, show, clear } = useFormProblem(form, FIELDS);

  const refresh = async () => {
    await Promise.all(["agents", "departments", "roles"].map((key) => client.invalidateQueries({ queryKey: [key] })));
    if (agent?.agent_id === me.agent_id) await client.invalidateQueries({ queryKey: ["me"] });
  };
  const put = ({ rights_added, rights_removed, version: _, ...values }: Change) => {
    form.setFieldsValue(values);
    setRights({ rights_added, rights_removed });
  };
  const reload = async () => {
    const list = await client.fetchQuery({ queryKey: ["agents"], queryFn: () => call("list_agents", {}), staleTime: 0 });
    const theirs = list.agents.find((each) => each.agent_id === agent?.agent_id);
    return theirs && changeOf(theirs);
  };
  const save = useMutation({
    mutationFn: async (values: Values): Promise<Agent | Meeting<Change>> => {
      const wanted = { ...base, ...values, ...rights, title: values.title ?? "" } as Change;
      if (!agent || !base) {
        const { version: _, ...body } = wanted;
        return call("add_agent", { body });
      }
      return sendMerged({
        base,
        wanted,
        keys: KEYS,
        send: ({ version }, { email: _, ...body }) =>
          call("change_agent", { path: { agent_id: agent.agent_id }, body: { ...body, version } }),
        reload,
      });
    },
    onMutate: () => {
      clear();
      setConflicts([]);
    },
    onSuccess: async (saved) => {
      if (isMeeting(saved)) {
        setBase(saved.theirs);
        put(saved.draft);
        setConflicts(saved.conflicts);
        return;
      }
      setDirty(false);
      toast({ tone: "good", text: agent ? t("common.saved") : t("people.invited", { email: saved.email }) });
      await refresh();
      onClose();
    },
    onError: show,
  });
  const takeTheirs = () => {
    if (base) put(base);
    setConflicts([]);
    setDirty(false);
  };
  const invite = useMutation({
    mutationFn: () => call("invite_again", { path: { agent_id: agent?.agent_id ?? "" } }),
    onSuccess: () => toast({ tone: "good", text: t("people.invited", { email: agent?.email ?? "" }) }),
    onError: (error) => toast({ tone: "bad", text: problemText(t, error) }),
  });
  const disable = useMutation({
    mutationFn: (disabled: boolean) =>
      call("change_agent", { path: { agent_id: agent?.agent_id ?? "" }, body: { version: base?.version ?? 0, disabled } }),
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
  const within = role.departments
    ?.map((id) => departments.find((department) => department.department_id === id))
    .map((department) => (department ? pathName(departments, department) : "–"))
    .join(t("common.comma"));

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
          agent
            ? changeOf(agent)
            : {
                role: "agent",
                ceiling: CEILING_DEFAULT,
                rank: RANK_DEFAULT,
                number: nextNumber(agents),
                department_ids: departments[0] ? [departments[0].department_id] : [],
              }
        }
      >
        <FormProblem problem={rightsProblem === undefined ? (problem ?? disable.error) : undefined} />
        {conflicts.length > 0 && (
          <Met
            fields={conflicts.map((key) => t(`people.field.${key as (typeof KEYS)[number]}`))}
            onTheirs={takeTheirs}
            onMine={() => form.submit()}
          />
        )}
        {!agent && <p className="t2 f13 form-lead">{t("people.inviteText")}</p>}
        {agent?.invited && !agent.disabled && (
          <div className="banner people-banner" data-testid="agent-invited">
            <span className="grow">{t("people.invitedText")}</span>
            <Button
              size="small"
              icon={<MailPlus size={14} />}
              loading={invite.isPending}
              onClick={() => invite.mutate()}
              data-testid="agent-invite-again"
            >
              {t("people.inviteAgain")}
            </Button>
          </div>
        )}
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
          <Select options={roles.map((each) => ({ value: each.id, label: each.name }))} data-testid="agent-role" />
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
          menus={menus}
          within={within}
          value={rights}
          onChange={(next) => {
            setRights(next);
            setDirty(true);
          }}
          error={rightsProblem === undefined ? undefined : problemText(t, rightsProblem)}
        />
        {agent && <AgentAccess agent={agent} />}
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
        {agent && agent.agent_id !== me.agent_id && may(me, "delete_agents") && (
          <Button
            danger
            type="link"
            icon={<Trash2 size={16} />}
            style={{ alignSelf: "flex-start", paddingInline: 0 }}
            onClick={() => setDeleting(true)}
            data-testid="agent-delete"
          >
            {t(agent.invited ? "people.withdraw" : "people.delete")}
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
