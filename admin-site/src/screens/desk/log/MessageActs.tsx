import type { Message } from "@parlor/protocol";
import { Copy, Quote, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLive } from "../../../live/index.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";
import { useLog } from "./context.ts";
import { keepRecalled } from "./recalled.ts";

/** Milliseconds: so long a message can be taken back; the server allows no more. */
export const RECALL_MS = 120_000;

/** False from the moment when it is too late. */
function useInTime(at: number): boolean {
  const [inTime, setInTime] = useState(() => live().now() - at < RECALL_MS);
  useEffect(() => {
    const left = at + RECALL_MS - live().now();
    if (left <= 0) return;
    const timer = setTimeout(() => setInTime(false), left);
    return () => clearTimeout(timer);
  }, [at]);
  return inTime;
}

/** What can be done with a message: over its end on hover and focus. */
export function MessageActs({ entry }: { entry: Message }) {
  const { t } = useTranslation();
  const agentId = useLive((state) => state.agentId);
  const own = entry.by.role === "agent" && entry.by.id === agentId;
  const { view, quote, mayRecall } = useLog();
  const inTime = useInTime(entry.at);
  const recall = async () => {
    keepRecalled(view.conversation_id, entry);
    try {
      await live().recall(view.conversation_id, entry.seq);
    } catch (error) {
      toast({ tone: "bad", text: problemText(t, error) });
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(entry.text);
    toast({ tone: "good", text: t("common.copied") });
  };
  return (
    <div className="message-acts" role="toolbar" aria-label={t("log.acts")}>
      {quote && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("log.quote")}
          title={t("log.quote")}
          onClick={() => quote(entry)}
          data-testid="quote-message"
        >
          <Quote size={16} />
        </button>
      )}
      {entry.text !== "" && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("common.copy")}
          title={t("common.copy")}
          onClick={() => void copy()}
        >
          <Copy size={16} />
        </button>
      )}
      {own && mayRecall && inTime && !entry.automatic && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("log.recall")}
          title={t("log.recall")}
          onClick={() => void recall()}
          data-testid="recall"
        >
          <Undo2 size={16} />
        </button>
      )}
    </div>
  );
}
