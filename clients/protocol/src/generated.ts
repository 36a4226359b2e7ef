// Written by tools/generate_protocol.py from layers/core/parlor/protocol. Do not edit.

export const TEXT_MAX = 4000;
export const PREVIEW_MAX = 500;
export const NAME_MAX = 80;
export const NOTE_MAX = 500;
export const EMAIL_MAX = 254;
export const PHONE_MAX = 32;
export const URL_MAX = 2000;
export const TITLE_MAX = 200;
export const PASSWORD_MAX = 128;
export const FRAME_MAX_BYTES = 32768;
export const SYNC_PAGE = 100;

export type AgentState = "online" | "busy" | "away" | "offline";

export type Assignment = "manual" | "automatic";

export type Availability = "online" | "busy" | "offline";

export type ConversationState = "waiting" | "active" | "closed";

export type InvitationAnswer = "accept" | "later" | "never";

export type InvitationKind = "invitation" | "forced";

export type Language = "zh-CN" | "en";

export type LeftMessageState = "open" | "answered" | "closed";

export type Role = "visitor" | "agent" | "system";

export type StaffRole = "admin" | "supervisor" | "agent";

/** Agent. Takes a waiting conversation; exactly one agent succeeds, the others get `already_accepted`. */
export interface AcceptConversation {
  type: "accept";
  conversation_id: string;
  action: "chat";
}

/** An agent took the conversation from the queue, or was assigned (`automatic`). */
export interface Accepted {
  kind: "accepted";
  agent_id: string;
  agent_name: string;
  /** Absent: false. */
  automatic?: boolean;
  seq: number;
  at: number;
  by: Author;
}

/** The message is stored. `seq` and `at` are absent when a much older message was repeated. */
export interface Ack {
  type: "ack";
  conversation_id: string;
  client_id: ClientId;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq?: number;
  /** Milliseconds since 1970 UTC. */
  at?: number;
}

/** Invites a colleague: they get a mail with a temporary password, or join with the account that they have. */
export interface AddAgent {
  email: string;
  name: string;
  number: string;
  title?: string;
  /** Absent: "agent". */
  role?: StaffRole;
  department_ids: string[];
  /** Absent: 8. */
  ceiling?: number;
}

export interface AddCannedPhrase {
  shortcut: string;
  title: string;
  text: string;
  folder?: string;
}

export interface AddDepartment {
  name: string;
  /** Absent: "manual". */
  assignment?: Assignment;
}

export interface Agent {
  agent_id: string;
  number: string;
  name: string;
  email: string;
  title?: string;
  role: StaffRole;
  department_ids: string[];
  ceiling: number;
  disabled: boolean;
  state: AgentState;
  load: number;
  version: number;
}

/** Agents. A colleague's state or load. */
export interface AgentFrame {
  type: "agent";
  agent: AgentView;
}

export interface AgentList {
  agents: Agent[];
}

/** An agent as colleagues see them in the transfer tree. */
export interface AgentView {
  agent_id: string;
  number: string;
  name: string;
  department_ids: string[];
  state: AgentState;
  load: number;
  ceiling: number;
}

/** Visitor. After `accept` an invitation becomes a conversation with the agent who sent it. */
export interface AnswerInvitation {
  type: "answer";
  invitation_id: string;
  answer: InvitationAnswer;
  action: "invite";
}

/** Mails the answer to the visitor and marks the message answered; a second answer is refused. */
export interface AnswerLeftMessage {
  version: number;
  text: string;
}

/** The colleague who was asked. */
export interface AnswerTransfer {
  type: "answer";
  conversation_id: string;
  transfer_id: string;
  accept: boolean;
  action: "transfer";
}

/** Who wrote an entry. `id` and `name` are absent for the system. */
export interface Author {
  role: Role;
  id?: string;
  name?: string;
}

/** The agent who asked takes the offer back. */
export interface CancelTransfer {
  type: "cancel";
  conversation_id: string;
  transfer_id: string;
  action: "transfer";
}

export interface CannedPhrase {
  phrase_id: string;
  shortcut: string;
  title: string;
  text: string;
  folder: string;
}

export interface CannedPhraseList {
  phrases: CannedPhrase[];
}

export interface ChangeAgent {
  version: number;
  name?: string;
  number?: string;
  title?: string;
  role?: StaffRole;
  department_ids?: string[];
  ceiling?: number;
  disabled?: boolean;
}

/** Fields that are absent stay. `version` is the one that was read; a newer one refuses with `conflict`. */
export interface ChangeCompany {
  version: number;
  company?: string;
  time_zone?: string;
  language?: Language;
  typing_preview?: boolean;
  invitations?: boolean;
  forced_conversations?: boolean;
  unread_grace_s?: number;
  wait_limit_s?: number;
}

export interface ChangeDepartment {
  version: number;
  name?: string;
  order?: number;
  assignment?: Assignment;
}

export interface ChangeStyle {
  version: number;
  name?: string;
  color?: string;
  position?: "left" | "right";
  language?: "auto" | "en" | "zh-CN";
  department_id?: string | null;
  texts?: Record<string, StyleTexts>;
}

/** Frames with `action` chat. */
export type ChatFrame =
  | OpenConversation
  | SendMessage
  | SyncLog
  | Typing
  | MarkRead
  | AcceptConversation
  | EndConversation
  | GiveContact;

/** Every frame that a client sends. */
export type ClientFrame =
  | OpenConversation
  | SendMessage
  | SyncLog
  | Typing
  | MarkRead
  | AcceptConversation
  | EndConversation
  | GiveContact
  | InviteVisitor
  | AnswerInvitation
  | OfferTransfer
  | AnswerTransfer
  | CancelTransfer
  | PageVisited
  | SetAgentState
  | Ping;

/** Names one message for ever: the producer (a sending tab) and its counter, from 1, without holes. */
export interface ClientId {
  /** Chosen at random by the tab. */
  producer: string;
  n: number;
}

export interface CloseLeftMessage {
  version: number;
}

/** The conversation ended; nothing can follow in its log. */
export interface Closed {
  kind: "closed";
  reason: "agent" | "visitor";
  seq: number;
  at: number;
  by: Author;
}

export interface Company {
  tenant_id: string;
  company: string;
  time_zone: string;
  language: Language;
  typing_preview: boolean;
  invitations: boolean;
  forced_conversations: boolean;
  unread_grace_s: number;
  wait_limit_s: number;
  version: number;
}

/** The code from the mail. Creates the company with its first department, style and administrator. */
export interface ConfirmSignUp {
  email: string;
  code: string;
}

/** One hour or day of the tenant's time zone, named by its local start (`2026-11-22T10` or `2026-11-22`). */
export interface ConsultationPoint {
  at: string;
  total: number;
  online: number;
  offline: number;
}

/** Consultations: online are conversations by the hour they opened, offline are left messages. */
export interface ConsultationReport {
  time_zone: string;
  grain: "day" | "hour";
  points: ConsultationPoint[];
  total: number;
  online: number;
  offline: number;
  accepted: number;
  before_total: number;
  before_online: number;
  before_offline: number;
  before_accepted: number;
}

/** The state of a conversation changed (or, to its visitor, answer to `open`). */
export interface ConversationFrame {
  type: "conversation";
  conversation: ConversationView;
}

/** Closed conversations, newest first. `cursor` asks for the next page. */
export interface ConversationList {
  conversations: ConversationView[];
  cursor?: string;
}

export interface ConversationLog {
  conversation: ConversationView;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | VisitorLeft | VisitorReturned | Closed)[];
  last_seq: number;
}

/** A row of a conversation list. `seq` also orders two views of the same conversation: the higher one is newer. */
export interface ConversationView {
  conversation_id: string;
  state: ConversationState;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
  visitor_id: string;
  visitor_number: string;
  visitor_name?: string;
  visitor_email?: string;
  /** Absent: true. */
  visitor_present?: boolean;
  department_id: string;
  agent_id?: string;
  agent_name?: string;
  /** Milliseconds since 1970 UTC. */
  opened_at: number;
  /** Milliseconds since 1970 UTC. */
  waiting_since?: number;
  /** Milliseconds since 1970 UTC. */
  accepted_at?: number;
  /** Milliseconds since 1970 UTC. */
  closed_at?: number;
  /** Milliseconds since 1970 UTC. */
  last_at: number;
  last_by: Role;
  last_text?: string;
  /** Absent: 0. */
  message_count?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  read_by_visitor?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  read_by_agent?: number;
  page_url?: string;
  page_title?: string;
  transfer?: TransferView;
  style_id?: string;
}

export interface Department {
  department_id: string;
  name: string;
  order: number;
  assignment: Assignment;
  members: number;
  version: number;
}

export interface DepartmentList {
  departments: Department[];
}

/** Everything that the desk shows when it opens; sockets keep it current from then on. */
export interface Desk {
  waiting: ConversationView[];
  mine: ConversationView[];
  colleagues: ConversationView[];
  agents: AgentView[];
  departments: Department[];
  state: AgentState;
}

/** Visitor or the conversation's agent. */
export interface EndConversation {
  type: "end";
  conversation_id: string;
  action: "chat";
}

/** An entry of a conversation's log. */
export type Entry =
  | Message
  | Void
  | Queued
  | Accepted
  | TransferOffered
  | TransferEnded
  | Transferred
  | VisitorLeft
  | VisitorReturned
  | Closed;

/** A new entry of a conversation's log. A hint: after a hole in `seq`, ask `sync`. */
export interface EntryFrame {
  type: "entry";
  conversation_id: string;
  entry: Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | VisitorLeft | VisitorReturned | Closed;
}

/** A request was refused and changed nothing. `code` is stable; `field` is the path of the wrong field. */
export interface ErrorFrame {
  type: "error";
  code: string;
  message: string;
  field?: string;
  retry_after_ms?: number;
  request?: RequestRef;
}

export interface ForgotPassword {
  email: string;
}

/** Visitor. How to reach them when an answer comes after they have left. */
export interface GiveContact {
  type: "contact";
  name?: string;
  email?: string;
  phone?: string;
  action: "chat";
}

/** The set-up check list and today's figures in the tenant's time zone. */
export interface Home {
  snippet: string;
  demo_url: string;
  /** Milliseconds since 1970 UTC. */
  widget_seen_at?: number;
  /** Absent: false. */
  tried?: boolean;
  /** Absent: 0. */
  colleagues?: number;
  /** Absent: 0. */
  visitors_today?: number;
  /** Absent: 0. */
  conversations_today?: number;
  /** Absent: 0. */
  left_messages_today?: number;
  /** Absent: 0. */
  agents_online?: number;
}

/** Agents. */
export interface InvitationAnsweredFrame {
  type: "invitation_answered";
  invitation_id: string;
  visitor_id: string;
  answer: InvitationAnswer;
}

/** Visitor. Show an invitation box or, if `kind` is forced, a small window with the agent's message. */
export interface InvitationFrame {
  type: "invitation";
  invitation_id: string;
  kind: InvitationKind;
  agent_id: string;
  agent_name: string;
  text: string;
}

/** Answer to the agent: the invitation reached `sockets` tabs. */
export interface InvitationSentFrame {
  type: "invitation_sent";
  invitation_id: string;
  visitor_id: string;
  sockets: number;
}

/** Frames with `action` invite. */
export type InviteFrame =
  | InviteVisitor
  | AnswerInvitation;

/**
 * Agent. Shows a browsing visitor an invitation box, or opens a small window with the agent's message
 * (`forced`).
 */
export interface InviteVisitor {
  type: "send";
  visitor_id: string;
  kind: InvitationKind;
  text: string;
  action: "invite";
}

/** 留言. `client_id` is made by the client: the same one never makes two messages. */
export interface LeaveMessage {
  visitor_token: string;
  client_id: string;
  name?: string;
  email: string;
  phone?: string;
  text: string;
  page_url?: string;
}

export interface LeftMessage {
  left_message_id: string;
  state: LeftMessageState;
  visitor_id: string;
  visitor_number: string;
  name: string;
  email: string;
  phone?: string;
  text: string;
  page_url?: string;
  /** Milliseconds since 1970 UTC. */
  left_at: number;
  /** Milliseconds since 1970 UTC. */
  answered_at?: number;
  answered_by?: string;
  answer?: string;
  version: number;
}

export interface LeftMessageList {
  left_messages: LeftMessage[];
  cursor?: string;
}

export interface LeftMessageTaken {
  left_message_id: string;
}

/**
 * Answer to `sync`: contiguous entries after what was asked. Ask again while `entries` does not reach
 * `last_seq`.
 */
export interface LogFrame {
  type: "log";
  conversation: ConversationView;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | VisitorLeft | VisitorReturned | Closed)[];
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  last_seq: number;
}

/** Everything up to `seq` has been on the reader's screen. */
export interface MarkRead {
  type: "read";
  conversation_id: string;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
  action: "chat";
}

export interface Me {
  tenant_id: string;
  company: string;
  time_zone: string;
  agent_id: string;
  number: string;
  name: string;
  email: string;
  role: StaffRole;
  department_ids: string[];
  typing_preview: boolean;
  wait_limit_s: number;
}

export interface Membership {
  tenant_id: string;
  company: string;
  agent_id: string;
  role: StaffRole;
}

/** Something said. Shown as text, never as markup. */
export interface Message {
  kind: "message";
  client_id: ClientId;
  text: string;
  seq: number;
  at: number;
  by: Author;
}

/**
 * The conversation's agent. Exactly one of `to_agent_id` (who has 30 s to answer) and `to_department_id` (its
 * queue, at once).
 */
export interface OfferTransfer {
  type: "offer";
  conversation_id: string;
  to_agent_id?: string;
  to_department_id?: string;
  note?: string;
  action: "transfer";
}

/** Visitor. Opens a conversation, or answers with the one that is open. Answer: `conversation`. */
export interface OpenConversation {
  type: "open";
  department_id?: string;
  page_url?: string;
  page_title?: string;
  invitation_id?: string;
  action: "chat";
}

/** A page of a visitor's track (访问轨迹). */
export interface PageView {
  /** Milliseconds since 1970 UTC. */
  at: number;
  url: string;
  title: string;
  referrer?: string;
}

/** Visitor. A page was shown, by navigation or within a single-page application. */
export interface PageVisited {
  type: "page";
  url: string;
  title?: string;
  referrer?: string;
  language?: string;
  screen?: string;
  action: "track";
}

/** Keeps the socket open and measures the way there and back. Answer: `pong`. */
export interface Ping {
  type: "ping";
  action: "presence";
}

export interface Pong {
  type: "pong";
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** Frames with `action` presence. */
export type PresenceFrame =
  | SetAgentState
  | Ping;

/** Every refused request (RFC 9457 members `title`, `status` plus our stable `code` and the wrong `field`). */
export interface Problem {
  code: string;
  message: string;
  status: number;
  field?: string;
  retry_after_ms?: number;
}

/** Visitor. How many wait before you (0: you are next) and a guess of the wait, absent when nothing is known. */
export interface QueueFrame {
  type: "queue";
  conversation_id: string;
  ahead: number;
  estimated_wait_s?: number;
}

/** The conversation opened (seq 1), or went to a department's queue. */
export interface Queued {
  kind: "queued";
  department_id: string;
  department_name: string;
  page_url?: string;
  page_title?: string;
  seq: number;
  at: number;
  by: Author;
}

export interface ReadFrame {
  type: "read";
  conversation_id: string;
  by: "agent" | "visitor";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
}

/** Which request an error answers, as far as it could be read. */
export interface RequestRef {
  action?: string;
  type?: string;
  conversation_id?: string;
  client_id?: ClientId;
  visitor_id?: string;
}

export interface ResendCode {
  email: string;
}

export interface ResetPassword {
  email: string;
  code: string;
  password: string;
}

/** Visitor or agent of the conversation. Answer: `ack`. Repeat with the same `client_id` until it comes. */
export interface SendMessage {
  type: "send";
  conversation_id: string;
  client_id: ClientId;
  text: string;
  action: "chat";
}

/** Every frame that the server sends. */
export type ServerFrame =
  | Ack
  | ErrorFrame
  | EntryFrame
  | LogFrame
  | ConversationFrame
  | QueueFrame
  | TypingFrame
  | ReadFrame
  | VisitorFrame
  | AgentFrame
  | InvitationFrame
  | InvitationAnsweredFrame
  | InvitationSentFrame
  | Pong;

/** Keep the access token in memory only; the refresh token is in an HttpOnly cookie. */
export interface Session {
  access_token: string;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
  email: string;
  memberships: Membership[];
}

/** Agent. Answer: `agent`, to every colleague too. */
export interface SetAgentState {
  type: "state";
  state: "away" | "busy" | "online";
  action: "presence";
}

/** An invited colleague replaces the temporary password that came by mail. */
export interface SetFirstPassword {
  email: string;
  temporary_password: string;
  new_password: string;
}

export interface SignIn {
  email: string;
  password: string;
}

export interface SignUp {
  company: string;
  name: string;
  email: string;
  password: string;
  /** Absent: "zh-CN". */
  language?: Language;
  /** IANA name Absent: "Asia/Shanghai". */
  time_zone?: string;
}

/** A code is on its way. The answer is the same whether or not the address was known. */
export interface SignUpStarted {
  email: string;
}

/** Connect to `{url}?ticket={ticket}` within `expires_in_s`; the ticket works once. */
export interface SocketTicket {
  url: string;
  ticket: string;
  expires_in_s: number;
}

/** The loader's only request. `visitor_token` is what an earlier answer gave, from first-party storage. */
export interface StartVisit {
  tenant_id: string;
  style_id: string;
  visitor_token?: string;
}

export interface Style {
  style_id: string;
  name: string;
  color: string;
  position: "left" | "right";
  language: "auto" | "en" | "zh-CN";
  department_id?: string;
  texts?: Record<string, StyleTexts>;
  snippet: string;
  version: number;
}

export interface StyleList {
  styles: Style[];
}

/** What the widget says, in one language. Empty means the product's own text. */
export interface StyleTexts {
  title?: string;
  launcher?: string;
  welcome?: string;
  warning?: string;
  offline?: string;
}

/** Asks for everything after `after` and for pushes from now on to this socket. Answer: `log`. */
export interface SyncLog {
  type: "sync";
  conversation_id: string;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  after: number;
  /** Absent: 100. */
  limit?: number;
  action: "chat";
}

/** A visitor's pages, newest first, and what is known of them. */
export interface Track {
  visitor?: VisitorView;
  pages: PageView[];
}

/** Staff only. The offer ended without success: the conversation stays with its agent. */
export interface TransferEnded {
  kind: "transfer_ended";
  transfer_id: string;
  outcome: "cancelled" | "declined" | "expired";
  seq: number;
  at: number;
  by: Author;
}

/** Frames with `action` transfer. */
export type TransferFrame =
  | OfferTransfer
  | AnswerTransfer
  | CancelTransfer;

/** Staff only. The agent asks a colleague to take over; nothing changes until the colleague accepts. */
export interface TransferOffered {
  kind: "transfer_offered";
  transfer_id: string;
  to_agent_id: string;
  to_agent_name: string;
  note?: string;
  seq: number;
  at: number;
  by: Author;
}

/** An offer that waits for its answer. */
export interface TransferView {
  transfer_id: string;
  from_agent_id: string;
  from_agent_name: string;
  to_agent_id: string;
  to_agent_name: string;
  note: string;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
}

/** The colleague accepted: the conversation has a new agent. */
export interface Transferred {
  kind: "transferred";
  transfer_id: string;
  agent_id: string;
  agent_name: string;
  seq: number;
  at: number;
  by: Author;
}

/** What is being typed. From a visitor the text itself, if the tenant shows previews; from an agent empty text. */
export interface Typing {
  type: "typing";
  conversation_id: string;
  text?: string;
  action: "chat";
}

export interface TypingFrame {
  type: "typing";
  conversation_id: string;
  by: "agent" | "visitor";
  text?: string;
}

/** What the loader needs: who the visitor is, how to connect, how to look. */
export interface Visit {
  visitor_token: string;
  visitor_id: string;
  socket: SocketTicket;
  availability: Availability;
  style: WidgetStyle;
  conversation?: ConversationView;
}

export interface VisitPoint {
  at: string;
  views: number;
  visits: number;
  consultations: number;
}

/** Visits (A-05): page views, visits (a visitor's stay with less than 30 minutes' pause), and consultations. */
export interface VisitReport {
  time_zone: string;
  grain: "day" | "hour";
  points: VisitPoint[];
  views: number;
  visits: number;
  consultations: number;
  before_views: number;
  before_visits: number;
  before_consultations: number;
}

/** Agents. A visitor arrived, moved, was invited, or (`left_at`) left. */
export interface VisitorFrame {
  type: "visitor";
  visitor: VisitorView;
}

/** No tab of the visitor has been connected for the grace period. */
export interface VisitorLeft {
  kind: "visitor_left";
  seq: number;
  at: number;
  by: Author;
}

/** Visitors on the site now, and those who left within the hour (`left_at`). */
export interface VisitorList {
  visitors: VisitorView[];
  cursor?: string;
}

/** The visitor is connected again. */
export interface VisitorReturned {
  kind: "visitor_returned";
  seq: number;
  at: number;
  by: Author;
}

/** A visitor on the tenant's site, a row of the table of site visitors. */
export interface VisitorView {
  visitor_id: string;
  visitor_number: string;
  name?: string;
  /** Absent: 1. */
  visits?: number;
  /** Milliseconds since 1970 UTC. */
  entered_at: number;
  /** Milliseconds since 1970 UTC. */
  seen_at: number;
  page_url: string;
  page_title: string;
  page_count: number;
  referrer?: string;
  language?: string;
  ip?: string;
  user_agent?: string;
  screen?: string;
  conversation_id?: string;
  conversation_state?: ConversationState;
  agent_id?: string;
  invited_by?: string;
  /** Milliseconds since 1970 UTC. */
  left_at?: number;
}

/** A place that was taken by a send which never finished. Shown to nobody; keeps the sequence contiguous. */
export interface Void {
  kind: "void";
  seq: number;
  at: number;
  by: Author;
}

export interface WidgetStyle {
  color: string;
  position: "left" | "right";
  language: "auto" | "en" | "zh-CN";
  texts: Record<string, StyleTexts>;
  typing_preview: boolean;
  company: string;
}

/** Frames with `action` track. */
export type TrackFrame = PageVisited;

/** Every REST operation: what goes in, what comes out. Paths are below the API's base address. */
export interface Operations {
  sign_up: {
    path: undefined;
    query: undefined;
    body: SignUp;
    answer: SignUpStarted;
  };
  confirm_sign_up: {
    path: undefined;
    query: undefined;
    body: ConfirmSignUp;
    answer: undefined;
  };
  resend_code: {
    path: undefined;
    query: undefined;
    body: ResendCode;
    answer: SignUpStarted;
  };
  sign_in: {
    path: undefined;
    query: undefined;
    body: SignIn;
    answer: Session;
  };
  set_first_password: {
    path: undefined;
    query: undefined;
    body: SetFirstPassword;
    answer: Session;
  };
  refresh_session: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Session;
  };
  sign_out: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  forgot_password: {
    path: undefined;
    query: undefined;
    body: ForgotPassword;
    answer: SignUpStarted;
  };
  reset_password: {
    path: undefined;
    query: undefined;
    body: ResetPassword;
    answer: undefined;
  };
  get_me: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Me;
  };
  create_socket_ticket: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SocketTicket;
  };
  get_home: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Home;
  };
  get_company: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Company;
  };
  change_company: {
    path: undefined;
    query: undefined;
    body: ChangeCompany;
    answer: Company;
  };
  list_styles: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: StyleList;
  };
  change_style: {
    path: { style_id: string };
    query: undefined;
    body: ChangeStyle;
    answer: Style;
  };
  list_agents: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: AgentList;
  };
  add_agent: {
    path: undefined;
    query: undefined;
    body: AddAgent;
    answer: Agent;
  };
  change_agent: {
    path: { agent_id: string };
    query: undefined;
    body: ChangeAgent;
    answer: Agent;
  };
  list_departments: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: DepartmentList;
  };
  add_department: {
    path: undefined;
    query: undefined;
    body: AddDepartment;
    answer: Department;
  };
  change_department: {
    path: { department_id: string };
    query: undefined;
    body: ChangeDepartment;
    answer: Department;
  };
  delete_department: {
    path: { department_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_canned_phrases: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: CannedPhraseList;
  };
  add_canned_phrase: {
    path: undefined;
    query: undefined;
    body: AddCannedPhrase;
    answer: CannedPhrase;
  };
  delete_canned_phrase: {
    path: { phrase_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  get_desk: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Desk;
  };
  list_visitors: {
    path: undefined;
    query: { cursor?: string };
    body: undefined;
    answer: VisitorList;
  };
  get_track: {
    path: { visitor_id: string };
    query: undefined;
    body: undefined;
    answer: Track;
  };
  list_conversations: {
    path: undefined;
    query: { from: string; to: string; agent_id?: string; visitor?: string; cursor?: string };
    body: undefined;
    answer: ConversationList;
  };
  get_conversation_log: {
    path: { conversation_id: string };
    query: { after?: string };
    body: undefined;
    answer: ConversationLog;
  };
  list_left_messages: {
    path: undefined;
    query: { state?: string; cursor?: string };
    body: undefined;
    answer: LeftMessageList;
  };
  answer_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: AnswerLeftMessage;
    answer: LeftMessage;
  };
  close_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: CloseLeftMessage;
    answer: LeftMessage;
  };
  report_consultations: {
    path: undefined;
    query: { from: string; to: string; grain: string };
    body: undefined;
    answer: ConsultationReport;
  };
  report_visits: {
    path: undefined;
    query: { from: string; to: string; grain: string };
    body: undefined;
    answer: VisitReport;
  };
  start_visit: {
    path: undefined;
    query: undefined;
    body: StartVisit;
    answer: Visit;
  };
  leave_message: {
    path: undefined;
    query: undefined;
    body: LeaveMessage;
    answer: LeftMessageTaken;
  };
  show_unsubscribe: {
    path: undefined;
    query: { token: string };
    body: undefined;
    answer: undefined;
  };
  unsubscribe: {
    path: undefined;
    query: { token: string };
    body: undefined;
    answer: undefined;
  };
}

export type OperationId = keyof Operations;

export const OPERATIONS: { readonly [Id in OperationId]: readonly ["GET" | "POST" | "PATCH" | "DELETE", string] } = {
  sign_up: ["POST", "/auth/sign-up"],
  confirm_sign_up: ["POST", "/auth/confirm"],
  resend_code: ["POST", "/auth/resend"],
  sign_in: ["POST", "/auth/sign-in"],
  set_first_password: ["POST", "/auth/first-password"],
  refresh_session: ["POST", "/auth/refresh"],
  sign_out: ["POST", "/auth/sign-out"],
  forgot_password: ["POST", "/auth/forgot"],
  reset_password: ["POST", "/auth/reset"],
  get_me: ["GET", "/me"],
  create_socket_ticket: ["POST", "/socket-ticket"],
  get_home: ["GET", "/home"],
  get_company: ["GET", "/company"],
  change_company: ["PATCH", "/company"],
  list_styles: ["GET", "/styles"],
  change_style: ["PATCH", "/styles/{style_id}"],
  list_agents: ["GET", "/agents"],
  add_agent: ["POST", "/agents"],
  change_agent: ["PATCH", "/agents/{agent_id}"],
  list_departments: ["GET", "/departments"],
  add_department: ["POST", "/departments"],
  change_department: ["PATCH", "/departments/{department_id}"],
  delete_department: ["DELETE", "/departments/{department_id}"],
  list_canned_phrases: ["GET", "/canned-phrases"],
  add_canned_phrase: ["POST", "/canned-phrases"],
  delete_canned_phrase: ["DELETE", "/canned-phrases/{phrase_id}"],
  get_desk: ["GET", "/desk"],
  list_visitors: ["GET", "/visitors"],
  get_track: ["GET", "/visitors/{visitor_id}/track"],
  list_conversations: ["GET", "/conversations"],
  get_conversation_log: ["GET", "/conversations/{conversation_id}/log"],
  list_left_messages: ["GET", "/left-messages"],
  answer_left_message: ["POST", "/left-messages/{left_message_id}/answer"],
  close_left_message: ["POST", "/left-messages/{left_message_id}/close"],
  report_consultations: ["GET", "/reports/consultations"],
  report_visits: ["GET", "/reports/visits"],
  start_visit: ["POST", "/widget/visit"],
  leave_message: ["POST", "/widget/left-messages"],
  show_unsubscribe: ["GET", "/unsubscribe"],
  unsubscribe: ["POST", "/unsubscribe"],
};
