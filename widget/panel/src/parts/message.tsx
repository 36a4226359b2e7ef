import { clockTime, fullTime } from "@parlor/design";
import { type Message, TEXT_MAX } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { CircleAlert, Clock, Ellipsis, ExternalLink } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { useSession } from "../context";
import type { MessageRow, Row } from "../rows";
import { AttachmentView, FileCard } from "./attachment";
import { FormCard } from "./form-fields";
import { Glyph } from "./glyph";
import { Menu, type MenuItem } from "./menu";
import { Quoted } from "./quote";
import { Avatar } from "./small";
import { SurveyCard } from "./survey-card";
import { Rich, Words } from "./words";

interface Around {
  /** Scrolls to the message at a place. */
  show: (seq: number) => void;
  /** The survey that may be answered, of several. */
  currentSurvey: string | undefined;
  /** The one whose actions the Tab key reaches; from there the arrow keys go on. */
  latest: boolean;
}

export function MessageView({ row, ...around }: { row: MessageRow } & Around) {
  const { t, agentCard } = useSession();
  const { entry, name } = row;
  const card = agentCard.value;
  if (row.kind === "agent") {
    return (
      <div
        class={`message ${row.first ? "first" : ""} ${entry.form || entry.survey ? "wide" : ""}`}
        data-testid="message"
        data-by="agent"
        data-seq={entry.seq}
      >
        {row.first && (
          <div class="who">
            {name} <Time at={entry.at} /> {entry.automatic && <span class="tag">{t("log.automatic")}</span>}
          </div>
        )}
        {row.first && <Avatar name={name} size="small" photo={card?.agent_id === entry.by.id ? card?.photo : undefined} />}
        <Body row={row} {...around} />
      </div>
    );
  }
  return (
    <div class="message mine" data-testid="message" data-by="visitor" data-seq={entry.seq} data-state={row.state}>
      <Body row={row} {...around} />
      {row.last && (
        <div class="who">
          <Time at={entry.at} /> · {t(`log.${row.state}`)}
        </div>
      )}
    </div>
  );
}

function Body({ row, show, currentSurvey, latest }: { row: MessageRow } & Around) {
  const { entry } = row;
  const { form, survey, page, file } = entry;
  const words = entry.text || entry.body;
  return (
    <div class="said">
      {(words || entry.quote || file) && (
        <div class={`bubble ${file && !words ? "only-file" : ""}`}>
          {entry.quote && <Quoted seq={entry.quote} show={show} />}
          {entry.body ? <Rich body={entry.body} /> : <Words text={entry.text} />}
          {file && <AttachmentView file={file} />}
        </div>
      )}
      {page && <PageCardView page={page} />}
      {form && <FormCard row={row} />}
      {survey && <SurveyCard survey={survey} current={currentSurvey === row.key} />}
      <Actions entry={entry} latest={latest} />
    </div>
  );
}

/** A page that the agent shows (推送网页). It opens where the visitor is, when they say so. */
function PageCardView({ page }: { page: NonNullable<Message["page"]> }) {
  const session = useSession();
  return (
    <section class="card page" data-testid="page-card">
      <b>{page.title || page.url}</b>
      <p class="address cut">{page.url}</p>
      <button type="button" class="button outline" data-testid="page-open" onClick={() => session.go(page.url)}>
        <Glyph icon={ExternalLink} size={16} /> {session.t("page.open")}
      </button>
    </section>
  );
}

function Actions({ entry, latest }: { entry: Message; latest: boolean }) {
  const session = useSession();
  const { t } = session;
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    open.value = false;
  }, [open]);
  const { seq, text } = entry;
  const talking = session.talking.value;

  function items(): MenuItem[] {
    const found: MenuItem[] = [];
    if (talking) found.push({ id: "quote", text: t("message.quote"), run: () => session.startAnswer(seq) });
    if (text) {
      found.push({
        id: "copy",
        text: t("message.copy"),
        run: () => copy(text) || session.say("notice.noAnswer"),
      });
    }
    if (session.mayRecall(entry)) found.push({ id: "recall", text: t("message.recall"), danger: true, run: () => session.recall(seq) });
    return found;
  }

  if (!talking && !text) return null;
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon actions"
        tabIndex={latest ? 0 : -1}
        aria-label={t("message.actions")}
        aria-haspopup="menu"
        aria-expanded={open.value}
        data-testid="message-actions"
        onKeyDown={along}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Glyph icon={Ellipsis} size={16} />
      </button>
      {open.value && <Menu label={t("message.actions")} items={items()} anchor={button.current} close={close} />}
    </>
  );
}

/** The clipboard's own interface asks the site around us for a right; this way needs only the visitor's click. */
function copy(text: string): boolean {
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** The Tab key reaches one message; the arrow keys go from one to the next. */
function along(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.currentTarget as HTMLElement;
  if (step === undefined) return;
  event.preventDefault();
  const all = [...(here.closest(".log")?.querySelectorAll<HTMLElement>(".actions") ?? [])];
  all[all.indexOf(here) + step]?.focus();
}

type PendingRow = Extract<Row, { kind: "pending" }>;

export function PendingView({ row: { pending }, show }: { row: PendingRow; show: (seq: number) => void }) {
  const session = useSession();
  const { t } = session;
  const { content, text, failed, key } = pending;
  const open = session.connection.value.status === "open";
  const sent = content.file_id ? session.uploads.sent(content.file_id) : undefined;
  return (
    <div class="message mine" data-testid="message" data-by="visitor" data-state={failed ? "failed" : "pending"}>
      <div class={`bubble unsent ${failed ? "failed" : ""}`}>
        {content.quote && <Quoted seq={content.quote} show={show} />}
        {content.body ? <Rich body={content.body} /> : <Words text={text} />}
        {sent?.preview && <img class="small-picture" src={sent.preview} alt={sent.file.name} />}
        {content.file_id && !sent?.preview && (
          <span class="file">
            <FileCard name={sent?.file.name ?? t("file.file")} size={sent?.file.size ?? 0} />
          </span>
        )}
      </div>
      {failed ? (
        <>
          <div class="who danger">
            <Glyph icon={CircleAlert} size={14} /> {t("log.failed")} ·{" "}
            {failed === "too_long" ? t("failure.too_long", { max: TEXT_MAX }) : t("failure.other")}
          </div>
          <div class="who">
            <button type="button" class="link" onClick={() => session.retry(key)}>
              {t("log.retry")}
            </button>
            <button type="button" class="link quiet" onClick={() => session.discard(key)}>
              {t("log.discard")}
            </button>
          </div>
        </>
      ) : (
        // With a connection it is a matter of milliseconds: said only when it takes longer.
        <div class={`who ${open ? "late" : ""}`}>
          <Glyph icon={Clock} size={14} /> {t(open ? "log.sending" : "log.waiting")}
        </div>
      )}
    </div>
  );
}

/** Before the first message: the company's welcome, or what an agent said to a visitor who only looked around. */
export function Greeting() {
  const session = useSession();
  const style = session.look.value;
  const invitation = session.invitation.value;
  if (session.conversation.value || session.refused.value) return null;
  const name = invitation?.agent_name ?? style.company;
  return (
    <div class="message first" data-testid="welcome" data-by="agent">
      <Avatar name={name} size="small" />
      <div class="said">
        <div class="bubble">
          <Words text={invitation?.text || style.texts[session.language]?.welcome || session.t("welcome")} />
        </div>
      </div>
    </div>
  );
}

export function Typing({ name }: { name: string }): ComponentChildren {
  const { t } = useSession();
  return (
    <div class="message first" data-testid="agent-typing" aria-hidden="true">
      <Avatar name={name} size="small" />
      <div class="bubble typing" title={t("log.typing", { name })}>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {clockTime(at)}
    </time>
  );
}
