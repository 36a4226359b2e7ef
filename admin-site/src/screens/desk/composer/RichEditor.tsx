import { plainText, TEXT_MAX } from "@parlor/protocol";
import { baseKeymap, chainCommands, createParagraphNear, liftEmptyBlock, splitBlock } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { type Command, EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { useEffect, useImperativeHandle, useRef, useState } from "react";
import type { Body, EditorProps } from "./editor.ts";
import { FormatBar } from "./FormatBar.tsx";
import { fromDocument, schema, toDocument } from "./rich-schema.ts";
import "../log/rich.css";

interface Props extends EditorProps {
  body: Body;
  onBody: (body: Body) => void;
}

const item = schema.nodes.list_item;
const newLine: Command = item
  ? chainCommands(splitListItem(item), liftListItem(item), createParagraphNear, liftEmptyBlock, splitBlock)
  : splitBlock;

/** Longer than a message may be: the change is not made. */
const limit = new Plugin({
  filterTransaction: (transaction) => !transaction.docChanged || plainText(fromDocument(transaction.doc)).length <= TEXT_MAX,
});

function textBefore(state: EditorState): string {
  const { $from } = state.selection;
  return $from.parent.textBetween(0, $from.parentOffset);
}

/** Text with looks and lists. Loaded only when the agent switches formatting on. */
export default function RichEditor({ handle, label, placeholder, onCaret, onKey, listId, activeId, body, onBody }: Props) {
  const mount = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const written = useRef<Body>(body);
  const told = useRef({ onCaret, onKey, onBody });
  told.current = { onCaret, onKey, onBody };
  const [state, setState] = useState<EditorState>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes goes through refs
  useEffect(() => {
    if (!mount.current) return;
    const editor = new EditorView(mount.current, {
      state: EditorState.create({
        doc: toDocument(body),
        plugins: [
          limit,
          history(),
          keymap({ "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo, "Shift-Enter": newLine, "Mod-Enter": newLine, Enter: newLine }),
          keymap(baseKeymap),
        ],
      }),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, "data-testid": "composer-rich", class: "rich" },
      handleKeyDown: (_view, event) => !event.isComposing && event.keyCode !== 229 && told.current.onKey(event),
      dispatchTransaction(transaction) {
        const next = editor.state.apply(transaction);
        editor.updateState(next);
        setState(next);
        if (transaction.docChanged) {
          written.current = fromDocument(next.doc);
          told.current.onBody(written.current);
        }
        told.current.onCaret(textBefore(next));
      },
    });
    view.current = editor;
    setState(editor.state);
    editor.focus();
    return () => editor.destroy();
  }, []);

  // What others put into the draft (the field was emptied by sending, a message is edited again) replaces what stands here.
  useEffect(() => {
    const editor = view.current;
    if (!editor || body === written.current) return;
    written.current = body;
    const next = EditorState.create({ doc: toDocument(body), plugins: editor.state.plugins });
    editor.updateState(next);
    setState(next);
  }, [body]);

  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    insert(piece, count = 0) {
      const editor = view.current;
      if (!editor) return;
      const { from, to } = editor.state.selection;
      const lines = piece.split("\n");
      let transaction = editor.state.tr.insertText(lines[0] ?? "", Math.max(1, from - count), to);
      for (const line of lines.slice(1)) transaction = transaction.split(transaction.selection.from).insertText(line);
      editor.dispatch(transaction.scrollIntoView());
      editor.focus();
    },
  }));

  useEffect(() => {
    const element = view.current?.dom;
    if (listId) element?.setAttribute("aria-controls", listId);
    else element?.removeAttribute("aria-controls");
    if (activeId) element?.setAttribute("aria-activedescendant", activeId);
    else element?.removeAttribute("aria-activedescendant");
  }, [listId, activeId]);

  const empty =
    state !== undefined &&
    state.doc.childCount === 1 &&
    state.doc.firstChild?.type === schema.nodes.paragraph &&
    state.doc.textContent === "";
  const run = (command: Command) => {
    const editor = view.current;
    if (editor) command(editor.state, editor.dispatch, editor);
    editor?.focus();
  };
  return (
    <>
      {state && <FormatBar state={state} run={run} />}
      <div className="composer-rich" data-empty={empty || undefined} data-placeholder={placeholder} ref={mount} />
    </>
  );
}
