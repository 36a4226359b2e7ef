import { Button } from "antd";
import { ArrowDown, ArrowUp, GripVertical, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorText, useFieldError } from "./Field.tsx";
import { moved, replaced, without } from "./list.ts";

interface Props<Item> {
  items: readonly Item[];
  onChange: (items: Item[]) => void;
  keyOf: (item: Item, index: number) => string;
  /** What an item is called to those who hear it. */
  nameOf: (item: Item, index: number) => string;
  children: (item: Item, change: (item: Item) => void, index: number) => ReactNode;
  addLabel: string;
  make: () => Item;
  max: number;
  /** Where the list stands in the document. */
  path: string;
  boxed?: boolean;
  testId: string;
}

/** A list to add to, move in and remove from: by buttons, by dragging the grip, and with Alt and the arrows. */
export function ListEditor<Item>({ items, onChange, keyOf, nameOf, children, addLabel, make, max, path, boxed, testId }: Props<Item>) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<{ at: number; part: "field" | "item" }>();
  const [said, setSaid] = useState("");
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const error = useFieldError(path, true);

  useEffect(() => {
    if (!focus) return;
    const item = list.current?.children[focus.at] as HTMLElement | undefined;
    const target = focus.part === "field" ? item?.querySelector<HTMLElement>("input, textarea") : item;
    target?.focus();
    setFocus(undefined);
  }, [focus]);

  const move = (from: number, to: number) => {
    const item = items[from];
    if (item === undefined || to < 0 || to >= items.length) return;
    onChange(moved(items, from, to));
    setFocus({ at: to, part: "item" });
    setSaid(t("list.moved", { name: nameOf(item, from), place: to + 1, count: items.length }));
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    move(at, event.key === "ArrowUp" ? at - 1 : at + 1);
  };

  return (
    <div className="list-editor" data-testid={testId} data-error={error ? true : undefined}>
      <ol ref={list}>
        {items.map((item, i) => (
          <Row
            key={keyOf(item, i)}
            index={i}
            path={path}
            boxed={boxed}
            over={over === i && dragged !== undefined && dragged !== i}
            onKeyDown={(event) => onKeyDown(event, i)}
            onDragOver={() => dragged !== undefined && setOver(i)}
            onDrop={() => {
              if (dragged !== undefined) move(dragged, i);
            }}
          >
            <span
              className="list-grip"
              aria-hidden
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", "");
                setDragged(i);
              }}
              onDragEnd={() => {
                setDragged(undefined);
                setOver(undefined);
              }}
            >
              <GripVertical size={16} />
            </span>
            <div className="list-content">{children(item, (next) => onChange(replaced(items, i, next)), i)}</div>
            <span className="list-acts">
              <Act icon="up" name={nameOf(item, i)} off={i === 0} run={() => move(i, i - 1)} />
              <Act icon="down" name={nameOf(item, i)} off={i === items.length - 1} run={() => move(i, i + 1)} />
              <Act
                icon="remove"
                name={nameOf(item, i)}
                run={() => {
                  onChange(without(items, i));
                  if (items.length > 1) setFocus({ at: Math.min(i, items.length - 2), part: "item" });
                  setSaid(t("list.removed", { name: nameOf(item, i) }));
                }}
              />
            </span>
          </Row>
        ))}
      </ol>
      <ErrorText text={error} />
      <div>
        <Button
          size="small"
          icon={<Plus size={14} />}
          disabled={items.length >= max}
          onClick={() => {
            onChange([...items, make()]);
            setFocus({ at: items.length, part: "field" });
          }}
          data-testid={`${testId}-add`}
        >
          {addLabel}
        </Button>
        {items.length >= max && <span className="field-hint"> {t("list.full", { max })}</span>}
      </div>
      <span className="sr" role="status">
        {said}
      </span>
    </div>
  );
}

interface RowProps {
  index: number;
  path: string;
  boxed: boolean | undefined;
  over: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  onDragOver: () => void;
  onDrop: () => void;
  children: ReactNode;
}

function Row({ index, path, boxed, over, onKeyDown, onDragOver, onDrop, children }: RowProps) {
  const error = useFieldError(`${path}[${index}]`, true);
  return (
    <li
      className={`list-item${boxed ? " boxed" : ""}`}
      tabIndex={-1}
      data-over={over || undefined}
      data-error={error ? true : undefined}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        event.preventDefault();
        onDragOver();
      }}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      {children}
      <ErrorText text={error} />
    </li>
  );
}

const ICONS = { up: ArrowUp, down: ArrowDown, remove: Trash2 };

function Act({ icon, name, off, run }: { icon: keyof typeof ICONS; name: string; off?: boolean; run: () => void }) {
  const { t } = useTranslation();
  const Icon = ICONS[icon];
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label={t(`list.${icon}`, { name })}
      disabled={off}
      onClick={run}
      data-act={icon}
    >
      <Icon size={16} />
    </button>
  );
}
