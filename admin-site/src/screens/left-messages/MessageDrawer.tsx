import { fullTime, shortTime } from "@parlor/design";
import { type LeftEntry, type LeftMessage, type LeftThread, TEXT_MAX } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { Lock, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { Steps } from "../../shared/Steps.tsx";
import { toast } from "../../shared/toast.tsx";
import { WebLink } from "../../shared/WebLink.tsx";
import { keepDraft, useDraft } from "../desk/drafts.ts";
import { TAGS } from "./filters.ts";
import { Handling } from "./Handling.tsx";

interface Props {
  id: string;
  ids: readonly string[];
  onGo: (id: string) => void;
  onClose: () => void;
}

/** One left message with all that followed: who deals with it, answers by mail, notes. */
export function MessageDrawer({ id, ids, onGo, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const key = ["left-message", id];
  const path = { left_message_id: id };
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => call("get_left_message", { path }, signal) });
  const message = query.data?.left_message;
  const name = message ? message.name || message.visitor_number : "";
  const reload = () => Promise.all([key, ["left-messages"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  const act = useMutation({
    mutationFn: (ask: () => Promise<LeftMessage>) => ask(),
    onSuccess: (after) => {
      client.setQueryData<LeftThread>(key, (before) => before && { ...before, left_message: after });
      return reload();
    },
    // Somebody else has changed it meanwhile: show what is true now.
    onError: (error) => (error instanceof ApiProblem && error.status === 409 ? void reload() : undefined),
  });
  const able = me.rights.includes("answer_left_messages");

  return (
    <SideDrawer
      label={t("left.messageOf", { name })}
      testId="left-message"
      width={520}
      onClose={onClose}
      acts={<Steps ids={ids} current={id} onGo={onGo} />}
      title={
        message && (
          <div className="row">
            <Avatar id={message.visitor_id} name={name} />
            <div className="grow">
              <div className="row">
                <h2 className="cut">{name}</h2>
                <span className={`tag ${TAGS[message.state]}`} data-testid="left-state">
                  {t(`left.is.${message.state}`)}
                </span>
              </div>
              <div className="f12 t2" title={fullTime(message.left_at, me.time_zone)}>
                {message.visitor_number} · {shortTime(message.left_at, Date.now(), i18n.language, { exact: true, zone: me.time_zone })}
              </div>
            </div>
          </div>
        )
      }
    >
      {query.isPending && <SkeletonRows rows={5} height={48} columns={1} />}
      {query.isError && <Failed title={t("left.notLoaded")} error={query.error} retry={() => void query.refetch()} />}
      {query.data && message && (
        <>
          <Facts message={message} />
          {able && (
            <Handling
              message={message}
              busy={act.isPending}
              onChange={(change) => act.mutate(() => call("change_left_message", { path, body: { version: message.version, ...change } }))}
            />
          )}
          <Thread message={message} entries={query.data.entries} />
          {act.error !== null && (
            <p className="banner bad left-problem" role="alert">
              {problemText(t, act.error)}
            </p>
          )}
          {able && (
            <Writer
              message={message}
              busy={act.isPending}
              onAnswer={(text, done) =>
                act.mutate(() => call("answer_left_message", { path, body: { version: message.version, text } }), {
                  onSuccess: () => {
                    done();
                    toast({ tone: "good", text: t("left.answered", { email: message.email }) });
                  },
                })
              }
              onNote={(text, done) =>
                act.mutate(() => call("note_left_message", { path, body: { version: message.version, text } }), { onSuccess: done })
              }
            />
          )}
        </>
      )}
    </SideDrawer>
  );
}

function Facts({ message }: { message: LeftMessage }) {
  const { t } = useTranslation();
  return (
    <section className="left-section">
      <dl className="key-values">
        <dt>{t("visitor.email")}</dt>
        <dd className="cut">
          <a href={`mailto:${encodeURIComponent(message.email)}`}>{message.email}</a>
        </dd>
        {message.phone && (
          <>
            <dt>{t("left.phone")}</dt>
            <dd>
              <a href={`tel:${message.phone.replaceAll(" ", "")}`}>{message.phone}</a>
            </dd>
          </>
        )}
        {message.page_url && (
          <>
            <dt>{t("left.page")}</dt>
            <dd className="cut">
              <WebLink url={message.page_url}>{message.page_url}</WebLink>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Thread({ message, entries }: { message: LeftMessage; entries: readonly LeftEntry[] }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const said = (name: string, at: number) => `${name} · ${shortTime(at, Date.now(), i18n.language, { exact: true, zone: me.time_zone })}`;
  const visitor = message.name || message.visitor_number;
  return (
    <section className="left-section left-thread" aria-label={t("left.thread")}>
      <p className="f12 t3">{said(visitor, message.left_at)}</p>
      <div className="left-text" data-testid="left-text">
        {message.text}
      </div>
      {entries.map((entry) => (
        <div key={entry.place} className={`left-entry ${entry.kind}`} data-testid="left-entry" data-kind={entry.kind}>
          <p className="f12 t3">
            {entry.kind === "note" && <Lock size={12} aria-hidden />}
            {said(entry.kind === "visitor" ? visitor : (entry.by_name ?? ""), entry.at)}
            {entry.kind === "note" && ` · ${t("left.notSeen")}`}
          </p>
          <div className="left-text">{entry.text}</div>
        </div>
      ))}
    </section>
  );
}

interface WriterProps {
  message: LeftMessage;
  busy: boolean;
  onAnswer: (text: string, done: () => void) => void;
  onNote: (text: string, done: () => void) => void;
}

function Writer({ message, busy, onAnswer, onNote }: WriterProps) {
  const { t } = useTranslation();
  const over = message.state === "closed" || message.state === "spam";
  const [mode, setMode] = useState<"answer" | "note">("answer");
  const kind = over ? "note" : mode;
  const draftId = `left-${kind === "note" ? "note-" : ""}${message.left_message_id}`;
  const text = useDraft(draftId);
  const send = () => {
    if (text.trim() !== "" && !busy) (kind === "note" ? onNote : onAnswer)(text.trim(), () => keepDraft(draftId, ""));
  };
  return (
    <section className="left-section left-writer">
      <Segmented
        value={kind}
        onChange={setMode}
        options={[
          { value: "answer" as const, label: t("left.byMail"), disabled: over },
          { value: "note" as const, label: t("left.note") },
        ]}
        data-testid="left-mode"
      />
      <Input.TextArea
        aria-label={kind === "note" ? t("left.note") : t("left.answerTo", { email: message.email })}
        autoSize={{ minRows: kind === "note" ? 3 : 5, maxRows: 14 }}
        maxLength={TEXT_MAX}
        placeholder={kind === "note" ? t("left.noteHint") : t("left.answerTo", { email: message.email })}
        value={text}
        onChange={(event) => keepDraft(draftId, event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
        data-testid={kind === "note" ? "left-note" : "left-answer"}
      />
      <div className="row">
        <p className="f12 t3 grow">{over ? t("left.overHint") : kind === "answer" ? t("left.answerHint") : ""}</p>
        <Button
          type="primary"
          icon={kind === "note" ? <Lock size={16} /> : <Send size={16} />}
          loading={busy}
          disabled={text.trim() === ""}
          onClick={send}
          data-testid={kind === "note" ? "left-note-send" : "left-answer-send"}
        >
          {t(kind === "note" ? "left.keepNote" : "left.send")}
        </Button>
      </div>
    </section>
  );
}
