import { Input, Popover } from "antd";
import { AArrowDown, AArrowUp, Baseline, Bold, Italic, Link, List, ListOrdered, RemoveFormatting } from "lucide-react";
import { toggleMark } from "prosemirror-commands";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState } from "prosemirror-state";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { COLORS, type Color, isAddress, type Size, schema } from "./rich-schema.ts";

/** What most addresses begin with. */
const BEGINNING = "https://";

interface Props {
  state: EditorState;
  run: (command: Command) => void;
}

function activeMark(state: EditorState, type: MarkType) {
  const { from, to, $from, empty } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks());
  let found: ReturnType<MarkType["isInSet"]>;
  state.doc.nodesBetween(from, to, (node) => {
    found ??= type.isInSet(node.marks);
  });
  return found;
}

function inList(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

/** One look of its kind at a time; the same again takes it away. */
function setMark(type: MarkType, attributes: Record<string, string>, on: boolean): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const transaction = state.tr;
    if (empty) {
      transaction.removeStoredMark(type);
      if (on) transaction.addStoredMark(type.create(attributes));
    } else {
      transaction.removeMark(from, to, type);
      if (on) transaction.addMark(from, to, type.create(attributes));
    }
    dispatch?.(transaction);
    return true;
  };
}

function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    const item = schema.nodes.list_item;
    if (!item) return false;
    return inList(state, type) ? liftListItem(item)(state, dispatch, view) : wrapInList(type)(state, dispatch, view);
  };
}

const plain: Command = (state, dispatch) => {
  const { from, to } = state.selection;
  dispatch?.(state.tr.removeMark(from, to).setStoredMarks([]));
  return true;
};

export function FormatBar({ state, run }: Props) {
  const { t } = useTranslation();
  const { bold, italic, color, size, link } = schema.marks;
  const { bullet_list, ordered_list } = schema.nodes;
  if (!bold || !italic || !color || !size || !link || !bullet_list || !ordered_list) return null;
  const sizeNow = activeMark(state, size)?.attrs.name as Size | undefined;
  const setSize = (name: Size) => run(setMark(size, { name }, sizeNow !== name));
  return (
    <div className="composer-format" role="toolbar" aria-label={t("format.label")} data-testid="format-bar">
      <Tool label={t("format.bold")} on={Boolean(activeMark(state, bold))} run={() => run(toggleMark(bold))} testId="format-bold">
        <Bold size={16} />
      </Tool>
      <Tool label={t("format.italic")} on={Boolean(activeMark(state, italic))} run={() => run(toggleMark(italic))} testId="format-italic">
        <Italic size={16} />
      </Tool>
      <Tool label={t("format.small")} on={sizeNow === "small"} run={() => setSize("small")} testId="format-small">
        <AArrowDown size={16} />
      </Tool>
      <Tool label={t("format.large")} on={sizeNow === "large"} run={() => setSize("large")} testId="format-large">
        <AArrowUp size={16} />
      </Tool>
      <ColorTool
        now={activeMark(state, color)?.attrs.name as Color | undefined}
        pick={(name) => run(setMark(color, { name: name ?? "" }, name !== undefined))}
      />
      <i className="composer-line" />
      <Tool label={t("format.bullets")} on={inList(state, bullet_list)} run={() => run(toggleList(bullet_list))} testId="format-bullets">
        <List size={16} />
      </Tool>
      <Tool label={t("format.numbers")} on={inList(state, ordered_list)} run={() => run(toggleList(ordered_list))} testId="format-numbers">
        <ListOrdered size={16} />
      </Tool>
      <LinkTool
        now={activeMark(state, link)?.attrs.href as string | undefined}
        possible={!state.selection.empty}
        pick={(href) => run(setMark(link, { href: href ?? "" }, href !== undefined))}
      />
      <Tool label={t("format.clear")} on={false} run={() => run(plain)} testId="format-clear">
        <RemoveFormatting size={16} />
      </Tool>
    </div>
  );
}

interface ToolProps {
  label: string;
  on: boolean;
  run: () => void;
  testId: string;
  children: ReactNode;
}

function Tool({ label, on, run, testId, children }: ToolProps) {
  return (
    <button
      type="button"
      className={`icon-button small${on ? " on" : ""}`}
      aria-label={label}
      title={label}
      aria-pressed={on}
      // The field keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
      data-testid={testId}
    >
      {children}
    </button>
  );
}

function ColorTool({ now, pick }: { now: Color | undefined; pick: (color: Color | undefined) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const take = (color: Color | undefined) => {
    setOpen(false);
    pick(color);
  };
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <div className="format-colors">
          {[undefined, ...COLORS].map((color) => (
            <button
              ref={now === color ? (button) => button?.focus() : undefined}
              key={color ?? "none"}
              type="button"
              className={color ? `rich-${color}` : ""}
              aria-label={t(`color.${color ?? "none"}`)}
              title={t(`color.${color ?? "none"}`)}
              aria-pressed={now === color}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(color)}
            >
              A
            </button>
          ))}
        </div>
      }
    >
      <button
        type="button"
        className={`icon-button small${now ? ` on rich-${now}` : ""}`}
        aria-label={t("format.color")}
        title={t("format.color")}
        onMouseDown={(event) => event.preventDefault()}
        data-testid="format-color"
      >
        <Baseline size={16} />
      </button>
    </Popover>
  );
}

interface LinkProps {
  now: string | undefined;
  possible: boolean;
  pick: (href: string | undefined) => void;
}

function LinkTool({ now, possible, pick }: LinkProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState("");
  const none = href === "" || href === BEGINNING;
  const wrong = !none && !isAddress(href);
  const take = () => {
    if (wrong) return;
    setOpen(false);
    pick(none ? undefined : href);
  };
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={(next) => {
        setHref(now ?? BEGINNING);
        setOpen(next);
      }}
      content={
        <div className="format-link">
          <Input
            value={href}
            autoFocus
            status={wrong ? "error" : ""}
            aria-label={t("format.address")}
            onChange={(event) => setHref(event.target.value.trim())}
            onPressEnter={(event) => {
              // The focus moves to the text, where the same key would put a new line in place of what is selected.
              event.preventDefault();
              take();
            }}
            data-testid="format-link-address"
          />
          <p className={wrong ? "f12 is-bad" : "f12 t3"}>{t(wrong ? "format.badAddress" : "format.addressHint")}</p>
        </div>
      }
    >
      <button
        type="button"
        className={`icon-button small${now ? " on" : ""}`}
        aria-label={t("format.link")}
        title={t(possible || now ? "format.link" : "format.selectFirst")}
        disabled={!possible && !now}
        onMouseDown={(event) => event.preventDefault()}
        data-testid="format-link"
      >
        <Link size={16} />
      </button>
    </Popover>
  );
}
