/** Which widget, and where it comes from. */
export interface LoadOptions {
  /** Where Parlor is, such as `https://support.example.com`. Not needed with `src`. */
  host?: string;
  /** The address of the loader itself, from your snippet. Goes before `host`. */
  src?: string;
  /** `data-tenant` of your snippet. */
  tenant: string;
  /** `data-style` of your snippet. */
  style: string;
  /** Goes before the languages of the page and of the browser: `zh-CN`, `zh-TW`, `en`, `ja`. */
  language?: string;
  /** The number of an agent whom visitors of this page reach first. */
  agent?: string;
  /** Of your Content-Security-Policy, if it asks for one. */
  nonce?: string;
}

/** What you may say of who is signed in on your site. Numbers and yes or no become text; `null` is left out. */
export type Attributes = Record<string, string | number | boolean | null>;

/** The user's id is signed by your server; the rest is unsigned, and your agents see that. */
export interface SignedUser {
  userId: string | number;
  /** HMAC-SHA256 of `userId` in hex, made by your server with your secret. Never make it in the browser. */
  hmac: string;
  name?: string;
  email?: string;
  phone?: string;
  /** At most 30, such as member level, order, cart; names up to 40 characters, values up to 200. */
  attributes?: Attributes;
}

/** Everything is signed: `data` is the JSON text that your server has made, unchanged. */
export interface SignedData {
  data: string;
  hmac: string;
}

/** Who is signed in on your site. */
export type Identity = SignedUser | SignedData;

/** What the widget tells, by event. */
export interface WidgetEvents {
  /** The widget stands on the page. */
  ready: [];
  /** The window was opened … */
  open: [];
  /** … and closed. */
  close: [];
  /** A message arrived or was sent. */
  message: [message: WidgetMessage];
  /** So many messages wait to be read. */
  unread: [count: number];
  /** Whether somebody is there; refused: you have put this visitor on your black list. */
  state: [state: Availability];
  /** A conversation began, was accepted or ended. */
  conversation: [conversation: WidgetConversation];
}

export type EventName = keyof WidgetEvents;
export type Listener<Name extends EventName> = (...values: WidgetEvents[Name]) => void;
export type Availability = "online" | "busy" | "offline" | "refused";

export interface WidgetMessage {
  by: "visitor" | "agent" | "system";
  text: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

export interface WidgetConversation {
  conversation_id: string;
  state: "waiting" | "active" | "closed";
}

/** `window.parlor`, once the loader is there. */
export interface Widget {
  open(): void;
  close(): void;
  hide(): void;
  show(): void;
  consent(given: boolean): void;
  identify(identity: Identity | null): void;
  tag(name: string): void;
  track(name: string, value?: number | Record<string, unknown>): void;
  conversion(name: string, value?: number): void;
  on<Name extends EventName>(event: Name, listener: Listener<Name>): () => void;
  push(command: readonly unknown[]): void;
}

declare global {
  interface Window {
    /** Before the loader is there: commands that it will carry out. */
    parlor?: Widget | (readonly unknown[])[];
  }
}
