import { plainText, type RichText } from "@parlor/protocol";
import { useSignal } from "@preact/signals";
import { Bold, Italic, Link, List, ListOrdered, type LucideIcon } from "lucide-preact";
import type { MutableRef } from "preact/hooks";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { COLORS, drawRich, isFormatted, readRich, SIZES } from "../rich-dom";
import type { TextKey } from "../translate";
import { Glyph } from "./glyph";

export interface EditorHandle {
  focus(): void;
  insert(text: string): void;
}

export interface EditorProps {
  handle: MutableRef<EditorHandle | null>;
  label: string;
  placeholder: string;
  text: string;
  body: RichText | undefined;
  /** `body` only if there is anything formatted in it. */
  change: (text: string, body?: RichText) => void;
  send: () => void;
}

/** No colour of ours: takes one away. */
const NO_COLOR = "#000000";

/**
 * Every browser can format what it lets people edit (`execCommand`); what they made is read as structure, so nothing but
 * that structure leaves the field, whatever a browser or a pasted page puts into it.
 */
export function Editor({ handle, label, placeholder, text, body, change, send }: EditorProps) {
  const { t } = useSession();
  const area = useRef<HTMLDivElement>(null);
  const linking = useSignal<Range | undefined>(undefined);
  const marks = useSignal("");

  function changed(): void {
    const read = area.current ? readRich(area.current) : [];
    change(plainText(read), isFormatted(read) ? read : undefined);
  }

  function run(command: string, value?: string): void {
    area.current?.focus();
    document.execCommand("styleWithCSS", false, "false");
    document.execCommand(command, false, value);
    changed();
    look();
  }

  function look(): void {
    marks.value = ["bold", "italic", "insertUnorderedList", "insertOrderedList"]
      .filter((name) => document.queryCommandState(name))
      .join(" ");
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was there when the editor came; from then on it is the editor that knows
  useLayoutEffect(() => {
    const lines: RichText = text ? text.split("\n").map((line) => ({ type: "paragraph", spans: line ? [{ text: line }] : [] })) : [];
    area.current?.replaceChildren(drawRich(body ?? lines));
    handle.current = { focus: () => area.current?.focus(), insert: (words) => run("insertText", words) };
    area.current?.focus();
    getSelection()?.selectAllChildren(area.current as Node);
    getSelection()?.collapseToEnd();
    return () => {
      handle.current = null;
    };
  }, []);

  // Sent: what is written next begins anew.
  useLayoutEffect(() => {
    if (!text && area.current && plainText(readRich(area.current))) area.current.replaceChildren();
  }, [text]);

  function pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    // In a list it begins the next item, as everywhere.
    if (/List/.test(marks.value) && !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  }

  const button = (command: string, icon: LucideIcon, key: TextKey, id: string) => (
    <button
      type="button"
      class="icon"
      aria-label={t(key)}
      aria-pressed={marks.value.includes(command)}
      data-testid={`format-${id}`}
      // The selection stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => run(command)}
    >
      <Glyph icon={icon} size={16} />
    </button>
  );

  return (
    <div class="editor">
      <div class="format-bar" role="toolbar" aria-label={t("format.tools")}>
        {button("bold", Bold, "format.bold", "bold")}
        {button("italic", Italic, "format.italic", "italic")}
        {button("insertUnorderedList", List, "format.list", "list")}
        {button("insertOrderedList", ListOrdered, "format.ordered", "ordered")}
        <button
          type="button"
          class="icon"
          aria-label={t("format.link")}
          data-testid="format-link"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const selection = getSelection();
            const inside = selection && selection.rangeCount > 0 && area.current?.contains(selection.anchorNode);
            if (!inside) area.current?.focus();
            linking.value = getSelection()?.getRangeAt(0).cloneRange();
          }}
        >
          <Glyph icon={Link} size={16} />
        </button>
        <select
          aria-label={t("format.color")}
          data-testid="format-color"
          value=""
          onChange={(event) => {
            run("foreColor", event.currentTarget.value);
            event.currentTarget.value = "";
          }}
        >
          <option value="" hidden>
            {t("format.color")}
          </option>
          <option value={NO_COLOR}>{t("format.plain")}</option>
          {Object.entries(COLORS).map(([name, value]) => (
            <option key={name} value={value} class={`c-${name}`}>
              {t(`format.${name}` as TextKey)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("format.size")}
          data-testid="format-size"
          value=""
          onChange={(event) => {
            run("fontSize", event.currentTarget.value);
            event.currentTarget.value = "";
          }}
        >
          <option value="" hidden>
            {t("format.size")}
          </option>
          {Object.entries(SIZES).map(([name, value]) => (
            <option key={name} value={value}>
              {t(`format.${name}` as TextKey)}
            </option>
          ))}
        </select>
      </div>
      {linking.value && (
        <LinkField
          range={linking.value}
          run={run}
          close={() => {
            linking.value = undefined;
          }}
        />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: no other element can hold formatted text */}
      <div
        ref={area}
        class="area rich"
        contentEditable
        role="textbox"
        aria-multiline="true"
        aria-label={label}
        tabIndex={0}
        data-placeholder={text ? "" : placeholder}
        data-testid="editor"
        onInput={changed}
        onKeyDown={pressed}
        onKeyUp={look}
        onMouseUp={look}
        onPaste={(event) => {
          const words = event.clipboardData?.getData("text/plain");
          if (!words) return;
          event.preventDefault();
          run("insertText", words);
        }}
      />
    </div>
  );
}

function LinkField({ range, run, close }: { range: Range; run: (command: string, value?: string) => void; close: () => void }) {
  const { t } = useSession();
  const address = useSignal("");
  const wrong = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);

  function apply(): void {
    const found = /^[a-z]+:/i.test(address.value.trim()) ? address.value.trim() : `https://${address.value.trim()}`;
    wrong.value = !/^(https?:\/\/[^\s<>"]+\.[^\s<>"]+|mailto:[^\s<>"]+|tel:[^\s<>"]+)$/i.test(found);
    if (wrong.value) return;
    close();
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    if (range.collapsed) {
      run("insertText", found);
      for (let i = 0; i < found.length; i++) selection?.modify("extend", "backward", "character");
    }
    run("createLink", found);
    selection?.collapseToEnd();
  }

  return (
    <div class="link-field">
      <input
        ref={field}
        type="url"
        aria-label={t("format.link")}
        aria-invalid={wrong.value}
        placeholder={t("format.address")}
        value={address.value}
        data-testid="format-address"
        onInput={(event) => {
          address.value = event.currentTarget.value;
          wrong.value = false;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          if (event.key === "Enter") apply();
          else close();
        }}
      />
      <button type="button" class="button small" data-testid="format-apply" onClick={apply}>
        {t("format.apply")}
      </button>
      {wrong.value && (
        <p class="error" role="alert">
          {t("format.addressWrong")}
        </p>
      )}
    </div>
  );
}
