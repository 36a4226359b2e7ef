import { fullTime, shortTime, waitTime } from "@parlor/design";
import type { ConversationView, RecordFacts } from "@parlor/protocol";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { visitorLabel } from "../../live/select.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { useDepartments } from "../../shared/departments.ts";
import { useMe } from "../../shared/me.tsx";
import { Score } from "../../shared/Score.tsx";
import { useService } from "../../shared/service.ts";
import { deviceText, pathOf, placeText, sourceText } from "../../shared/visitor-info.ts";
import { useStyleNames } from "./useStyleNames.ts";

export const COLUMNS = [
  "visitor",
  "phone",
  "agent",
  "department",
  "messages",
  "last",
  "topic",
  "labels",
  "score",
  "place",
  "ip",
  "source",
  "device",
  "page",
  "style",
  "length",
  "ended",
  "started",
] as const;
export type ColumnKey = (typeof COLUMNS)[number];
/** As long as nobody has chosen. */
export const USUAL: readonly ColumnKey[] = [
  "visitor",
  "agent",
  "messages",
  "last",
  "topic",
  "score",
  "place",
  "source",
  "length",
  "started",
];
/** Without these a row says nothing. */
export const FIXED: readonly ColumnKey[] = ["visitor", "started"];

const RIGHT: readonly ColumnKey[] = ["messages", "length", "ended", "started"];
const WIDE: readonly ColumnKey[] = ["page", "source", "device", "labels"];

/** Those that are known, in our order; the fixed ones are always there. */
export function columnsOf(chosen: readonly string[] | null | undefined): ColumnKey[] {
  return chosen ? COLUMNS.filter((key) => FIXED.includes(key) || chosen.includes(key)) : [...USUAL];
}

export function columnName(t: TFunction, key: ColumnKey): string {
  switch (key) {
    case "visitor":
      return t("records.visitor");
    case "agent":
      return t("records.agent");
    case "messages":
      return t("records.messages");
    case "last":
      return t("records.last");
    case "topic":
      return t("records.topic");
    case "score":
      return t("records.rating");
    case "page":
      return t("records.page");
    case "length":
      return t("records.length");
    case "started":
      return t("records.started");
    default:
      return t(`recordSearch.column.${key}`);
  }
}

/** Of the cells of a column. On a phone a row is visitor, last words and time. */
export function columnClass(key: ColumnKey): string {
  const phone = key === "last" ? "phone-wide" : key === "started" ? "phone-end" : key === "visitor" ? "" : "phone-off";
  const look = key === "last" ? "cut fill" : WIDE.includes(key) ? "cut wide" : "";
  return [RIGHT.includes(key) ? "right" : "", phone, look, key === "last" || key === "visitor" ? "" : "t2"].filter(Boolean).join(" ");
}

/** What stands in a cell, and the whole of it on hover. */
export function useCells(): (
  key: ColumnKey,
  view: ConversationView,
  facts: RecordFacts | undefined,
) => { text: ReactNode; title?: string } {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const departments = useDepartments();
  const styles = useStyleNames();
  const labels = useService()?.labels ?? [];
  const now = Date.now();
  const time = (at: number) => ({
    text: shortTime(at, now, i18n.language, { exact: true, zone: me.time_zone }),
    title: fullTime(at, me.time_zone),
  });
  const said = (text: string | undefined, title = text) => ({ text, ...(title ? { title } : {}) });
  return (key, view, facts) => {
    switch (key) {
      case "visitor":
        return {
          text: (
            <button type="button" className="row-link">
              <span className="row">
                <Avatar id={view.visitor_id} name={visitorLabel(view)} size={24} />
                {visitorLabel(view)}
                {view.visitor_name && <span className="t3 f12 phone-off">{view.visitor_number}</span>}
              </span>
            </button>
          ),
        };
      case "phone":
        return said(facts?.phone || facts?.email);
      case "agent":
        return said(view.agent_name);
      case "department":
        return said(departments.find((each) => each.department_id === view.department_id)?.name);
      case "messages":
        return { text: view.message_count ?? 0 };
      case "last":
        return said(view.last_text);
      case "topic":
        return { text: <Topic view={view} /> };
      case "labels":
        return said(
          (view.labels ?? [])
            .map((id) => labels.find((each) => each.label_id === id)?.name)
            .filter(Boolean)
            .join(t("common.comma")),
        );
      case "score":
        return { text: <Score score={view.score} /> };
      case "place":
        return said(placeText(facts?.place, i18n.language));
      case "ip":
        return said(facts?.ip);
      case "source":
        return said(sourceText(t, facts?.source), facts?.referrer || sourceText(t, facts?.source));
      case "device":
        return said(deviceText(t, facts?.device));
      case "page":
        return said(view.page_title || (view.page_url && pathOf(view.page_url)), view.page_url);
      case "style":
        return said(view.style_id && styles.get(view.style_id));
      case "length":
        return { text: waitTime((view.closed_at ?? view.last_at) - view.opened_at) };
      case "ended":
        return time(view.closed_at ?? view.last_at);
      case "started":
        return time(view.opened_at);
    }
  };
}

/** What it was about; what was not worth an answer says so. */
function Topic({ view }: { view: ConversationView }) {
  const { t } = useTranslation();
  if (!view.wrap_up) return null;
  return (
    <span className="row record-topic" title={view.wrap_up.note}>
      {view.wrap_up.topic && <span className="tag">{view.wrap_up.topic}</span>}
      {view.wrap_up.value === "invalid" && <span className="tag late">{t("records.invalid")}</span>}
    </span>
  );
}
