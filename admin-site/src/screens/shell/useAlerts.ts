import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type AlertKind, alertSettings, isQuiet } from "../../live/alert-settings.ts";
import { live } from "../../live/index.ts";
import { Leader } from "../../live/leader.ts";
import { visitorLabel } from "../../live/select.ts";
import type { LiveEvent } from "../../live/session.ts";
import { play } from "../../live/sounds.ts";
import { takeNotice } from "../../shared/notices.ts";
import { personalQuery } from "../../shared/personal.ts";
import { flashTitle, stopFlashing } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { showNotices } from "./notices-store.ts";

interface Alert {
  sound: AlertKind;
  title: string;
  body: string;
  /** Where a click on the notification leads. */
  path: string;
  /** Notifications with the same tag replace each other. */
  tag: string;
}

function alertOf(t: TFunction, event: LiveEvent): Alert | undefined {
  switch (event.kind) {
    case "visitor": {
      const { visitor } = event;
      const title = t("alert.visitor", { name: visitorLabel(visitor) });
      return { sound: "visitor", title, body: visitor.page_title || visitor.page_url, path: "/visitors", tag: "visitor" };
    }
    case "request": {
      const { conversation } = event;
      const path = `/desk/${conversation.conversation_id}`;
      const title = t("alert.request", { name: visitorLabel(conversation) });
      return { sound: "request", title, body: conversation.last_text ?? "", path, tag: conversation.conversation_id };
    }
    case "message": {
      const { conversation } = event;
      const path = `/desk/${conversation.conversation_id}`;
      const title = t("alert.message", { name: visitorLabel(conversation) });
      return { sound: "message", title, body: event.text, path, tag: conversation.conversation_id };
    }
    case "transfer": {
      const { conversation } = event;
      const name = conversation.transfer?.from_agent_name ?? "";
      const path = `/desk/${conversation.conversation_id}`;
      return {
        sound: "transfer",
        title: t("alert.transfer", { name, visitor: visitorLabel(conversation) }),
        body: conversation.transfer?.note ?? "",
        path,
        tag: conversation.conversation_id,
      };
    }
    case "reminder": {
      const { conversation } = event;
      const path = `/desk/${conversation.conversation_id}`;
      const title = t("alert.reminder", { name: visitorLabel(conversation) });
      return { sound: "message", title, body: conversation.last_text ?? "", path, tag: conversation.conversation_id };
    }
    case "internal_message": {
      const { conversation, from } = event;
      const title =
        conversation.kind === "group"
          ? t("alert.internalGroup", { name: from, group: conversation.name })
          : t("alert.internal", { name: from });
      return {
        sound: "message",
        title,
        body: event.text,
        path: `/internal/${conversation.conversation_id}`,
        tag: conversation.conversation_id,
      };
    }
    case "staff_notice": {
      const { notice, notice_id } = event.frame;
      if (!notice || notice.by_agent_id === live().store.get().agentId) return undefined;
      return { sound: "notice", title: t("alert.notice", { title: notice.title }), body: notice.text, path: "", tag: notice_id };
    }
    case "transfer_ended":
    case "invitation_answered":
    case "unsent":
      return undefined;
  }
}

function tell(t: TFunction, event: LiveEvent, open: (path: string) => void): void {
  if (event.kind === "reminder") {
    const { conversation, reassignAt } = event;
    const name = visitorLabel(conversation);
    const minutes = reassignAt === undefined ? undefined : Math.max(1, Math.round((reassignAt - live().now()) / 60_000));
    toast({
      tone: "bad",
      text: minutes === undefined ? t("reminder.text", { name }) : t("reminder.textReassign", { name, count: minutes }),
      action: { label: t("reminder.open"), run: () => open(`/desk/${conversation.conversation_id}`) },
    });
  } else if (event.kind === "transfer_ended") {
    const { outcome, by, join, note } = event;
    const text = t(`${join ? "team" : "transfer"}.ended.${outcome}`, { name: by });
    toast({
      tone: outcome === "accepted" || outcome === "cancelled" ? "good" : "info",
      text: note ? `${text}${t("log.colon")}${note}` : text,
    });
  } else if (event.kind === "invitation_answered") {
    const { answer, label } = event;
    toast({ tone: answer === "accept" ? "good" : "info", text: t(`invite.answered.${answer}`, { name: label }) });
  }
}

/** One tab of the agent rings; the system's notification comes when nobody looks at any of them. */
function ring(alert: Alert, leader: Leader, open: (path: string) => void): void {
  const settings = alertSettings();
  const sound = settings[alert.sound];
  if (!sound.on || isQuiet(settings.quiet, live().store.get().ownState)) return;
  if (settings.title) flashTitle(alert.title);
  if (!leader.leads) return;
  void play(sound.tune, sound.volume);
  if (!settings.desktop || leader.looked || !("Notification" in window) || Notification.permission !== "granted") return;
  const notification = new Notification(alert.title, { body: alert.body, tag: alert.tag });
  notification.onclick = () => {
    window.focus();
    if (alert.path) open(alert.path);
    else showNotices(true);
    notification.close();
  };
}

/** Rings, flashes and notifies about what happens while nobody looks. */
export function useAlerts(): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  // What rings is known before it is needed.
  useQuery(personalQuery);
  const navigate = useNavigate();
  useEffect(() => {
    const leader = new Leader(`parlor.alerts.${live().store.get().agentId}`);
    const open = (path: string) => void navigate(path);
    const end = live().events.on((event) => {
      tell(t, event, open);
      if (event.kind === "staff_notice") takeNotice(client, event.frame);
      const alert = alertOf(t, event);
      if (alert) ring(alert, leader, open);
    });
    const back = () => {
      if (!document.hidden) stopFlashing();
    };
    window.addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      end();
      leader.stop();
      window.removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, [t, navigate, client]);
}
