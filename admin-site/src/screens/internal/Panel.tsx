import { shortTime } from "@parlor/design";
import type { InternalView, Message } from "@parlor/protocol";
import { Button, Input, Modal } from "antd";
import { Download, LogOut, Pencil, UserMinus, UserPlus, X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { live, useLive } from "../../live/index.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { fileSign, fileSize } from "../../shared/file-size.ts";
import { problemText } from "../../shared/problem-text.ts";
import { inDialog } from "../../shared/SideDrawer.tsx";
import { toast } from "../../shared/toast.tsx";
import { download } from "../desk/log/file-links.ts";
import { openChat } from "./open-chat.ts";

const GroupDialog = lazy(() => import("./GroupDialog.tsx"));
const TABS = ["members", "files"] as const;
type Tab = (typeof TABS)[number];

/** Who is in the conversation, and the files that were sent in it. */
export function Panel({ view, open, onClose }: { view: InternalView; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>("members");
  useEffect(() => {
    if (!open) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape" && !inDialog(event)) onClose();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [open, onClose]);
  return (
    <aside className="panel" data-open={open || undefined} aria-label={t("internal.panel")}>
      <header>
        <div className="panel-tabs" role="tablist" aria-label={t("internal.panel")}>
          {TABS.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === tab}
              onClick={() => setTab(each)}
              data-testid={`internal-${each}`}
            >
              {t(`internal.${each}`)}
              {each === "members" && <span className="t3"> {view.members.length}</span>}
            </button>
          ))}
        </div>
        <button type="button" className="icon-button panel-toggle" aria-label={t("common.close")} onClick={onClose}>
          <X size={18} />
        </button>
      </header>
      <div className="panel-scroll" role="tabpanel">
        {tab === "members" ? <Members view={view} /> : <Files view={view} />}
      </div>
    </aside>
  );
}

function Members({ view }: { view: InternalView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const agents = useLive((state) => state.agents);
  const agentId = useLive((state) => state.agentId);
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const group = view.kind === "group";
  const mine = view.creator_id === agentId;
  const tried = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  const remove = (id: string) => call("remove_internal_member", { path: { conversation_id: view.conversation_id, agent_id: id } });
  return (
    <>
      {group && <GroupName view={view} />}
      <div className="internal-members">
        {group && (
          <button type="button" className="person-row" onClick={() => setAdding(true)} data-testid="add-members">
            <span className="avatar s28" aria-hidden>
              <span className="avatar-face group-face">
                <UserPlus size={16} />
              </span>
            </span>
            <span className="is-accent">{t("internal.add")}</span>
          </button>
        )}
        {view.members.map((member) => {
          const agent = agents.get(member.agent_id);
          const name = agent?.name ?? member.name;
          const self = member.agent_id === agentId;
          return (
            <div key={member.agent_id} className="person-row" data-testid="member" data-name={name}>
              <Avatar id={member.agent_id} name={name} size={28} dot={agent?.state} />
              {self || !agent ? (
                <span className="cut">
                  {name} {self && <span className="t3">{t("internal.self")}</span>}
                  {!agent && <span className="t3"> {t("internal.gone")}</span>}
                </span>
              ) : (
                <button
                  type="button"
                  className="link-button cut"
                  title={t("internal.chatWith", { name })}
                  onClick={() => void tried(async () => navigate(`/internal/${await openChat(member.agent_id)}`))}
                >
                  {name}
                </button>
              )}
              {group && member.agent_id === view.creator_id && <span className="tag">{t("internal.creator")}</span>}
              <span className="grow" />
              {group && mine && !self && (
                <button
                  type="button"
                  className="icon-button small"
                  aria-label={t("internal.remove", { name })}
                  title={t("internal.remove", { name })}
                  onClick={() => void tried(() => remove(member.agent_id))}
                  data-testid="remove-member"
                >
                  <UserMinus size={16} />
                </button>
              )}
            </div>
          );
        })}
      </div>
      {group && (
        <div className="panel-section internal-leave">
          <Button danger icon={<LogOut size={16} />} onClick={() => setLeaving(true)} data-testid="leave-group">
            {t("internal.leave")}
          </Button>
        </div>
      )}
      <Modal
        open={leaving}
        title={t("internal.leaveTitle", { name: view.name })}
        okText={t("internal.leave")}
        cancelText={t("common.cancel")}
        okButtonProps={{ danger: true, "data-testid": "leave-confirm" }}
        onCancel={() => setLeaving(false)}
        onOk={() =>
          tried(async () => {
            await remove(agentId);
            setLeaving(false);
            await navigate("/internal");
          })
        }
        width={420}
      >
        <p className="t2">{t("internal.leaveText")}</p>
      </Modal>
      {adding && (
        <Suspense fallback={null}>
          <GroupDialog group={view} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function GroupName({ view }: { view: InternalView }) {
  const { t } = useTranslation();
  const [name, setName] = useState<string>();
  const save = async () => {
    const wanted = name?.trim();
    if (!wanted || wanted === view.name) return setName(undefined);
    try {
      live().knowInternal(await call("rename_internal_group", { path: { conversation_id: view.conversation_id }, body: { name: wanted } }));
      setName(undefined);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  return (
    <div className="panel-section internal-name">
      {name === undefined ? (
        <>
          <b className="cut">{view.name}</b>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("internal.rename")}
            title={t("internal.rename")}
            onClick={() => setName(view.name ?? "")}
            data-testid="rename-group"
          >
            <Pencil size={16} />
          </button>
        </>
      ) : (
        <Input
          autoFocus
          maxLength={40}
          value={name}
          aria-label={t("internal.name")}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => void save()}
          onKeyDown={(event) => event.key === "Escape" && setName(undefined)}
          onBlur={() => void save()}
          data-testid="group-name"
        />
      )}
    </div>
  );
}

/** The files of what is loaded of the log, the newest first. */
function Files({ view }: { view: InternalView }) {
  const { t, i18n } = useTranslation();
  const log = useLive((state) => state.logs.get(view.conversation_id));
  const found = (log?.entries ?? [])
    .filter((entry): entry is Message => entry.kind === "message" && entry.file !== undefined && !entry.recalled)
    .reverse();
  const save = async (fileId: string) => {
    if (!(await download(view, fileId))) toast({ tone: "bad", text: t("file.notLoaded") });
  };
  return (
    <div className="internal-files">
      {found.map((entry) => {
        const file = entry.file;
        return (
          file && (
            <button
              key={entry.seq}
              type="button"
              className="person-row"
              onClick={() => void save(file.file_id)}
              title={t("file.download", { name: file.name })}
              data-testid="internal-file"
            >
              <span className="file-sign" data-kind={fileSign(file.name, file.type)}>
                {fileSign(file.name, file.type)}
              </span>
              <span className="grow">
                <span className="cut file-name">{file.name}</span>
                <span className="f12 t3 cut">
                  {entry.by.name} · {fileSize(file.size)} · {shortTime(entry.at, Date.now(), i18n.language)}
                </span>
              </span>
              <Download size={16} aria-hidden />
            </button>
          )
        );
      })}
      {found.length === 0 && <p className="list-empty">{t("internal.noFiles")}</p>}
      {log?.hasOlder && (
        <button
          type="button"
          className="link-button internal-older"
          disabled={log.loadingOlder}
          onClick={() => void live().loadOlder(view.conversation_id)}
        >
          {t("internal.olderFiles")}
        </button>
      )}
    </div>
  );
}
