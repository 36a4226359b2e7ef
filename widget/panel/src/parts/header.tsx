import { useSignal } from "@preact/signals";
import { Ellipsis, Minus, X } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { Glyph } from "./glyph";
import { Avatar, Sheet } from "./small";

/** Who is there, and the window's buttons. Minimising keeps the conversation, closing asks. */
export function Header() {
  const session = useSession();
  const { t } = session;
  const menu = useSignal(false);
  const asking = useSignal(false);
  const talking = session.talking.value;
  const form = session.screen.value === "form";

  function close(): void {
    const invitation = session.invitation.value;
    if (talking) asking.value = true;
    else if (invitation?.kind === "forced") session.declineInvitation("later");
    else session.setMode("closed");
  }

  return (
    <>
      <header class={`header ${form ? "off" : ""}`}>
        <Who />
        {talking && session.mode.value === "panel" && (
          <button
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
        {menu.value && (
          <Menu
            close={() => {
              menu.value = false;
            }}
            end={() => {
              menu.value = false;
              asking.value = true;
            }}
          />
        )}
      </header>
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
  const { style, availability } = session.visit.value;
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
      <Avatar name={agent || style.company || own} online={!session.closed.value && availability !== "offline"} />
      <div class="party">
        <b class="cut" data-testid="agent">
          {agent || own}
        </b>
        <span class="cut">{t(state)}</span>
      </div>
    </>
  );
}

function Menu({ close, end }: { close: () => void; end: () => void }) {
  const { t } = useSession();
  const item = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    item.current?.focus();
    const outside = (event: Event) => {
      if (!(event.target as Element).closest(".menu, [data-testid=more]")) close();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [close]);
  return (
    <div
      class="menu"
      role="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <button ref={item} type="button" role="menuitem" class="danger" data-testid="end" onClick={end}>
        {t("end.action")}
      </button>
    </div>
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
            session.setMode("closed");
          }}
        >
          {t("end.keep")}
        </button>
      </div>
    </Sheet>
  );
}
