import { X } from "lucide-preact";
import { useSession } from "../context";
import { gistOf } from "../rows";
import { Glyph } from "./glyph";

/** Whom a quoted message is from and what it says, if it is among what has been read of the log. */
function useQuoted(seq: number): { name: string; mine: boolean; gist: string } {
  const session = useSession();
  const { t } = session;
  // What is quoted may be loaded, or taken back, while its quotation is shown.
  const entry = session.entries.value && session.entryAt(seq);
  if (entry?.kind !== "message") return { name: "", mine: false, gist: t("quote.older") };
  const mine = entry.by.role === "visitor";
  return { name: mine ? t("quote.you") : (entry.by.name ?? ""), mine, gist: gistOf(entry, t) };
}

/** Above the words of an answer; leads to what it answers. */
export function Quoted({ seq, show }: { seq: number; show: (seq: number) => void }) {
  const { t } = useSession();
  const { name, gist } = useQuoted(seq);
  return (
    <button type="button" class="quoted" aria-label={t("quote.show")} data-testid="quoted" onClick={() => show(seq)}>
      {name && <b>{name} </b>}
      {gist}
    </button>
  );
}

/** What the draft answers. */
export function QuoteBar() {
  const session = useSession();
  const { t } = session;
  const seq = session.quote.value;
  if (seq === undefined) return null;
  return <Bar seq={seq} t={t} cancel={() => session.answerTo(undefined)} />;
}

function Bar({ seq, t, cancel }: { seq: number; t: ReturnType<typeof useSession>["t"]; cancel: () => void }) {
  const { name, mine, gist } = useQuoted(seq);
  return (
    <div class="quote-bar" data-testid="quote-bar">
      <span class="grow cut">
        <b>{mine ? t("quote.toMe") : t("quote.to", { name })}</b> {gist}
      </span>
      <button type="button" class="icon" aria-label={t("quote.cancel")} data-testid="quote-cancel" onClick={cancel}>
        <Glyph icon={X} size={16} />
      </button>
    </div>
  );
}
