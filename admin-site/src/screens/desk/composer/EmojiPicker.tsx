import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EMOJI, recentEmoji, rememberEmoji } from "../emoji.ts";

const GROUPS = Object.keys(EMOJI) as (keyof typeof EMOJI)[];

/** Arrows go through the signs as they stand in their rows. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const here = all[at];
  if (!here) return;
  const column = (button: HTMLElement) => Math.abs(button.offsetLeft - here.offsetLeft);
  const nearest = (row: HTMLButtonElement[]) => row.sort((a, b) => column(a) - column(b))[0];
  const below = all.slice(at + 1).filter((button) => button.offsetTop > here.offsetTop);
  const above = all.slice(0, at).filter((button) => button.offsetTop < here.offsetTop);
  const steps: Record<string, HTMLButtonElement | undefined> = {
    ArrowRight: all[at + 1],
    ArrowLeft: all[at - 1],
    ArrowDown: nearest(below.filter((button) => button.offsetTop === below[0]?.offsetTop)),
    ArrowUp: nearest(above.filter((button) => button.offsetTop === above.at(-1)?.offsetTop)),
  };
  const next = steps[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Signs to put into the text; those used last stand first. */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [recent] = useState(recentEmoji);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the signs inside, which are buttons
    <div className="emoji" data-testid="emoji-picker" ref={box} onKeyDown={moveFocus}>
      {recent.length > 0 && <Group label={t("emoji.recent")} signs={recent} onPick={pick} />}
      {GROUPS.map((group) => (
        <Group key={group} label={t(`emoji.${group}`)} signs={EMOJI[group]} onPick={pick} />
      ))}
    </div>
  );
}

function Group({ label, signs, onPick }: { label: string; signs: readonly string[]; onPick: (emoji: string) => void }) {
  return (
    <section aria-label={label}>
      <h3>{label}</h3>
      <div>
        {signs.map((emoji) => (
          <button key={emoji} type="button" onClick={() => onPick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
    </section>
  );
}
