import {
  type ConnectionState,
  type ConversationView,
  type DepartmentChoice,
  type Entry,
  type ErrorFrame,
  type Form,
  type GivenAnswer,
  type InvitationAnswer,
  LiveLog,
  type MessageContent,
  newProducer,
  Outbox,
  type Pending,
  PREVIEW_MAX,
  plainText,
  type RichText,
  type ServerFrame,
  type StyleFile,
  type Switches,
  sentEntry,
  type Transcript,
  type VisitorLanguage,
} from "@parlor/protocol";
import { batch, computed, effect, signal } from "@preact/signals";
import {
  type HostPage,
  INVITATION_KEY,
  MODE_KEY,
  NEVER_AGAIN,
  type PanelVisit,
  QUIET_KEY,
  RULES_SHOWN_KEY,
  type ShownInvitation,
  type ToPanel,
  type WindowMode,
} from "../../shared/port";
import { post } from "./api";
import { Company, DISMISSED_KEY } from "./company";
import { FileLinks } from "./file-links";
import { OpenForm } from "./forms";
import { LeftMessageForm } from "./left-message";
import { hasCompany, type Look } from "./look";
import { outboxStore, type PortLink } from "./port-link";
import { Push } from "./push";
import { Rating } from "./rating";
import { Throttle } from "./throttle";
import { type TextKey, type Translate, translator } from "./translate";
import { Uploads } from "./uploads";

const ANSWER_TIMEOUT_MS = 8_000;
const TRY_AGAIN_MS = 2_000;
const TYPING_EVERY_MS = 1_200;
/** Without a further sign the agent has stopped typing. */
const TYPING_SHOWN_MS = 6_000;
const READ_EVERY_MS = 1_000;
const PLACE_MS = 50;
const QUIET_MS = 10 * 60_000;
const NOTICE_MS = 5_000;
/** Whoever looks at an empty form because nobody was there learns in this time that somebody has come. */
const REFRESH_MS = 60_000;
/** An invitation that nobody has answered for so long is out of date on the next page. */
const INVITATION_KEPT_MS = 10 * 60_000;
/** The server's own limit for taking a message back. */
const RECALL_MS = 120_000;
/** A conversation that has ended is shown again after a reload for as long as it can be rated. */
const ENDED_KEPT_MS = 24 * 3_600_000;
const DRAFT_KEY = "tab:draft";
const DRAFT_BODY_KEY = "tab:draft-body";
const QUOTE_KEY = "tab:quote";
const PRE_CHAT_KEY = "tab:pre-chat";
const ENDED_KEY = "tab:ended";
const RATING_KEY = "tab:rating";
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
  readonly language: VisitorLanguage;
  readonly visit = signal<PanelVisit>(undefined as never);
  readonly style = signal<StyleFile>(undefined as never);
  /** How the company wants the window to look, and what it says of itself. */
  readonly look = computed<Look>(() => ({ ...this.style.value, company: this.visit.value.company }));
  readonly page = signal<HostPage>({ url: "", title: "" });
  readonly mode = signal<WindowMode>("closed");
  readonly phone = signal(false);
  readonly connection = signal<ConnectionState>(undefined as never);
  readonly conversation = signal<ConversationView | undefined>(undefined);
  readonly entries = signal<readonly Entry[]>([]);
  /** There is more before what is shown; it is on its way. */
  readonly older = signal<"none" | "some" | "loading">("none");
  /** The first of the messages that came while nobody looked. */
  readonly unreadFrom = signal<number | undefined>(undefined);
  /** Something of the log is still on its way. */
  readonly loading = signal(false);
  /** The conversation cannot be read any more. */
  readonly refused = signal(false);
  readonly pending = signal<readonly Pending[]>([]);
  readonly queue = signal<Queue | undefined>(undefined);
  readonly agentTyping = signal<string | null>(null);
  readonly invitation = signal<ShownInvitation | undefined>(undefined);
  /** The visitor prefers to leave a message, or nobody is there. */
  readonly leaving = signal(false);
  /** Why the form is there although somebody is on line: the queue was full, or the wait too long. */
  readonly sentAway = signal<"full" | "waited" | undefined>(undefined);
  readonly notice = signal<TextKey | undefined>(undefined);
  readonly draft = signal("");
  /** The formatted form of the draft, while it is written with formatting. */
  readonly draftBody = signal<RichText | undefined>(undefined);
  /** The place of the message that the draft answers. */
  readonly quote = signal<number | undefined>(undefined);
  /** Grows when the composer shall have the focus. */
  readonly composing = signal(0);
  /** The department that the visitor has chosen, where the style leaves it to them. */
  readonly department = signal<DepartmentChoice | undefined>(undefined);
  /** What the company asks before a conversation. */
  readonly preChat = signal<OpenForm | undefined>(undefined);
  readonly contact = signal<Contact>({ name: "", email: "" });
  /** The newest message is on the screen. Set by the list. */
  readonly atEnd = signal(true);
  readonly form: LeftMessageForm;
  readonly uploads: Uploads;
  readonly rating: Rating;
  readonly push: Push;
  readonly company: Company;
  /** A page of its own, without a site around it. */
  readonly standalone: boolean;

  readonly switches = computed<Switches>(() => this.visit.value.switches ?? {});
  readonly closed = computed(() => this.conversation.value?.state === "closed");
  readonly talking = computed(() => this.conversation.value !== undefined && !this.closed.value);
  readonly waiting = computed(() => this.conversation.value?.state === "waiting");
  readonly screen = computed<"invitation" | "refused" | "form" | "departments" | "pre-chat" | "talk">(() => {
    if (this.mode.value === "invitation") return "invitation";
    if (this.visit.value.availability === "refused" && !this.talking.value) return "refused";
    if (this.leaving.value) return "form";
    const offline = this.visit.value.availability === "offline";
    const started = this.conversation.value || this.invitation.value || this.loading.value;
    const written = this.draft.value || this.pending.value.length > 0;
    if (offline && !started && !written) return "form";
    if (!started && !written && !offline && this.#choice.value.length > 1 && !this.department.value) return "departments";
    const asked = this.#formDemanded.value || (!started && !offline);
    return asked && !this.conversation.value && this.preChat.value ? "pre-chat" : "talk";
  });
  readonly unread = computed(() => {
    const invited = this.invitation.value && !this.talking.value ? 1 : 0;
    return this.#newFromAgent.value.length + invited;
  });

  /** What the visitor is shown of the agent beside name and title, if the company wants that. */
  readonly agentCard = computed(() => {
    const { agent } = this.visit.value;
    const wanted = this.look.value.panel?.agent_card !== false;
    return wanted && agent?.agent_id === this.conversation.value?.agent_id ? agent : undefined;
  });
  readonly #translate = computed(() => translator(this.language, this.look.value.words?.[this.language]));
  readonly #dark = signal(false);
  readonly #choice = computed(() => this.visit.value.departments ?? []);
  readonly #link: PortLink;
  readonly #outbox: Outbox;
  readonly #visible = signal(document.visibilityState === "visible");
  /** Told to the server as read, which may not have answered yet. */
  readonly #read = signal(0);
  /** The newest message is before somebody's eyes. */
  readonly #looking = computed(() => {
    const open = this.mode.value === "panel" || this.mode.value === "corner";
    const read = this.screen.value === "talk" && this.company.tab.value === "chat";
    return open && this.#visible.value && this.atEnd.value && read;
  });
  readonly #newFromAgent = computed(() => {
    const read = Math.max(this.#read.value, this.conversation.value?.read_by_visitor ?? 0);
    return this.entries.value.filter(
      (entry) => entry.kind === "message" && !entry.recalled && entry.by.role === "agent" && entry.seq > read,
    );
  });
  readonly #formDemanded = signal(false);
  readonly #api: string;
  readonly #forms = new Map<number, OpenForm>();
  #log: LiveLog | undefined;
  #links: FileLinks | undefined;
  /** What came while this page looked on. Undefined: the log has not been read yet. */
  #lookedOnFrom: number | undefined;
  #preChatGiven: Record<string, string> | undefined;
  /** How far the server's clock is ahead of ours. */
  #skewMs = 0;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #ending: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #visitAt = Date.now();
  #queueAsked = false;
  /** Automatic invitations that were shown and of which the server has not been told. */
  #rulesShown: Record<string, number> = {};
  #typingSent = "";
  /** The agent of whom the server was asked last. */
  #askedOf: string | undefined;
  /** The invitation that is shown in a while. */
  #delayed: ReturnType<typeof setTimeout> | undefined;
  readonly #typing = new Throttle(TYPING_EVERY_MS);
  readonly #reading = new Throttle(READ_EVERY_MS);
  #typingShown: ReturnType<typeof setTimeout> | undefined;
  #noticeShown: ReturnType<typeof setTimeout> | undefined;

  constructor(link: PortLink, start: Start) {
    this.#link = link;
    this.#api = start.api;
    this.standalone = start.standalone ?? false;
    this.language = start.visit.language;
    this.visit.value = start.visit;
    this.style.value = start.style;
    this.page.value = start.page;
    this.connection.value = link.state;
    this.form = new LeftMessageForm(start.api, link, this);
    this.rating = new Rating({ rate: (answers) => this.#rate(answers), keep: (text) => void link.apply({ [RATING_KEY]: text }) });
    this.push = new Push({
      api: start.api,
      token: () => this.visit.value.visitor_token,
      list: (prefix) => link.list(prefix),
      apply: (changes) => link.apply(changes),
    });
    this.company = new Company({
      look: this.look,
      language: this.language,
      standalone: this.standalone,
      list: (prefix) => link.list(prefix),
      apply: (changes) => link.apply(changes),
    });
    this.uploads = new Uploads({
      api: start.api,
      token: () => this.visit.value.visitor_token,
      conversationId: () =>
        this.talking.value && this.connection.value.status === "open" ? this.conversation.value?.conversation_id : undefined,
      want: () => !this.talking.value && this.#want(),
      finished: ({ file_id }) => {
        // It belongs to the conversation that it was announced for, which may have ended meanwhile.
        if (this.talking.value) void this.#outbox.add(null, { file_id });
        else this.say("notice.noAnswer");
      },
    });
    this.#dressPreChat();
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
    this.#outbox.onSent((sent) => {
      if (sent.at !== undefined) this.#skewMs = sent.at - Date.now();
      const entry = sentEntry(sent, { role: "visitor" });
      if (sent.conversation_id === this.#log?.conversationId && entry) this.#log.addOwn(entry, sent.delivered);
      else this.#log?.sync();
    });
    link.onFrame((frame) => this.#received(frame));
    link.onState((state) => this.#connectionChanged(state));
    link.onTold((message) => this.#told(message));
    document.addEventListener("visibilitychange", () => {
      this.#visible.value = document.visibilityState === "visible";
    });
    this.#askedOf = start.visit.conversation?.agent_id;
    if (start.visit.conversation) this.#adopt(start.visit.conversation);
    void this.#restore();
    effect(() => {
      const seen = this.standalone ? this.#visible.value : this.mode.value !== "closed";
      link.setUnread(seen ? 0 : this.unread.value);
    });
    effect(() => {
      const { scheme = "auto" } = this.look.value;
      const dark = scheme === "auto" ? this.#dark.value : scheme === "dark";
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    });
    effect(() => this.#learnOfAgent());
    effect(() => this.#markRead());
    effect(() => this.#lookForSomebody());
  }

  /** The catalogue's text, unless the company has one of its own. */
  get t(): Translate {
    return this.#translate.value;
  }

  // --- what the visitor does ---

  /** Sends the draft. */
  write(): void {
    const text = this.draft.value.trim();
    const body = this.draftBody.value;
    if (!text) return;
    const quote = this.quote.value;
    const content = { ...(body ? { body: [...body] } : { text }), ...(quote ? { quote } : {}) };
    const invitation = this.invitation.value;
    this.#typing.cancel();
    this.#typingSent = "";
    this.setDraft("");
    this.answerTo(undefined);
    this.unreadFrom.value = undefined;
    if (invitation && !this.talking.value) this.#answer(invitation, "accept");
    if (this.closed.value) this.again();
    void this.#outbox.add(null, content);
    if (!this.talking.value) this.#want();
  }

  /** `body` only if there is anything formatted in it. */
  typed(text: string, body?: RichText): void {
    this.setDraft(text, body);
    const conversation = this.conversation.value;
    if (!this.visit.value.typing_preview || conversation?.state !== "active") return;
    this.#typing.run(() => {
      const preview = this.draft.value.slice(0, PREVIEW_MAX);
      if (preview === this.#typingSent) return;
      const { conversation_id } = conversation;
      if (this.#link.send({ action: "chat", type: "typing", conversation_id, text: preview })) this.#typingSent = preview;
    });
  }

  setDraft(text: string, body?: RichText): void {
    batch(() => {
      this.draft.value = text;
      this.draftBody.value = body;
    });
    void this.#link.apply({ [DRAFT_KEY]: text || null, [DRAFT_BODY_KEY]: body ? JSON.stringify(body) : null });
  }

  /** The draft answers the message at a place. */
  answerTo(seq: number | undefined): void {
    this.quote.value = seq;
    const id = this.conversation.value?.conversation_id;
    void this.#link.apply({ [QUOTE_KEY]: seq && id ? `${id} ${seq}` : null });
  }

  startAnswer(seq: number): void {
    this.answerTo(seq);
    this.composing.value += 1;
  }

  entryAt(seq: number): Entry | undefined {
    return this.#log?.at(seq);
  }

  loadOlder(): Promise<boolean> {
    return this.#log?.loadOlder() ?? Promise.resolve(false);
  }

  mayRecall({ at, by }: Entry): boolean {
    const recent = Date.now() + this.#skewMs - at < RECALL_MS;
    return by.role === "visitor" && recent && this.talking.value && this.switches.value.recall !== false;
  }

  recall(seq: number): void {
    const conversation_id = this.conversation.value?.conversation_id;
    if (!conversation_id) return;
    if (!this.#link.send({ action: "chat", type: "recall", conversation_id, seq })) this.say("notice.noAnswer");
  }

  /** The links of a conversation's file, as soon as they are known. */
  linkOf(fileId: string) {
    return this.#links?.of(fileId);
  }

  refreshLink(fileId: string): void {
    this.#links?.refresh(fileId);
  }

  /** The host page goes there; a page of our own must not, for it is the conversation. */
  go(url: string): void {
    if (this.standalone) window.open(url, "_blank", "noopener");
    else this.#link.go(url);
  }

  /** The form of a message, while it is filled in. */
  formAt(seq: number, form: Form): OpenForm {
    const known = this.visit.value.fields_known ?? {};
    const open = this.#forms.get(seq) ?? new OpenForm(form.fields, this.#link, `tab:form:${this.#log?.conversationId}:${seq}`, known);
    this.#forms.set(seq, open);
    return open;
  }

  submitForm(seq: number): void {
    const form = this.#forms.get(seq);
    const values = form?.complete();
    const conversation_id = this.conversation.value?.conversation_id;
    if (!form || !values || !conversation_id) return;
    if (!this.#link.send({ action: "chat", type: "answer_form", conversation_id, form_seq: seq, values }))
      form.refuse(undefined, "network");
    else this.#expectAnswer(form);
  }

  /** Somebody is there: talk to them. Nobody: the form for a message. */
  chooseDepartment(department: DepartmentChoice): void {
    this.department.value = department;
    if (department.availability === "offline") this.leaving.value = true;
    else this.composing.value += 1;
  }

  submitPreChat(): void {
    const form = this.preChat.value;
    const values = form?.complete();
    if (!form || !values) return;
    this.#preChatGiven = values;
    this.#want();
    this.#expectAnswer(form);
  }

  /** The conversation as a page to keep; empty when it was mailed. */
  async transcript(email?: string): Promise<string> {
    const { html } = await post<Transcript>(this.#api, "transcript", {
      visitor_token: this.visit.value.visitor_token,
      conversation_id: this.conversation.value?.conversation_id,
      language: this.language,
      ...(email ? { email } : {}),
    });
    return html ?? "";
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
      this.#clear();
      this.conversation.value = undefined;
      this.loading.value = false;
      this.leaving.value = false;
      this.department.value = undefined;
      this.#dressPreChat(true);
    });
    void this.#link.apply({ [ENDED_KEY]: null });
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
    this.#leaveInstead();
    this.end();
  }

  /** Back from the form; where there are departments to choose from, another one may be open. */
  stayInstead(): void {
    this.leaving.value = false;
    this.department.value = undefined;
  }

  #leaveInstead(why?: "waited"): void {
    const mine = (entry: Entry) => entry.kind === "message" && entry.by.role === "visitor" && !entry.recalled;
    const written = this.entries.value.flatMap((entry) => (mine(entry) && "text" in entry ? [entry.text] : []));
    this.form.fill([...written, this.draft.value].filter(Boolean).join("\n"));
    this.sentAway.value = why;
    this.leaving.value = true;
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
    const minutes = this.look.value.quiet_minutes;
    const quiet = answer === "never" ? NEVER_AGAIN : String(Date.now() + (minutes ? minutes * 60_000 : QUIET_MS));
    if (invitation.kind === "invitation") void this.#link.apply({ [QUIET_KEY]: quiet });
  }

  setMode(mode: WindowMode): void {
    if (this.standalone) return;
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
    const { url, title } = this.page.value;
    const sent = this.#link.send({
      action: "chat",
      type: "open",
      page_url: url,
      page_title: title,
      ...(this.#preChatGiven ? { form: this.#preChatGiven } : {}),
      ...this.#invitedBy(),
      ...(this.department.value ? { department_id: this.department.value.department_id } : {}),
    });
    if (!sent) return;
    this.#queueAsked = true;
    this.#opening = setTimeout(() => this.#open(), ANSWER_TIMEOUT_MS);
  }

  #invitedBy() {
    const invitation = this.invitation.value;
    if (!invitation) return {};
    const { invitation_id, rule } = invitation;
    return rule ? { rule_id: invitation_id, rule_language: rule, shown: this.#rulesShown } : { invitation_id };
  }

  #adopt(view: ConversationView): void {
    const current = this.conversation.value;
    if (view.state === "closed" || current?.conversation_id === view.conversation_id) return;
    if (current && current.state !== "closed" && current.opened_at > view.opened_at) return;
    this.#wanted = false;
    this.preChat.value?.done();
    batch(() => {
      this.conversation.value = view;
      this.#attach(view.conversation_id);
      this.#formDemanded.value = false;
      if (this.invitation.value?.rule) this.#rulesToldOf();
      this.#forgetInvitation();
    });
    void this.#outbox.assign(view.conversation_id).then(() => this.uploads.go());
  }

  #attach(conversationId: string): void {
    this.#log?.dispose();
    const log = new LiveLog({ link: this.#link, conversationId });
    this.#log = log;
    this.#links?.dispose();
    const looking = () => this.#visible.value && this.mode.value !== "closed";
    this.#links = new FileLinks({ api: this.#api, token: () => this.visit.value.visitor_token, looking }, conversationId);
    this.#clear();
    this.loading.value = true;
    log.onChange(() => this.#logChanged(log));
  }

  /** Nothing of the last conversation is of use for the next. */
  #clear(): void {
    this.entries.value = [];
    this.older.value = "none";
    this.unreadFrom.value = undefined;
    this.queue.value = undefined;
    this.refused.value = false;
    this.quote.value = undefined;
    this.#read.value = 0;
    this.#lookedOnFrom = undefined;
    this.#forms.clear();
    this.rating.reset();
    void this.#link.list(RATING_KEY).then((kept) => this.rating.restore(kept[RATING_KEY], this.#log?.conversationId));
  }

  #logChanged(log: LiveLog): void {
    if (log !== this.#log) return;
    // What had ended and was to be shown again is not ours any more.
    if (log.refused && !this.conversation.value) {
      this.again();
      return;
    }
    batch(() => {
      const before = this.entries.value.length;
      this.entries.value = log.shown;
      this.older.value = log.loadingOlder ? "loading" : log.hasOlder ? "some" : "none";
      if (log.conversation) this.conversation.value = log.conversation;
      this.loading.value = !log.conversation && !log.refused;
      this.refused.value = log.refused !== undefined;
      const latest = log.shown.at(-1);
      if (log.shown.length > before && latest?.by.role === "agent") this.#showTyping(null);
      if (this.closed.value) {
        clearTimeout(this.#ending);
        this.queue.value = undefined;
        this.#showTyping(null);
        if (!this.leaving.value) void this.#link.apply({ [ENDED_KEY]: JSON.stringify({ id: log.conversationId, at: Date.now() }) });
        void this.#outbox.assign(null);
        void this.#outbox.forget(log.conversationId);
      }
      if (this.conversation.value?.state === "active") this.queue.value = undefined;
    });
    this.#lookOn(log);
    this.#askForPlace();
  }

  /** What has just come, and did not stand there already when this page was opened. */
  #lookOn(log: LiveLog): void {
    if (this.#lookedOnFrom !== undefined) {
      for (const entry of log.entries.slice(this.#lookedOnFrom - log.first + 1)) this.#happened(entry);
    }
    if (this.#lookedOnFrom === undefined && log.complete && this.mode.value !== "closed") this.#noteUnread();
    if (log.complete || this.#lookedOnFrom !== undefined) this.#lookedOnFrom = log.seq;
  }

  #noteUnread(): void {
    const first = this.#newFromAgent.value[0]?.seq;
    // Where it begins further up than what is loaded, there is no saying where.
    const known = !this.#log?.hasOlder || (this.conversation.value?.read_by_visitor ?? 0) >= this.#log.first;
    this.unreadFrom.value = known ? first : undefined;
  }

  #happened(entry: Entry): void {
    if (entry.kind === "rated") this.rating.taken();
    if (entry.kind === "closed" && entry.reason === "waited") this.#leaveInstead("waited");
    if (entry.kind === "form_answered") this.#forms.get(entry.form_seq)?.done();
    // Somebody who looks at another tab would find this one elsewhere when they return.
    if (entry.kind === "message" && entry.page?.at_once && this.#visible.value && !this.standalone) this.#link.go(entry.page.url);
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
        if (frame.conversation_id === here && frame.by === "agent") this.#showTyping(frame.name ?? "");
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
      if (frame.code === "nobody_online") void this.#nobody({ availability: "offline", opens_at: frame.opens_at });
      else if (frame.code === "queue_full") void this.#nobody({}, "full");
      else if (frame.code === "blocked" || frame.code === "region_refused") this.#blocked();
      else if (frame.field === "department_id") this.#departmentGone();
      else if (frame.field?.startsWith("form")) this.#demandForm(frame);
      else if (this.#wanted) this.#opening = setTimeout(() => this.#open(), frame.retry_after_ms ?? TRY_AGAIN_MS);
    } else if (type === "end" && frame.code !== "conversation_closed") {
      this.say(frame.code === "rate_limited" ? "notice.rateLimited" : "notice.noAnswer");
    } else if (type === "contact") {
      this.say("notice.noAnswer");
    } else if (type === "recall") {
      this.say(frame.code === "too_late" ? "notice.tooLate" : "notice.noAnswer");
    } else if (type === "rate") {
      this.rating.refuse(frame.field);
    } else if (type === "answer_form") {
      for (const form of this.#forms.values()) if (form.sending.value) form.refuse(frame.field, frame.code);
    }
  }

  /** The server wants the form filled in before it opens a conversation, or another one than was filled in. */
  #demandForm({ code, field }: ErrorFrame): void {
    const given = this.#preChatGiven;
    this.#preChatGiven = undefined;
    if (code === "unknown_field" || !this.preChat.value) this.#link.refresh();
    if (code === "unknown_field") {
      this.#opening = setTimeout(() => this.#open(), TRY_AGAIN_MS);
      return;
    }
    this.#wanted = false;
    this.#formDemanded.value = true;
    if (given) this.preChat.value?.refuse(field, code);
  }

  /** A form that is on its way is given back when no answer comes. */
  #expectAnswer(form: OpenForm): void {
    form.sending.value = true;
    setTimeout(() => form.sending.value && form.refuse(undefined, "network"), ANSWER_TIMEOUT_MS);
  }

  #rate(answers: GivenAnswer[]): boolean {
    const conversation_id = this.conversation.value?.conversation_id;
    if (!conversation_id) return false;
    const sent = this.#link.send({ action: "chat", type: "rate", conversation_id, answers });
    if (sent) setTimeout(() => this.rating.state.value === "sending" && this.rating.refuse(undefined), ANSWER_TIMEOUT_MS);
    return sent;
  }

  #dressPreChat(afresh = false): void {
    const { pre_chat, fields_known } = this.visit.value;
    const fields = pre_chat?.enabled ? (pre_chat.fields ?? []) : [];
    if (fields.length === 0) this.preChat.value = undefined;
    else if (afresh || JSON.stringify(fields) !== JSON.stringify(this.preChat.value?.fields)) {
      const known = { ...fields_known, ...this.#preChatGiven };
      this.preChat.value = new OpenForm(fields, this.#link, PRE_CHAT_KEY, known);
    }
    if (afresh) this.#preChatGiven = undefined;
  }

  /** Everybody has gone meanwhile, or too many wait: what was written becomes the message that is left. */
  async #nobody(now: { availability?: "offline"; opens_at?: number | undefined }, why?: "full"): Promise<void> {
    this.#wanted = false;
    if (this.preChat.value) this.preChat.value.sending.value = false;
    const texts = (await this.#outbox.withdrawUnopened()).map(wordsOf);
    batch(() => {
      this.#forgetInvitation();
      const { opens_at: _, ...visit } = this.visit.value;
      this.visit.value = {
        ...visit,
        ...(now.availability ? { availability: now.availability } : {}),
        ...(now.opens_at ? { opens_at: now.opens_at } : {}),
      };
      this.sentAway.value = why;
      this.form.fill(texts.filter(Boolean).join("\n"));
      this.leaving.value = true;
      if (this.mode.value !== "closed") this.setMode("panel");
    });
  }

  /** The visitor chooses again, from what there is now. */
  #departmentGone(): void {
    this.#wanted = false;
    this.department.value = undefined;
    this.#link.refresh();
  }

  /** The company takes nothing from this visitor; why is not told. */
  #blocked(): void {
    this.#wanted = false;
    batch(() => {
      this.#forgetInvitation();
      this.visit.value = { ...this.visit.value, availability: "refused" };
      if (this.mode.value !== "closed") this.setMode("panel");
    });
  }

  #showTyping(name: string | null): void {
    clearTimeout(this.#typingShown);
    this.agentTyping.value = name;
    if (name !== null) this.#typingShown = setTimeout(() => this.#showTyping(null), TYPING_SHOWN_MS);
  }

  // --- invitations ---

  #invited(frame: ShownInvitation): void {
    if (this.talking.value) return;
    void this.#isQuiet(frame).then((quiet) => {
      if (quiet) this.#answer(frame, quiet);
      else this.#laterOn(frame);
    });
  }

  async #isQuiet(frame: ShownInvitation): Promise<"later" | "never" | undefined> {
    if (frame.kind === "forced") return undefined;
    const until = (await this.#link.list(QUIET_KEY))[QUIET_KEY];
    if (until === NEVER_AGAIN) return "never";
    return Number(until) > Date.now() ? "later" : undefined;
  }

  /** After the delay that the company wants; whoever goes to another page meanwhile finds it there. */
  #laterOn(frame: ShownInvitation): void {
    const delay = frame.kind === "invitation" ? (this.look.value.invitation_box?.delay_s ?? 0) * 1_000 : 0;
    clearTimeout(this.#delayed);
    if (!delay) {
      this.#showInvitation(frame);
      return;
    }
    const kept = JSON.stringify({ frame, at: Date.now() });
    void this.#link.apply({ [INVITATION_KEY]: kept, ...(this.mode.value === "closed" ? { [MODE_KEY]: "invitation" } : {}) });
    this.#delayed = setTimeout(() => !this.talking.value && this.#showInvitation(frame), delay);
  }

  #showInvitation(frame: ShownInvitation): void {
    this.#delayed = undefined;
    if (frame.rule) void this.#link.list(RULES_SHOWN_KEY).then((kept) => this.#readRulesShown(kept[RULES_SHOWN_KEY]));
    this.invitation.value = frame;
    void this.#link.apply({ [INVITATION_KEY]: JSON.stringify({ frame, at: Date.now() }) });
    if (this.mode.value !== "panel") this.setMode(frame.kind === "forced" ? "corner" : "invitation");
  }

  #answer({ invitation_id, rule }: ShownInvitation, answer: InvitationAnswer): void {
    if (!rule) this.#link.send({ action: "invite", type: "answer", invitation_id, answer });
    // That a rule's invitation was accepted is told with the conversation.
    else if (answer !== "accept") {
      const sent = this.#link.send({ action: "invite", type: "rule", rule_id: invitation_id, answer, shown: this.#rulesShown });
      if (sent) this.#rulesToldOf();
    }
    void this.#link.apply({ [INVITATION_KEY]: null, [ANSWERED_KEY]: invitation_id });
  }

  #readRulesShown(kept: string | undefined): void {
    this.#rulesShown = kept ? (JSON.parse(kept) as Record<string, number>) : {};
  }

  /** The server knows how often which rule was shown. */
  #rulesToldOf(): void {
    this.#rulesShown = {};
    void this.#link.apply({ [RULES_SHOWN_KEY]: null });
  }

  #forgetInvitation(): void {
    clearTimeout(this.#delayed);
    if (!this.invitation.value && !this.#delayed) return;
    this.#delayed = undefined;
    this.invitation.value = undefined;
    void this.#link.apply({ [INVITATION_KEY]: null });
    if (this.mode.value === "invitation") this.setMode("closed");
  }

  // --- around ---

  async #restore(): Promise<void> {
    const [draft, body, quote, ended, contact, invitation] = await Promise.all(
      [DRAFT_KEY, DRAFT_BODY_KEY, QUOTE_KEY, ENDED_KEY, CONTACT_KEY, INVITATION_KEY].map(async (key) => (await this.#link.list(key))[key]),
    );
    if (draft && !this.draft.value) {
      this.draft.value = draft;
      if (body) this.draftBody.value = JSON.parse(body) as RichText;
    }
    const [quotedIn, quoted] = quote?.split(" ") ?? [];
    if (quoted && quotedIn === this.conversation.value?.conversation_id) this.quote.value = Number(quoted);
    if (ended && !this.conversation.value) this.#showEnded(JSON.parse(ended) as { id: string; at: number });
    if (contact) this.contact.value = JSON.parse(contact) as Contact;
    await this.form.restore();
    if (invitation && !this.talking.value) {
      const { frame, at } = JSON.parse(invitation) as { frame: ShownInvitation; at: number };
      if (at > Date.now() - INVITATION_KEPT_MS) this.invitation.value = frame;
      if (frame.rule) this.#readRulesShown((await this.#link.list(RULES_SHOWN_KEY))[RULES_SHOWN_KEY]);
    }
    const empty = !this.invitation.value && !this.talking.value;
    if (empty && (this.mode.value === "invitation" || this.mode.value === "corner")) this.setMode("closed");
    await this.#outbox.ready;
    if (this.#outbox.pending(null).length > 0) this.#want();
  }

  /** What has ended in this tab is still there after a reload: it may be read, kept and rated. */
  #showEnded({ id, at }: { id: string; at: number }): void {
    if (at < Date.now() - ENDED_KEPT_MS || this.invitation.value) return;
    batch(() => this.#attach(id));
  }

  #connectionChanged(state: ConnectionState): void {
    this.connection.value = state;
    if (state.status !== "open") {
      clearTimeout(this.#opening);
      this.#showTyping(null);
      return;
    }
    this.#queueAsked = false;
    if (this.#wanted) this.#open();
    if (this.contact.value.email) this.#sendContact();
    this.uploads.go();
  }

  #sendContact(): void {
    const { name, email } = this.contact.value;
    this.#link.send({ action: "chat", type: "contact", email, language: this.language, ...(name ? { name } : {}) });
  }

  #told(message: Exclude<ToPanel, { t: "frame" | "state" | "reply" }>): void {
    switch (message.t) {
      case "visit":
        this.visit.value = message.visit;
        this.style.value = message.style;
        this.#visitAt = Date.now();
        this.#dressPreChat();
        if (message.visit.conversation) this.#adopt(message.visit.conversation);
        break;
      case "window":
        if (this.mode.value === "closed" && message.mode !== "closed") this.#opened();
        batch(() => {
          this.mode.value = message.mode;
          this.phone.value = message.phone;
        });
        document.documentElement.toggleAttribute("data-phone", message.phone);
        break;
      case "department": {
        const chosen = this.#choice.value.find((each) => each.department_id === message.department_id);
        if (chosen && !this.talking.value) this.chooseDepartment(chosen);
        break;
      }
      case "page":
        this.page.value = message.page;
        break;
      case "theme":
        this.#dark.value = message.dark;
        break;
      case "stored":
        if (message.key === DISMISSED_KEY) this.company.dismissed(message.value);
        if (message.key === ANSWERED_KEY && (this.#delayed || message.value === this.invitation.value?.invitation_id)) {
          this.#forgetInvitation();
        }
        break;
    }
  }

  /** Whether somebody is there was known when the page began: whoever opens the window much later learns it anew. */
  #opened(): void {
    this.#noteUnread();
    if (this.talking.value || Date.now() - this.#visitAt < REFRESH_MS) return;
    this.#visitAt = Date.now();
    this.#link.refresh();
  }

  #lookForSomebody(): (() => void) | undefined {
    if (this.mode.value !== "panel" || this.screen.value !== "form" || this.leaving.value) return;
    this.#link.refresh();
    const timer = setInterval(() => this.#link.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }

  /** Who has come, or has taken over, is shown with photo and telephone where the company is shown. */
  #learnOfAgent(): void {
    const { agent_id, state } = this.conversation.value ?? {};
    const { agent_card, ...rest } = this.look.value.panel ?? {};
    if (state !== "active" || !agent_id || agent_card === false || !hasCompany({ panel: rest })) return;
    if (this.visit.peek().agent?.agent_id !== agent_id && agent_id !== this.#askedOf) this.#link.refresh();
    this.#askedOf = agent_id;
  }

  #markRead(): void {
    const news = this.#newFromAgent.value.length > 0;
    if (!news || !this.#looking.value || this.connection.value.status !== "open") return;
    // The list first finds its place: what is new may begin further up than the screen reaches.
    setTimeout(() => this.#reading.run(() => this.#sendRead()), PLACE_MS);
  }

  #sendRead(): void {
    const seq = this.#newFromAgent.peek().at(-1)?.seq;
    const conversation_id = this.conversation.peek()?.conversation_id;
    if (seq === undefined || conversation_id === undefined || !this.#looking.peek()) return;
    if (this.#link.send({ action: "chat", type: "read", conversation_id, seq })) this.#read.value = seq;
  }
}

/** What a message says in words. */
export function wordsOf({ text, body }: MessageContent): string {
  return text || (body ? plainText(body) : "");
}
