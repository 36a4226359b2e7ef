import type { TFunction } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { alertSettings, type Sound } from "../../live/alert-settings.ts";
import { live } from "../../live/index.ts";
import { visitorLabel } from "../../live/select.ts";
import type { LiveEvent } from "../../live/session.ts";
import { play } from "../../live/sounds.ts";
import { flashTitle, stopFlashing } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";

interface Alert {
  sound: Sound;
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
    const { outcome, by } = event;
    toast({
      tone: outcome === "accepted" || outcome === "cancelled" ? "good" : "info",
      text: t(`transfer.ended.${outcome}`, { name: by }),
    });
  } else if (event.kind === "invitation_answered") {
    const { answer, label } = event;
    toast({ tone: answer === "accept" ? "good" : "info", text: t(`invite.answered.${answer}`, { name: label }) });
  }
}

/** Rings, flashes and notifies about what happens while nobody looks. */
export function useAlerts(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useEffect(() => {
    const end = live().events.on((event) => {
      tell(t, event, (path) => void navigate(path));
      const alert = alertOf(t, event);
      const settings = alertSettings();
      if (!alert || !settings.sounds[alert.sound]) return;
      void play(alert.sound);
      if (settings.title) flashTitle(alert.title);
      const away = document.hidden || !document.hasFocus();
      if (settings.desktop && away && "Notification" in window && Notification.permission === "granted") {
        const notification = new Notification(alert.title, { body: alert.body, tag: alert.tag });
        notification.onclick = () => {
          window.focus();
          void navigate(alert.path);
          notification.close();
        };
      }
    });
    const back = () => {
      if (!document.hidden) stopFlashing();
    };
    window.addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      end();
      window.removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, [t, navigate]);
}
