import { type Entry, newUlid, plainText, TEXT_MAX } from "@parlor/protocol";
import { Button, Dropdown } from "antd";
import { ChevronDown, Lock } from "lucide-react";
import { type ClipboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { live, useLive } from "../../live/index.ts";
import { useMe } from "../../shared/me.tsx";
import { cannedQuery, filled } from "./canned.ts";
import type { EditorHandle } from "./composer/editor.ts";
import { Picker } from "./composer/Picker.tsx";
import { PlainEditor } from "./composer/PlainEditor.tsx";
import { isForVisitors, messagesOf } from "./composer/send-draft.ts";
import { chooseSendKey, type SendKey, sends, useSendKey } from "./composer/send-key.ts";
import { Tools } from "./composer/Tools.tsx";
import { QuoteBar, Tray } from "./composer/Tray.tsx";
import { dropPreview, sendWhenReady, startUpload } from "./composer/uploads.ts";
import { type Choice, type Filter, TABS, type Tab, useLibrary } from "./composer/useLibrary.ts";
import { addPart, changeDraft, draftOf, useWholeDraft } from "./drafts.ts";
import { rememberSentFile } from "./log/sent-files.ts";
import { isInternal, type LogView } from "./log/subject.ts";
import "./composer/composer.css";

const RichEditor = lazy(() => import("./composer/RichEditor.tsx"));
/** From here on the count of characters is shown. */
const COUNT_FROM = TEXT_MAX - 200;
const FILTER: Filter = { tab: "phrases", query: "", whose: "all", folder: undefined };

interface Props {
  view: LogView;
  entries: readonly Entry[];
  /** The field has the focus from the start. */
  focused: boolean;
}

/** Where the answer is written. What stands here is a draft until it is sent, also after a reload. */
export function Composer({ view, entries, focused }: Props) {
  const { t } = useTranslation();
  const id = view.conversation_id;
  const draft = useWholeDraft(id);
  const parts = draft.parts ?? [];
  const editor = useRef<EditorHandle>(null);
  const listId = useId();
  const sendKey = useSendKey();
  const [before, setBefore] = useState("");
  const picker = usePicker(id, view, before, editor);

  useEffect(() => {
    if (focused) editor.current?.focus();
  }, [focused]);

  const rich = draft.body !== undefined;
  const internal = isInternal(view);
  const note = draft.note === true && !internal;
  const empty = draft.text.trim() === "" && !parts.some((part) => !note || !isForVisitors(part));
  const send = async () => {
    if (empty) return;
    const whole = draftOf(id);
    const { isFormatted, trimmed } = whole.body ? await import("./composer/rich-schema.ts") : {};
    const body = whole.body && trimmed?.(whole.body);
    for (const part of whole.parts ?? []) {
      if (part.kind !== "file") continue;
      rememberSentFile(part.file);
      dropPreview(part.key);
    }
    for (const message of messagesOf({ ...whole, ...(body ? { body } : {}) }, body !== undefined && (isFormatted?.(body) ?? false))) {
      void live().say(id, message);
    }
    const noted = whole.note === true;
    const stay = (whole.parts ?? []).filter((part) => part.kind === "upload" || (noted && isForVisitors(part)));
    for (const part of stay) if (part.kind === "upload") sendWhenReady(part.key, noted);
    changeDraft(id, { text: "", quote: undefined, parts: stay.length > 0 ? stay : undefined, ...(rich ? { body: [] } : {}) });
    picker.close();
    editor.current?.focus();
  };
  const toggleRich = async () => {
    if (rich) changeDraft(id, { text: plainText(draft.body ?? []), body: undefined });
    else {
      const { fromText } = await import("./composer/rich-schema.ts");
      changeDraft(id, { body: fromText(draftOf(id).text) });
    }
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (picker.onKey(event)) return true;
    if (!sends(event, sendKey)) return false;
    void send();
    return true;
  };
  const typed = (change: Parameters<typeof changeDraft>[1]) => {
    changeDraft(id, change);
    if (change.text !== "" && !note) live().typing(id);
  };
  const pasted = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // Office programs put a picture of the text beside the text itself.
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    for (const file of files) startUpload(id, file);
  };

  const shared = {
    handle: editor,
    label: t(note ? "composer.noteLabel" : "composer.label"),
    placeholder: t(note ? "composer.notePlaceholder" : internal ? "composer.placeholderInternal" : "composer.placeholder"),
    onCaret: setBefore,
    onKey,
    listId: picker.open ? listId : undefined,
    activeId: picker.open && picker.chosen ? `${listId}-${picker.chosen.id}` : undefined,
  };
  const quoted = draft.quote === undefined ? undefined : entries.find((entry) => entry.seq === draft.quote);
  return (
    <div className={`composer${note ? " is-note" : ""}`} onPasteCapture={pasted} data-testid="composer-box">
      {picker.open && <Picker {...picker.props} listId={listId} />}
      {!internal && (
        <Mode
          note={note}
          onNote={(wanted) => {
            changeDraft(id, { note: wanted || undefined });
            editor.current?.focus();
          }}
        />
      )}
      <Tools
        id={id}
        note={note}
        rich={rich}
        onRich={() => void toggleRich()}
        onEmoji={(emoji) => editor.current?.insert(emoji)}
        internal={internal}
        picker={picker.open ? picker.tab : undefined}
        onPicker={picker.show}
      >
        <Count text={draft.text} />
      </Tools>
      {draft.quote !== undefined && <QuoteBar id={id} entry={quoted?.kind === "message" ? quoted : undefined} view={view} />}
      {rich ? (
        <Suspense fallback={<div className="composer-rich" aria-busy />}>
          <RichEditor {...shared} body={draft.body ?? []} onBody={(body) => typed({ body, text: plainText(body) })} />
        </Suspense>
      ) : (
        <PlainEditor {...shared} text={draft.text} onText={(text) => typed({ text })} />
      )}
      {parts.length > 0 && <Tray id={id} parts={parts} />}
      <Foot sendKey={sendKey} empty={empty} internal={internal} note={note} onSend={() => void send()} />
    </div>
  );
}

/** An answer, or a note among colleagues. */
function Mode({ note, onNote }: { note: boolean; onNote: (note: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <div className="composer-mode" role="radiogroup" aria-label={t("composer.mode")}>
      {/* biome-ignore lint/a11y/useSemanticElements: drawn as tabs */}
      <button type="button" role="radio" aria-checked={!note} onClick={() => onNote(false)} data-testid="mode-reply">
        {t("composer.reply")}
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: drawn as tabs */}
      <button type="button" role="radio" aria-checked={note} onClick={() => onNote(true)} data-testid="mode-note">
        <Lock size={14} aria-hidden />
        {t("composer.note")}
      </button>
      {note && <span className="composer-unseen">{t("log.staffOnly")}</span>}
    </div>
  );
}

function Count({ text }: { text: string }) {
  const { t } = useTranslation();
  if (text.length >= COUNT_FROM) {
    return (
      <span className={`f12 ${text.length >= TEXT_MAX ? "is-bad" : "t3"}`}>
        {text.length} / {TEXT_MAX}
      </span>
    );
  }
  return text === "" ? null : <span className="f12 t3 wide-only composer-kept">{t("composer.draftKept")}</span>;
}

interface FootProps {
  sendKey: SendKey;
  empty: boolean;
  internal: boolean;
  note: boolean;
  onSend: () => void;
}

function Foot({ sendKey, empty, internal, note, onSend }: FootProps) {
  const { t } = useTranslation();
  const online = useLive((state) => state.link.status === "open");
  const byEnter = sendKey === "enter";
  return (
    <div className="composer-foot">
      <span className="wide-only">
        <kbd>{byEnter ? "Enter" : "Ctrl Enter"}</kbd> {t("composer.send")}　<kbd>{byEnter ? "Shift Enter" : "Enter"}</kbd>{" "}
        {t("composer.newLine")}
        {!internal && (
          <>
            {"　"}
            <kbd>/</kbd> {t("composer.canned")}
          </>
        )}
      </span>
      <span className="grow" />
      {!online && <span className="is-wait">{t("composer.offline")}</span>}
      <span className="send-buttons">
        <Button type="primary" disabled={empty} onClick={onSend} data-testid="send">
          {t(note ? "composer.keepNote" : "composer.send")}
        </Button>
        <Dropdown
          autoFocus
          trigger={["click"]}
          placement="topRight"
          menu={{
            selectedKeys: [sendKey],
            items: (["enter", "ctrl-enter"] as const).map((key) => ({
              key,
              label: <span data-testid={`send-by-${key}`}>{t(`composer.by.${key}`)}</span>,
              onClick: () => chooseSendKey(key),
            })),
          }}
        >
          <Button type="primary" icon={<ChevronDown size={16} />} aria-label={t("composer.sendKey")} data-testid="send-key" />
        </Dropdown>
      </span>
    </div>
  );
}

/** The list that `/` opens: what it shows, which one the arrows have chosen, what taking one does. */
function usePicker(id: string, view: LogView, before: string, editor: React.RefObject<EditorHandle | null>) {
  const me = useMe();
  const [filter, setFilter] = useState(FILTER);
  const [chosenAt, setChosenAt] = useState(0);
  /** What stood before the caret when the list was closed with Esc: it stays closed until another `/`. */
  const [dismissed, setDismissed] = useState<string>();
  // What the library holds is for visitors.
  const asked = isInternal(view) ? undefined : cannedQuery(before, before.length);
  const opening = asked && before.slice(0, asked.from);
  const open = asked !== undefined && opening !== dismissed;
  const query = asked?.query ?? "";
  const library = useLibrary({ ...filter, query }, open);
  const { choices } = library;
  const current = Math.min(chosenAt, Math.max(0, choices.length - 1));
  const words = { visitor: isInternal(view) ? "" : (view.visitor_name ?? ""), agent: me.name, company: me.company, number: me.number };

  const change = (what: Partial<Filter>) => {
    setFilter((old) => ({ ...old, ...what }));
    setChosenAt(0);
  };
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    const typedSoFar = query.length + 1;
    switch (choice.kind) {
      case "phrases":
        editor.current?.insert(filled(choice.phrase.text, words), typedSoFar);
        // Only the ranking learns of it.
        call("use_canned_phrase", { path: { phrase_id: choice.id } }).catch(() => undefined);
        break;
      case "links": {
        const { url, title } = choice.link;
        editor.current?.insert("", typedSoFar);
        addPart(id, { key: newUlid(Date.now()), kind: "page", page: { url, title } });
        break;
      }
      case "files": {
        const { file_id, name, type, size } = choice.file;
        editor.current?.insert("", typedSoFar);
        addPart(id, { key: newUlid(Date.now()), kind: "file", file: { file_id, name, type, size } });
      }
    }
  };
  return {
    open,
    tab: filter.tab,
    chosen: choices[current],
    close: () => setDismissed(undefined),
    show(tab: Tab) {
      change({ tab });
      setDismissed(undefined);
      if (open) return;
      editor.current?.insert(before === "" || /\s$/.test(before) ? "/" : " /");
    },
    onKey(event: KeyboardEvent): boolean {
      if (!open) return false;
      if (event.key === "Escape") setDismissed(opening);
      else if (event.key === "ArrowDown") setChosenAt((current + 1) % Math.max(1, choices.length));
      else if (event.key === "ArrowUp") setChosenAt((current - 1 + choices.length) % Math.max(1, choices.length));
      else if (event.key === "Tab") {
        const step = event.shiftKey ? TABS.length - 1 : 1;
        change({ tab: TABS[(TABS.indexOf(filter.tab) + step) % TABS.length] ?? "phrases", folder: undefined });
      } else if (event.key === "Enter" && !event.shiftKey && choices.length > 0) take(choices[current]);
      else return false;
      return true;
    },
    props: {
      filter: { ...filter, query },
      library,
      current,
      onFilter: change,
      onTake: take,
      preview: (text: string) => filled(text, words),
    },
  };
}
