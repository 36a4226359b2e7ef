import { useLayoutEffect, useRef } from "preact/hooks";

export interface MenuItem {
  id: string;
  text: string;
  danger?: boolean;
  run: () => void;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** The button that opened it, and that opens below or above it. */
  anchor: HTMLElement | null;
  close: () => void;
}

const GAP_PX = 4;

export function Menu({ label, items, anchor, close }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const menu = box.current;
    const at = anchor?.getBoundingClientRect();
    if (menu && at) {
      const below = at.bottom + GAP_PX;
      const fits = below + menu.offsetHeight < innerHeight;
      menu.style.top = `${fits ? below : Math.max(GAP_PX, at.top - GAP_PX - menu.offsetHeight)}px`;
      menu.style.left = `${Math.max(GAP_PX, Math.min(at.right, innerWidth - GAP_PX) - menu.offsetWidth)}px`;
    }
    (menu?.firstElementChild as HTMLElement | null)?.focus();
    const outside = (event: Event) => {
      const target = event.target as Node;
      if (!menu?.contains(target) && !anchor?.contains(target)) close();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [anchor, close]);

  function pressed(event: KeyboardEvent): void {
    const buttons = [...(box.current?.children ?? [])] as HTMLElement[];
    const here = buttons.indexOf(event.target as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key !== "Escape" && event.key !== "Tab" && step === undefined) return;
    event.preventDefault();
    if (step !== undefined) buttons[(here + step + buttons.length) % buttons.length]?.focus();
    else {
      close();
      anchor?.focus();
    }
  }

  return (
    <div ref={box} class="menu" role="menu" aria-label={label} onKeyDown={pressed}>
      {items.map(({ id, text, danger, run }) => (
        <button
          key={id}
          type="button"
          role="menuitem"
          class={danger ? "danger" : ""}
          data-testid={id}
          onClick={() => {
            close();
            anchor?.focus();
            run();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
