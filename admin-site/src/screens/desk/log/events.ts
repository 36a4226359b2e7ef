import { fullTime, shortTime } from "@parlor/design";
import type { Label } from "@parlor/protocol";
import type { TFunction } from "i18next";
import { visitorLabel } from "../../../live/select.ts";
import type { EventEntry } from "./items.ts";
import { isInternal, type LogView } from "./subject.ts";

export interface EventWords {
  t: TFunction;
  view: LogView;
  labels: readonly Label[];
  language: string;
}

/** An event in words; a request and its acceptance at once make one sentence. */
export function eventText(words: EventWords, entries: readonly EventEntry[]): string {
  return entries.map((entry, i) => oneEvent(words, entry, entries[i - 1])).join(words.t("log.comma"));
}

function oneEvent({ t, view, labels, language }: EventWords, entry: EventEntry, before: EventEntry | undefined): string {
  const by = entry.by.name ?? "";
  const visitor = isInternal(view) ? "" : visitorLabel(view);
  switch (entry.kind) {
    case "queued":
      if (entry.reason === "silent") return t("log.backToQueue", { department: entry.department_name });
      if (entry.reason === "agent_gone") return t("log.agentGone", { department: entry.department_name });
      if (entry.reason === "overflow") return t("log.overflow", { department: entry.department_name });
      if (entry.by.role === "agent") return t("log.toQueue", { name: by, department: entry.department_name });
      return entry.page_title ? t("log.openedOn", { page: entry.page_title }) : t("log.opened");
    case "accepted": {
      const seconds = Math.round((entry.at - (before?.at ?? entry.at)) / 1000);
      const key = entry.automatic ? "log.assigned" : "log.accepted";
      const waited = before && seconds > 0 ? `${t("log.waited", { count: seconds })}${t("log.comma")}` : "";
      return waited + t(key, { name: entry.agent_name });
    }
    case "transferred":
      if (entry.reason === "left") return t("log.leftTo", { name: by, to: entry.agent_name });
      if (entry.reason === "agent_gone") return t("log.goneTo", { name: entry.agent_name });
      if (entry.reason === "taken_over") return t("log.takenOver", { name: entry.agent_name });
      return t("log.transferred", { name: entry.agent_name });
    case "joined":
      return entry.invited_by
        ? t("log.joinedAsked", { name: entry.agent_name, by: entry.invited_by })
        : t("log.joined", { name: entry.agent_name });
    case "left":
      return t("log.left", { name: entry.agent_name });
    case "transfer_ended":
      return t(`log.transferEnded.${entry.outcome}`) + (entry.note ? `${t("log.colon")}${entry.note}` : "");
    case "visitor_left":
      return t("log.visitorLeft", { name: visitor });
    case "visitor_returned":
      return t("log.visitorReturned", { name: visitor });
    case "visitor_named":
      return entry.name ? t("log.visitorNamed", { name: entry.name }) : t("log.visitorUnnamed");
    case "organized": {
      const said: string[] = entry.labels.flatMap((id) => labels.find((label) => label.label_id === id)?.name ?? []);
      if (entry.priority && entry.priority !== "normal") said.push(t("log.priority", { priority: t(`priority.${entry.priority}`) }));
      if (entry.snoozed_until) said.push(t("log.snoozed", { time: shortTime(entry.snoozed_until, Date.now(), language, { exact: true }) }));
      return said.length > 0 ? t("log.organized", { name: by, what: said.join(t("log.and")) }) : t("log.organizedNothing", { name: by });
    }
    case "wrapped_up": {
      const what = [entry.topic, entry.value === "invalid" ? t("wrapUp.invalid") : "", entry.note].filter(Boolean);
      return t("log.wrappedUp", { name: by, what: what.join(t("log.and")) || t("wrapUp.noTopic") });
    }
    case "closed":
      if (entry.reason === "silent") return t("log.closedSilent");
      if (entry.reason === "waited") return t("log.closedWaited");
      return entry.reason === "visitor"
        ? t("log.closedByVisitor")
        : t("log.closedBy", { name: by || (isInternal(view) ? "" : view.agent_name) || "" });
    case "group_opened":
      return t("log.groupOpened", { name: by, group: entry.name });
    case "members_joined":
      return t("log.membersJoined", { name: by, members: entry.members.map((each) => each.name).join(t("log.and")) });
    case "member_left":
      if (entry.by.id === entry.agent_id) return t("log.memberLeft", { name: entry.agent_name });
      return t("log.memberSentAway", { name: by, member: entry.agent_name });
    case "group_renamed":
      return t("log.groupRenamed", { name: by, group: entry.name });
    case "void":
      return "";
  }
}

/** When, to the second, for the hover. */
export const eventTime = (entries: readonly EventEntry[]) => fullTime(entries[0]?.at ?? 0);
