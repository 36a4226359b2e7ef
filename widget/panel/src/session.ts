import {
  type ConnectionState,
  type ConversationView,
  type Entry,
  type ErrorFrame,
  type InvitationAnswer,
  type InvitationFrame,
  LiveLog,
  newProducer,
  Outbox,
  type Pending,
  PREVIEW_MAX,
  type ServerFrame,
} from "@parlor/protocol";
import { batch, computed, effect, signal } from "@preact/signals";
import {
  type HostPage,
  INVITATION_KEY,
  NEVER_AGAIN,
  type PanelVisit,
  QUIET_KEY,
  type ToPanel,
  type WidgetLanguage,
  type WindowMode,
} from "../../shared/port";
import { LeftMessageForm } from "./left-message";
import { outboxStore, type PortLink } from "./port-link";
import { Throttle } from "./throttle";
import { type TextKey, type Translate, translator } from "./translate";

const ANSWER_TIMEOUT_MS = 8_000;
const TRY_AGAIN_MS = 2_000;
const TYPING_EVERY_MS = 1_200;
/** Without a further sign the agent has stopped typing. */
const TYPING_SHOWN_MS = 6_000;
const READ_EVERY_MS = 1_000;
const QUIET_MS = 10 * 60_000;
const NOTICE_MS = 5_000;
/** Whoever looks at an empty form because nobody was there learns in this time that somebody has come. */
const REFRESH_MS = 60_000;
/** An invitation that nobody has answered for so long is out of date on the next page. */
const INVITATION_KEPT_MS = 10 * 60_000;
const DRAFT_KEY = "tab:draft";
const CONTACT_KEY = "contact";
/** The invitation that some tab has answered last. */
const ANSWERED_KEY = "answered";

export interface Queue {
  ahead: number;
  /** The most that was ever ahead: the measure of the bar. */
  most: number;
  estimatedWaitS?: number;
}

export interface Contact {
  name: string;
  email: string;
}

type Start = Extract<ToPanel, { t: "start" }>;

/** What the panel knows and does, as signals and verbs; drawing is left to the parts. */
export class Session {
  readonly language: WidgetLanguage;
  readonly t: Translate;
  readonly visit = signal<PanelVisit>(undefined as never);
  readonly page = signal<HostPage>({ url: "", title: "" });
  readonly mode = signal<WindowMode>("closed");
  readonly phone = signal(false);
  readonly connection = signal<ConnectionState>(undefined as never);
  readonly conversation = signal<ConversationView | undefined>(undefined);
  readonly entries = signal<readonly Entry[]>([]);
  /** Something of the log is still on its way. */
  readonly loading = signal(false);
  /** The conversation cannot be read any more. */
  readonly refused = signal(false);
  readonly pending = signal<readonly Pending[]>([]);
  readonly queue = signal<Queue | undefined>(undefined);
  readonly agentTyping = signal(false);
  readonly invitation = signal<InvitationFrame | undefined>(undefined);
  /** The visitor prefers to leave a message, or nobody is there. */
  readonly leaving = signal(false);
  readonly notice = signal<TextKey | undefined>(undefined);
  readonly draft = signal("");
  readonly contact = signal<Contact>({ name: "", email: "" });
  /** The newest message is on the screen. Set by the list. */
  readonly atEnd = signal(true);
  readonly form: LeftMessageForm;

  readonly closed = computed(() => this.conversation.value?.state === "closed");
  readonly talking = computed(() => this.conversation.value !== undefined && !this.closed.value);
  readonly waiting = computed(() => this.conversation.value?.state === "waiting");
  readonly screen = computed<"invitation" | "form" | "talk">(() => {
    if (this.mode.value === "invitation") return "invitation";
    if (this.leaving.value) return "form";
    const started = this.conversation.value || this.invitation.value || this.draft.value;
    const nothing = !started && this.pending.value.length === 0;
    return nothing && this.visit.value.availability === "offline" ? "form" : "talk";
  });
  readonly unread = computed(() => {
    const invited = this.invitation.value && !this.talking.value ? 1 : 0;
    return this.#newFromAgent.value.length + invited;
  });

  readonly #link: PortLink;
  readonly #outbox: Outbox;
  readonly #visible = signal(document.visibilityState === "visible");
  /** Told to the server as read, which may not have answered yet. */
  readonly #read = signal(0);
  readonly #newFromAgent = computed(() => {
    const read = Math.max(this.#read.value, this.conversation.value?.read_by_visitor ?? 0);
    return this.entries.value.filter((entry) => entry.kind === "message" && entry.by.role === "agent" && entry.seq > read);
  });
  #log: LiveLog | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #ending: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #queueAsked = false;
  #typingSent = "";
  readonly #typing = new Throttle(TYPING_EVERY_MS);
  readonly #reading = new Throttle(READ_EVERY_MS);
  #typingShown: ReturnType<typeof setTimeout> | undefined;
  #noticeShown: ReturnType<typeof setTimeout> | undefined;

  constructor(link: PortLink, start: Start) {
    this.#link = link;
    this.language = start.language;
    this.t = translator(start.language);
    this.visit.value = start.visit;
    this.page.value = start.page;
    this.connection.value = link.state;
    this.form = new LeftMessageForm(start.api, link, this);
    this.#outbox = new Outbox({
      link,
      store: outboxStore(link, start.locks),
      owner: start.visit.visitor_id,
      tryLock: start.locks ? (name) => link.tryLock(name) : undefined,
      whenClosed: "keep",
      wholeLog: (id) => this.#wholeLog(id),
      newProducer,
    });
    this.#outbox.onChange(() => this.#showPending());
    this.#outbox.onReopen(() => this.#want());
    this.#outbox.onSent(({ conversation_id, client_id, seq, at, text }) => {
      if (conversation_id !== this.#log?.conversationId || seq === undefined || at === undefined) return;
      this.#log.addOwn({ kind: "message", seq, at, by: { role: "visitor" }, client_id, text });
    });
    link.onFrame((frame) => this.#received(frame));
    link.onState((state) => this.#connectionChanged(state));
    link.onTold((message) => this.#told(message));
    document.addEventListener("visibilitychange", () => {
      this.#visible.value = document.visibilityState === "visible";
    });
    if (start.visit.conversation) this.#adopt(start.visit.conversation);
    void this.#restore();
    effect(() => link.setUnread(this.mode.value === "closed" ? this.unread.value : 0));
    effect(() => this.#markRead());
    effect(() => this.#lookForSomebody());
  }

  // --- what the visitor does ---

  write(text: string): void {
    const invitation = this.invitation.value;
    this.#typing.cancel();
    this.#typingSent = "";
    this.setDraft("");
    if (invitation && !this.talking.value) this.#answer(invitation, "accept");
    if (this.closed.value) this.again();
    void this.#outbox.add(null, text);
    if (!this.talking.value) this.#want();
  }

  typed(text: string): void {
    this.setDraft(text);
    const conversation = this.conversation.value;
    if (!this.visit.value.style.typing_preview || conversation?.state !== "active") return;
    this.#typing.run(() => {
      const preview = this.draft.value.slice(0, PREVIEW_MAX);
      if (preview === this.#typingSent) return;
      const { conversation_id } = conversation;
      if (this.#link.send({ action: "chat", type: "typing", conversation_id, text: preview })) this.#typingSent = preview;
    });
  }

  setDraft(text: string): void {
    this.draft.value = text;
    void this.#link.apply({ [DRAFT_KEY]: text || null });
  }

  retry(key: string): void {
    void this.#outbox.retry(key, null);
    if (!this.talking.value) this.#want();
  }

  discard(key: string): void {
    void this.#outbox.discard(key);
  }

  /** A new conversation instead of the closed one; it begins with the first message. */
  again(): void {
    this.#log?.dispose();
    this.#log = undefined;
    batch(() => {
      this.conversation.value = undefined;
      this.entries.value = [];
      this.queue.value = undefined;
      this.refused.value = false;
      this.leaving.value = false;
      this.#read.value = 0;
    });
    void this.#outbox.assign(null);
  }

  end(): void {
    clearTimeout(this.#ending);
    const conversation = this.conversation.value;
    if (!conversation || this.closed.value) return;
    this.#link.send({ action: "chat", type: "end", conversation_id: conversation.conversation_id });
    this.#ending = setTimeout(() => this.end(), ANSWER_TIMEOUT_MS);
  }

  /** Gives up the place in the queue; what was written becomes the message that is left. */
  leaveQueue(): void {
    const written = this.entries.value.flatMap((entry) => (entry.kind === "message" && entry.by.role === "visitor" ? [entry.text] : []));
    this.form.fill([...written, this.draft.value].filter(Boolean).join("\n"));
    this.leaving.value = true;
    this.end();
  }

  giveContact(contact: Contact): void {
    this.contact.value = contact;
    void this.#link.apply({ [CONTACT_KEY]: JSON.stringify(contact) });
    this.#sendContact();
  }

  acceptInvitation(): void {
    const invitation = this.invitation.value;
    if (invitation) this.#answer(invitation, "accept");
    this.setMode("panel");
    this.#want();
  }

  /** Later: no further box for a while. Never: no further box on this device. */
  declineInvitation(answer: "later" | "never"): void {
    const invitation = this.invitation.value;
    this.setMode("closed");
    this.invitation.value = undefined;
    if (!invitation) return;
    this.#answer(invitation, answer);
    const quiet = answer === "never" ? NEVER_AGAIN : String(Date.now() + QUIET_MS);
    if (invitation.kind === "invitation") void this.#link.apply({ [QUIET_KEY]: quiet });
  }

  setMode(mode: WindowMode): void {
    this.mode.value = mode;
    this.#link.setWindow(mode);
  }

  /** For windows that are as high as what they hold. */
  setHeight(pixels: number): void {
    if (this.mode.value === "corner" || this.mode.value === "invitation") this.#link.setWindow(this.mode.value, pixels);
  }

  reconnectNow(): void {
    this.#link.reconnectNow();
  }

  say(notice: TextKey): void {
    clearTimeout(this.#noticeShown);
    this.notice.value = notice;
    this.#noticeShown = setTimeout(() => {
      this.notice.value = undefined;
    }, NOTICE_MS);
  }

  // --- conversations ---

  /** There is something to say, so there must be a conversation. */
  #want(): void {
    this.#wanted = true;
    this.#open();
  }

  /** Asks until there is an answer; who has a conversation already is answered with that one. */
  #open(): void {
    clearTimeout(this.#opening);
    const invitation = this.invitation.value;
    const { url, title } = this.page.value;
    const sent = this.#link.send({
      action: "chat",
      type: "open",
      page_url: url,
      page_title: title,
      ...(invitation ? { invitation_id: invitation.invitation_id } : {}),
    });
    if (!sent) return;
    this.#queueAsked = true;
    this.#opening = setTimeout(() => this.#open(), ANSWER_TIMEOUT_MS);
  }

  #adopt(view: ConversationView): void {
    const current = this.conversation.value;
    if (view.state === "closed" || current?.conversation_id === view.conversation_id) return;
    if (current && current.state !== "closed" && current.opened_at > view.opened_at) return;
    this.#wanted = false;
    this.#log?.dispose();
    const log = new LiveLog({ link: this.#link, conversationId: view.conversation_id });
    this.#log = log;
    batch(() => {
      this.conversation.value = view;
      this.entries.value = [];
      this.queue.value = undefined;
      this.refused.value = false;
      this.loading.value = true;
      this.#read.value = 0;
      this.#forgetInvitation();
    });
    log.onChange(() => this.#logChanged(log));
    void this.#outbox.assign(view.conversation_id);
  }

  #logChanged(log: LiveLog): void {
    if (log !== this.#log) return;
    batch(() => {
      const before = this.entries.value.length;
      this.entries.value = log.shown;
      if (log.conversation) this.conversation.value = log.conversation;
      this.loading.value = !log.conversation && !log.refused;
      this.refused.value = log.refused !== undefined;
      const latest = log.shown.at(-1);
      if (log.shown.length > before && latest?.by.role === "agent") this.#showTyping(false);
      if (this.closed.value) {
        clearTimeout(this.#ending);
        this.queue.value = undefined;
        this.#showTyping(false);
        void this.#outbox.assign(null);
        void this.#outbox.forget(log.conversationId);
      }
      if (this.conversation.value?.state === "active") this.queue.value = undefined;
    });
    this.#askForPlace();
  }

  /** After a reload nobody has told us our place in the queue; the answer to `open` does. */
  #askForPlace(): void {
    if (!this.waiting.value || this.queue.value || this.#queueAsked || this.connection.value.status !== "open") return;
    this.#queueAsked = true;
    const { url, title } = this.page.value;
    this.#link.send({ action: "chat", type: "open", page_url: url, page_title: title });
  }

  async #wholeLog(conversationId: string): Promise<readonly Entry[]> {
    if (this.#log?.conversationId === conversationId) return this.#log.whole();
    const log = new LiveLog({ link: this.#link, conversationId });
    const entries = await log.whole();
    log.dispose();
    return entries;
  }

  #showPending(): void {
    const id = this.talking.value ? this.conversation.value?.conversation_id : undefined;
    this.pending.value = [...(id ? this.#outbox.pending(id) : []), ...this.#outbox.pending(null)];
  }

  // --- what the server says ---

  #received(frame: ServerFrame): void {
    const here = this.conversation.value?.conversation_id;
    switch (frame.type) {
      case "conversation":
        clearTimeout(this.#opening);
        this.#adopt(frame.conversation);
        break;
      case "queue":
        if (frame.conversation_id === here) {
          const { ahead, estimated_wait_s: estimatedWaitS } = frame;
          const most = Math.max(ahead, this.queue.value?.most ?? 0);
          this.queue.value = { ahead, most, ...(estimatedWaitS === undefined ? {} : { estimatedWaitS }) };
        }
        break;
      case "typing":
        if (frame.conversation_id === here && frame.by === "agent") this.#showTyping(true);
        break;
      case "invitation":
        this.#invited(frame);
        break;
      case "error":
        if (frame.request?.action === "chat") this.#refused(frame);
        break;
    }
  }

  #refused(frame: ErrorFrame): void {
    const type = frame.request?.type;
    if (type === "open") {
      clearTimeout(this.#opening);
      if (frame.code === "nobody_online") void this.#nobody();
      else if (this.#wanted) this.#opening = setTimeout(() => this.#open(), frame.retry_after_ms ?? TRY_AGAIN_MS);
    } else if (type === "end" && frame.code !== "conversation_closed") {
      this.say(frame.code === "rate_limited" ? "notice.rateLimited" : "notice.noAnswer");
    } else if (type === "contact") {
      this.say("notice.noAnswer");
    }
  }

  /** Everybody has gone meanwhile: what was written becomes the message that is left. */
  async #nobody(): Promise<void> {
    this.#wanted = false;
    const texts = await this.#outbox.withdrawUnopened();
    batch(() => {
      this.#forgetInvitation();
      this.visit.value = { ...this.visit.value, availability: "offline" };
      this.form.fill(texts.join("\n"));
      this.leaving.value = true;
      if (this.mode.value !== "closed") this.setMode("panel");
    });
  }

  #showTyping(typing: boolean): void {
    clearTimeout(this.#typingShown);
    this.agentTyping.value = typing;
    if (typing) this.#typingShown = setTimeout(() => this.#showTyping(false), TYPING_SHOWN_MS);
  }

  // --- invitations ---

  #invited(frame: InvitationFrame): void {
    if (this.talking.value) return;
    void this.#isQuiet(frame).then((quiet) => {
      if (quiet) this.#answer(frame, quiet);
      else this.#showInvitation(frame);
    });
  }

  async #isQuiet(frame: InvitationFrame): Promise<"later" | "never" | undefined> {
    if (frame.kind === "forced") return undefined;
    const until = (await this.#link.list(QUIET_KEY))[QUIET_KEY];
    if (until === NEVER_AGAIN) return "never";
    return Number(until) > Date.now() ? "later" : undefined;
  }

  #showInvitation(frame: InvitationFrame): void {
    this.invitation.value = frame;
    void this.#link.apply({ [INVITATION_KEY]: JSON.stringify({ frame, at: Date.now() }) });
    if (this.mode.value !== "panel") this.setMode(frame.kind === "forced" ? "corner" : "invitation");
  }

  #answer({ invitation_id }: InvitationFrame, answer: InvitationAnswer): void {
    this.#link.send({ action: "invite", type: "answer", invitation_id, answer });
    void this.#link.apply({ [INVITATION_KEY]: null, [ANSWERED_KEY]: invitation_id });
  }

  #forgetInvitation(): void {
    if (!this.invitation.value) return;
    this.invitation.value = undefined;
    void this.#link.apply({ [INVITATION_KEY]: null });
    if (this.mode.value === "invitation") this.setMode("closed");
  }

  // --- around ---

  async #restore(): Promise<void> {
    const [draft, contact, invitation] = await Promise.all(
      [DRAFT_KEY, CONTACT_KEY, INVITATION_KEY].map(async (key) => (await this.#link.list(key))[key]),
    );
    if (draft && !this.draft.value) this.draft.value = draft;
    if (contact) this.contact.value = JSON.parse(contact) as Contact;
    await this.form.restore();
    if (invitation && !this.talking.value) {
      const { frame, at } = JSON.parse(invitation) as { frame: InvitationFrame; at: number };
      if (at > Date.now() - INVITATION_KEPT_MS) this.invitation.value = frame;
    }
    const empty = !this.invitation.value && !this.talking.value;
    if (empty && (this.mode.value === "invitation" || this.mode.value === "corner")) this.setMode("closed");
    await this.#outbox.ready;
    if (this.#outbox.pending(null).length > 0) this.#want();
  }

  #connectionChanged(state: ConnectionState): void {
    this.connection.value = state;
    if (state.status !== "open") {
      clearTimeout(this.#opening);
      this.#showTyping(false);
      return;
    }
    this.#queueAsked = false;
    if (this.#wanted) this.#open();
    if (this.contact.value.email) this.#sendContact();
  }

  #sendContact(): void {
    const { name, email } = this.contact.value;
    this.#link.send({ action: "chat", type: "contact", email, ...(name ? { name } : {}) });
  }

  #told(message: Exclude<ToPanel, { t: "frame" | "state" | "reply" }>): void {
    switch (message.t) {
      case "visit":
        this.visit.value = message.visit;
        if (message.visit.conversation) this.#adopt(message.visit.conversation);
        break;
      case "window":
        batch(() => {
          this.mode.value = message.mode;
          this.phone.value = message.phone;
        });
        document.documentElement.toggleAttribute("data-phone", message.phone);
        break;
      case "page":
        this.page.value = message.page;
        break;
      case "theme":
        document.documentElement.dataset.theme = message.dark ? "dark" : "light";
        break;
      case "stored":
        if (message.key === ANSWERED_KEY && message.value === this.invitation.value?.invitation_id) {
          this.#forgetInvitation();
        }
        break;
    }
  }

  #lookForSomebody(): (() => void) | undefined {
    if (this.mode.value !== "panel" || this.screen.value !== "form" || this.leaving.value) return;
    this.#link.refresh();
    const timer = setInterval(() => this.#link.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }

  #markRead(): void {
    const latest = this.#newFromAgent.value.at(-1);
    const looking = this.#visible.value && this.atEnd.value && this.screen.value === "talk";
    const open = this.mode.value === "panel" || this.mode.value === "corner";
    if (!latest || !looking || !open || this.connection.value.status !== "open") return;
    this.#reading.run(() => {
      const seq = this.#newFromAgent.value.at(-1)?.seq;
      const conversation_id = this.conversation.value?.conversation_id;
      if (seq === undefined || conversation_id === undefined) return;
      if (this.#link.send({ action: "chat", type: "read", conversation_id, seq })) this.#read.value = seq;
    });
  }
}
