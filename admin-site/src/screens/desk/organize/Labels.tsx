import { type ConversationView, LABELS_MAX, type Label } from "@parlor/protocol";
import { ChevronDown, ChevronsUp, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useService } from "../../../shared/service.ts";
import "./organize.css";
import "../log/rich.css";

/** The labels of a conversation that still exist, in the company's order. */
export function useLabelsOf(view: Pick<ConversationView, "labels">): Label[] {
  const service = useService();
  if (!view.labels?.length) return [];
  return (service?.labels ?? []).filter((label) => view.labels?.includes(label.label_id)).slice(0, LABELS_MAX);
}

export function LabelTag({ label }: { label: Label }) {
  return (
    <span className={`label-tag rich-${label.color ?? "gray"}`} data-testid="label">
      <i aria-hidden />
      {label.name}
    </span>
  );
}

/** Where there is no room for names: a point for each, with the names for those who cannot tell colours. */
export function LabelDots({ labels }: { labels: readonly Label[] }) {
  if (labels.length === 0) return null;
  const names = labels.map((label) => label.name).join(" · ");
  return (
    <span className="label-dots" title={names} data-testid="label-dots">
      {labels.map((label) => (
        <i key={label.label_id} className={`rich-${label.color ?? "gray"}`} aria-hidden />
      ))}
      <span className="sr">{names}</span>
    </span>
  );
}

const SIGNS = { urgent: ChevronsUp, high: ChevronUp, low: ChevronDown } as const;

/** Nothing for the usual priority. */
export function PrioritySign({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  const priority = view.priority ?? "normal";
  if (priority === "normal") return null;
  const Sign = SIGNS[priority];
  return (
    <span className="priority" data-priority={priority} title={t(`priority.${priority}`)} data-testid="priority">
      <Sign size={14} aria-hidden />
      <span className="sr">{t(`priority.${priority}`)}</span>
    </span>
  );
}
