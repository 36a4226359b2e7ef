import type { ClientFrame, ConnectionState, InvitationFrame, ServerFrame, StyleFile, Visit, VisitorLanguage } from "@parlor/protocol";

/**
 * What loader and panel say to each other over their MessageChannel. The loader lives on the host page and owns the
 * socket, first-party storage and the window's place; the panel owns everything that is drawn in it.
 */

/**
 * closed: only the launcher; panel: the whole window; corner: a small window that leaves the page free;
 * invitation: a box with a question.
 */
export type WindowMode = "closed" | "panel" | "corner" | "invitation";

/** The answer to `start_visit` without what only the loader needs. */
export type PanelVisit = Omit<Visit, "socket" | "style">;

/** `rule`: no agent sent it but the company's rule with the invitation's id, and it was shown in this language. */
export interface ShownInvitation extends InvitationFrame {
  rule?: VisitorLanguage;
}

export interface HostPage {
  url: string;
  title: string;
}

export type ToPanel =
  | {
      t: "start";
      api: string;
      visit: PanelVisit;
      /** How the company wants it to look, and what it shall say. */
      style: StyleFile;
      page: HostPage;
      /** The window is a page of its own. */
      standalone?: boolean | undefined;
      /** False: there are no locks here, and the outbox's store is this tab's alone. */
      locks: boolean;
    }
  /** After a reconnect, or on request: what may have changed meanwhile, the company's style too. */
  | { t: "visit"; visit: PanelVisit; style: StyleFile }
  /** The visitor has chosen a department beside the launcher. */
  | { t: "department"; department_id: string }
  | { t: "state"; state: ConnectionState }
  | { t: "frame"; frame: ServerFrame }
  | { t: "window"; mode: WindowMode; phone: boolean }
  | { t: "theme"; dark: boolean }
  | { t: "page"; page: HostPage }
  /** Another tab of this site has changed a stored text. */
  | { t: "stored"; key: string; value: string | null }
  | { t: "reply"; id: number; value: unknown };

export type ToLoader =
  | { t: "send"; frame: ClientFrame }
  | { t: "reconnect" }
  | { t: "check" }
  /** Is somebody there by now? Answered by `visit`. */
  | { t: "refresh" }
  /** Answered by all stored texts whose key begins with `prefix`. Keys that begin with `tab:` belong to this tab alone. */
  | { t: "list"; id: number; prefix: string }
  | { t: "apply"; id: number; changes: Record<string, string | null> }
  /** Answered by whether this tab now holds the lock, which it then does until it ends. */
  | { t: "lock"; id: number; name: string }
  /** `height` is that of the content, for windows that are as high as what they hold. */
  | { t: "window"; mode: WindowMode; height?: number }
  | { t: "unread"; count: number }
  /** The host page goes to `url`, if that is a web page. */
  | { t: "go"; url: string };

/** The first word to the panel; the port comes with it. */
export const HELLO = "parlor-port";

/** Who the visitor is, signed. */
export const TOKEN_KEY = "visitor";
/** The window's mode in this tab. */
export const MODE_KEY = "tab:window";
/** The visitor has allowed that something is stored. */
export const CONSENT_KEY = "consent";
/** Until when invitations are unwelcome: milliseconds since 1970 UTC, or `NEVER_AGAIN`. */
export const QUIET_KEY = "quiet";
export const NEVER_AGAIN = "never";
/** How often each rule has been shown since the server was told last, as JSON. */
export const RULES_SHOWN_KEY = "rules-shown";
/** The invitation that waits for an answer in this tab. */
export const INVITATION_KEY = "tab:invitation";
