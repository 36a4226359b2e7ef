import { useSignal } from "@preact/signals";
import { Ellipsis, Minus, X } from "lucide-preact";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { Glyph } from "./glyph";
import { Menu, type MenuItem } from "./menu";
import { Avatar, Sheet } from "./small";
import { TranscriptSheet, useTranscript } from "./transcript";

/** Who is there, and the window's buttons. Minimising keeps the conversation, closing asks. */
export function Header() {
  const session = useSession();
  const { t } = session;
  const menu = useSignal(false);
  const asking = useSignal(false);
  const mailing = useSignal(false);
  const more = useRef<HTMLButtonElement>(null);
  const transcript = useTranscript();
  const closeMenu = useCallback(() => {
    menu.value = false;
  }, [menu]);
  const talking = session.talking.value;
  const form = session.screen.value === "form";

  function close(): void {
    const invitation = session.invitation.value;
    if (talking) asking.value = true;
    else if (invitation?.kind === "forced") session.declineInvitation("later");
    else session.setMode("closed");
  }

  const items: MenuItem[] = [];
  if (session.conversation.value && session.switches.value.transcripts !== false) {
    items.push({ id: "transcript-download", text: t("transcript.download"), run: () => void transcript.download() });
    items.push({ id: "transcript-print", text: t("transcript.print"), run: () => void transcript.print() });
    items.push({
      id: "transcript-mail",
      text: t("transcript.mail"),
      run: () => {
        mailing.value = true;
      },
    });
  }
  if (talking) {
    items.push({
      id: "end",
      text: t("end.action"),
      danger: true,
      run: () => {
        asking.value = true;
      },
    });
  }

  return (
    <>
      <header class={`header ${form ? "off" : ""}`}>
        <Who />
        {items.length > 0 && !form && session.mode.value === "panel" && (
          <button
            ref={more}
            type="button"
            class="icon"
            aria-label={t("header.more")}
            aria-haspopup="menu"
            aria-expanded={menu.value}
            data-testid="more"
            onClick={() => {
              menu.value = !menu.value;
            }}
          >
            <Glyph icon={Ellipsis} />
          </button>
        )}
        {!session.standalone && (
          <>
            <button
              type="button"
              class="icon"
              aria-label={t("header.minimise")}
              data-testid="minimise"
              onClick={() => session.setMode("closed")}
            >
              <Glyph icon={Minus} />
            </button>
            <button type="button" class="icon" aria-label={t("header.close")} data-testid="close" onClick={close}>
              <Glyph icon={X} />
            </button>
          </>
        )}
        {menu.value && <Menu label={t("header.more")} items={items} anchor={more.current} close={closeMenu} />}
      </header>
      {mailing.value && (
        <TranscriptSheet
          close={() => {
            mailing.value = false;
          }}
        />
      )}
      {asking.value && talking && (
        <EndSheet
          close={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}

function Who() {
  const session = useSession();
  const { t } = session;
  const { availability } = session.visit.value;
  const style = session.look.value;
  const conversation = session.conversation.value;
  const invitation = session.invitation.value;
  const own = style.texts[session.language]?.title || t("title");
  if (session.screen.value === "form") {
    return <b class="party cut">{availability === "offline" ? t("form.closedTitle") : t("form.title")}</b>;
  }
  const agent = conversation ? conversation.agent_name : invitation?.agent_name;
  const state = session.closed.value
    ? "header.left"
    : conversation?.state === "active" || invitation
      ? "header.serving"
      : conversation
        ? "header.waiting"
        : (`header.${availability}` as const);
  return (
    <>
      <Avatar
        name={agent || style.company || own}
        photo={conversation && session.agentCard.value?.photo}
        logo={agent ? undefined : session.look.value.panel?.logo?.url}
        online={!session.closed.value && (availability === "online" || availability === "busy")}
      />
      <div class="party">
        <b class="cut" data-testid="agent">
          {agent || own}
        </b>
        <span class="cut" data-testid="agent-title">
          {[conversation?.state === "active" && conversation.agent_title, t(state)].filter(Boolean).join(" · ")}
        </span>
      </div>
    </>
  );
}

function EndSheet({ close }: { close: () => void }) {
  const session = useSession();
  const { t } = session;
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => keep.current?.focus(), []);
  return (
    <Sheet label={t("end.question")} close={close}>
      <b>{t("end.question")}</b>
      <p>{t("end.text")}</p>
      <div class="row">
        <button
          type="button"
          class="button danger"
          data-testid="confirm-end"
          onClick={() => {
            session.end();
            close();
          }}
        >
          {t("end.action")}
        </button>
        <button
          ref={keep}
          type="button"
          class="button outline grow"
          onClick={() => {
            close();
            if (!session.standalone) session.setMode("closed");
          }}
        >
          {t(session.standalone ? "contact.cancel" : "end.keep")}
        </button>
      </div>
    </Sheet>
  );
}
