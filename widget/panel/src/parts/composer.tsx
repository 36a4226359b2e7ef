import { type RichText, TEXT_MAX } from "@parlor/protocol";
import { type Signal, useSignal } from "@preact/signals";
import { Camera, CaseSensitive, Mail, Paperclip, Send, Smile } from "lucide-preact";
import type { ComponentType } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import type { TextKey } from "../translate";
import type { CaptureProps } from "./capture";
import { ContactSheet } from "./contact-sheet";
import type { EditorHandle, EditorProps } from "./editor";
import { EmojiPicker } from "./emoji-picker";
import { Glyph } from "./glyph";
import { QuoteBar } from "./quote";

/** From here on it is told how much room is left. */
const COUNT_FROM = TEXT_MAX - 200;
const FINE_POINTER = "(pointer: fine)";

export function Composer() {
  const session = useSession();
  const { t } = session;
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<EditorHandle | null>(null);
  const emoji = useSignal(false);
  const contact = useSignal(false);
  const Editor = useLazy(session.draftBody.value !== undefined, async () => (await import("./editor")).Editor);
  const Capture = useLazy(false, async () => (await import("./capture")).Capture);
  const text = session.draft.value;
  const left = TEXT_MAX - text.length;
  const corner = session.mode.value === "corner";
  const shown = session.mode.value !== "closed";
  const asked = session.composing.value;

  const focus = useCallback(() => (editor.current ?? field.current)?.focus(), []);

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  });

  // On a phone the keyboard would cover half of what there is to read.
  useEffect(() => {
    if (shown && !corner && matchMedia(FINE_POINTER).matches) focus();
  }, [shown, corner, focus]);

  useEffect(() => {
    if (asked > 0) focus();
  }, [asked, focus]);

  const closeEmoji = useCallback(() => {
    emoji.value = false;
    focus();
  }, [emoji, focus]);

  if (session.closed.value || session.refused.value) return <Ended />;

  function send(): void {
    if (!text.trim() || left < 0) return;
    session.write();
    focus();
  }

  function insert(symbol: string): void {
    const area = field.current;
    if (editor.current) editor.current.insert(symbol);
    else if (area) {
      area.setRangeText(symbol, area.selectionStart, area.selectionEnd, "end");
      session.typed(area.value);
    }
    closeEmoji();
  }

  function pasted(event: ClipboardEvent): void {
    const files = event.clipboardData?.files ?? [];
    // A table or a formatted text brings a picture of itself along; its words are what is meant.
    if (files.length === 0 || event.clipboardData?.types.includes("text/plain") || session.switches.value.visitor_files === false) return;
    event.preventDefault();
    session.uploads.add(files);
  }

  const label = t("composer.label");
  return (
    <div class={`composer ${corner ? "small" : ""}`} onPaste={pasted}>
      {contact.value && (
        <ContactSheet
          close={() => {
            contact.value = false;
          }}
        />
      )}
      {emoji.value && <EmojiPicker pick={insert} close={closeEmoji} />}
      {Capture.part.value && <Capture.part.value send={(file) => session.uploads.add([file])} close={() => Capture.unload()} />}
      <QuoteBar />
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {Editor.part.value && !corner ? (
          <Editor.part.value
            handle={editor}
            label={label}
            placeholder={placeholder(session)}
            text={text}
            body={session.draftBody.value}
            change={(words: string, body?: RichText) => session.typed(words, body)}
            send={send}
          />
        ) : (
          <textarea
            ref={field}
            rows={1}
            value={text}
            aria-label={label}
            placeholder={placeholder(session)}
            data-testid="composer"
            onInput={(event) => session.typed(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
        )}
        <button type="submit" class="send" aria-label={t("composer.send")} aria-disabled={!text.trim() || left < 0} data-testid="send">
          <Glyph icon={Send} size={corner ? 16 : 18} />
        </button>
      </form>
      {left < TEXT_MAX - COUNT_FROM && (
        <p class={`count ${left < 0 ? "over" : ""}`} role="status">
          {t(left < 0 ? "composer.over" : "composer.left", { count: Math.abs(left) })}
        </p>
      )}
      {!corner && <Tools emoji={emoji} contact={contact} format={Editor} capture={Capture} />}
    </div>
  );
}

interface Lazy<P> {
  part: Signal<ComponentType<P> | undefined>;
  load: () => void;
  unload: () => void;
}

/** A part that is fetched when it is first wanted. */
function useLazy<P>(now: boolean, fetch: () => Promise<ComponentType<P>>): Lazy<P> {
  const session = useSession();
  const part = useSignal<ComponentType<P> | undefined>(undefined);
  const load = () =>
    void fetch().then(
      (found) => {
        part.value = found;
      },
      () => session.say("notice.noAnswer"),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is wanted, whatever the reason
  useEffect(() => {
    if (now && !part.value) load();
  }, [now]);
  return {
    part,
    load,
    unload: () => {
      part.value = undefined;
    },
  };
}

interface ToolsProps {
  emoji: Signal<boolean>;
  contact: Signal<boolean>;
  format: Lazy<EditorProps>;
  capture: Lazy<CaptureProps>;
}

function Tools({ emoji, contact, format, capture }: ToolsProps) {
  const session = useSession();
  const { t } = session;
  const picker = useRef<HTMLInputElement>(null);
  const { visitor_files, visitor_capture } = session.switches.value;
  const files = visitor_files !== false;
  const mayCapture = files && visitor_capture !== false && !session.phone.value && "getDisplayMedia" in (navigator.mediaDevices ?? {});
  const formatting = format.part.value !== undefined;
  return (
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
      <button
        type="button"
        class="icon"
        aria-label={t("format.toggle")}
        aria-pressed={formatting}
        data-testid="format"
        onClick={() => {
          if (!formatting) format.load();
          else {
            format.unload();
            // Without the editor the words stay, their look goes.
            session.typed(session.draft.value);
          }
        }}
      >
        <Glyph icon={CaseSensitive} />
      </button>
      {files && (
        <>
          <button type="button" class="icon" aria-label={t("file.attach")} data-testid="attach" onClick={() => picker.current?.click()}>
            <Glyph icon={Paperclip} />
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            data-testid="file-input"
            onChange={(event) => {
              session.uploads.add(event.currentTarget.files ?? []);
              event.currentTarget.value = "";
            }}
          />
        </>
      )}
      {mayCapture && (
        <button type="button" class="icon" aria-label={t("capture.action")} data-testid="capture" onClick={capture.load}>
          <Glyph icon={Camera} />
        </button>
      )}
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
