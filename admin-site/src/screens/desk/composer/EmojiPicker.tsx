import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EMOJI, recentEmoji, rememberEmoji } from "../emoji.ts";

const GROUPS = Object.keys(EMOJI) as (keyof typeof EMOJI)[];

/** Signs to put into the text; those used last stand first. */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [recent] = useState(recentEmoji);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  return (
    <div className="emoji" data-testid="emoji-picker">
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
