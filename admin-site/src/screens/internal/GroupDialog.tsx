import type { InternalView } from "@parlor/protocol";
import { Checkbox, Input, Modal } from "antd";
import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { live, useLive } from "../../live/index.ts";
import { isMember } from "../../live/reduce-internal.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { type Branch, peopleTree } from "./people.ts";

/** Of a group, whoever makes it included. */
const MEMBERS_MAX = 80;

/** A new group, or colleagues for one that there is: chosen one by one or by department. */
export default function GroupDialog({ group, onClose }: { group?: InternalView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const agents = useLive((state) => state.agents);
  const departments = useLive((state) => state.departments);
  const agentId = useLive((state) => state.agentId);
  const [name, setName] = useState("");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const candidates = useMemo(
    () => [...agents.values()].filter((agent) => agent.agent_id !== agentId && !(group && isMember(group, agent.agent_id))),
    [agents, agentId, group],
  );
  const tree = useMemo(() => peopleTree(departments, candidates, query), [departments, candidates, query]);
  const room = MEMBERS_MAX - (group?.members.length ?? 1);
  const possible = chosen.size > 0 && chosen.size <= room && (group !== undefined || name.trim() !== "");
  const toggle = (ids: readonly string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  const save = async () => {
    if (!possible) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const agent_ids = [...chosen];
      const view = group
        ? await call("add_internal_members", { path: { conversation_id: group.conversation_id }, body: { agent_ids } })
        : await call("open_internal_group", { body: { name: name.trim(), agent_ids } });
      live().knowInternal(view);
      onClose();
      if (!group) await navigate(`/internal/${view.conversation_id}`);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={480}
      title={t(group ? "internal.addTitle" : "internal.newGroupTitle")}
      okText={t(group ? "internal.add" : "internal.make")}
      cancelText={t("common.cancel")}
      okButtonProps={{ disabled: !possible, loading: busy, "data-testid": "group-save" }}
      onOk={() => void save()}
      onCancel={onClose}
      className="group-dialog"
    >
      {!group && (
        <>
          <label htmlFor="group-name" className="f13 t2">
            {t("internal.name")}
            <span className="is-bad"> *</span>
          </label>
          <Input
            id="group-name"
            autoFocus
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="new-group-name"
          />
        </>
      )}
      <div className="group-choose">
        <span className="f13 t2">{t("internal.chosen", { count: chosen.size })}</span>
        {chosen.size > room && <span className="is-bad f12">{t("internal.tooMany", { count: MEMBERS_MAX })}</span>}
      </div>
      <label className="field small">
        <Search size={16} aria-hidden />
        <input
          type="search"
          aria-label={t("internal.findPeople")}
          placeholder={t("internal.findPeople")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <div className="group-people">
        {tree.branches.map((branch) => (
          <DepartmentPart key={branch.department.department_id} branch={branch} chosen={chosen} onToggle={toggle} />
        ))}
        {tree.others.map((agent) => (
          <PersonBox key={agent.agent_id} agent={agent} depth={0} on={chosen.has(agent.agent_id)} onToggle={toggle} />
        ))}
        {tree.branches.length + tree.others.length === 0 && <p className="list-empty">{t("internal.nobody")}</p>}
      </div>
      {problem !== undefined && (
        <p className="banner bad" role="alert">
          {problemText(t, problem)}
        </p>
      )}
    </Modal>
  );
}

type Toggle = (ids: readonly string[], on: boolean) => void;

function DepartmentPart({ branch, chosen, onToggle }: { branch: Branch; chosen: ReadonlySet<string>; onToggle: Toggle }) {
  const { department, depth, people } = branch;
  const ids = people.map((agent) => agent.agent_id);
  const count = ids.filter((id) => chosen.has(id)).length;
  return (
    <div>
      <div className="group-row" style={{ paddingInlineStart: 8 + depth * 20 }}>
        <Checkbox
          checked={ids.length > 0 && count === ids.length}
          indeterminate={count > 0 && count < ids.length}
          disabled={ids.length === 0}
          onChange={(event) => onToggle(ids, event.target.checked)}
          data-testid="choose-department"
        >
          <b className="medium">{department.name}</b> <span className="t3">{ids.length}</span>
        </Checkbox>
      </div>
      {people.map((agent) => (
        <PersonBox key={agent.agent_id} agent={agent} depth={depth + 1} on={chosen.has(agent.agent_id)} onToggle={onToggle} />
      ))}
    </div>
  );
}

function PersonBox({ agent, depth, on, onToggle }: { agent: Branch["people"][number]; depth: number; on: boolean; onToggle: Toggle }) {
  return (
    <div className="group-row" style={{ paddingInlineStart: 8 + depth * 20 }}>
      <Checkbox checked={on} onChange={(event) => onToggle([agent.agent_id], event.target.checked)}>
        <span className="row" data-testid="choose-person" data-name={agent.name}>
          <Avatar id={agent.agent_id} name={agent.name} size={24} dot={agent.state} />
          {agent.name} <span className="t3 f12">{agent.number}</span>
        </span>
      </Checkbox>
    </div>
  );
}
