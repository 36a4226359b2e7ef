import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../context";
import { EMOJI, EMOJI_COLUMNS } from "../emoji";

function stepOf(key: string): number | undefined {
  const forward = document.documentElement.dir === "rtl" ? -1 : 1;
  return { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: EMOJI_COLUMNS, ArrowUp: -EMOJI_COLUMNS }[key];
}

export function EmojiPicker({ pick, close }: { pick: (emoji: string) => void; close: () => void }) {
  const { t } = useSession();
  const grid = useRef<HTMLFieldSetElement>(null);

  useLayoutEffect(() => {
    (grid.current?.firstElementChild as HTMLElement | null)?.focus();
    const outside = (event: Event) => {
      if (!(event.target as Element).closest(".emoji-picker, [data-testid=emoji]")) close();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [close]);

  function move(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
      return;
    }
    const step = stepOf(event.key);
    const buttons = [...(grid.current?.children ?? [])] as HTMLElement[];
    const here = buttons.indexOf(event.target as HTMLElement);
    if (step === undefined || here < 0) return;
    event.preventDefault();
    buttons[here + step]?.focus();
  }

  return (
    <fieldset ref={grid} class="emoji-picker" aria-label={t("composer.emojiList")} onKeyDown={move}>
      {EMOJI.map((emoji, i) => (
        <button key={emoji} type="button" tabIndex={i === 0 ? 0 : -1} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}
