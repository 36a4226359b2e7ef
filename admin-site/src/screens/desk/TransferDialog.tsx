import { type ConversationView, NOTE_MAX } from "@parlor/protocol";
import { Button, Input, Modal } from "antd";
import type { TFunction } from "i18next";
import { ListOrdered, Search } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { rememberTarget, usePersonal } from "../../shared/personal.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { flatten, type Hindrance, hindrance, type Target, targetKey, transferTree } from "./transfer-targets.ts";
import "./transfer.css";
import { useStateWords } from "../shell/useStateChange.ts";

interface Props {
  view: ConversationView;
  /** The colleague is asked to come in, not to take over. */
  join?: boolean;
  onClose: () => void;
}

/** To whom, with what words: departments and agents with their live load on the left, the person and a note on the right. */
export default function TransferDialog({ view, join = false, onClose }: Props) {
  const { t } = useTranslation();
  const departments = useLive((state) => state.departments);
  const agents = useLive((state) => state.agents);
  const ownId = useLive((state) => state.agentId);
  const [query, setQuery] = useState("");
  const [chosenKey, setChosenKey] = useState<string>();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  const tree = useMemo(() => transferTree(departments, agents.values(), query), [departments, agents, query]);
  const all = useMemo(() => flatten(transferTree(departments, agents.values(), "")), [departments, agents]);
  const members = view.members?.map((member) => member.agent_id) ?? [];
  const whyNot = (target: Target): Hindrance | undefined =>
    target.kind === "agent" ? hindrance(target.agent, ownId, members, join) : undefined;
  const possible = (target: Target): boolean => (target.kind === "department" ? !join : whyNot(target) === undefined);
  const choices = flatten(tree).filter(possible);
  const chosen = choices.find((target) => targetKey(target) === chosenKey);
  const recent = (usePersonal()?.transfer_targets ?? [])
    .map((id) => all.find((target) => idOf(target) === id))
    .filter((target): target is Target => target !== undefined && !(join && target.kind === "department"));

  const send = async () => {
    if (!chosen) return;
    setBusy(true);
    setProblem(undefined);
    const to = chosen.kind === "agent" ? { agentId: chosen.agent.agent_id } : { departmentId: chosen.department.department_id };
    try {
      if (join) await live().inviteColleague(view.conversation_id, idOf(chosen), note.trim());
      else await live().offerTransfer(view.conversation_id, to, note.trim());
      void rememberTarget(idOf(chosen));
      if (chosen.kind === "department") toast({ tone: "good", text: t("transfer.queued", { name: chosen.department.name }) });
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  const keyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    const at = choices.findIndex((target) => targetKey(target) === chosenKey);
    const next = choices[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
    if (next) setChosenKey(targetKey(next));
  };

  return (
    <Modal
      open
      width={760}
      onCancel={onClose}
      className="transfer"
      title={
        <span className="row">
          {t(join ? "team.title" : "transfer.title")}
          <span className="tag">{visitorLabel(view)}</span>
        </span>
      }
      footer={
        <div className="row">
          <span className="row f12 t2 wide-only">
            <kbd>↑</kbd>
            <kbd>↓</kbd> {t("composer.choose")} <kbd>Ctrl Enter</kbd> {t(join ? "team.invite" : "desk.transfer")}
          </span>
          <span className="grow" />
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" disabled={!chosen} loading={busy} onClick={() => void send()} data-testid="transfer-send">
            {sendLabel(t, chosen, join)}
          </Button>
        </div>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that the list and the search inside share */}
      <div className="transfer-body" onKeyDown={keyDown} data-testid="transfer-dialog">
        <div className="transfer-tree">
          <label className="field">
            <Search size={16} aria-hidden />
            <input
              // biome-ignore lint/a11y/noAutofocus: a dialog that begins with a search
              autoFocus
              type="search"
              aria-label={t("transfer.find")}
              placeholder={t("transfer.find")}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
          {recent.length > 0 && (
            <div className="row transfer-recent f12 t2">
              {t("transfer.recent")}
              {recent.map((target) => (
                <button key={targetKey(target)} type="button" disabled={!possible(target)} onClick={() => setChosenKey(targetKey(target))}>
                  {nameOf(target)}
                </button>
              ))}
            </div>
          )}
          <div role="listbox" aria-label={t("transfer.targets")} className="transfer-list">
            {tree.map((branch) => (
              <div key={branch.department.department_id}>
                <TargetRow
                  target={{ kind: "department", department: branch.department }}
                  chosen={chosenKey === branch.department.department_id}
                  depth={branch.depth}
                  heading={join}
                  load={branch.load}
                  ceiling={branch.ceiling}
                  onChoose={setChosenKey}
                />
                {branch.agents.map((agent) => {
                  const target: Target = { kind: "agent", agent, department: branch.department };
                  return (
                    <TargetRow
                      key={agent.agent_id}
                      target={target}
                      chosen={chosenKey === targetKey(target)}
                      depth={branch.depth}
                      load={agent.load}
                      ceiling={agent.ceiling}
                      why={whyNot(target)}
                      onChoose={setChosenKey}
                    />
                  );
                })}
              </div>
            ))}
            {tree.length === 0 && <p className="list-empty">{t("transfer.noMatch")}</p>}
          </div>
        </div>
        <div className="transfer-note">
          {chosen ? <ChosenTarget target={chosen} /> : <p className="t2">{t(join ? "team.chooseFirst" : "transfer.chooseFirst")}</p>}
          <label htmlFor="transfer-note" className="f13 t2">
            {t("transfer.note")}
          </label>
          <Input.TextArea
            id="transfer-note"
            rows={4}
            maxLength={NOTE_MAX}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            data-testid="transfer-note"
          />
          {chosen && <p className="f12 t3">{afterwards(t, chosen, join)}</p>}
          {problem !== undefined && (
            <p className="banner bad" role="alert">
              {problemText(t, problem)}
            </p>
          )}
        </div>
      </div>
    </Modal>
  );
}

function sendLabel(t: TFunction, chosen: Target | undefined, join: boolean): string {
  if (!chosen) return t(join ? "team.invite" : "desk.transfer");
  const name = nameOf(chosen);
  if (join) return t("team.inviteName", { name });
  return t(chosen.kind === "agent" ? "transfer.to" : "transfer.toQueue", { name });
}

/** What happens when nobody answers, or at once. */
function afterwards(t: TFunction, chosen: Target, join: boolean): string {
  if (chosen.kind === "department") return t("transfer.queueHint");
  return t(join ? "team.timeout" : "transfer.timeout", { name: nameOf(chosen) });
}

const idOf = (target: Target) => (target.kind === "agent" ? target.agent.agent_id : target.department.department_id);
const nameOf = (target: Target) => (target.kind === "agent" ? target.agent.name : target.department.name);

interface RowProps {
  target: Target;
  chosen: boolean;
  depth: number;
  load: number;
  ceiling: number;
  why?: Hindrance | undefined;
  /** A department that only groups its agents. */
  heading?: boolean;
  onChoose: (key: string) => void;
}

/** One step of the tree. */
const STEP_PX = 18;

function TargetRow({ target, chosen, depth, load, ceiling, why, heading, onChoose }: RowProps) {
  const { t } = useTranslation();
  const words = useStateWords();
  const key = targetKey(target);
  const full = target.kind === "agent" && load >= ceiling;
  const disabled = heading || why !== undefined;
  const indent = depth * STEP_PX + (target.kind === "agent" ? 34 : 8);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog has the keys
    <div
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-disabled={disabled || undefined}
      className={`transfer-row ${target.kind}${heading ? " heading" : ""}`}
      style={{ paddingLeft: indent }}
      onClick={() => !disabled && onChoose(key)}
      data-testid="transfer-target"
      data-name={nameOf(target)}
    >
      {target.kind === "agent" && <i className={`dot ${target.agent.state}`} />}
      <span className="grow cut">
        {nameOf(target)}
        {target.kind === "agent" && (
          <span className="t3 f12">
            {" "}
            {target.agent.number}
            {why &&
              ` · ${why === "you" || why === "full" ? t(`transfer.${why}`) : why === "member" ? t("team.member") : target.kind === "agent" && words(target.agent)}`}
          </span>
        )}
      </span>
      {target.kind === "department" && !heading && <span className="transfer-queue f12">{t("transfer.queue")}</span>}
      <span className="load-bar" data-full={full || undefined}>
        <i style={{ width: `${ceiling > 0 ? Math.min(100, (load / ceiling) * 100) : 0}%` }} />
      </span>
      <span className="transfer-load">
        ({load}/{ceiling})
      </span>
    </div>
  );
}

function ChosenTarget({ target }: { target: Target }) {
  const { t } = useTranslation();
  if (target.kind === "department") {
    return (
      <div className="row transfer-chosen">
        <ListOrdered size={20} aria-hidden />
        <div>
          <div className="strong">{target.department.name}</div>
          <div className="f12 t2">{t("transfer.queueOf")}</div>
        </div>
      </div>
    );
  }
  const { agent } = target;
  return (
    <div className="row transfer-chosen">
      <Avatar id={agent.agent_id} name={agent.name} size={40} dot={agent.state} />
      <div>
        <div className="strong">{agent.name}</div>
        <div className="f12 t2">
          {target.department.name} · {t("status.number")} {agent.number} · {t("transfer.now", { load: agent.load, ceiling: agent.ceiling })}
        </div>
      </div>
    </div>
  );
}
