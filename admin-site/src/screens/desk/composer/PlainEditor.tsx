import { TEXT_MAX } from "@parlor/protocol";
import { useImperativeHandle, useLayoutEffect, useRef } from "react";
import type { EditorProps } from "./editor.ts";

const HEIGHT_MIN = 56;
const HEIGHT_MAX = 176;

interface Props extends EditorProps {
  text: string;
  onText: (text: string) => void;
}

/** Text without looks: grows with what stands in it. */
export function PlainEditor({ handle, label, placeholder, onCaret, onKey, listId, activeId, text, onText }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);

  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    insert(piece, count = 0) {
      const element = field.current;
      if (!element) return;
      element.focus();
      const start = Math.max(0, element.selectionStart - count);
      const at = start + piece.length;
      const next = (element.value.slice(0, start) + piece + element.value.slice(element.selectionEnd)).slice(0, TEXT_MAX);
      onText(next);
      onCaret(next.slice(0, at));
      requestAnimationFrame(() => element.setSelectionRange(at, at));
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    element.style.height = `${Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, element.scrollHeight))}px`;
  }, [text]);

  return (
    <textarea
      ref={field}
      value={text}
      maxLength={TEXT_MAX}
      aria-label={label}
      placeholder={placeholder}
      aria-autocomplete="list"
      aria-controls={listId}
      aria-activedescendant={activeId}
      onChange={(event) => {
        onText(event.target.value);
        onCaret(event.target.value.slice(0, event.target.selectionStart));
      }}
      onSelect={(event) => onCaret(event.currentTarget.value.slice(0, event.currentTarget.selectionStart))}
      onKeyDown={(event) => {
        // While an input method composes, its keys are its own.
        if (event.nativeEvent.isComposing || event.keyCode === 229) return;
        if (!onKey(event.nativeEvent)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      data-testid="composer"
    />
  );
}
