import { TEXT_MAX } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { Mail, Send, Smile } from "lucide-preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import type { TextKey } from "../translate";
import { ContactSheet } from "./contact-sheet";
import { EmojiPicker } from "./emoji-picker";
import { Glyph } from "./glyph";

/** From here on it is told how much room is left. */
const COUNT_FROM = TEXT_MAX - 200;
const FINE_POINTER = "(pointer: fine)";

export function Composer() {
  const session = useSession();
  const { t } = session;
  const field = useRef<HTMLTextAreaElement>(null);
  const emoji = useSignal(false);
  const contact = useSignal(false);
  const text = session.draft.value;
  const left = TEXT_MAX - text.length;
  const corner = session.mode.value === "corner";
  const shown = session.mode.value !== "closed";

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  });

  // On a phone the keyboard would cover half of what there is to read.
  useEffect(() => {
    if (shown && !corner && matchMedia(FINE_POINTER).matches) field.current?.focus();
  }, [shown, corner]);

  const closeEmoji = useCallback(() => {
    emoji.value = false;
    field.current?.focus();
  }, [emoji]);

  if (session.closed.value || session.refused.value) return <Ended />;

  function send(): void {
    const written = text.trim();
    if (!written || left < 0) return;
    session.write(written);
    field.current?.focus();
  }

  function insert(symbol: string): void {
    const area = field.current;
    if (!area) return;
    area.setRangeText(symbol, area.selectionStart, area.selectionEnd, "end");
    session.typed(area.value);
    closeEmoji();
  }

  return (
    <div class={`composer ${corner ? "small" : ""}`}>
      {contact.value && (
        <ContactSheet
          close={() => {
            contact.value = false;
          }}
        />
      )}
      {emoji.value && <EmojiPicker pick={insert} close={closeEmoji} />}
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={t("composer.label")}
          placeholder={placeholder(session)}
          data-testid="composer"
          onInput={(event) => session.typed(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={t("composer.send")} aria-disabled={!text.trim() || left < 0} data-testid="send">
          <Glyph icon={Send} size={corner ? 16 : 18} />
        </button>
      </form>
      {left < TEXT_MAX - COUNT_FROM && (
        <p class={`count ${left < 0 ? "over" : ""}`} role="status">
          {t(left < 0 ? "composer.over" : "composer.left", { count: Math.abs(left) })}
        </p>
      )}
      {!corner && (
        <div class="tools">
          <button
            type="button"
            class="icon"
            aria-label={t("composer.emoji")}
            aria-expanded={emoji.value}
            data-testid="emoji"
            onClick={() => {
              emoji.value = !emoji.value;
            }}
          >
            <Glyph icon={Smile} />
          </button>
          <span class="grow" />
          {session.contact.value.email && <span class="saved cut">{t("contact.saved", { email: session.contact.value.email })}</span>}
          <button
            type="button"
            class="icon"
            aria-label={t("composer.mail")}
            aria-expanded={contact.value}
            data-testid="contact"
            onClick={() => {
              contact.value = !contact.value;
            }}
          >
            <Glyph icon={Mail} />
          </button>
        </div>
      )}
    </div>
  );
}

function placeholder({ t, connection, waiting, invitation, mode, conversation }: ReturnType<typeof useSession>): string {
  const name = conversation.value?.agent_name ?? invitation.value?.agent_name;
  if (connection.value.status === "waiting") return t("composer.placeholderOffline");
  if (mode.value === "corner" && name) return t("composer.placeholderReply", { name });
  const key: TextKey = waiting.value ? "composer.placeholderQueue" : "composer.placeholder";
  return t(key);
}

function Ended() {
  const session = useSession();
  const { t } = session;
  return (
    <div class="ended" data-testid="closed">
      {session.refused.value && <p class="text-2">{t("log.refused")}</p>}
      <button type="button" class="button primary" data-testid="start-again" onClick={() => session.again()}>
        {t("closed.again")}
      </button>
    </div>
  );
}
