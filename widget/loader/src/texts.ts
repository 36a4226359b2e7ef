import type { WidgetLanguage } from "../../shared/port";

interface Texts {
  /** The launcher, if the style has no text of its own. */
  chat: string;
  leaveMessage: string;
  busy: string;
  close: string;
  /** Follows a number. */
  unread: string;
}

export const TEXTS: Record<WidgetLanguage, Texts> = {
  "zh-CN": { chat: "在线咨询", leaveMessage: "留言", busy: "客服忙，可排队", close: "收起对话", unread: " 条未读" },
  en: { chat: "Chat with us", leaveMessage: "Leave a message", busy: "busy, you can wait", close: "Close chat", unread: " unread" },
};
