import { clockTime, fullTime } from "@parlor/design";
import { type Message, messageState } from "@parlor/protocol";
import { Check, CheckCheck, Ear, Lock, Undo2 } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../../shared/Avatar.tsx";
import { AskedView, PageView } from "./Cards.tsx";
import { useLog } from "./context.ts";
import { FileView } from "./FileView.tsx";
import { MessageActs } from "./MessageActs.tsx";
import { Quote } from "./Quote.tsx";
import { recalledMessage } from "./recalled.ts";
import { authorOf, isInternal, isOurs } from "./subject.ts";
import { Formatted, PlainText } from "./Words.tsx";

/** What somebody said. The visitor's stand left, ours right. */
export const MessageView = memo(function MessageView({ entry, headed }: { entry: Message; headed: boolean }) {
  const { t } = useTranslation();
  const { view, agentId } = useLog();
  // A recalled message that still says something is shown to a supervisor.
  if (entry.recalled && !hasContent(entry)) return <RecalledLine entry={entry} />;
  if (entry.note) return <NoteView entry={entry} />;
  const own = isOurs(view, entry, agentId);
  return (
    <article
      className={`message${own ? " own" : headed ? "" : " follows"}${entry.recalled ? " recalled" : ""}`}
      data-testid="message"
      data-by={entry.by.role}
      data-seq={entry.seq}
    >
      {(headed || own) && (
        <div className="message-head">
          {entry.by.role === "system" ? t("log.system") : authorOf(view, entry.by)}{" "}
          <time title={fullTime(entry.at)}>{clockTime(entry.at)}</time>{" "}
          {entry.automatic && <span className="t3">{t("log.automatic")} </span>}
          {entry.recalled ? <span className="is-bad">{t("log.recalledKept")}</span> : own && <Mark entry={entry} />}
        </div>
      )}
      {!own && headed && <Avatar id={entry.by.id ?? ""} name={authorOf(view, entry.by)} size={28} />}
      <div className="message-body" tabIndex={-1}>
        <Content entry={entry} />
        {!entry.recalled && <MessageActs entry={entry} />}
      </div>
    </article>
  );
});

/** What colleagues say among themselves, across the full width. */
function NoteView({ entry }: { entry: Message }) {
  const { t } = useTranslation();
  return (
    <article className="log-note" data-testid="message-note" data-seq={entry.seq} tabIndex={-1}>
      {entry.whisper ? <Ear size={16} aria-hidden /> : <Lock size={16} aria-hidden />}
      <div className="grow note-body">
        <b>{t(entry.whisper ? "log.whisperBy" : "log.noteBy", { name: entry.by.name ?? "" })}</b>{" "}
        <span className="t3 f12">
          <time title={fullTime(entry.at)}>{clockTime(entry.at)}</time> · {t("log.staffOnly")}
          {entry.recalled && <span className="is-bad"> {t("log.recalledKept")}</span>}
        </span>
        {entry.quote !== undefined && <Quote seq={entry.quote} />}
        {entry.file && <FileView file={entry.file} />}
        {entry.text !== "" && <div>{entry.body ? <Formatted body={entry.body} /> : <PlainText text={entry.text} />}</div>}
      </div>
      {!entry.recalled && <MessageActs entry={entry} />}
    </article>
  );
}

const hasContent = (entry: Message) => Boolean(entry.text || entry.file || entry.page || entry.form || entry.survey);

function Content({ entry }: { entry: Message }) {
  const words = entry.text !== "";
  return (
    <>
      {entry.file && <FileView file={entry.file} />}
      {entry.page && <PageView page={entry.page} />}
      {(entry.form || entry.survey) && <AskedView form={entry.form} survey={entry.survey} />}
      {(words || entry.quote !== undefined) && (
        <div className="bubble">
          {entry.quote !== undefined && <Quote seq={entry.quote} />}
          {entry.body ? <Formatted body={entry.body} /> : <PlainText text={entry.text} />}
        </div>
      )}
    </>
  );
}

/** How far our message has come. */
function Mark({ entry }: { entry: Message }) {
  const { t } = useTranslation();
  const { view, readMarks } = useLog();
  const state = isInternal(view) ? "sent" : messageState(entry, view);
  if (state === "read" && readMarks) {
    return (
      <span className="message-read" data-testid="message-mark" data-state="read">
        <CheckCheck size={14} aria-hidden /> {t("log.read")}
      </span>
    );
  }
  const reached = state !== "sent";
  return (
    <span className="t3" data-testid="message-mark" data-state={reached ? "delivered" : "sent"}>
      {reached ? <CheckCheck size={14} aria-hidden /> : <Check size={14} aria-hidden />} {t(reached ? "log.delivered" : "log.sent")}
    </span>
  );
}

/** What is left of a message that was taken back. */
function RecalledLine({ entry }: { entry: Message }) {
  const { t } = useTranslation();
  const { view, editAgain, agentId } = useLog();
  const mine = entry.by.role === "agent" && entry.by.id === agentId;
  const kept = mine ? recalledMessage(view.conversation_id, entry.seq) : undefined;
  const name = authorOf(view, entry.by);
  return (
    <div className={`log-recalled${isOurs(view, entry, agentId) ? " own" : ""}`} data-testid="message-recalled" data-seq={entry.seq}>
      <Undo2 size={14} aria-hidden /> <time title={fullTime(entry.at)}>{clockTime(entry.at)}</time>{" "}
      {mine ? t("log.recalledOwn") : t("log.recalledBy", { name })}
      {kept?.text && editAgain && (
        <>
          {" · "}
          <button type="button" className="link-button" onClick={() => editAgain(kept)} data-testid="edit-again">
            {t("log.editAgain")}
          </button>
        </>
      )}
    </div>
  );
}
