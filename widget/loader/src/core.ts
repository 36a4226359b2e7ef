import type { Connection, LauncherTexts, ServerFrame, StyleFile } from "@parlor/protocol";
import type { HostPage, PanelVisit, ToPanel, WindowMode } from "../../shared/port";
import type { Told } from "./rules/watch";
import type { Store } from "./store";

/** An element on the page, and what is behind its shadow. */
export interface Shell {
  host: HTMLElement;
  root: ShadowRoot;
  frame: HTMLElement;
}

/** The launcher on somebody else's page. The first shell floats over it, and holds the panel. */
export interface Around {
  /** The snippet. */
  readonly script: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly shells: Shell[];
  shell(): Shell;
  refresh(): void;
  /** What a screen reader says after the launcher's label. */
  note: string;
}

export type There = Pick<PanelVisit, "availability" | "language"> & Partial<Pick<PanelVisit, "company">>;

/** What we draw on the page. */
export interface View {
  readonly phone: MediaQueryList;
  /** With every visit, because the company may have published another style. */
  dress(style: StyleFile, there: There): void;
  show(mode: WindowMode): void;
  /** Only where there is no launcher: how many messages wait to be read. */
  unread?(count: number): void;
  hidden(hidden: boolean): void;
  /** Puts the panel's frame in its place. */
  hold(frame: HTMLIFrameElement): void;
  /** In the visit's language, once it is dressed. */
  words(): Pick<LauncherTexts, "title" | "unread"> & Partial<LauncherTexts>;
  /** Absent where the conversation has the page to itself. */
  readonly around?: Around;
}

/** A command of the page, or something that has happened: `["track", "size-chart"]`, `["unread", 2]`. */
export type Line = [name: string, ...values: unknown[]];

/** What the loader and the parts that it fetches when they are needed share. */
export interface Core {
  readonly api: string;
  readonly base: string;
  readonly tenant: string;
  readonly standalone: boolean | undefined;
  readonly store: Store;
  readonly view: View;
  readonly connection: Connection;
  mode: WindowMode;
  /** The site has hidden us, or the company shows this visitor nothing. */
  away?: boolean;
  /** The latter: there is no way back. */
  gone?: boolean;
  style?: StyleFile | undefined;
  /** Who is there, also before anybody is a visitor. */
  there?: There;
  visit?: PanelVisit | undefined;
  /** What page or visitor have said of consent. */
  allowed?: boolean | undefined;
  /** The user of the site, as the visit names them; null: nobody. */
  identity?: object | null;
  /** Answers that were asked for in an earlier life come too late. */
  life: number;
  address: string;
  /** There is a panel, or one is on its way. */
  loading?: boolean;
  /** What the page has told for the rules of automatic invitations. */
  readonly told: Told[];
  /** Commands that are not the loader's own, and what has happened, until somebody takes them. */
  readonly line: Line[];
  /** For a panel that is still loading. */
  readonly early: ToPanel[];
  /** Says something to the panel, if there is one. */
  post(message: ToPanel): void;
  page(): HostPage;
  /** Tells of the page, unless it has been told of (`address`). */
  pageShown(referrer: string): void;
  open(): void;
  setMode(mode: WindowMode): void;
  /** Asks the server anew who is there. */
  refresh(): void;
  showOrHide(): void;
  /** As if the server had sent it. */
  received(frame: ServerFrame): void;
  /** Puts in line what has happened, if anybody wants to know. */
  happened(...line: Line): void;
}
