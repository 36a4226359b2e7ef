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
export const LABELS_MAX = 10;
export const FILE_MAX_BYTES = 20971520;
export const THUMBNAIL_MAX_BYTES = 131072;
export const FOLDER_MAX = 40;
export const CSV_MAX_BYTES = 524288;
export const PICTURE_MAX_BYTES = 262144;

/** Outlines of the launcher's icons, in a square of 20. */
export const ICON_PATHS: Record<Icon, string> = {"bubble": "M18.3 10a7.5 7.5 0 0 1-7.5 7.5H2l2.1-3.7A7.5 7.5 0 1 1 18.3 10ZM16.8 10A6 6 0 1 0 5.8 13.5L4.6 16h6.2A6 6 0 0 0 16.8 10Z", "dots": "M18.3 10a7.5 7.5 0 0 1-7.5 7.5H2l2.1-3.7A7.5 7.5 0 1 1 18.3 10ZM7.4 11.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM10.9 11.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM14.4 11.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Z", "headset": "M10 2.3a7.7 7.7 0 0 0-7.7 7.7v4.2a2.2 2.2 0 0 0 2.2 2.2h1.4a1 1 0 0 0 1-1v-4.3a1 1 0 0 0-1-1H3.9a6.1 6.1 0 0 1 12.2 0h-2a1 1 0 0 0-1 1v4.3a1 1 0 0 0 1 1h1.4a2.2 2.2 0 0 0 2.2-2.2V10A7.7 7.7 0 0 0 10 2.3Z", "question": "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM9.2 14.9h1.6v-1.6H9.2ZM9.2 12.3v-1c0-1 .7-1.6 1.4-2.1.5-.4.9-.7.9-1.2a1.5 1.5 0 0 0-3 0H7a3 3 0 0 1 6 0c0 1.2-.8 1.8-1.5 2.4-.5.4-.7.6-.7 1v.9Z", "mail": "M2.7 3.8h14.6A1.2 1.2 0 0 1 18.5 5v10a1.2 1.2 0 0 1-1.2 1.2H2.7A1.2 1.2 0 0 1 1.5 15V5a1.2 1.2 0 0 1 1.2-1.2ZM3 6.6v8.1h14V6.6l-7 5.2ZM3.8 5.3 10 9.9l6.2-4.6Z", "clock": "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM9.3 5.6h1.5v4.3l2.9 1.8-.8 1.2-3.6-2.2Z"};

/** What the launcher says where a company has no words of its own. */
export const LAUNCHER_WORDS: Record<VisitorLanguage, LauncherTexts> = {"zh-CN": {"label": "在线咨询", "leave": "留言", "title": "在线咨询", "busy": "客服忙，可排队", "close": "收起对话", "unread": " 条未读"}, "zh-TW": {"label": "線上諮詢", "leave": "留言", "title": "線上諮詢", "busy": "客服忙碌中，可排隊", "close": "收合對話", "unread": " 則未讀"}, "en": {"label": "Chat with us", "leave": "Leave a message", "title": "Chat with us", "busy": "busy, you can wait", "close": "Close chat", "unread": " unread"}, "ja": {"label": "チャットで相談", "leave": "メッセージを残す", "title": "チャットで相談", "busy": "混み合っています。お待ちいただけます", "close": "チャットを閉じる", "unread": " 件の未読"}};

export type AgentState = "online" | "busy" | "away" | "invisible" | "offline";

export type Assignment = "manual" | "automatic" | "round_robin" | "ranked";

export type Audience = "all" | "departments" | "agents";

export type Availability = "online" | "busy" | "offline" | "refused";

export type BlockEffect = "hide" | "refuse";

export type BlockKind = "visitor" | "ip" | "cidr" | "phone";

export type BoxPlace = "center" | "corner" | "top";

export type ChosenState = "online" | "busy" | "away" | "invisible";

export type Consent = "none" | "ask";

export type ConversationState = "waiting" | "active" | "closed";

export type Grain = "hour" | "day" | "week" | "month" | "year";

export type HappeningKind = "event" | "conversion" | "tag";

export type Held = "second_factor" | "password";

export type Icon = "bubble" | "dots" | "headset" | "question" | "mail" | "clock";

export type InvitationAnswer = "accept" | "later" | "never";

export type InvitationKind = "invitation" | "forced";

export type Language = "zh-CN" | "en";

export type LeftMessageState = "open" | "working" | "answered" | "closed" | "spam";

export type Payment = "alipay" | "wechat_pay" | "unionpay" | "visa" | "mastercard" | "amex" | "paypal" | "jcb";

export type Position = "right" | "left";

export type Priority = "low" | "normal" | "high" | "urgent";

export type Quiet = "never" | "away" | "busy";

export type Right = "receive" | "invite" | "transfer" | "block" | "see_all" | "see_monitor" | "watch" | "whisper" | "join" | "take_over" | "end_others" | "sign_out_others" | "be_invisible" | "read_records" | "export_records" | "wrap_up_others" | "read_left_messages" | "answer_left_messages" | "read_internal" | "keep_customers" | "personal" | "read_reports" | "read_work" | "export_reports" | "publish_notices" | "keep_black_list" | "keep_library" | "keep_people" | "delete_agents" | "keep_departments" | "keep_roles" | "keep_company" | "keep_settings" | "keep_routing" | "keep_styles" | "keep_integration" | "read_audit";

export type Role = "visitor" | "agent" | "system";

export type Scheme = "auto" | "light" | "dark";

export type Scope = "company" | "personal";

export type StaffRole = "admin" | "supervisor" | "agent";

export type StyleKind = "floating" | "fixed" | "image" | "text" | "departments" | "none";

export type Theme = "system" | "light" | "dark";

export type Tune = "ding_dong" | "dong_ding" | "alarm" | "rise" | "drop" | "bell";

export type VisitorLanguage = "zh-CN" | "zh-TW" | "en" | "ja";

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
  /** Absent: false. */
  in_time?: boolean;
  seq: number;
  at: number;
  by: Author;
}

/**
 * The message is stored. `seq` and `at` are absent when a much older message was repeated.
 *
 *     `entry` is the message as stored, when the server added something to it (a file, a form, a survey).
 *     `delivered`: it reached a screen of the other side at once.
 */
export interface Ack {
  type: "ack";
  conversation_id: string;
  client_id: ClientId;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq?: number;
  /** Milliseconds since 1970 UTC. */
  at?: number;
  entry?: Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed;
  /** Absent: false. */
  delivered?: boolean;
}

/** Invites a colleague: they get a mail with a temporary password, or join with the account that they have. */
export interface AddAgent {
  email: string;
  name: string;
  number: string;
  title?: string;
  phone?: string;
  photo?: string;
  /** Absent: "agent". */
  role?: string;
  department_ids: string[];
  /** Absent: 8. */
  ceiling?: number;
  rights_added?: Right[];
  rights_removed?: Right[];
  skills?: string[];
  languages?: string[];
  /** Absent: 5. */
  rank?: number;
}

/** `days` is how long it is good; absent: until it is deleted. */
export interface AddApiKey {
  name: string;
  scopes: ("blocks.write" | "customers.read" | "customers.write" | "left_messages.read" | "left_messages.write" | "people.read" | "personal.write" | "records.read" | "reports.read" | "visitors.read")[];
  addresses?: string[];
  days?: number;
}

/**
 * `value` is a visitor's number (V-K3M9QZ) or id, an address, a range (203.0.113.0/24) or a telephone number.
 *
 *     Without `from_at` it holds from now on, without `until` for ever.
 */
export interface AddBlock {
  kind: BlockKind;
  value: string;
  effect: BlockEffect;
  reason: string;
  /** Milliseconds since 1970 UTC. */
  from_at?: number;
  /** Milliseconds since 1970 UTC. */
  until?: number;
}

export interface AddCannedPhrase {
  /** Absent: "company". */
  scope?: Scope;
  shortcut?: string;
  title: string;
  text: string;
  folder?: string;
}

/** A new card; with `visitor_id` it is linked to that visitor at once. */
export interface AddCustomer {
  name?: string;
  title?: string;
  company?: string;
  phone?: string;
  email?: string;
  qq?: string;
  wechat?: string;
  address?: string;
  category?: string;
  note?: string;
  visitor_id?: string;
}

export interface AddDepartment {
  name: string;
  /** Absent: "manual". */
  assignment?: Assignment;
  parent_id?: string;
  skill?: string;
}

export interface AddMembers {
  agent_ids: string[];
}

/**
 * `weekday` (0: Monday) goes with weekly, `day` with monthly (in a shorter month its last day), `hour` is one of
 * the company's time
 *     zone. A daily mail is about the day before, a weekly one about the seven days before, a monthly one about
 * the month before.
 *
 *     Recipients are colleagues who may export reports and see these ones.
 */
export interface AddReportSchedule {
  name: string;
  reports: ("agents" | "consultations" | "consultations.agent" | "consultations.browser" | "consultations.country" | "consultations.department" | "consultations.device" | "consultations.engine" | "consultations.keyword" | "consultations.page" | "consultations.province" | "consultations.referrer" | "consultations.source" | "consultations.style" | "consultations.system" | "consultations.topic" | "consultations.value" | "consultations.word" | "funnel" | "satisfaction" | "visits" | "visits.browser" | "visits.country" | "visits.device" | "visits.engine" | "visits.keyword" | "visits.province" | "visits.referrer" | "visits.source" | "visits.system")[];
  cadence: "daily" | "monthly" | "weekly";
  /** Absent: 0. */
  weekday?: number;
  /** Absent: 1. */
  day?: number;
  /** Absent: 8. */
  hour?: number;
  /** Absent: "day". */
  grain?: Grain;
  /** Absent: "zh-CN". */
  language?: Language;
  /** Absent: true. */
  attach?: boolean;
  agent_ids: string[];
  /** Absent: false. */
  paused?: boolean;
}

/** With `copy_of` what is not said is as it is there. */
export interface AddRole {
  name: string;
  description?: string;
  rights?: Right[];
  department_ids?: string[] | null;
  copy_of?: string;
}

export interface AddSavedLink {
  /** Absent: "personal". */
  scope?: Scope;
  title: string;
  url: string;
  folder?: string;
}

/** `file_id` was announced without a conversation, uploaded and finished. */
export interface AddSharedFile {
  file_id: string;
  title: string;
  folder?: string;
}

/** A draft that nobody sees yet, empty or with the draft of another style. */
export interface AddStyle {
  name: string;
  copy_of?: string;
}

/** A picture for a style. `content_type` is what the browser takes it for; what it is shows its contents. */
export interface AddStylePicture {
  name: string;
  content_type?: string;
  /** The file in Base64. */
  data: string;
}

export interface AddWebhook {
  url: string;
  events: string[];
  description?: string;
}

/** Whom the page's browser talks to, for a Content-Security-Policy. */
export interface Addresses {
  site: string;
  api: string;
  socket: string;
}

/** 底部广告. */
export interface Advertisement {
  texts?: Record<string, string>;
  picture?: Asset;
  url?: string;
}

export interface Agent {
  agent_id: string;
  number: string;
  name: string;
  email: string;
  title?: string;
  phone?: string;
  photo?: string;
  role: string;
  department_ids: string[];
  ceiling: number;
  skills?: string[];
  languages?: string[];
  rank: number;
  disabled: boolean;
  rights: Right[];
  rights_added?: Right[];
  rights_removed?: Right[];
  /** Absent: false. */
  invited?: boolean;
  state: AgentState;
  load: number;
  version: number;
}

/** How a colleague comes in, as far as this company knows it. */
export interface AgentAccess {
  sessions: StaffSession[];
  /** Milliseconds since 1970 UTC. */
  second_factor_at?: number;
  /** Milliseconds since 1970 UTC. */
  password_changed_at?: number;
}

/**
 * One agent's work in the period. Sums of time are in milliseconds; averages are a sum by its number.
 *
 *     `days` are days of the time zone on which the agent was there. The stretch that goes on is in it for
 * agents who are there now.
 */
export interface AgentFigures {
  agent_id: string;
  number: string;
  name: string;
  /** Absent: false. */
  gone?: boolean;
  /** Absent: 0. */
  taken?: number;
  /** Absent: 0. */
  ended?: number;
  /** Absent: 0. */
  returned?: number;
  /** Absent: 0. */
  first_replies?: number;
  /** Absent: 0. */
  first_reply_ms?: number;
  /** Absent: 0. */
  replies?: number;
  /** Absent: 0. */
  reply_ms?: number;
  /** Absent: 0. */
  length_ms?: number;
  /** Absent: 0. */
  wrapped?: number;
  scores?: number[];
  /** Absent: 0. */
  online_ms?: number;
  /** Absent: 0. */
  busy_ms?: number;
  /** Absent: 0. */
  away_ms?: number;
  /** Absent: 0. */
  invisible_ms?: number;
  /** Absent: 0. */
  days?: number;
}

/** Agents. A colleague's state or load. */
export interface AgentFrame {
  type: "agent";
  agent: AgentView;
}

/** `role_rights` says what each of the three roles brings that every company has; see `list_roles` for its own. */
export interface AgentList {
  agents: Agent[];
  role_rights: Record<string, Right[]>;
}

/** Agents with anything in the period, or that are not disabled, by number. */
export interface AgentReport {
  time_zone: string;
  agents: AgentFigures[];
}

/** `agent_id` is absent for those whom nobody had, and for former agents together. */
export interface AgentScores {
  agent_id?: string;
  name?: string;
  scores: number[];
}

/** An agent as colleagues see them in the transfer tree. Who is invisible is off line here for most of them. */
export interface AgentView {
  agent_id: string;
  number: string;
  name: string;
  department_ids: string[];
  state: AgentState;
  load: number;
  ceiling: number;
  reason?: string;
  /** Absent: false. */
  by_itself?: boolean;
  /** Milliseconds since 1970 UTC. */
  state_since?: number;
}

/**
 * `visitor`: somebody comes to the site; `request`: somebody wants to talk; `notice`: the company has something
 * to say.
 *
 *     `desktop` shows notifications of the system where the browser has been allowed to; `title` lets the tab's
 * title flash;
 *     `badge` shows the number of what waits at the program's icon.
 */
export interface Alerts {
  /** Absent: {"tune": "dong_ding", "on": false, "volume": 60}. */
  visitor?: Sound;
  /** Absent: {"tune": "alarm", "on": true, "volume": 60}. */
  request?: Sound;
  /** Absent: {"tune": "bell", "on": true, "volume": 60}. */
  message?: Sound;
  /** Absent: {"tune": "rise", "on": true, "volume": 60}. */
  transfer?: Sound;
  /** Absent: {"tune": "drop", "on": true, "volume": 60}. */
  notice?: Sound;
  /** Absent: false. */
  desktop?: boolean;
  /** Absent: true. */
  title?: boolean;
  /** Absent: true. */
  badge?: boolean;
  /** Absent: "never". */
  quiet?: Quiet;
}

/** `range` is an IPv4 or IPv6 address, or a range in CIDR notation. */
export interface AllowedAddress {
  range: string;
  note?: string;
}

/** 活动公告. `until` in milliseconds since 1970 UTC: after it nothing is shown. */
export interface Announcement {
  texts?: Record<string, string>;
  url?: string;
  until?: number;
}

/** Visitor. Fills in the form of the message at `form_seq`, once. Answer: the entry `form_answered`. */
export interface AnswerForm {
  type: "answer_form";
  conversation_id: string;
  form_seq: number;
  values: Record<string, string>;
  action: "chat";
}

/** Visitor. After `accept` an invitation becomes a conversation with the agent who sent it. */
export interface AnswerInvitation {
  type: "answer";
  invitation_id: string;
  answer: InvitationAnswer;
  action: "invite";
}

/** Mails the answer to the visitor, who can write on from the mail; there may be several. */
export interface AnswerLeftMessage {
  version: number;
  text: string;
}

/**
 * Visitor. What became of automatic invitations: `rule_id` was answered (accepted ones are told with `open`),
 * and `shown`
 *     says by rule how many have been shown since the last answer.
 */
export interface AnswerRule {
  type: "rule";
  rule_id: string;
  answer: "later" | "never";
  shown?: Record<string, number>;
  action: "invite";
}

/** The colleague who was asked. `note` says why not. */
export interface AnswerTransfer {
  type: "answer";
  conversation_id: string;
  transfer_id: string;
  accept: boolean;
  note?: string;
  action: "transfer";
}

/**
 * A key without its secret. Without `addresses` it is good from everywhere, without `expires_at` until it is
 * deleted.
 */
export interface ApiKey {
  key_id: string;
  name: string;
  scopes: ("blocks.write" | "customers.read" | "customers.write" | "left_messages.read" | "left_messages.write" | "people.read" | "personal.write" | "records.read" | "reports.read" | "visitors.read")[];
  addresses?: string[];
  /** Milliseconds since 1970 UTC. */
  expires_at?: number;
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  created_by?: string;
  /** Milliseconds since 1970 UTC. */
  last_used_at?: number;
}

export interface ApiKeyList {
  keys: ApiKey[];
  scopes: ("blocks.write" | "customers.read" | "customers.write" | "left_messages.read" | "left_messages.write" | "people.read" | "personal.write" | "records.read" | "reports.read" | "visitors.read")[];
}

/** A country, or one of its provinces by the beginning of its name (浙江 for 浙江省). Names are those of `Place`. */
export interface Area {
  country: string;
  province?: string;
}

/**
 * Visitor. What automatic invitations need to know of the visit, once in a visit. Answer: `facts`, empty before
 * its first page.
 */
export interface AskFacts {
  type: "facts";
  action: "track";
}

export interface AskFileLinks {
  conversation_id: string;
  file_ids: string[];
  /** Absent: false. */
  internal?: boolean;
}

/** Asks for the `limit` entries before `before`. Answer: `history`. */
export interface AskHistory {
  type: "history";
  conversation_id: string;
  before: number;
  /** Absent: 100. */
  limit?: number;
  action: "chat";
}

/** Member. Asks for the `limit` entries before `before`. Answer: `history`. */
export interface AskInternalHistory {
  type: "history";
  before: number;
  /** Absent: 100. */
  limit?: number;
  action: "internal";
  conversation_id: string;
}

/** A card with all its visitors, or a visitor, with the card that they are linked to: exactly one of the two. */
export interface AskPerson {
  customer_id?: string;
  visitor_id?: string;
}

export interface AskRetention {
  periods: RetentionPeriods;
}

/** The visitor's own conversation to keep. With `email` it is mailed there, without it is the answer's page. */
export interface AskTranscript {
  visitor_token: string;
  conversation_id: string;
  email?: string;
  /** Absent: "zh-CN". */
  language?: VisitorLanguage;
}

export interface AskVisitorFileLinks {
  conversation_id: string;
  file_ids: string[];
  visitor_token: string;
}

/** An uploaded picture. Its address is ours and names its contents, so it never changes. */
export interface Asset {
  url: string;
  width: number;
  height: number;
}

/** A file that has been checked and lies in the store. Its address is asked for when it is shown. */
export interface Attachment {
  file_id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  /** Absent: false. */
  thumbnail?: boolean;
}

/**
 * The states of agents. `idle_away_min`: so many minutes after anybody touched a desk, its agent is away by
 * itself; 0 is never.
 */
export interface Attendance {
  away_reasons?: AwayReason[];
  /** Absent: 0. */
  idle_away_min?: number;
}

/**
 * `action` is the name of an operation or of a frame (`transfer.offer`). `before` and `after` hold what has
 * changed, as it was
 *     stored. For a refusal, `right` is the one that was missing. `agent_name` is that of the moment.
 */
export interface AuditEntry {
  entry_id: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  agent_id: string;
  agent_name: string;
  address?: string;
  action: string;
  /** Absent: "done". */
  outcome?: "done" | "refused";
  right?: string;
  about_kind?: string;
  about_id?: string;
  about_name?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Newest first. A page may be short: go on while there is a cursor. */
export interface AuditList {
  entries: AuditEntry[];
  cursor?: string;
}

/**
 * The audit log of these days. `about` is what was changed, `sign_in` the sign-in log; see
 * usecases/list_audit.py.
 */
export interface AuditWanted {
  kind: "audit";
  first: string;
  last: string;
  about?: string;
  agent_id?: string;
}

/** `address` is what stands in the QR code, `secret` the same for typing. */
export interface Authenticator {
  secret: string;
  address: string;
}

/** Who wrote an entry. `id` and `name` are absent for the system. */
export interface Author {
  role: Role;
  id?: string;
  name?: string;
}

/**
 * What is said by itself. An agent's text goes before the department's, that before the company's; None: look
 * there.
 */
export interface AutoReplies {
  welcome?: string;
  no_answer?: string;
  no_answer_s?: number;
  still_there?: string;
  closing?: string;
  waiting?: string;
  waiting_s?: number;
}

/** Why an agent is away, such as 休息, 培训, 会议. */
export interface AwayReason {
  reason_id: string;
  name: string;
}

/** Only the domain of the address counts. The answer is the same for an address that nobody has. */
export interface BeginSignOn {
  email: string;
}

/** An entry of the black list. `hits` counts the arrivals and attempts that it stopped. */
export interface Block {
  block_id: string;
  kind: BlockKind;
  value: string;
  visitor_number?: string;
  effect: BlockEffect;
  reason: string;
  /** Milliseconds since 1970 UTC. */
  from_at: number;
  /** Milliseconds since 1970 UTC. */
  until?: number;
  by_agent_id: string;
  by_name: string;
  hits: number;
  /** Milliseconds since 1970 UTC. */
  last_hit_at?: number;
  version: number;
}

/** The newest first, at most 1,000; those that are over stay until they are deleted. */
export interface BlockList {
  blocks: Block[];
}

/**
 * From the desk: by what the server knows of the visitor. `minutes` None is for ever; agents may say 1,440 at
 * most.
 */
export interface BlockVisitor {
  by: "ip" | "phone" | "visitor";
  effect: BlockEffect;
  reason: string;
  minutes?: number;
}

/**
 * Consultations or visits by a dimension, the largest first, at most 200 rows; `rest` are the others together.
 *
 *     `course` is the whole at the points. `before`, `before_total` and `before_course` are those of the period
 * of the same length before,
 *     if they were asked for; it may have a week or month more or less.
 */
export interface Breakdown {
  time_zone: string;
  grain: Grain;
  of: "consultations" | "visits";
  by: "agent" | "browser" | "country" | "department" | "device" | "engine" | "goal" | "keyword" | "page" | "province" | "referrer" | "score" | "source" | "style" | "system" | "topic" | "value" | "word";
  points: string[];
  course: number[];
  rows: BreakdownRow[];
  /** Absent: 0. */
  rest?: number;
  total: number;
  /** Absent: 0. */
  before_total?: number;
  before_course?: number[];
}

/**
 * `value` is what is stored: an id for agents, departments, styles and topics, '' for what is not known, '…' for
 * all others.
 *
 *     `name` is what an id stands for; absent for one that is gone. `course` are the numbers at the points, for
 * the first five only.
 */
export interface BreakdownRow {
  value: string;
  name?: string;
  total: number;
  /** Absent: 0. */
  before?: number;
  course?: number[];
}

/** The utm_* parameters of the first page. */
export interface Campaign {
  source?: string;
  medium?: string;
  name?: string;
  term?: string;
  content?: string;
}

/** The agent who asked takes the offer back. */
export interface CancelTransfer {
  type: "cancel";
  conversation_id: string;
  transfer_id: string;
  action: "transfer";
}

/** 常用语. `text` may hold {visitor}, {agent}, {company}, {number}, which the desk fills in. `uses` ranks it. */
export interface CannedPhrase {
  phrase_id: string;
  scope: Scope;
  shortcut: string;
  title: string;
  text: string;
  folder: string;
  /** Absent: 0. */
  uses?: number;
  version: number;
}

/** The company's and one's own. */
export interface CannedPhraseList {
  phrases: CannedPhrase[];
}

export interface ChangeAgent {
  version: number;
  name?: string;
  number?: string;
  title?: string;
  phone?: string;
  photo?: string;
  role?: string;
  department_ids?: string[];
  ceiling?: number;
  skills?: string[];
  languages?: string[];
  rank?: number;
  disabled?: boolean;
  rights_added?: Right[];
  rights_removed?: Right[];
}

/** Whom an entry means stays: that would be another entry. */
export interface ChangeBlock {
  version: number;
  effect?: BlockEffect;
  reason?: string;
  /** Milliseconds since 1970 UTC. */
  from_at?: number;
  until?: number | null;
}

export interface ChangeCannedPhrase {
  version: number;
  shortcut?: string;
  title?: string;
  text?: string;
  folder?: string;
}

/** Fields that are absent stay. `version` is the one that was read; a newer one refuses with `conflict`. */
export interface ChangeCompany {
  version: number;
  company?: string;
  short_name?: string;
  logo?: Asset | null;
  industry?: string;
  address?: string;
  phone?: string;
  email?: string;
  website?: string;
  invoice_title?: string;
  tax_number?: string;
  time_zone?: string;
  language?: Language;
  typing_preview?: boolean;
  invitations?: boolean;
  forced_conversations?: boolean;
  unread_grace_s?: number;
  wait_limit_s?: number;
}

export interface ChangeCustomer {
  name?: string;
  title?: string;
  company?: string;
  phone?: string;
  email?: string;
  qq?: string;
  wechat?: string;
  address?: string;
  category?: string;
  note?: string;
  version: number;
}

export interface ChangeDepartment {
  version: number;
  name?: string;
  order?: number;
  assignment?: Assignment;
  parent_id?: string | null;
  skill?: string | null;
}

/** All of them; one that is left out is not counted any more. */
export interface ChangeGoals {
  version: number;
  goals: Goal[];
}

/** Null takes the assignee or the department away. */
export interface ChangeLeftMessage {
  version: number;
  state?: LeftMessageState;
  assignee_id?: string | null;
  department_id?: string | null;
}

export interface ChangePassword {
  old_password: string;
  new_password: string;
}

export interface ChangePersonalSettings {
  version: number;
  replies?: AutoReplies;
  idle_away_min?: number | null;
  alerts?: Alerts;
  visitor_filters?: VisitorFilter[];
  record_filters?: RecordFilter[];
  record_columns?: string[] | null;
  auto_accept_s?: number;
  language?: Language | null;
  theme?: Theme | null;
  twelve_hours?: boolean;
  signature?: string;
  transfer_targets?: string[];
  shortcuts?: string[] | null;
  set_up_hidden?: boolean;
}

/** Fields that are absent stay. */
export interface ChangeProfile {
  version: number;
  name?: string;
  title?: string;
  phone?: string;
  photo?: string;
}

export interface ChangeReportSchedule {
  name: string;
  reports: ("agents" | "consultations" | "consultations.agent" | "consultations.browser" | "consultations.country" | "consultations.department" | "consultations.device" | "consultations.engine" | "consultations.keyword" | "consultations.page" | "consultations.province" | "consultations.referrer" | "consultations.source" | "consultations.style" | "consultations.system" | "consultations.topic" | "consultations.value" | "consultations.word" | "funnel" | "satisfaction" | "visits" | "visits.browser" | "visits.country" | "visits.device" | "visits.engine" | "visits.keyword" | "visits.province" | "visits.referrer" | "visits.source" | "visits.system")[];
  cadence: "daily" | "monthly" | "weekly";
  /** Absent: 0. */
  weekday?: number;
  /** Absent: 1. */
  day?: number;
  /** Absent: 8. */
  hour?: number;
  /** Absent: "day". */
  grain?: Grain;
  /** Absent: "zh-CN". */
  language?: Language;
  /** Absent: true. */
  attach?: boolean;
  agent_ids: string[];
  /** Absent: false. */
  paused?: boolean;
  version: number;
}

/** `confirm` is the company's name, where something goes sooner than before. */
export interface ChangeRetention {
  version: number;
  periods: RetentionPeriods;
  confirm?: string;
}

/** Fields that are absent stay; `department_ids` null: everywhere. `version` is the one that was read. */
export interface ChangeRole {
  version: number;
  name?: string;
  description?: string;
  rights?: Right[];
  department_ids?: string[] | null;
}

export interface ChangeSavedLink {
  version: number;
  title?: string;
  url?: string;
  folder?: string;
}

/** Sections that are absent stay; one that is given replaces the old one wholly. */
export interface ChangeService {
  version: number;
  switches?: Switches;
  idle?: IdleRules;
  replies?: AutoReplies;
  department_replies?: Record<string, AutoReplies>;
  topics?: Topic[];
  labels?: Label[];
  categories?: string[];
  pre_chat?: PreChat;
  forms?: Form[];
  surveys?: Record<string, Survey>;
  hours?: Record<string, WeekPlan>;
  holidays?: Holiday[];
  queue?: Record<string, QueueLimit>;
  attendance?: Attendance;
  routing?: Routing;
}

/** What is absent stays. `version` is the one that was read. */
export interface ChangeSignInRules {
  version: number;
  addresses?: AllowedAddress[];
  exempt_roles?: string[];
  exempt_agents?: string[];
  sessions_max?: number;
  second_factor?: "all" | "own" | "roles";
  second_factor_roles?: string[];
  password_min?: number;
  password_days?: number;
}

/**
 * Fields that are absent stay. The client's secret and the metadata go to the user pool and are not read back:
 * absent ones stay,
 *     too, as long as the provider is the same.
 */
export interface ChangeSignOn {
  version: number;
  kind?: "oidc" | "saml";
  issuer?: string;
  client_id?: string;
  client_secret?: string;
  metadata_url?: string;
  metadata?: string;
  email_from?: string;
  name_from?: string;
  required?: boolean;
  joining?: "anybody" | "invited";
  role?: StaffRole;
  department_ids?: string[];
}

export interface ChangeSignOnDomain {
  version: number;
  domain: string;
}

/** What is left out stays. To switch it on again forgets that it was failing. */
export interface ChangeWebhook {
  version: number;
  url?: string;
  events?: string[];
  description?: string;
  active?: boolean;
}

/** Frames with `action` chat. */
export type ChatFrame =
  | OpenConversation
  | SendMessage
  | SyncLog
  | AskHistory
  | Typing
  | MarkRead
  | RecallMessage
  | AcceptConversation
  | EndConversation
  | JoinConversation
  | LeaveConversation
  | GiveContact
  | AnswerForm
  | RateConversation
  | OrganizeConversation
  | WrapUpConversation;

/** Every frame that a client sends. */
export type ClientFrame =
  | OpenConversation
  | SendMessage
  | SyncLog
  | AskHistory
  | Typing
  | MarkRead
  | RecallMessage
  | AcceptConversation
  | EndConversation
  | JoinConversation
  | LeaveConversation
  | GiveContact
  | AnswerForm
  | RateConversation
  | OrganizeConversation
  | WrapUpConversation
  | InviteVisitor
  | AnswerInvitation
  | AnswerRule
  | OfferTransfer
  | InviteColleague
  | AnswerTransfer
  | CancelTransfer
  | PageVisited
  | EventTracked
  | ConversionTracked
  | VisitorTagged
  | AskFacts
  | SetAgentState
  | WatchVisitors
  | Ping
  | Unwatch
  | TakeOver
  | EndOther
  | SignOutAgent
  | SendInternal
  | SyncInternal
  | AskInternalHistory
  | MarkInternalRead
  | RecallInternal;

/** Names one message for ever: the producer (a sending tab) and its counter, from 1, without holes. */
export interface ClientId {
  /** Chosen at random by the tab. */
  producer: string;
  n: number;
}

/**
 * `company` is its name, typed. `password` is the administrator's own, `code` that of their second factor, if
 * they have one; who
 *     comes by single sign-on has neither and must have signed in within ten minutes.
 */
export interface CloseCompany {
  company: string;
  password?: string;
  code?: string;
}

/** The conversation ended; nothing can follow in its log. */
export interface Closed {
  kind: "closed";
  reason: "agent" | "silent" | "visitor" | "waited";
  survey?: Survey;
  seq: number;
  at: number;
  by: Author;
}

/** `short_name` is what visitors read, empty for the name; `logo` stands in styles without one of their own. */
export interface Company {
  tenant_id: string;
  company: string;
  short_name: string;
  logo: Asset | null;
  industry: string;
  address: string;
  phone: string;
  email: string;
  website: string;
  invoice_title: string;
  tax_number: string;
  time_zone: string;
  language: Language;
  typing_preview: boolean;
  invitations: boolean;
  forced_conversations: boolean;
  unread_grace_s: number;
  wait_limit_s: number;
  version: number;
}

/**
 * `ends_at`: when everything will be deleted, for a company that is closing. `grace_days` are those that a
 * closing leaves.
 */
export interface CompanyClosing {
  company: string;
  grace_days: number;
  /** Milliseconds since 1970 UTC. */
  ends_at?: number;
  /** Milliseconds since 1970 UTC. */
  asked_at?: number;
  asked_by?: string;
  /** Absent: true. */
  has_password?: boolean;
}

/** What the window shows of the company besides the conversation. */
export interface CompanyPanel {
  logo?: Asset;
  profile?: Record<string, string>;
  /** Absent: true. */
  agent_card?: boolean;
  announcement?: Announcement;
  advertisement?: Advertisement;
  payments?: Payment[];
  tab?: Tab;
  /** Absent: true. */
  powered_by?: boolean;
}

/** Everything that the company has, to take it along. */
export interface CompanyWanted {
  kind: "company";
}

/**
 * `state` and `device` are that word; `visits` and `pages` are at least that number; all others contain the
 * text, in any case.
 */
export interface Condition {
  field: "agent" | "browser" | "city" | "country" | "device" | "ip" | "keyword" | "language" | "name" | "page" | "pages" | "province" | "source" | "state" | "system" | "visits";
  value: string;
  /** Absent: false. */
  negated?: boolean;
}

/**
 * All of them must hold; one that is absent, 0 or empty says nothing. Words are compared without regard to
 * capitals.
 */
export interface Conditions {
  pages?: string[];
  not_pages?: string[];
  /** Absent: 0. */
  page_s?: number;
  /** Absent: 0. */
  site_s?: number;
  /** Absent: 0. */
  pages_seen?: number;
  /** Absent: 0. */
  visits_min?: number;
  /** Absent: 0. */
  visits_max?: number;
  sources?: ("campaign" | "direct" | "search" | "site" | "social")[];
  source_names?: string[];
  keywords?: string[];
  places?: string[];
  /** Absent: 0. */
  cart_min?: number;
  /** Absent: 0. */
  scroll_percent?: number;
  /** Absent: false. */
  exit_intent?: boolean;
  event?: string;
  /** Absent: 0. */
  event_count?: number;
}

export interface ConfirmAuthenticator {
  code: string;
}

/** The code from the mail. Creates the company with its first department, style and administrator. */
export interface ConfirmSignUp {
  email: string;
  code: string;
}

/**
 * One hour, day, week, month or year of the tenant's time zone, named by its local start: `2026-11-22T10`,
 * `2026-11-22` (of a
 *     week, its Monday), `2026-11`, `2026`.
 */
export interface ConsultationPoint {
  at: string;
  total: number;
  online: number;
  offline: number;
  /** Absent: 0. */
  answered?: number;
}

/**
 * Consultations: online are conversations by the hour they opened, offline are left messages. docs/metrics.md
 * says what is counted.
 */
export interface ConsultationReport {
  time_zone: string;
  grain: Grain;
  points: ConsultationPoint[];
  total: number;
  online: number;
  offline: number;
  accepted: number;
  /** Absent: 0. */
  answered?: number;
  /** Absent: 0. */
  missed?: number;
  before_total: number;
  before_online: number;
  before_offline: number;
  before_accepted: number;
  /** Absent: 0. */
  before_answered?: number;
  /** Absent: 0. */
  before_missed?: number;
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
  /** Absent: "text". */
  last_kind?: "file" | "form" | "image" | "page" | "recalled" | "survey" | "text";
  /** Absent: 0. */
  message_count?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  read_by_visitor?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  read_by_agent?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  delivered_to_visitor?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. Absent: 0. */
  delivered_to_agent?: number;
  page_url?: string;
  page_title?: string;
  transfer?: TransferView;
  style_id?: string;
  rule?: string;
  agent_title?: string;
  score?: number;
  labels?: string[];
  /** Absent: "normal". */
  priority?: Priority;
  /** Milliseconds since 1970 UTC. */
  snoozed_until?: number;
  /** Milliseconds since 1970 UTC. */
  snoozed_at?: number;
  wrap_up?: WrapUpView;
  members?: MemberView[];
}

/** Visitor. What the site counts as a success, with its worth: `parlor.conversion(name, value)`. */
export interface ConversionTracked {
  type: "conversion";
  name: string;
  value?: number;
  action: "track";
}

/** 客户名片. */
export interface Customer {
  customer_id: string;
  name: string;
  title?: string;
  company?: string;
  phone?: string;
  email?: string;
  qq?: string;
  wechat?: string;
  address?: string;
  category?: string;
  note?: string;
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Milliseconds since 1970 UTC. */
  changed_at: number;
  version: number;
}

export interface CustomerList {
  customers: Customer[];
}

/**
 * A day up to a moment. `accepted` of `conversations` were taken by an agent, `missed` were over before. Of the
 * work of agents,
 *     which needs the right to see it: the sum of first replies in milliseconds and their number, and ratings of
 * 1 to 5 stars.
 */
export interface DayFigures {
  /** Absent: 0. */
  visits?: number;
  /** Absent: 0. */
  conversations?: number;
  /** Absent: 0. */
  left_messages?: number;
  /** Absent: 0. */
  accepted?: number;
  /** Absent: 0. */
  missed?: number;
  /** Absent: 0. */
  first_reply_ms?: number;
  /** Absent: 0. */
  first_replies?: number;
  scores?: number[];
}

/** Everything up to `seq` has reached a screen of the side `to`. */
export interface DeliveredFrame {
  type: "delivered";
  conversation_id: string;
  to: "agent" | "visitor";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
}

/**
 * `status` is the HTTP status of the last answer, absent when there was none; `problem` says why it was not
 * taken.
 */
export interface Delivery {
  delivery_id: string;
  event_id: string;
  type: "conversation.accepted" | "conversation.ended" | "conversation.opened" | "conversation.rated" | "conversation.wrapped_up" | "customer.changed" | "customer.created" | "left_message.created" | "message.created" | "message.recalled" | "ping";
  /** Milliseconds since 1970 UTC. */
  at: number;
  state: "delivered" | "failed" | "retrying" | "skipped";
  tries: number;
  /** Milliseconds since 1970 UTC. */
  tried_at: number;
  status?: number;
  problem?: "" | "forbidden_address" | "redirect" | "status" | "timeout" | "tls" | "unreachable";
  /** Absent: 0. */
  took_ms?: number;
  body?: string;
}

export interface DeliveryList {
  deliveries: Delivery[];
  cursor?: string;
}

export interface Department {
  department_id: string;
  name: string;
  order: number;
  assignment: Assignment;
  members: number;
  parent_id?: string;
  skill?: string;
  version: number;
}

/** `group` is the name of the department above. */
export interface DepartmentChoice {
  department_id: string;
  name: string;
  group?: string;
  availability: Availability;
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
  /** Absent: 0. */
  unwrapped?: number;
}

export interface Device {
  kind: "computer" | "phone" | "robot" | "tablet";
  system?: string;
  browser?: string;
}

/** The draft is again what was published last. */
export interface DiscardDraft {
  version: number;
}

/** Serves the file until `expires_at`, to whoever has the address. */
export interface DownloadLink {
  url: string;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
}

/** Newest first. `rows_max` is what one file may have. */
export interface DownloadList {
  downloads: DownloadView[];
  rows_max: number;
  cursor?: string;
}

/**
 * A file that is made, or was. `rows` are written; `estimated` is how many there may be in the end, where that
 * can be told.
 *
 *     `expires_at`: until then it can be had. `cut`: the newest rows only, there were more than one file may
 * have.
 */
export interface DownloadView {
  download_id: string;
  agent_id: string;
  agent_name: string;
  wanted: RecordsWanted | LeftMessagesWanted | AuditWanted | PersonWanted | CompanyWanted;
  format: "csv" | "html" | "jsonl" | "xlsx" | "zip";
  state: "cancelled" | "done" | "expired" | "failed" | "queued" | "running";
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Absent: 0. */
  rows?: number;
  estimated?: number;
  /** Milliseconds since 1970 UTC. */
  finished_at?: number;
  /** Milliseconds since 1970 UTC. */
  expires_at?: number;
  name?: string;
  /** Absent: 0. */
  size?: number;
  /** Absent: false. */
  cut?: boolean;
  failure?: "archive" | "broken" | "no_right" | "stopped" | "too_large";
}

/** Visitor or the conversation's agent. */
export interface EndConversation {
  type: "end";
  conversation_id: string;
  action: "chat";
}

/**
 * Staff, with the right `end_others`. Ends a conversation of somebody else. Answer: `conversation`, to all
 * desks.
 */
export interface EndOther {
  type: "end";
  conversation_id: string;
  action: "supervise";
}

export interface EndedSessions {
  ended: number;
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
  | Joined
  | Left
  | VisitorLeft
  | VisitorReturned
  | Closed
  | Recalled
  | FormAnswered
  | Rated
  | VisitorNamed
  | Organized
  | WrappedUp
  | GroupOpened
  | MembersJoined
  | MemberLeft
  | GroupRenamed;

/** A new entry of a conversation's log. A hint: after a hole in `seq`, ask `sync`. */
export interface EntryFrame {
  type: "entry";
  conversation_id: string;
  entry: Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed;
}

/**
 * As `AskPerson`. `confirm` is the name that `PersonalData` says. `reference` is the company's own number of the
 * request; it stays in
 *     the receipt, so it must not name the person.
 */
export interface ErasePerson {
  customer_id?: string;
  visitor_id?: string;
  confirm: string;
  reference?: string;
}

/** Newest first. */
export interface ErasureList {
  erasures: ErasureView[];
  cursor?: string;
}

/**
 * An erasure that is under way, and afterwards its receipt. `subject` is a hash: the same for the same person,
 * and it leads back to
 *     nobody. `erased` says by place how many rows, lines or words went (docs/privacy.md). `stopped`: nobody
 * works on it any more; it
 *     can be sent on. `looked_again_at`: when everything was looked through for a second time.
 */
export interface ErasureView {
  erasure_id: string;
  subject: string;
  state: "done" | "queued" | "running";
  /** Absent: false. */
  stopped?: boolean;
  agent_id: string;
  agent_name: string;
  reference?: string;
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Milliseconds since 1970 UTC. */
  finished_at?: number;
  /** Milliseconds since 1970 UTC. */
  looked_again_at?: number;
  /** Absent: 0.0. */
  share?: number;
  erased?: Record<string, number>;
}

/**
 * A request was refused and changed nothing. `code` is stable; `field` is the path of the wrong field.
 *
 *     `opens_at` comes with `nobody_online` outside the working hours.
 */
export interface ErrorFrame {
  type: "error";
  code: string;
  message: string;
  field?: string;
  retry_after_ms?: number;
  opens_at?: number;
  request?: RequestRef;
}

/** Visitor. Something happened on the page that the site wants its agents to see: `parlor.track(name, more)`. */
export interface EventTracked {
  type: "event";
  name: string;
  value?: number;
  fields?: Record<string, string>;
  action: "track";
}

/**
 * `from` and `to` are days of the company's time zone, both included. `grain` is of no use to what is not cut
 * into points.
 */
export interface ExportReport {
  report: "agents" | "consultations" | "consultations.agent" | "consultations.browser" | "consultations.country" | "consultations.department" | "consultations.device" | "consultations.engine" | "consultations.keyword" | "consultations.page" | "consultations.province" | "consultations.referrer" | "consultations.source" | "consultations.style" | "consultations.system" | "consultations.topic" | "consultations.value" | "consultations.word" | "funnel" | "satisfaction" | "visits" | "visits.browser" | "visits.country" | "visits.device" | "visits.engine" | "visits.keyword" | "visits.province" | "visits.referrer" | "visits.source" | "visits.system";
  from: string;
  to: string;
  /** Absent: "day". */
  grain?: Grain;
  /** Absent: "xlsx". */
  format?: "csv" | "xlsx";
  /** Absent: 0. */
  table?: number;
  /** Absent: "zh-CN". */
  language?: Language;
}

/** Visitor. Answer to `facts`; nothing but the type while the visit has no page. */
export interface FactsFrame {
  type: "facts";
  /** Absent: 0. */
  visits?: number;
  source?: Source;
  place?: Place;
}

/** `url` shows a picture and downloads everything else; `download_url` always downloads. */
export interface FileLink {
  file_id: string;
  url: string;
  download_url: string;
  thumbnail_url?: string;
}

/** Files of the conversation only; others are left out. */
export interface FileLinkList {
  links: FileLink[];
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
}

/** Upload to `target` (and `thumbnail_target`), then say that it is finished; until then nobody can send it. */
export interface FileUpload {
  file_id: string;
  target: UploadTarget;
  thumbnail_target?: UploadTarget;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
}

export interface FinishVisitorFile {
  visitor_token: string;
}

export interface ForgotPassword {
  email: string;
}

export interface Form {
  form_id: string;
  title: string;
  fields: FormField[];
  intro?: string;
}

/** The visitor filled in the form of the message at `form_seq`. */
export interface FormAnswered {
  kind: "form_answered";
  form_seq: number;
  values: FormValue[];
  seq: number;
  at: number;
  by: Author;
}

/** `name`, `phone`, `email` and `company` also go into the visitor's card. */
export interface FormField {
  /** Names the field for ever; the label may change. */
  key: string;
  kind: "choice" | "company" | "email" | "long_text" | "name" | "phone" | "text";
  label: string;
  /** Absent: false. */
  required?: boolean;
  options?: Option[];
}

/** What was filled in, with the label as it was then. */
export interface FormValue {
  key: string;
  label: string;
  value: string;
}

/** `excerpt` is at most 120 characters around the first hit. */
export interface FoundMessage {
  seq: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
  by: Role;
  excerpt: string;
}

/** Newest first, at most 50. `more`: older ones were not looked at; ask again with `before` = the last `seq`. */
export interface FoundMessages {
  found: FoundMessage[];
  before?: number;
}

/**
 * From a visit to a card, then the company's goals. Visitors also begin to talk without an invitation: a step is
 * not a part of the
 *     one before it. `sources` are the visits by the kind of their source, where there are goals to compare
 * with.
 */
export interface Funnel {
  time_zone: string;
  steps: FunnelStep[];
  goals?: FunnelGoal[];
  sources?: Record<string, number>;
}

/**
 * Visits that reached a goal, of those that began in the period. `sources` are they by the kind of the visit's
 * source.
 */
export interface FunnelGoal {
  goal_id: string;
  name: string;
  total: number;
  before: number;
  sources?: Record<string, number>;
}

export interface FunnelStep {
  step: "answered" | "cards" | "consultations_online" | "invitations_accepted" | "invitations_shown" | "visits";
  total: number;
  before: number;
}

/** The second step. `challenge` came with the refusal `second_factor_required` of the first. */
export interface GiveCode {
  challenge: string;
  code: string;
}

/** Visitor. How to reach them when an answer comes after they have left. */
export interface GiveContact {
  type: "contact";
  name?: string;
  email?: string;
  phone?: string;
  language?: VisitorLanguage;
  action: "chat";
}

/** In place of both steps, for who has lost the authenticator. However the code is written. */
export interface GiveRecoveryCode {
  email: string;
  password: string;
  recovery_code: string;
}

/** What a visitor answers: `stars` for a question of that kind, else `value`. */
export interface GivenAnswer {
  /** Names the field for ever; the label may change. */
  key: string;
  stars?: number;
  value?: string;
}

/**
 * What the page says: `user_id` with its `hmac` and what is known besides, unsigned; or `data`, a JSON text that
 * says all of
 *     it, with the `hmac` of the text. What is too long is found out later, so that a chat is not lost by it.
 */
export interface GivenIdentity {
  hmac: string;
  user_id?: string | number;
  data?: string;
  name?: string;
  email?: string;
  phone?: string;
  attributes?: Record<string, string | number | boolean | null>;
}

/** `match` is the name that the site tells, or a pattern of the page (domain/pages.py). */
export interface Goal {
  goal_id: string;
  name: string;
  kind: "conversion" | "event" | "page";
  match: string;
}

/** What the company wants its visitors to do, in the order in which the funnel shows it. */
export interface GoalList {
  version: number;
  goals: Goal[];
}

/**
 * Why somebody has a right or has it not. `role`: by the role. `added`: given singly. `removed`: the role brings
 * it, it was taken
 *     away. `department_ids` is there if it counts in these departments only.
 */
export interface Grant {
  right: Right;
  has: boolean;
  source: "added" | "none" | "removed" | "role";
  department_ids?: string[];
}

export interface GrantList {
  agent_id: string;
  role: string;
  role_name?: string;
  grants: Grant[];
}

/** A colleague in an internal group, with the name of that moment. */
export interface GroupMember {
  agent_id: string;
  name: string;
}

/** Internal. A group was made, with these members. */
export interface GroupOpened {
  kind: "group_opened";
  name: string;
  members: GroupMember[];
  seq: number;
  at: number;
  by: Author;
}

/** Internal. The group has another name. */
export interface GroupRenamed {
  kind: "group_renamed";
  name: string;
  seq: number;
  at: number;
  by: Author;
}

/** What the site told of a visitor, between the pages. `name` is its own word. */
export interface HappeningView {
  /** Milliseconds since 1970 UTC. */
  at: number;
  kind: HappeningKind;
  name: string;
  value?: number;
  fields?: Record<string, string>;
}

/** Answer to `history`: contiguous entries that end just before `before`; fewer than asked for if they are large. */
export interface HistoryFrame {
  type: "history";
  conversation_id: string;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  before: number;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed)[];
}

/** Days that are not as their weekday: closed, or with intervals of their own. `last` is the last of them. */
export interface Holiday {
  name?: string;
  /** YYYY-MM-DD */
  first: string;
  /** YYYY-MM-DD */
  last: string;
  intervals?: Interval[];
}

/**
 * `day` is absent without the right to read reports, and for whose role is limited to departments;
 * `left_messages` counts those that
 *     nobody has answered yet, thirty days back, absent without the right to read them. `set_up` is for those
 * who may change settings.
 */
export interface Home {
  /** Milliseconds since 1970 UTC. */
  at: number;
  time_zone: string;
  snippet: string;
  demo_url: string;
  day?: HomeDay;
  queued: HomeQueue;
  left_messages?: number;
  /** Absent: false. */
  left_messages_more?: boolean;
  /** Absent: 0. */
  unwrapped?: number;
  /** Milliseconds since 1970 UTC. */
  widget_seen_at?: number;
  set_up?: SetUp;
  /** Absent: false. */
  parked?: boolean;
}

/** `yesterday` is up to the same time of day: whole hours, and of the hour that runs as much of it as has passed. */
export interface HomeDay {
  today: DayFigures;
  yesterday: DayFigures;
  hours: HomeHour[];
}

/** An hour of the day by its beginning in the company's time zone, `08`, beside the same hour of yesterday. */
export interface HomeHour {
  hour: string;
  /** Absent: 0. */
  visits?: number;
  /** Absent: 0. */
  conversations?: number;
  /** Absent: 0. */
  before?: number;
}

/** Who waits in the departments that I see. `more`: there are more than that. `since` is when the first began. */
export interface HomeQueue {
  /** Absent: 0. */
  waiting?: number;
  /** Absent: false. */
  more?: boolean;
  /** Milliseconds since 1970 UTC. */
  since?: number;
}

/**
 * What became of the identities that visitors came with. `warnings` is at least so many: they are counted by the
 * minute.
 */
export interface IdentityReport {
  /** Absent: 0. */
  warnings?: number;
  /** Milliseconds since 1970 UTC. */
  last_warned_at?: number;
  last_warned?: "expired" | "left_out" | "old_secret" | "wrong_form" | "wrong_hmac";
  last_field?: string;
  /** Milliseconds since 1970 UTC. */
  last_verified_at?: number;
}

export interface IdentitySecret {
  secret: string;
  secret_version: number;
}

/** Without the secret itself, which is asked for on its own. */
export interface IdentitySettings {
  secret_version: number;
  /** Milliseconds since 1970 UTC. */
  previous_until?: number;
  /** Milliseconds since 1970 UTC. */
  rotated_at?: number;
  rotated_by?: string;
  report: IdentityReport;
  version: number;
}

/**
 * `hint` says what was probably done instead: `base64` not written in hex, `line_end` a line end was signed,
 * too, `plain_hash` a
 *     hash and no HMAC, `data_key` and `id_key` the key of the other form.
 */
export interface IdentityTrial {
  verified: boolean;
  user_id?: string;
  warned?: "expired" | "left_out" | "old_secret" | "wrong_form" | "wrong_hmac";
  field?: string;
  hint?: "base64" | "data_key" | "id_key" | "line_end" | "plain_hash";
}

/** Seconds of silence until something happens by itself; 0 is never. */
export interface IdleRules {
  /** Absent: 300. */
  visitor_warn_s?: number;
  /** Absent: 900. */
  visitor_close_s?: number;
  /** Absent: 60. */
  agent_remind_s?: number;
  /** Absent: 600. */
  agent_reassign_s?: number;
  /** Absent: 120. */
  agent_gone_s?: number;
}

/** `csv` has the columns folder, shortcut, title, text, named in its first row. All rows come in, or none. */
export interface ImportCannedPhrases {
  csv: string;
  /** Absent: "company". */
  scope?: Scope;
  /** Absent: false. */
  dry_run?: boolean;
}

export interface ImportResult {
  rows: number;
  /** Absent: 0. */
  added?: number;
  errors?: RowError[];
}

/**
 * What visitors have shown of a style's snippet. A site is noted once an hour; a page that is opened with
 * `?parlor_check=1` at once.
 *
 *     `finding` answers for the address that was asked for: seen on this page (or site, where no page was
 * named), seen on the
 *     site but not on this page, never. `not_shown` says that the style's own rules keep the icon away from this
 * page.
 *     `other_style_id` is another style that was seen on this page or site.
 */
export interface InstallationCheck {
  addresses: Addresses;
  sites: SeenSite[];
  host?: string;
  path?: string;
  finding?: "never" | "page" | "site";
  /** Milliseconds since 1970 UTC. */
  seen_at?: number;
  /** Absent: false. */
  not_shown?: boolean;
  other_style_id?: string;
}

/** Members. The conversation is new, has another name or other members. */
export interface InternalConversationFrame {
  type: "internal_conversation";
  conversation: InternalView;
}

/** Frames with `action` internal. */
export type InternalFrame =
  | SendInternal
  | SyncInternal
  | AskInternalHistory
  | MarkInternalRead
  | RecallInternal;

/** To who is no member any more. */
export interface InternalLeftFrame {
  type: "internal_left";
  conversation_id: string;
}

/** One's own, the latest first: two hundred at most, those that one has used last. */
export interface InternalList {
  conversations: InternalView[];
}

/** Contiguous entries, what was recalled included. */
export interface InternalLog {
  conversation: InternalView;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed)[];
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  last_seq: number;
}

/** Answer to an internal `sync`: contiguous entries after what was asked (or the newest, if nothing was said). */
export interface InternalLogFrame {
  type: "internal_log";
  conversation: InternalView;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed)[];
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  last_seq: number;
}

/** A colleague in an internal conversation, with the name that they had when they came. */
export interface InternalMember {
  agent_id: string;
  name: string;
}

/** To the reader's other desks. */
export interface InternalReadFrame {
  type: "internal_read";
  conversation_id: string;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
}

/** Conversations of a member, the latest first within a page. */
export interface InternalRecordList {
  conversations: InternalView[];
  cursor?: string;
}

/** An internal conversation (内部对话) as its members see it. `seq` orders two views: the higher one is newer. */
export interface InternalView {
  conversation_id: string;
  kind: "group" | "pair";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
  name?: string;
  creator_id: string;
  members: InternalMember[];
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  /** Milliseconds since 1970 UTC. */
  last_at: number;
  last_by_id?: string;
  last_text?: string;
  /** Absent: "text". */
  last_kind?: "file" | "form" | "image" | "page" | "recalled" | "survey" | "text";
  /** Absent: 0. */
  message_count?: number;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  read_seq?: number;
}

/**
 * From `opens` to `closes`; a time of closing that is not later is one of the next day. 00:00 to 24:00 is the
 * whole day.
 */
export interface Interval {
  opens: string;
  closes: string;
}

/** Agents. */
export interface InvitationAnsweredFrame {
  type: "invitation_answered";
  invitation_id: string;
  visitor_id: string;
  answer: InvitationAnswer;
}

/** 对话邀请框. `color` None: the style's. It comes `delay_s` seconds after the invitation. */
export interface InvitationBox {
  /** Absent: "corner". */
  place?: BoxPlace;
  picture?: Asset;
  color?: string;
  /** Absent: 0. */
  delay_s?: number;
  titles?: Record<string, string>;
  accept?: Record<string, string>;
  later?: Record<string, string>;
  never?: Record<string, string>;
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

/**
 * `agent_id` sends it while they have room; without one, the least loaded of the department, else of the style's
 * department.
 *
 *     With nobody there it is not shown.
 */
export interface InvitationRule {
  rule_id: string;
  name: string;
  /** Absent: true. */
  on?: boolean;
  /** Absent: "invitation". */
  kind?: InvitationKind;
  when?: Conditions;
  /** Absent: "once". */
  often?: "day" | "once" | "times";
  /** Absent: 1. */
  times?: number;
  agent_id?: string;
  department_id?: string;
  texts?: RuleTexts;
}

/** Answer to the agent: the invitation reached `sockets` tabs. */
export interface InvitationSentFrame {
  type: "invitation_sent";
  invitation_id: string;
  visitor_id: string;
  sockets: number;
}

/**
 * A style's automatic invitations. After "later" nobody is addressed by a rule for `quiet_minutes`; after
 * "never", never again.
 */
export interface Invitations {
  /** Absent: 10. */
  quiet_minutes?: number;
  rules?: InvitationRule[];
}

/** The conversation's agent. Asks a colleague to come in, as an offer that is answered like a transfer. */
export interface InviteColleague {
  type: "invite";
  conversation_id: string;
  agent_id: string;
  note?: string;
  action: "transfer";
}

/** Frames with `action` invite. */
export type InviteFrame =
  | InviteVisitor
  | AnswerInvitation
  | AnswerRule;

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

/**
 * Agent with the right `join`. Takes part beside the conversation's agent, without being asked. Answer: the
 * entry `joined`.
 */
export interface JoinConversation {
  type: "join";
  conversation_id: string;
  action: "chat";
}

/** A colleague takes part from now on, beside the conversation's agent. */
export interface Joined {
  kind: "joined";
  agent_id: string;
  agent_name: string;
  invited_by?: string;
  seq: number;
  at: number;
  by: Author;
}

export interface Label {
  label_id: string;
  name: string;
  /** Absent: "gray". */
  color?: "blue" | "gray" | "green" | "orange" | "purple" | "red";
}

/**
 * `x` and `y` are pixels from the side and from the foot of the window. `show_on` empty: every page but
 * `hide_on`.
 */
export interface Launcher {
  /** Absent: "bubble". */
  online?: Icon;
  /** Absent: "bubble". */
  busy?: Icon;
  /** Absent: "bubble". */
  offline?: Icon;
  /** Absent: 24. */
  x?: number;
  /** Absent: 24. */
  y?: number;
  /** Absent: true. */
  phones?: boolean;
  /** Absent: true. */
  when_offline?: boolean;
  show_on?: string[];
  hide_on?: string[];
}

/**
 * What stands on the launcher and what screen readers say of it, in one language: `label` while somebody is
 * there, `leave` while
 *     nobody is; `busy` is said while all are busy, `unread` follows a number.
 */
export interface LauncherTexts {
  label: string;
  leave: string;
  title: string;
  busy: string;
  close: string;
  unread: string;
}

/**
 * Agent who takes part. When the conversation's agent leaves, the member who has been there longest takes it
 * over.
 */
export interface LeaveConversation {
  type: "leave";
  conversation_id: string;
  action: "chat";
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
  language?: VisitorLanguage;
}

/** A colleague who had joined takes part no more. */
export interface Left {
  kind: "left";
  agent_id: string;
  agent_name: string;
  seq: number;
  at: number;
  by: Author;
}

/** `place` is from 1, in the order in which they were said. A note is for staff only. */
export interface LeftEntry {
  place: number;
  kind: "answer" | "note" | "visitor";
  /** Milliseconds since 1970 UTC. */
  at: number;
  text: string;
  by_name?: string;
}

/**
 * `answer`, `answered_at` and `answered_by` are those of the newest answer. `unread`: its assignee has not
 * opened it since it was given
 *     to them, or since the visitor wrote again.
 */
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
  assignee_id?: string;
  assignee_name?: string;
  department_id?: string;
  /** Absent: false. */
  unread?: boolean;
  /** Milliseconds since 1970 UTC. */
  last_at?: number;
  /** Absent: 0. */
  said?: number;
  version: number;
}

/** Newest first. `unread` is how many messages wait to be read by who asks, 100 at most. */
export interface LeftMessageList {
  left_messages: LeftMessage[];
  /** Absent: 0. */
  unread?: number;
  cursor?: string;
}

export interface LeftMessageTaken {
  left_message_id: string;
}

export interface LeftMessagesWanted {
  kind: "left_messages";
  state?: LeftMessageState;
}

/** A message with all that followed, oldest first. */
export interface LeftThread {
  left_message: LeftMessage;
  entries: LeftEntry[];
}

/** What was said between the visitor and the company, oldest first. */
export interface Letter {
  company: string;
  language: VisitorLanguage;
  entries: LetterEntry[];
}

export interface LetterEntry {
  by: "agent" | "visitor";
  /** Milliseconds since 1970 UTC. */
  at: number;
  text: string;
  name?: string;
}

export interface LinkCustomer {
  customer_id: string;
}

export interface ListBlock {
  type: "list";
  items: Span[][];
  /** Absent: false. */
  ordered?: boolean;
}

/**
 * Answer to `sync`: contiguous entries after what was asked (or the newest, if nothing was said).
 *
 *     Ask again while `entries` does not reach `last_seq`.
 */
export interface LogFrame {
  type: "log";
  conversation: ConversationView;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed)[];
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  last_seq: number;
}

/** Member. Everything up to `seq` has been on the reader's screen. Their other desks get `internal_read`. */
export interface MarkInternalRead {
  type: "read";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
  action: "internal";
  conversation_id: string;
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
  role: string;
  role_name?: string;
  rights: Right[];
  reach?: string[];
  department_ids: string[];
  typing_preview: boolean;
  wait_limit_s: number;
  /** Milliseconds since 1970 UTC. */
  closing_at?: number;
}

/** Internal. A colleague has left the group, or `by` has sent them away. */
export interface MemberLeft {
  kind: "member_left";
  agent_id: string;
  agent_name: string;
  seq: number;
  at: number;
  by: Author;
}

/** A colleague who has joined the conversation's agent. */
export interface MemberView {
  agent_id: string;
  name: string;
}

/** Internal. `by` has added colleagues to the group. */
export interface MembersJoined {
  kind: "members_joined";
  members: GroupMember[];
  seq: number;
  at: number;
  by: Author;
}

export interface Membership {
  tenant_id: string;
  company: string;
  agent_id: string;
  role: string;
  held?: Held[];
}

/**
 * Something said. Shown as text, never as markup.
 *
 *     `body` is the formatted form of `text`; `quote` is the place of the message that this one answers. A
 * message carries at
 *     most one of file, page, form and survey, and then `text` may be empty. `automatic`: nobody typed it.
 * `note`: a private
 *     note of the staff, which the visitor never gets. `recalled`: its sender took it back; only supervisors
 * still get what
 *     it said.
 */
export interface Message {
  kind: "message";
  client_id: ClientId;
  text: string;
  body?: (Paragraph | ListBlock)[];
  quote?: number;
  file?: Attachment;
  page?: PageCard;
  form?: Form;
  survey?: Survey;
  /** Absent: false. */
  automatic?: boolean;
  /** Absent: false. */
  note?: boolean;
  /** Absent: false. */
  whisper?: boolean;
  /** Absent: false. */
  recalled?: boolean;
  seq: number;
  at: number;
  by: Author;
}

/**
 * What is now: agents and queues of the departments that the asker may see, and the company's day, which those
 * do not get whose
 *     role is limited to departments.
 */
export interface Monitor {
  /** Milliseconds since 1970 UTC. */
  at: number;
  wait_limit_s: number;
  agents: AgentView[];
  in_progress: number;
  queues: QueueLength[];
  today?: MonitorToday;
}

/**
 * The whole company's figures of today in its time zone, some seconds old; see domain/metrics.py for what each
 * counts.
 */
export interface MonitorToday {
  visits: number;
  consultations: number;
  accepted: number;
  accepted_in_time: number;
  missed: number;
  left_messages: number;
  service_level?: number;
}

export interface MyNotice {
  notice: StaffNoticeView;
  /** Absent: false. */
  read?: boolean;
}

/** What the company has to say to me now, the newest first. `next_at`: then another one begins, so ask again. */
export interface MyNotices {
  notices: MyNotice[];
  /** Milliseconds since 1970 UTC. */
  next_at?: number;
}

/** `secret` is the whole key, shown here and never again. */
export interface NewApiKey {
  key: ApiKey;
  secret: string;
}

/** `password` for who has a second factor already and takes another device. */
export interface NewAuthenticator {
  password?: string;
}

/** Announces a file for a conversation, or without one for the company's common files (常用文件). */
export interface NewStaffFile {
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  thumbnail_size?: number;
  conversation_id?: string;
  /** Absent: false. */
  internal?: boolean;
}

/** Announces a file for the visitor's open conversation. */
export interface NewVisitorFile {
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  thumbnail_size?: number;
  visitor_token: string;
  conversation_id: string;
}

export interface NoteLeftMessage {
  version: number;
  text: string;
}

export interface NoticeReader {
  agent_id: string;
  name: string;
  number: string;
  /** Milliseconds since 1970 UTC. */
  read_at?: number;
}

/** Whom the notice means now, and those who have read it since; who has not stands first. */
export interface NoticeReaders {
  readers: NoticeReader[];
  read: number;
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

/**
 * Lists of which one is enough; an empty list says nothing. Values are whole and exact, as the figures name
 * them; '' is what is not
 *     known. `sources` are kinds, `engines`, `referrers`, `browsers` … names, `pages` host and path.
 */
export interface OneOf {
  text?: string;
  agent_ids?: string[];
  department_ids?: string[];
  style_ids?: string[];
  topic_ids?: string[];
  label_ids?: string[];
  countries?: string[];
  provinces?: string[];
  cities?: string[];
  sources?: ("" | "campaign" | "direct" | "search" | "site" | "social")[];
  engines?: string[];
  referrers?: string[];
  keywords?: string[];
  browsers?: string[];
  systems?: string[];
  devices?: ("" | "computer" | "phone" | "robot" | "tablet")[];
  pages?: string[];
}

/**
 * Visitor. Opens a conversation, or answers with the one that is open. Answer: `conversation`.
 *
 *     `form`, by the field's key, is the form before the conversation, if the company has one; a choice in it
 * may name the
 *     department.
 */
export interface OpenConversation {
  type: "open";
  department_id?: string;
  form?: Record<string, string>;
  page_url?: string;
  page_title?: string;
  invitation_id?: string;
  rule_id?: string;
  /** Absent: "zh-CN". */
  rule_language?: VisitorLanguage;
  shown?: Record<string, number>;
  action: "chat";
}

/** Who makes a group is a member without being named. */
export interface OpenGroup {
  name: string;
  agent_ids: string[];
}

/** `token` is what the link in the mail holds. */
export interface OpenLetter {
  token: string;
}

/** Answers with the one conversation with this colleague; the first who asks makes it. */
export interface OpenPair {
  agent_id: string;
}

/** One choice. `department_id`: who chooses it before a conversation is led to that department. */
export interface Option {
  value: string;
  department_id?: string;
}

/**
 * Agent. What is absent stays. Answer: `conversation`, to all desks. `snoozed_until` in milliseconds; null wakes
 * it.
 */
export interface OrganizeConversation {
  type: "organize";
  conversation_id: string;
  labels?: string[];
  priority?: Priority;
  snoozed_until?: number | null;
  action: "chat";
}

/** Staff only. Labels, priority and snooze as they are from now on. */
export interface Organized {
  kind: "organized";
  labels: string[];
  /** Absent: "normal". */
  priority?: Priority;
  snoozed_until?: number;
  seq: number;
  at: number;
  by: Author;
}

/**
 * `wanted`: the company wants a second factor of this person. `held`: what has to be done before anything else.
 * `password_min` is
 *     the strictest of the person's companies.
 */
export interface OwnAccess {
  /** Absent: false. */
  single_sign_on?: boolean;
  /** Milliseconds since 1970 UTC. */
  second_factor_at?: number;
  /** Absent: 0. */
  recovery_codes_left?: number;
  /** Absent: false. */
  wanted?: boolean;
  held?: Held[];
  /** Milliseconds since 1970 UTC. */
  password_changed_at?: number;
  /** Absent: 10. */
  password_min?: number;
  /** Absent: 0. */
  password_days?: number;
}

/**
 * One of the company's own. `department_ids` is there if the role is limited: bounded rights count in these
 * only, for
 *     its agents' single rights, too.
 */
export interface OwnRole {
  role_id: string;
  name: string;
  description?: string;
  rights: Right[];
  department_ids?: string[];
  /** Absent: 0. */
  members?: number;
  version: number;
}

/** A page that the agent shows (推送网页). `at_once`: the visitor's tab goes there by itself; the server decides. */
export interface PageCard {
  url: string;
  title?: string;
  /** Absent: false. */
  at_once?: boolean;
}

/** The page that a visitor looks at now; `count` is how many the visit has with it. */
export interface PageSeen {
  /** Milliseconds since 1970 UTC. */
  at: number;
  url: string;
  title: string;
  count: number;
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

export interface Paragraph {
  type: "paragraph";
  spans: Span[];
}

/**
 * `what` says which mail, timer or consumer; `about` is whom or what it concerns: an address, or an id. `detail`
 * is what the one who
 *     refused it said. `failed`: how often it was taken up in vain. `again_at`: when it was taken up last.
 */
export interface ParkedItem {
  parked_id: string;
  kind: "download" | "mail" | "other" | "record" | "report" | "timer";
  what?: string;
  about_kind?: "" | "address" | "agent" | "conversation" | "download" | "schedule" | "visitor";
  about?: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  tries: number;
  error: "failed" | "mail_down" | "mail_refused" | "unreadable";
  detail?: string;
  state: "again" | "done" | "waiting";
  /** Milliseconds since 1970 UTC. */
  again_at?: number;
  /** Absent: 0. */
  failed?: number;
}

/** Newest first. A page may be short while there is a next one. */
export interface ParkedList {
  parked: ParkedItem[];
  cursor?: string;
}

/** Everything of one person, of a card with its visitors or of one visitor: exactly one of the two. */
export interface PersonWanted {
  kind: "person";
  customer_id?: string;
  visitor_id?: string;
}

/**
 * What is kept of a person, as far as it can be counted while somebody waits. `name` is what has to be typed to
 * erase it: that of the
 *     card or the visitor, or the visitor's number. `more`: there are more conversations than were counted.
 * `conversation_id` is one that is
 *     under way. `erasure_id` is an erasure that is.
 */
export interface PersonalData {
  name: string;
  customer_id?: string;
  visitors: number;
  conversations: number;
  messages: number;
  files: number;
  /** Absent: false. */
  more?: boolean;
  conversation_id?: string;
  erasure_id?: string;
}

/**
 * `idle_away_min`: minutes until an untouched desk is away by itself, 0 is never; null: as the company says.
 *
 *     `auto_accept_s`: the desk takes the longest waiting visitor after so many seconds, when it has room; 0:
 * never.
 */
export interface PersonalSettings {
  version: number;
  replies: AutoReplies;
  idle_away_min: number | null;
  alerts: Alerts;
  visitor_filters?: VisitorFilter[];
  record_filters?: RecordFilter[];
  record_columns?: string[];
  /** Absent: 0. */
  auto_accept_s?: number;
  language: Language | null;
  theme: Theme | null;
  twelve_hours: boolean;
  signature: string;
  transfer_targets?: string[];
  shortcuts?: string[];
  /** Absent: false. */
  set_up_hidden?: boolean;
}

/** The company's own icons or pictures of the launcher, by state; without one the built-in icon stands. */
export interface Pictures {
  online?: Asset;
  busy?: Asset;
  offline?: Asset;
}

/** Keeps the socket open, says that the desk is still there, and measures the way there and back. Answer: `pong`. */
export interface Ping {
  type: "ping";
  action: "presence";
}

/** By the IP address: province and city in China, the country elsewhere. Names are Chinese, as in the database. */
export interface Place {
  country: string;
  province?: string;
  city?: string;
}

export interface Pong {
  type: "pong";
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** The form before the conversation (访客注册设置). */
export interface PreChat {
  /** Absent: false. */
  enabled?: boolean;
  intro?: string;
  fields?: FormField[];
}

/** Frames with `action` presence. */
export type PresenceFrame =
  | SetAgentState
  | WatchVisitors
  | Ping;

/** Every refused request (RFC 9457 members `title`, `status` plus our stable `code` and the wrong `field`). */
export interface Problem {
  code: string;
  message: string;
  status: number;
  field?: string;
  retry_after_ms?: number;
  challenge?: string;
}

/** `version` is the agent's: an administrator may change the same fields. */
export interface Profile {
  version: number;
  number: string;
  email: string;
  name: string;
  title: string;
  phone: string;
  photo: string;
}

export interface ProvePassword {
  password: string;
}

/** Newest first. The last fifty are kept. */
export interface PublicationList {
  publications: PublicationView[];
}

/** Who published, with the name of that moment; absent for what the sign-up published. */
export interface PublicationView {
  version: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
  agent_id?: string;
  number?: string;
  name?: string;
}

/**
 * Without `from_at` it holds from now on, without `until` for seven days; 90 days at most.
 *
 *     `department_ids` goes with the audience `departments`, `agent_ids` with `agents`.
 */
export interface PublishNotice {
  title: string;
  text: string;
  /** Absent: "all". */
  audience?: Audience;
  department_ids?: string[];
  agent_ids?: string[];
  /** Milliseconds since 1970 UTC. */
  from_at?: number;
  /** Milliseconds since 1970 UTC. */
  until?: number;
}

/**
 * `version` is the draft that is meant. Publishing it a second time changes nothing, and puts its file in place
 * again.
 */
export interface PublishStyle {
  version: number;
}

/** All that were ever published, the newest first, thirty at a time. */
export interface PublishedNotices {
  notices: StaffNoticeView[];
  cursor?: string;
}

/**
 * An automatic invitation. `pages` is a regular expression as in `StyleFile`. In whose name it speaks is in the
 * visit
 *     (`senders`); a rule that is not there has nobody to speak for it now.
 */
export interface PublishedRule {
  rule_id: string;
  kind: InvitationKind;
  when: Conditions;
  pages?: string;
  often: "day" | "once" | "times";
  /** Absent: 1. */
  times?: number;
  texts: RuleTexts;
}

/** The public key of our push messages (VAPID), base64url. */
export interface PushKey {
  key: string;
}

export interface PushKeys {
  p256dh: string;
  auth: string;
}

/** `stars` is answered with 1 to 5, `choice` with one of `options`, `text` freely. */
export interface Question {
  /** Names the field for ever; the label may change. */
  key: string;
  kind: "choice" | "stars" | "text";
  label: string;
  /** Absent: false. */
  required?: boolean;
  options?: string[];
}

/** Visitor. How many wait before you (0: you are next) and a guess of the wait, absent when nothing is known. */
export interface QueueFrame {
  type: "queue";
  conversation_id: string;
  ahead: number;
  estimated_wait_s?: number;
}

/** A department's queue. `more`: it is longer than `waiting` says. `since`: when who waits longest began to. */
export interface QueueLength {
  department_id: string;
  waiting: number;
  /** Absent: false. */
  more?: boolean;
  /** Milliseconds since 1970 UTC. */
  since?: number;
}

/** How many may wait in a department, and for how long; 0 is without limit. What is too much goes elsewhere. */
export interface QueueLimit {
  /** Absent: 0. */
  max_length?: number;
  /** Absent: 0. */
  max_wait_s?: number;
  overflow_department_id?: string;
}

/** The conversation opened (seq 1), or went to a department's queue. */
export interface Queued {
  kind: "queued";
  department_id: string;
  department_name: string;
  page_url?: string;
  page_title?: string;
  form?: FormValue[];
  reason?: "agent_gone" | "overflow" | "silent";
  why?: string;
  seq: number;
  at: number;
  by: Author;
}

/**
 * Visitor. Answers the department's survey, or changes the answer within a day after the end. Answer: the entry
 * `rated`.
 */
export interface RateConversation {
  type: "rate";
  conversation_id: string;
  answers: GivenAnswer[];
  action: "chat";
}

/** The visitor answered the survey; the newest answer counts. May follow `closed`. */
export interface Rated {
  kind: "rated";
  answers: SurveyAnswer[];
  score?: number;
  seq: number;
  at: number;
  by: Author;
}

/** What a visitor answered, newest answer of a conversation. */
export interface Rating {
  conversation_id: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  visitor_id: string;
  visitor_name?: string;
  agent_id?: string;
  agent_name?: string;
  score?: number;
  answers: RatingAnswer[];
}

export interface RatingAnswer {
  label: string;
  stars?: number;
  value?: string;
}

/** Of conversations that ended in the period, newest first. A page may be short: go on while there is a cursor. */
export interface RatingList {
  ratings: Rating[];
  cursor?: string;
}

export interface ReadFrame {
  type: "read";
  conversation_id: string;
  by: "agent" | "visitor";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  seq: number;
}

/** The sender takes a message back, within two minutes. Answer: the entry `recalled`, to all members. */
export interface RecallInternal {
  type: "recall";
  seq: number;
  action: "internal";
  conversation_id: string;
}

/** The sender takes a message back, within two minutes. Answer: the entry `recalled`, to both sides. */
export interface RecallMessage {
  type: "recall";
  conversation_id: string;
  seq: number;
  action: "chat";
}

/**
 * The sender of the message at `target` took it back. `note`: it was a private note, so visitors learn of
 * neither.
 */
export interface Recalled {
  kind: "recalled";
  target: number;
  /** Absent: false. */
  note?: boolean;
  seq: number;
  at: number;
  by: Author;
}

/** What is absent, empty or None says nothing. Capitals do not matter in texts; times are in seconds. */
export interface RecordConditions {
  text?: string;
  agent_ids?: string[];
  department_ids?: string[];
  style_ids?: string[];
  topic_ids?: string[];
  label_ids?: string[];
  countries?: string[];
  provinces?: string[];
  cities?: string[];
  sources?: ("" | "campaign" | "direct" | "search" | "site" | "social")[];
  engines?: string[];
  referrers?: string[];
  keywords?: string[];
  browsers?: string[];
  systems?: string[];
  devices?: ("" | "computer" | "phone" | "robot" | "tablet")[];
  pages?: string[];
  /**
   * Absent: {"text": "", "agent_ids": [], "department_ids": [], "style_ids": [], "topic_ids": [], "label_ids": [],
   * "countries": [], "provinces": [], "cities": [], "sources": [], "engines": [], "referrers": [], "keywords": [],
   * "browsers": [], "systems": [], "devices": [], "pages": []}.
   */
  none_of?: OneOf;
  visitor?: string;
  visitor_ids?: string[];
  value?: "invalid" | "open" | "valid";
  page?: string;
  ip?: string;
  card?: boolean;
  score_min?: number;
  score_max?: number;
  messages_min?: number;
  messages_max?: number;
  length_min_s?: number;
  length_max_s?: number;
  accepted?: boolean;
}

/**
 * What a record shows besides its conversation. Source, device, place, address and referrer are those of the
 * moment when it opened;
 *     telephone, mail and card are what is known of the visitor now.
 */
export interface RecordFacts {
  source?: Source;
  device?: Device;
  place?: Place;
  ip?: string;
  referrer?: string;
  phone?: string;
  email?: string;
  customer_id?: string;
}

/** A search that somebody keeps under a name. */
export interface RecordFilter {
  name: string;
  conditions: RecordConditions;
}

/** Conversations that have ended, newest first. `facts` are by conversation. `cursor` asks for the next page. */
export interface RecordList {
  conversations: ConversationView[];
  facts?: Record<string, RecordFacts>;
  cursor?: string;
}

/** A conversation, and a page of its entries. `facts` are there with the first page, where anything is known. */
export interface RecordLog {
  conversation: ConversationView;
  facts?: RecordFacts;
  entries: (Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | Joined | Left | VisitorLeft | VisitorReturned | Closed | Recalled | FormAnswered | Rated | VisitorNamed | Organized | WrappedUp | GroupOpened | MembersJoined | MemberLeft | GroupRenamed)[];
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  last_seq: number;
}

/**
 * A page, newest end first, of at most 1,000 conversations in all and the newest minutes. `cursor` asks for the
 * next one.
 *
 *     `running`: the archive has not answered yet; ask again after a second with the cursor.
 */
export interface RecordsFound {
  conversations: ConversationView[];
  facts?: Record<string, RecordFacts>;
  cursor?: string;
  /** Absent: false. */
  running?: boolean;
}

/**
 * Conversations that ended on these days of the tenant, both included, and for which all conditions hold. With
 * `messages` also
 *     what was said; with `notes` also what staff wrote among themselves.
 */
export interface RecordsWanted {
  kind: "records";
  first: string;
  last: string;
  /**
   * Absent: {"text": "", "agent_ids": [], "department_ids": [], "style_ids": [], "topic_ids": [], "label_ids": [],
   * "countries": [], "provinces": [], "cities": [], "sources": [], "engines": [], "referrers": [], "keywords": [],
   * "browsers": [], "systems": [], "devices": [], "pages": [], "none_of": {"text": "", "agent_ids": [],
   * "department_ids": [], "style_ids": [], "topic_ids": [], "label_ids": [], "countries": [], "provinces": [],
   * "cities": [], "sources": [], "engines": [], "referrers": [], "keywords": [], "browsers": [], "systems": [],
   * "devices": [], "pages": []}, "visitor": "", "visitor_ids": [], "value": null, "page": "", "ip": "", "card":
   * null, "score_min": null, "score_max": null, "messages_min": null, "messages_max": null, "length_min_s": null,
   * "length_max_s": null, "accepted": null}.
   */
  conditions?: RecordConditions;
  /** Absent: false. */
  messages?: boolean;
  /** Absent: false. */
  notes?: boolean;
}

/** Shown once and never again. Each holds once. */
export interface RecoveryCodes {
  recovery_codes: string[];
}

/**
 * Agent. The visitor waits for an answer since `waiting_since`; at `reassign_at` the conversation goes back to
 * the queue.
 */
export interface ReminderFrame {
  type: "reminder";
  conversation_id: string;
  /** Milliseconds since 1970 UTC. */
  waiting_since: number;
  /** Milliseconds since 1970 UTC. */
  reassign_at?: number;
}

export interface RemoveSignOn {
  version: number;
}

export interface RenameGroup {
  name: string;
}

/** One thing, or all that wait; `kind` narrows these. */
export interface ReplayParked {
  parked_id?: string;
  kind?: "download" | "mail" | "other" | "record" | "report" | "timer";
}

/** `data` is Base64. A report has two thousand rows at most, so it is made at once. */
export interface ReportFile {
  name: string;
  content_type: string;
  data: string;
}

/** `state` says whether the next mail goes there, and if not, why. */
export interface ReportRecipient {
  agent_id: string;
  name: string;
  number: string;
  state: "gets_it" | "gone" | "no_right" | "unsubscribed";
}

/**
 * How the last sending ended. `names` are those whose mail could not be sent; `asked_for`: by somebody, not by
 * its time.
 */
export interface ReportRun {
  /** Milliseconds since 1970 UTC. */
  at: number;
  outcome: "failed" | "nobody" | "partly" | "sent";
  sent: number;
  names?: string[];
  /** Absent: false. */
  asked_for?: boolean;
}

/** By name; twenty at most. */
export interface ReportScheduleList {
  schedules: ReportScheduleView[];
}

/** `next_at` is absent while it is paused. */
export interface ReportScheduleView {
  schedule_id: string;
  name: string;
  reports: ("agents" | "consultations" | "consultations.agent" | "consultations.browser" | "consultations.country" | "consultations.department" | "consultations.device" | "consultations.engine" | "consultations.keyword" | "consultations.page" | "consultations.province" | "consultations.referrer" | "consultations.source" | "consultations.style" | "consultations.system" | "consultations.topic" | "consultations.value" | "consultations.word" | "funnel" | "satisfaction" | "visits" | "visits.browser" | "visits.country" | "visits.device" | "visits.engine" | "visits.keyword" | "visits.province" | "visits.referrer" | "visits.source" | "visits.system")[];
  cadence: "daily" | "monthly" | "weekly";
  weekday: number;
  day: number;
  hour: number;
  grain: Grain;
  language: Language;
  attach: boolean;
  recipients: ReportRecipient[];
  paused: boolean;
  made_by: string;
  /** Milliseconds since 1970 UTC. */
  next_at?: number;
  last?: ReportRun;
  version: number;
}

/** Which request an error answers, as far as it could be read. */
export interface RequestRef {
  action?: string;
  type?: string;
  conversation_id?: string;
  client_id?: ClientId;
  visitor_id?: string;
  agent_id?: string;
}

export interface ResendCode {
  email: string;
}

export interface ResendDelivery {
  delivery_id: string;
}

export interface ResetPassword {
  email: string;
  code: string;
  password: string;
}

/** The way back from a mail: the link's token says which visitor and widget. */
export interface ResumeVisit {
  token: string;
}

/** Start a visit with this, and the same conversation goes on. */
export interface Resumed {
  tenant_id: string;
  style_id: string;
  visitor_token: string;
  page_url?: string;
}

/**
 * What goes of one kind: everything before the UTC day `before`. `found` counts it, where that can be counted;
 * with `more` there is
 *     more of it. `since` is the oldest one's moment.
 */
export interface RetentionGoes {
  kind: "audit" | "conversations" | "left_messages" | "profiles";
  before: string;
  found?: number;
  /** Absent: false. */
  more?: boolean;
  /** Milliseconds since 1970 UTC. */
  since?: number;
}

/** Months by kind; null, or left out: for ever. */
export interface RetentionPeriods {
  conversations?: number;
  left_messages?: number;
  profiles?: number;
  audit?: number;
}

/** `goes` is empty when nothing goes sooner than now. `company` is what has to be typed. */
export interface RetentionPreview {
  goes: RetentionGoes[];
  /** Milliseconds since 1970 UTC. */
  begins_at: number;
  company: string;
}

/**
 * `following` holds from `following_at` on, and can be taken back until then by sending `periods`. `first_kept`
 * are, by kind, the
 *     UTC days from which on everything stays. `gone` counts by place what has gone so far, `last_at` is when
 * something did.
 */
export interface RetentionView {
  version: number;
  periods: RetentionPeriods;
  following?: RetentionPeriods;
  /** Milliseconds since 1970 UTC. */
  following_at?: number;
  /** Milliseconds since 1970 UTC. */
  changed_at?: number;
  changed_by?: string;
  choices: number[];
  audit_least: number;
  first_kept?: Record<string, string>;
  gone?: Record<string, number>;
  /** Milliseconds since 1970 UTC. */
  last_at?: number;
}

/** What was published as version `to` becomes the draft. Visitors see it when that is published. */
export interface RevertStyle {
  version: number;
  to: number;
}

/**
 * A right of the table. `least` is the lowest of the fixed roles that brings it; `bounded`: it counts by
 * department.
 */
export interface RightFacts {
  right: Right;
  menu: "content" | "people" | "records" | "reports" | "settings" | "supervise" | "talk";
  least: StaffRole;
  /** Absent: false. */
  bounded?: boolean;
}

/** `fixed` are the rights of the three roles that every company has; `table` is every right there is, by menu. */
export interface RoleList {
  roles: OwnRole[];
  fixed: Record<string, Right[]>;
  table: RightFacts[];
}

/** `version` is the one that was read. 0 hours end the secret before at once: for one that has leaked. */
export interface RotateIdentitySecret {
  version: number;
  /** Absent: 24. */
  overlap_hours?: 0 | 1 | 24 | 168;
}

/** `version` is the one that was read. 0 hours end the secret before at once. */
export interface RotateWebhookSecret {
  version: number;
  /** Absent: 24. */
  overlap_hours?: 0 | 1 | 24 | 168;
}

export interface RoutedAgent {
  agent_id: string;
  number: string;
  name: string;
  state: AgentState;
  load: number;
  ceiling: number;
  /** Absent: false. */
  preferred?: boolean;
}

/** The company's rules of assignment; the first rule that holds counts. */
export interface Routing {
  rules?: RoutingRule[];
  /** Absent: {"mode": "all", "areas": [], "otherwise": "message", "texts": {}}. */
  service_areas?: ServiceAreas;
  /** Absent: true. */
  link_agent?: boolean;
  /** Absent: false. */
  last_agent_first?: boolean;
  /** Absent: 30. */
  last_agent_days?: number;
  /** Absent: false. */
  same_language_first?: boolean;
  /** Absent: 0. */
  pause_s?: number;
}

/**
 * If all that is said of the visitor holds: a department, an agent who is asked first, a skill that is needed.
 *
 *     Of each list one entry is enough; an empty list says nothing. Patterns: see `page_fits`.
 */
export interface RoutingRule {
  rule_id: string;
  name?: string;
  /** Absent: true. */
  enabled?: boolean;
  pages?: string[];
  referrers?: string[];
  areas?: Area[];
  languages?: string[];
  department_id?: string;
  agent_id?: string;
  skill?: string;
}

/**
 * Where that visitor would go at this moment, and why. Nothing has happened. `agents` are in the order of
 * asking.
 */
export interface RoutingTrial {
  outcome: "assign" | "hide" | "message" | "wait";
  because: "chosen" | "first" | "form" | "link" | "rule" | "style";
  why: string;
  department_id?: string;
  rule_id?: string;
  sent_on?: "below" | "overflow";
  preferred_by?: "last_agent" | "link" | "rule";
  strategy?: Assignment;
  skill?: string;
  refusal?: "closed" | "no_department" | "nobody" | "queue_full" | "region";
  agents?: RoutedAgent[];
  /** Absent: 0. */
  waiting?: number;
}

/**
 * `row` is the line of the table, from 1 for the row of the names. `field` is a column, or `csv` for a line that
 * is none.
 *
 *     `exists`: another phrase has the shortcut; `repeated`: another row has it, or a column is there twice.
 */
export interface RowError {
  row: number;
  field: string;
  code: "exists" | "invalid" | "repeated" | "required" | "too_long";
  message: string;
}

/**
 * How a rule did since it was made. Who saw an invitation and answered it never is counted with their next
 * answer.
 */
export interface RuleCount {
  rule_id: string;
  /** Absent: 0. */
  shown?: number;
  /** Absent: 0. */
  accepted?: number;
  /** Absent: 0. */
  later?: number;
  /** Absent: 0. */
  never?: number;
}

/** How the style's automatic invitations did. */
export interface RuleCounts {
  counts: RuleCount[];
}

/** In whose name an automatic invitation speaks now. */
export interface RuleSender {
  agent_id: string;
  agent_name: string;
}

/**
 * What the invitation says, by the visitor's language; an empty one takes another. `zh` is an old name of zh-CN,
 * only read.
 */
export interface RuleTexts {
  "zh-CN"?: string;
  "zh-TW"?: string;
  en?: string;
  ja?: string;
  zh?: string;
}

/** `scores` are the ratings of 1 to 5 stars; `answered` are the conversations that could have been rated. */
export interface Satisfaction {
  time_zone: string;
  grain: Grain;
  scores: number[];
  before_scores: number[];
  answered: number;
  before_answered: number;
  points: SatisfactionPoint[];
  before_rated?: number[];
  agents: AgentScores[];
}

export interface SatisfactionPoint {
  at: string;
  rated: number;
  stars: number;
}

/** What is absent stays. The name is staff's own and needs no publishing. */
export interface SaveDraft {
  version: number;
  name?: string;
  content?: StyleContent;
}

/** A common link of the company, or a favourite of one's own (收藏). */
export interface SavedLink {
  link_id: string;
  scope: Scope;
  title: string;
  url: string;
  folder: string;
  version: number;
}

export interface SavedLinkList {
  links: SavedLink[];
}

/**
 * Conversations that ended on these days, both included, and for which all conditions hold.
 *
 *     Without `cursor` a search begins. With the cursor of an answer, and everything else as before, it goes on.
 */
export interface SearchRecords {
  /** A day in the tenant's time zone. */
  first: string;
  /** A day in the tenant's time zone. */
  last: string;
  /**
   * Absent: {"text": "", "agent_ids": [], "department_ids": [], "style_ids": [], "topic_ids": [], "label_ids": [],
   * "countries": [], "provinces": [], "cities": [], "sources": [], "engines": [], "referrers": [], "keywords": [],
   * "browsers": [], "systems": [], "devices": [], "pages": [], "none_of": {"text": "", "agent_ids": [],
   * "department_ids": [], "style_ids": [], "topic_ids": [], "label_ids": [], "countries": [], "provinces": [],
   * "cities": [], "sources": [], "engines": [], "referrers": [], "keywords": [], "browsers": [], "systems": [],
   * "devices": [], "pages": []}, "visitor": "", "visitor_ids": [], "value": null, "page": "", "ip": "", "card":
   * null, "score_min": null, "score_max": null, "messages_min": null, "messages_max": null, "length_min_s": null,
   * "length_max_s": null, "accepted": null}.
   */
  conditions?: RecordConditions;
  cursor?: string;
}

/** `path` from `/` on, without what follows `?`. Claimed by a browser: text, whatever stands in it. */
export interface SeenPage {
  path: string;
  /** Milliseconds since 1970 UTC. */
  seen_at: number;
}

/**
 * A site on which the style was seen, with the pages that were noted last, newest first. `since` is the first
 * time.
 */
export interface SeenSite {
  host: string;
  /** Milliseconds since 1970 UTC. */
  since: number;
  /** Milliseconds since 1970 UTC. */
  seen_at: number;
  pages: SeenPage[];
}

/**
 * Member. Answer: `ack`. Repeat with the same `client_id` until it comes.
 *
 *     Says at least one of `text`, `body` (formatted text, from which `text` is made) and `file_id`. `quote` is
 * the seq of the
 *     message that this one answers.
 */
export interface SendInternal {
  type: "send";
  client_id: ClientId;
  text?: string;
  body?: (Paragraph | ListBlock)[];
  quote?: number;
  file_id?: string;
  action: "internal";
  conversation_id: string;
}

/**
 * Visitor, or an agent who takes part. Answer: `ack`. Repeat with the same `client_id` until it comes.
 *
 *     Says at least one of `text`, `body`, `file_id` and, from agents only, `page`, `form_id`, `survey`; the
 * last four exclude
 *     each other. `body` is formatted text, `text` is then made from it. `quote` is the seq of the message that
 * this one answers.
 */
export interface SendMessage {
  type: "send";
  conversation_id: string;
  client_id: ClientId;
  text?: string;
  body?: (Paragraph | ListBlock)[];
  quote?: number;
  file_id?: string;
  page?: PageCard;
  form_id?: string;
  /** Absent: false. */
  survey?: boolean;
  /** Absent: false. */
  note?: boolean;
  /** Absent: false. */
  whisper?: boolean;
  action: "chat";
}

/** Every frame that the server sends. */
export type ServerFrame =
  | Ack
  | ErrorFrame
  | EntryFrame
  | LogFrame
  | HistoryFrame
  | ConversationFrame
  | QueueFrame
  | TypingFrame
  | ReadFrame
  | DeliveredFrame
  | ReminderFrame
  | VisitorsFrame
  | AgentFrame
  | InvitationFrame
  | FactsFrame
  | InvitationAnsweredFrame
  | InvitationSentFrame
  | SignedOutFrame
  | InternalLogFrame
  | InternalConversationFrame
  | InternalLeftFrame
  | InternalReadFrame
  | StaffNoticeFrame
  | Pong;

/**
 * Switches, times, texts, topics, labels, categories of customers, forms and surveys, working hours and limits
 * of queues.
 *
 *     `surveys`, `hours` and `queue` are by department, or `default`. Times of the day are in the company's
 * zone.
 */
export interface Service {
  version: number;
  switches: Switches;
  idle: IdleRules;
  replies: AutoReplies;
  department_replies: Record<string, AutoReplies>;
  topics: Topic[];
  labels: Label[];
  categories: string[];
  pre_chat: PreChat;
  forms: Form[];
  surveys: Record<string, Survey>;
  hours: Record<string, WeekPlan>;
  holidays: Holiday[];
  queue: Record<string, QueueLimit>;
  attendance: Attendance;
  routing: Routing;
}

/** For whom the chat is open (服务地区). Who comes from nobody knows where is served. */
export interface ServiceAreas {
  /** Absent: "all". */
  mode?: "all" | "except" | "only";
  areas?: Area[];
  /** Absent: "message". */
  otherwise?: "hide" | "message";
  texts?: Record<string, string>;
}

/** Keep the access token in memory only; the refresh token is in an HttpOnly cookie. */
export interface Session {
  access_token: string;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
  email: string;
  memberships: Membership[];
}

/** The last used first. */
export interface SessionList {
  sessions: StaffSession[];
}

/**
 * Agent. Answer: `agent`, to every colleague too; to most of them, somebody invisible is off line.
 *
 *     Without the right `receive` an agent can only be away; `invisible` needs the right `be_invisible`.
 * `reason_id` is one of the
 *     company's reasons, for `away` only. `by_itself`: nobody had touched the desk.
 */
export interface SetAgentState {
  type: "state";
  state: ChosenState;
  reason_id?: string;
  /** Absent: false. */
  by_itself?: boolean;
  action: "presence";
}

/** An invited colleague replaces the temporary password that came by mail. */
export interface SetFirstPassword {
  email: string;
  temporary_password: string;
  new_password: string;
}

/**
 * What is done of what a new company does. `style`: one was published again after the sign-up had published the
 * first.
 */
export interface SetUp {
  /** Absent: false. */
  style?: boolean;
  /** Absent: false. */
  code?: boolean;
  /** Absent: false. */
  test?: boolean;
  /** Absent: false. */
  colleagues?: boolean;
  /** Absent: false. */
  hours?: boolean;
  /** Absent: false. */
  phrases?: boolean;
}

/** 常用文件. */
export interface SharedFile {
  file_id: string;
  title: string;
  folder: string;
  name: string;
  type: string;
  size: number;
  added_by: string;
}

export interface SharedFileList {
  files: SharedFile[];
}

export interface SignIn {
  email: string;
  password: string;
}

/** Without `reason` the person came in. `agent_name` is that of the moment. */
export interface SignInEntry {
  entry_id: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  agent_id: string;
  agent_name: string;
  /** Absent: "password". */
  way?: "code" | "first_password" | "password" | "recovery" | "single_sign_on";
  reason?: "address" | "code" | "password" | "recovery_code";
  address?: string;
  device?: string;
  place?: Place;
}

/** Newest first. A page may be short: go on while there is a cursor. */
export interface SignInList {
  entries: SignInEntry[];
  cursor?: string;
}

/**
 * Without addresses people come in from anywhere; those whose role or who themselves are exempt, always.
 * `second_factor`: `own` as
 *     everybody likes, `all`, or `roles`. `password_days` 0: passwords do not grow old. `your_address` is where
 * this was asked from.
 */
export interface SignInRules {
  addresses: AllowedAddress[];
  exempt_roles: string[];
  exempt_agents: string[];
  sessions_max: number;
  second_factor: "all" | "own" | "roles";
  second_factor_roles: string[];
  password_min: number;
  password_days: number;
  version: number;
  your_address: string;
}

/** `url` is where the browser goes; empty when no company has said so for the domain. */
export interface SignOnBegun {
  url: string;
}

/** The proof: a TXT record of this name with this value, found at `proved_at`. */
export interface SignOnDomain {
  domain: string;
  record_name: string;
  record_value: string;
  /** Milliseconds since 1970 UTC. */
  proved_at?: number;
}

/**
 * `available`: whether this installation has what it needs; `set_up`: whether the company has a provider. What
 * the company enters
 *     at its provider is in `oidc_callback`, or `saml_callback` and `saml_audience`. A secret is never shown.
 */
export interface SignOnSettings {
  available: boolean;
  set_up: boolean;
  oidc_callback: string;
  saml_callback: string;
  saml_audience: string;
  kind: "oidc" | "saml";
  issuer: string;
  client_id: string;
  metadata_url: string;
  entity_id: string;
  email_from: string;
  name_from: string;
  required: boolean;
  joining: "anybody" | "invited";
  role: StaffRole;
  department_ids: string[];
  domains: SignOnDomain[];
  people: number;
  version: number;
}

/**
 * Staff, with the right `sign_out_others`. The agent's desks close and their conversations go back to the
 * queues.
 *
 *     The agent must sign in anew. Answer: `agent`, to all desks.
 */
export interface SignOutAgent {
  type: "sign_out";
  agent_id: string;
  action: "supervise";
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

/** Agent. A supervisor has signed you out; the socket closes now, and another opens only after a new sign-in. */
export interface SignedOutFrame {
  type: "signed_out";
  by: string;
}

/** Connect to `{url}?ticket={ticket}` within `expires_in_s`; the ticket works once. */
export interface SocketTicket {
  url: string;
  ticket: string;
  expires_in_s: number;
}

/** `volume` in per cent. */
export interface Sound {
  tune: Tune;
  /** Absent: true. */
  on?: boolean;
  /** Absent: 60. */
  volume?: number;
}

/**
 * `name` is the engine, the network, the host or the campaign's source; `keyword` is there only if the engine
 * told it.
 */
export interface Source {
  kind: "campaign" | "direct" | "search" | "site" | "social";
  name?: string;
  keyword?: string;
  campaign?: Campaign;
}

/** A run of text with one look. Colours are names that each theme shows in its own, readable way. */
export interface Span {
  text: string;
  /** Absent: false. */
  bold?: boolean;
  /** Absent: false. */
  italic?: boolean;
  color?: "blue" | "gray" | "green" | "orange" | "purple" | "red";
  size?: "large" | "small";
  link?: string;
}

/** Agents. The company has a notice for you; without `notice`, the one that it had is withdrawn. */
export interface StaffNoticeFrame {
  type: "staff_notice";
  notice_id: string;
  notice?: StaffNoticeView;
}

/** A notice of the company to its staff (通知). */
export interface StaffNoticeView {
  notice_id: string;
  title: string;
  text: string;
  audience: Audience;
  department_ids?: string[];
  agent_ids?: string[];
  /** Milliseconds since 1970 UTC. */
  from_at: number;
  /** Milliseconds since 1970 UTC. */
  until: number;
  /** Milliseconds since 1970 UTC. */
  published_at: number;
  by_agent_id: string;
  by_name: string;
  /** Milliseconds since 1970 UTC. */
  withdrawn_at?: number;
  withdrawn_by?: string;
}

/**
 * A sign-in of somebody. `device` is the browser's own name of itself; `current`: this one asks. `used_at` is
 * exact to half an
 *     hour.
 */
export interface StaffSession {
  session_id: string;
  way: "code" | "first_password" | "password" | "recovery" | "single_sign_on";
  /** Milliseconds since 1970 UTC. */
  begun_at: number;
  /** Milliseconds since 1970 UTC. */
  used_at: number;
  address?: string;
  device?: string;
  place?: Place;
  /** Absent: false. */
  current?: boolean;
}

/** `client_id` is chosen by who asks: the same one begins one download only. `language` is that of headings. */
export interface StartDownload {
  client_id: string;
  wanted: RecordsWanted | LeftMessagesWanted | AuditWanted | PersonWanted | CompanyWanted;
  format: "csv" | "html" | "jsonl" | "xlsx" | "zip";
  /** Absent: "zh-CN". */
  language?: Language;
}

/** Who comes, and who is there. `visitor_token` is what an earlier answer gave, from first-party storage. */
export interface StartVisit {
  tenant_id: string;
  style_id: string;
  /** Absent: 0. */
  style_version?: number;
  /** Absent: false. */
  look?: boolean;
  visitor_token?: string;
  agent?: string;
  languages?: string;
  identity?: GivenIdentity | null;
}

/** A file that was found in the store, of the announced size and of an allowed type. It can be sent now. */
export interface StoredFile {
  file_id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  /** Absent: false. */
  thumbnail?: boolean;
}

/**
 * `words` overrides single texts of the window's catalogue by their key, such as `header.close`. `department_id`
 * None: the
 *     visitor chooses. `pre_chat` None: the company's form.
 */
export interface StyleContent {
  /** Absent: "#0f6a60". */
  color?: string;
  /** Absent: "auto". */
  scheme?: Scheme;
  /** Absent: 10. */
  radius?: number;
  /** Absent: "right". */
  position?: Position;
  /** Absent: "auto". */
  language?: VisitorLanguage | "auto";
  department_id?: string;
  /** Absent: "floating". */
  kind?: StyleKind;
  /**
   * Absent: {"online": "bubble", "busy": "bubble", "offline": "bubble", "x": 24, "y": 24, "phones": true,
   * "when_offline": true, "show_on": [], "hide_on": []}.
   */
  launcher?: Launcher;
  /** Absent: {"online": null, "busy": null, "offline": null}. */
  pictures?: Pictures;
  texts?: Record<string, StyleTexts>;
  words?: Record<string, Record<string, string>>;
  /**
   * Absent: {"logo": null, "profile": {}, "agent_card": true, "announcement": null, "advertisement": null,
   * "payments": [], "tab": null, "powered_by": true}.
   */
  panel?: CompanyPanel;
  /**
   * Absent: {"place": "corner", "picture": null, "color": null, "delay_s": 0, "titles": {}, "accept": {}, "later":
   * {}, "never": {}}.
   */
  invitation_box?: InvitationBox;
  /** Absent: {"quiet_minutes": 10, "rules": []}. */
  invitations?: Invitations;
  pre_chat?: PreChat;
  /** Absent: "none". */
  consent?: Consent;
}

/** A style as it is worked on. Changes name its `version`; a newer one refuses with `conflict`. */
export interface StyleDraft {
  style_id: string;
  name: string;
  version: number;
  content: StyleContent;
  /** Absent: false. */
  has_changes?: boolean;
  /** Milliseconds since 1970 UTC. */
  saved_at?: number;
  published_version: number;
  /** Milliseconds since 1970 UTC. */
  published_at?: number;
  snippet: string;
}

/**
 * `widget/styles/<tenant>/<style>.json`: all that a page needs to look as the company wants. What is empty may
 * be left out of
 *     the parts below the first level.
 *
 *     `pages` tells by a regular expression, without regard to capitals, on which addresses the launcher stands
 * (empty: on all),
 *     `pages_offline` where it stands while nobody is there.
 */
export interface StyleFile {
  v: number;
  color: string;
  scheme: Scheme;
  radius: number;
  position: Position;
  kind: StyleKind;
  consent: Consent;
  language: VisitorLanguage | "auto";
  icons: StyleIcons;
  pictures: Pictures;
  x: number;
  y: number;
  computers_only: boolean;
  pages: string;
  pages_offline: string;
  launcher_words: Record<string, LauncherTexts>;
  texts: Record<string, StyleTexts>;
  words: Record<string, Record<string, string>>;
  panel: CompanyPanel;
  invitation_box: InvitationBox;
  rules: PublishedRule[];
  quiet_minutes: number;
}

/** Outlines (SVG, square of 20, even-odd). */
export interface StyleIcons {
  online: string;
  busy: string;
  offline: string;
}

export interface StyleList {
  styles: StyleSummary[];
}

/** What stands in the file's place when there is to be no widget: it says so once, and nothing else is loaded. */
export interface StyleOff {
  off: "deleted" | "suspended";
}

/**
 * A line of the list of styles. `color` and `kind` are the draft's; `has_changes`: the draft is not what
 * visitors see.
 */
export interface StyleSummary {
  style_id: string;
  name: string;
  color: string;
  kind: StyleKind;
  published_version: number;
  /** Milliseconds since 1970 UTC. */
  published_at?: number;
  /** Milliseconds since 1970 UTC. */
  changed_at?: number;
  /** Absent: false. */
  has_changes?: boolean;
  snippet: string;
  /** Milliseconds since 1970 UTC. */
  widget_seen_at?: number;
}

/** What the widget says, in one language. Empty means the product's own text. */
export interface StyleTexts {
  title?: string;
  launcher?: string;
  welcome?: string;
  warning?: string;
  offline?: string;
}

/**
 * The browser's push subscription, given by the visitor's consent. Unread answers then go there instead of by
 * mail.
 */
export interface SubscribePush {
  visitor_token: string;
  endpoint: string;
  keys: PushKeys;
}

/** Frames with `action` supervise. */
export type SuperviseFrame =
  | Unwatch
  | TakeOver
  | EndOther
  | SignOutAgent;

export interface Survey {
  questions: Question[];
  thanks?: string;
}

/** An answer with its question as it was asked. */
export interface SurveyAnswer {
  key: string;
  label: string;
  stars?: number;
  value?: string;
}

/** What is allowed in a conversation. */
export interface Switches {
  /** Absent: true. */
  visitor_files?: boolean;
  /** Absent: true. */
  visitor_capture?: boolean;
  /** Absent: true. */
  recall?: boolean;
  /** Absent: true. */
  read_marks?: boolean;
  /** Absent: true. */
  transcripts?: boolean;
  /** Absent: true. */
  survey_at_end?: boolean;
  /** Absent: false. */
  pushed_pages_at_once?: boolean;
  /** Absent: true. */
  wrap_up?: boolean;
}

/**
 * Member. Asks for everything after `after`, or without it for the newest `limit` entries. Answer:
 * `internal_log`.
 */
export interface SyncInternal {
  type: "sync";
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  after?: number;
  /** Absent: 100. */
  limit?: number;
  action: "internal";
  conversation_id: string;
}

/**
 * Asks for everything after `after` and for pushes from now on to this socket. Answer: `log`.
 *
 *     Without `after`: for the newest `limit` entries; what is before them is asked for with `history`. `watch`:
 * staff who are
 *     not in the conversation look on, with the right `watch`, until they say `unwatch`.
 */
export interface SyncLog {
  type: "sync";
  conversation_id: string;
  /** Position in the conversation's log, contiguous from 1; 0 is before the first. */
  after?: number;
  /** Absent: false. */
  watch?: boolean;
  /** Absent: 100. */
  limit?: number;
  action: "chat";
}

/** A page of the company's beside the conversation, such as its forum (论坛). */
export interface Tab {
  url: string;
  labels?: Record<string, string>;
}

/**
 * Staff, with the right `take_over`. The conversation becomes the sender's. Answer: `conversation`, to all
 * desks.
 */
export interface TakeOver {
  type: "take_over";
  conversation_id: string;
  action: "supervise";
}

/** What conversations are about (对话主题). `group` is the heading that it stands under. */
export interface Topic {
  topic_id: string;
  name: string;
  group?: string;
}

/** A visitor's pages, newest first, and what is known of them. */
export interface Track {
  visitor?: VisitorView;
  pages: PageView[];
  happenings?: HappeningView[];
}

/** Frames with `action` track. */
export type TrackFrame =
  | PageVisited
  | EventTracked
  | ConversionTracked
  | VisitorTagged
  | AskFacts;

/** `html` is a complete page without scripts, empty when it was mailed. */
export interface Transcript {
  html?: string;
}

/**
 * Staff only. The offer ended without success: the conversation stays with its agent. `note` says why it was
 * declined.
 */
export interface TransferEnded {
  kind: "transfer_ended";
  transfer_id: string;
  outcome: "cancelled" | "declined" | "expired";
  note?: string;
  seq: number;
  at: number;
  by: Author;
}

/** Frames with `action` transfer. */
export type TransferFrame =
  | OfferTransfer
  | InviteColleague
  | AnswerTransfer
  | CancelTransfer;

/**
 * Staff only. The agent asks a colleague to take over or, with `join`, to come in; nothing changes until they
 * accept.
 */
export interface TransferOffered {
  kind: "transfer_offered";
  transfer_id: string;
  to_agent_id: string;
  to_agent_name: string;
  note?: string;
  /** Absent: false. */
  join?: boolean;
  seq: number;
  at: number;
  by: Author;
}

/** An offer that waits for its answer. `join`: the colleague is asked to come in, not to take over. */
export interface TransferView {
  transfer_id: string;
  from_agent_id: string;
  from_agent_name: string;
  to_agent_id: string;
  to_agent_name: string;
  note: string;
  /** Milliseconds since 1970 UTC. */
  expires_at: number;
  /** Absent: false. */
  join?: boolean;
}

/**
 * The conversation has a new agent: a colleague accepted, a member takes over from an agent who left or has
 * gone,
 *     or a supervisor took it over.
 */
export interface Transferred {
  kind: "transferred";
  agent_id: string;
  agent_name: string;
  transfer_id?: string;
  reason?: "agent_gone" | "left" | "taken_over";
  seq: number;
  at: number;
  by: Author;
}

/** A signature that the site has made: of a user's id, or of a JSON text as a whole. */
export interface TryIdentity {
  hmac: string;
  user_id?: string;
  data?: string;
}

/** A visitor as they might come. What is left out is not known of them. `style_id` stands for the page's snippet. */
export interface TryRouting {
  page_url?: string;
  referrer?: string;
  country?: string;
  province?: string;
  language?: string;
  style_id?: string;
  department_id?: string;
  link_agent?: string;
  last_agent_id?: string;
}

/** What is being typed. From a visitor the text itself, if the tenant shows previews; from an agent empty text. */
export interface Typing {
  type: "typing";
  conversation_id: string;
  text?: string;
  action: "chat";
}

/** `name` is the agent who types: of several that may be anybody. Nothing for a visitor. */
export interface TypingFrame {
  type: "typing";
  conversation_id: string;
  by: "agent" | "visitor";
  text?: string;
  name?: string;
}

/** Staff. Ends the looking on that a `sync` with `watch` began. */
export interface Unwatch {
  type: "unwatch";
  conversation_id: string;
  action: "supervise";
}

/** Where to POST a form (multipart) with these fields and, last, `file`. */
export interface UploadTarget {
  url: string;
  fields: Record<string, string>;
}

/** Who the visitor is, how to connect, who is there. How it all looks stands in the style's file. */
export interface Visit {
  visitor_token: string;
  visitor_id: string;
  socket: SocketTicket;
  availability: Availability;
  language: VisitorLanguage;
  company: string;
  /**
   * Absent: {"visitor_files": true, "visitor_capture": true, "recall": true, "read_marks": true, "transcripts":
   * true, "survey_at_end": true, "pushed_pages_at_once": false, "wrap_up": true}.
   */
  switches?: Switches;
  typing_preview: boolean;
  pre_chat?: PreChat;
  fields_known?: Record<string, string>;
  departments?: DepartmentChoice[];
  /** Milliseconds since 1970 UTC. */
  opens_at?: number;
  region_text?: string;
  conversation?: ConversationView;
  agent?: VisitAgent;
  senders?: Record<string, RuleSender>;
  identity?: "refused" | "verified";
}

/** What there is to be seen of the agent who talks to the visitor, beside name and title. */
export interface VisitAgent {
  agent_id: string;
  phone?: string;
  photo?: string;
}

/** The answer to a visit with `look`: nobody has agreed to more yet. */
export interface VisitLook {
  availability: Availability;
  language: VisitorLanguage;
  /** Milliseconds since 1970 UTC. */
  opens_at?: number;
}

export interface VisitPoint {
  at: string;
  views: number;
  visits: number;
  consultations: number;
}

/** Page views, visits (a visitor's stay with less than 30 minutes' pause), and consultations. */
export interface VisitReport {
  time_zone: string;
  grain: Grain;
  points: VisitPoint[];
  views: number;
  visits: number;
  consultations: number;
  before_views: number;
  before_visits: number;
  before_consultations: number;
}

/**
 * Everything beside a conversation: profile, card, cards with the same phone or mail, conversations newest
 * first.
 */
export interface VisitorCard {
  visitor_id: string;
  visitor_number: string;
  profile: VisitorProfile;
  customer?: Customer;
  duplicates?: Customer[];
  conversations?: ConversationView[];
}

/**
 * What changed of one visitor. `visitor` is the whole view; without `page` beside it, its page is not said and
 * stays as it was.
 *
 *     `page` alone: the visitor, who is known from before, looks at another page.
 */
export interface VisitorChangeView {
  visitor_id: string;
  visitor?: VisitorView;
  page?: PageSeen;
}

/** Conditions that an agent has put down under a name. */
export interface VisitorFilter {
  name: string;
  conditions: Condition[];
}

/**
 * Who the visitor is on the company's site (ID 管理), by its signature. `signed`: the attributes are signed, too;
 * else the page
 *     says them and the visitor could have changed them. `at` is when the site last said something new.
 */
export interface VisitorIdentity {
  user_id: string;
  attributes?: Record<string, string>;
  /** Absent: false. */
  signed?: boolean;
  /** Milliseconds since 1970 UTC. */
  at: number;
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
  online?: number;
}

/** Staff only. The visitor is known under another name from now on. */
export interface VisitorNamed {
  kind: "visitor_named";
  name: string;
  seq: number;
  at: number;
  by: Author;
}

/** What the visitor said of themselves, by kind of field. */
export interface VisitorProfile {
  name?: string;
  email?: string;
  phone?: string;
  company?: string;
  /** Absent: 0. */
  visits?: number;
  /** Milliseconds since 1970 UTC. */
  first_seen_at?: number;
  identity?: VisitorIdentity;
}

/** The visitor is connected again. */
export interface VisitorReturned {
  kind: "visitor_returned";
  seq: number;
  at: number;
  by: Author;
}

/** Visitor. The site marks its visitor: `parlor.tag(tag)`. */
export interface VisitorTagged {
  type: "tag";
  tag: string;
  action: "track";
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
  source?: Source;
  device?: Device;
  place?: Place;
  screen?: string;
  conversation_id?: string;
  conversation_state?: ConversationState;
  agent_id?: string;
  invited_by?: string;
  /** Milliseconds since 1970 UTC. */
  left_at?: number;
  /** Milliseconds since 1970 UTC. Absent: 0. */
  changed_at?: number;
  /** Milliseconds since 1970 UTC. */
  waiting_since?: number;
  agent_name?: string;
}

/**
 * Agents. What the visitors that the desk follows did; at most one a second. Also the answer to
 * `watch_visitors`.
 *
 *     `outside` do not fit the desk's conditions (any longer). `online` is how many are on the site. So many
 * changes were `omitted`
 *     because a frame has its limits: who needs them asks for the list.
 */
export interface VisitorsFrame {
  type: "visitors";
  online: number;
  changes?: VisitorChangeView[];
  outside?: string[];
  /** Absent: 0. */
  omitted?: number;
}

/** A place that was taken by a send which never finished. Shown to nobody; keeps the sequence contiguous. */
export interface Void {
  kind: "void";
  seq: number;
  at: number;
  by: Author;
}

/**
 * Agent. Which visitors this desk follows from now on: everybody who fits all `conditions`, or without `listed`
 * only who arrives.
 *
 *     Those in `visitor_ids` in any case. A desk that has never said so follows everybody. Answer: `visitors`.
 */
export interface WatchVisitors {
  type: "watch_visitors";
  /** Absent: true. */
  listed?: boolean;
  conditions?: Condition[];
  visitor_ids?: string[];
  action: "presence";
}

/** `failing_since`: nothing has arrived there since. `off_reason` says who switched it off. */
export interface Webhook {
  webhook_id: string;
  url: string;
  events: ("conversation.accepted" | "conversation.ended" | "conversation.opened" | "conversation.rated" | "conversation.wrapped_up" | "customer.changed" | "customer.created" | "left_message.created" | "message.created" | "message.recalled" | "ping")[];
  description?: string;
  active: boolean;
  off_reason?: "" | "by_hand" | "failing";
  /** Milliseconds since 1970 UTC. */
  created_at: number;
  created_by?: string;
  /** Milliseconds since 1970 UTC. */
  previous_until?: number;
  /** Milliseconds since 1970 UTC. */
  failing_since?: number;
  version: number;
}

export interface WebhookList {
  webhooks: Webhook[];
  event_types: ("conversation.accepted" | "conversation.ended" | "conversation.opened" | "conversation.rated" | "conversation.wrapped_up" | "customer.changed" | "customer.created" | "left_message.created" | "message.created" | "message.recalled" | "ping")[];
}

export interface WebhookSecret {
  secret: string;
}

/** The intervals of Monday to Sunday; a day without any is closed. */
export interface WeekPlan {
  days: Interval[][];
}

/**
 * Agent. Says what the conversation was about and worth, also after its end, again and again. Answer:
 * `conversation`.
 */
export interface WrapUpConversation {
  type: "wrap_up";
  conversation_id: string;
  topic_id?: string;
  /** Absent: "valid". */
  value?: "invalid" | "valid";
  note?: string;
  action: "chat";
}

/** The newest wrap-up (对话评估). */
export interface WrapUpView {
  topic: string;
  value: "invalid" | "valid";
  /** Milliseconds since 1970 UTC. */
  at: number;
  topic_id?: string;
  note?: string;
}

/** Staff only. What the conversation was about and worth (对话评估). May follow `closed`, and come again. */
export interface WrappedUp {
  kind: "wrapped_up";
  topic_id?: string;
  topic?: string;
  /** Absent: "valid". */
  value?: "invalid" | "valid";
  note?: string;
  seq: number;
  at: number;
  by: Author;
}

/** `client_id` is made by the client: the same one is never said twice. */
export interface WriteLetter {
  token: string;
  client_id: string;
  text: string;
}

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
  begin_sign_on: {
    path: undefined;
    query: undefined;
    body: BeginSignOn;
    answer: SignOnBegun;
  };
  finish_sign_on: {
    path: undefined;
    query: { code?: string; state?: string; error?: string; error_description?: string };
    body: undefined;
    answer: undefined;
  };
  get_sign_on: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SignOnSettings;
  };
  change_sign_on: {
    path: undefined;
    query: undefined;
    body: ChangeSignOn;
    answer: SignOnSettings;
  };
  remove_sign_on: {
    path: undefined;
    query: undefined;
    body: RemoveSignOn;
    answer: SignOnSettings;
  };
  add_sign_on_domain: {
    path: undefined;
    query: undefined;
    body: ChangeSignOnDomain;
    answer: SignOnSettings;
  };
  prove_sign_on_domain: {
    path: undefined;
    query: undefined;
    body: ChangeSignOnDomain;
    answer: SignOnSettings;
  };
  remove_sign_on_domain: {
    path: undefined;
    query: undefined;
    body: ChangeSignOnDomain;
    answer: SignOnSettings;
  };
  give_code: {
    path: undefined;
    query: undefined;
    body: GiveCode;
    answer: Session;
  };
  give_recovery_code: {
    path: undefined;
    query: undefined;
    body: GiveRecoveryCode;
    answer: Session;
  };
  get_me: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Me;
  };
  get_own_access: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: OwnAccess;
  };
  list_own_sessions: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SessionList;
  };
  end_own_session: {
    path: { session_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  end_own_other_sessions: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: EndedSessions;
  };
  change_password: {
    path: undefined;
    query: undefined;
    body: ChangePassword;
    answer: undefined;
  };
  new_authenticator: {
    path: undefined;
    query: undefined;
    body: NewAuthenticator;
    answer: Authenticator;
  };
  confirm_authenticator: {
    path: undefined;
    query: undefined;
    body: ConfirmAuthenticator;
    answer: RecoveryCodes;
  };
  remove_second_factor: {
    path: undefined;
    query: undefined;
    body: ProvePassword;
    answer: undefined;
  };
  renew_recovery_codes: {
    path: undefined;
    query: undefined;
    body: ProvePassword;
    answer: RecoveryCodes;
  };
  get_sign_in_rules: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SignInRules;
  };
  change_sign_in_rules: {
    path: undefined;
    query: undefined;
    body: ChangeSignInRules;
    answer: SignInRules;
  };
  list_sign_ins: {
    path: undefined;
    query: { from: string; to: string; agent_id?: string; outcome?: string; cursor?: string };
    body: undefined;
    answer: SignInList;
  };
  get_agent_access: {
    path: { agent_id: string };
    query: undefined;
    body: undefined;
    answer: AgentAccess;
  };
  end_agent_session: {
    path: { agent_id: string; session_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  end_agent_sessions: {
    path: { agent_id: string };
    query: undefined;
    body: undefined;
    answer: EndedSessions;
  };
  reset_second_factor: {
    path: { agent_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  get_profile: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Profile;
  };
  change_profile: {
    path: undefined;
    query: undefined;
    body: ChangeProfile;
    answer: Profile;
  };
  add_own_picture: {
    path: undefined;
    query: undefined;
    body: AddStylePicture;
    answer: Asset;
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
  get_closing: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: CompanyClosing;
  };
  close_company: {
    path: undefined;
    query: undefined;
    body: CloseCompany;
    answer: CompanyClosing;
  };
  keep_company_open: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_styles: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: StyleList;
  };
  add_style: {
    path: undefined;
    query: undefined;
    body: AddStyle;
    answer: StyleDraft;
  };
  get_style: {
    path: { style_id: string };
    query: undefined;
    body: undefined;
    answer: StyleDraft;
  };
  save_draft: {
    path: { style_id: string };
    query: undefined;
    body: SaveDraft;
    answer: StyleDraft;
  };
  delete_style: {
    path: { style_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  publish_style: {
    path: { style_id: string };
    query: undefined;
    body: PublishStyle;
    answer: StyleDraft;
  };
  discard_draft: {
    path: { style_id: string };
    query: undefined;
    body: DiscardDraft;
    answer: StyleDraft;
  };
  list_publications: {
    path: { style_id: string };
    query: undefined;
    body: undefined;
    answer: PublicationList;
  };
  revert_style: {
    path: { style_id: string };
    query: undefined;
    body: RevertStyle;
    answer: StyleDraft;
  };
  add_style_picture: {
    path: undefined;
    query: undefined;
    body: AddStylePicture;
    answer: Asset;
  };
  get_rule_counts: {
    path: { style_id: string };
    query: undefined;
    body: undefined;
    answer: RuleCounts;
  };
  check_installation: {
    path: { style_id: string };
    query: { url?: string };
    body: undefined;
    answer: InstallationCheck;
  };
  get_identity_settings: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: IdentitySettings;
  };
  reveal_identity_secret: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: IdentitySecret;
  };
  rotate_identity_secret: {
    path: undefined;
    query: undefined;
    body: RotateIdentitySecret;
    answer: IdentitySettings;
  };
  try_identity: {
    path: undefined;
    query: undefined;
    body: TryIdentity;
    answer: IdentityTrial;
  };
  clear_identity_warnings: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_webhooks: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: WebhookList;
  };
  add_webhook: {
    path: undefined;
    query: undefined;
    body: AddWebhook;
    answer: Webhook;
  };
  change_webhook: {
    path: { webhook_id: string };
    query: undefined;
    body: ChangeWebhook;
    answer: Webhook;
  };
  delete_webhook: {
    path: { webhook_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  reveal_webhook_secret: {
    path: { webhook_id: string };
    query: undefined;
    body: undefined;
    answer: WebhookSecret;
  };
  rotate_webhook_secret: {
    path: { webhook_id: string };
    query: undefined;
    body: RotateWebhookSecret;
    answer: Webhook;
  };
  ping_webhook: {
    path: { webhook_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_deliveries: {
    path: { webhook_id: string };
    query: { cursor?: string };
    body: undefined;
    answer: DeliveryList;
  };
  resend_delivery: {
    path: { webhook_id: string };
    query: undefined;
    body: ResendDelivery;
    answer: undefined;
  };
  list_api_keys: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: ApiKeyList;
  };
  add_api_key: {
    path: undefined;
    query: undefined;
    body: AddApiKey;
    answer: NewApiKey;
  };
  delete_api_key: {
    path: { key_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
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
  delete_agent: {
    path: { agent_id: string };
    query: { heir_id?: string };
    body: undefined;
    answer: undefined;
  };
  invite_again: {
    path: { agent_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  explain_rights: {
    path: { agent_id: string };
    query: undefined;
    body: undefined;
    answer: GrantList;
  };
  list_roles: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: RoleList;
  };
  add_role: {
    path: undefined;
    query: undefined;
    body: AddRole;
    answer: OwnRole;
  };
  change_role: {
    path: { role_id: string };
    query: undefined;
    body: ChangeRole;
    answer: OwnRole;
  };
  delete_role: {
    path: { role_id: string };
    query: { successor_id?: string };
    body: undefined;
    answer: undefined;
  };
  list_audit: {
    path: undefined;
    query: { from: string; to: string; kind?: string; agent_id?: string; action?: string; about_id?: string; cursor?: string };
    body: undefined;
    answer: AuditList;
  };
  list_parked: {
    path: undefined;
    query: { kind?: string; cursor?: string };
    body: undefined;
    answer: ParkedList;
  };
  replay_parked: {
    path: undefined;
    query: undefined;
    body: ReplayParked;
    answer: undefined;
  };
  dismiss_parked: {
    path: { parked_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
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
  change_canned_phrase: {
    path: { phrase_id: string };
    query: undefined;
    body: ChangeCannedPhrase;
    answer: CannedPhrase;
  };
  delete_canned_phrase: {
    path: { phrase_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  use_canned_phrase: {
    path: { phrase_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  import_canned_phrases: {
    path: undefined;
    query: undefined;
    body: ImportCannedPhrases;
    answer: ImportResult;
  };
  list_links: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SavedLinkList;
  };
  add_link: {
    path: undefined;
    query: undefined;
    body: AddSavedLink;
    answer: SavedLink;
  };
  change_link: {
    path: { link_id: string };
    query: undefined;
    body: ChangeSavedLink;
    answer: SavedLink;
  };
  delete_link: {
    path: { link_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  announce_file: {
    path: undefined;
    query: undefined;
    body: NewStaffFile;
    answer: FileUpload;
  };
  finish_file: {
    path: { file_id: string };
    query: undefined;
    body: undefined;
    answer: StoredFile;
  };
  get_file_links: {
    path: undefined;
    query: undefined;
    body: AskFileLinks;
    answer: FileLinkList;
  };
  list_shared_files: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: SharedFileList;
  };
  add_shared_file: {
    path: undefined;
    query: undefined;
    body: AddSharedFile;
    answer: SharedFile;
  };
  delete_shared_file: {
    path: { file_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  get_goals: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: GoalList;
  };
  change_goals: {
    path: undefined;
    query: undefined;
    body: ChangeGoals;
    answer: GoalList;
  };
  get_service: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Service;
  };
  change_service: {
    path: undefined;
    query: undefined;
    body: ChangeService;
    answer: Service;
  };
  try_routing: {
    path: undefined;
    query: undefined;
    body: TryRouting;
    answer: RoutingTrial;
  };
  get_personal_settings: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: PersonalSettings;
  };
  change_personal_settings: {
    path: undefined;
    query: undefined;
    body: ChangePersonalSettings;
    answer: PersonalSettings;
  };
  find_customers: {
    path: undefined;
    query: { phone?: string; email?: string; name?: string };
    body: undefined;
    answer: CustomerList;
  };
  add_customer: {
    path: undefined;
    query: undefined;
    body: AddCustomer;
    answer: Customer;
  };
  get_customer: {
    path: { customer_id: string };
    query: undefined;
    body: undefined;
    answer: Customer;
  };
  change_customer: {
    path: { customer_id: string };
    query: undefined;
    body: ChangeCustomer;
    answer: Customer;
  };
  get_visitor_card: {
    path: { visitor_id: string };
    query: undefined;
    body: undefined;
    answer: VisitorCard;
  };
  link_customer: {
    path: { visitor_id: string };
    query: undefined;
    body: LinkCustomer;
    answer: VisitorCard;
  };
  unlink_customer: {
    path: { visitor_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_blocks: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: BlockList;
  };
  add_block: {
    path: undefined;
    query: undefined;
    body: AddBlock;
    answer: Block;
  };
  change_block: {
    path: { block_id: string };
    query: undefined;
    body: ChangeBlock;
    answer: Block;
  };
  delete_block: {
    path: { block_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  block_visitor: {
    path: { visitor_id: string };
    query: undefined;
    body: BlockVisitor;
    answer: Block;
  };
  list_internal_conversations: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: InternalList;
  };
  open_internal_pair: {
    path: undefined;
    query: undefined;
    body: OpenPair;
    answer: InternalView;
  };
  open_internal_group: {
    path: undefined;
    query: undefined;
    body: OpenGroup;
    answer: InternalView;
  };
  rename_internal_group: {
    path: { conversation_id: string };
    query: undefined;
    body: RenameGroup;
    answer: InternalView;
  };
  add_internal_members: {
    path: { conversation_id: string };
    query: undefined;
    body: AddMembers;
    answer: InternalView;
  };
  remove_internal_member: {
    path: { conversation_id: string; agent_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_internal_records: {
    path: undefined;
    query: { agent_id: string; from: string; to: string; cursor?: string };
    body: undefined;
    answer: InternalRecordList;
  };
  get_internal_record: {
    path: { conversation_id: string };
    query: { after?: string; before?: string };
    body: undefined;
    answer: InternalLog;
  };
  list_my_notices: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: MyNotices;
  };
  read_notice: {
    path: { notice_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  list_notices: {
    path: undefined;
    query: { cursor?: string };
    body: undefined;
    answer: PublishedNotices;
  };
  publish_notice: {
    path: undefined;
    query: undefined;
    body: PublishNotice;
    answer: StaffNoticeView;
  };
  withdraw_notice: {
    path: { notice_id: string };
    query: undefined;
    body: undefined;
    answer: StaffNoticeView;
  };
  list_notice_readers: {
    path: { notice_id: string };
    query: undefined;
    body: undefined;
    answer: NoticeReaders;
  };
  get_desk: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Desk;
  };
  get_monitor: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Monitor;
  };
  list_visitors: {
    path: undefined;
    query: { conditions?: string; cursor?: string };
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
    answer: RecordList;
  };
  search_records: {
    path: undefined;
    query: undefined;
    body: SearchRecords;
    answer: RecordsFound;
  };
  get_conversation_log: {
    path: { conversation_id: string };
    query: { after?: string; before?: string };
    body: undefined;
    answer: RecordLog;
  };
  search_conversation: {
    path: { conversation_id: string };
    query: { q: string; before?: string };
    body: undefined;
    answer: FoundMessages;
  };
  list_unwrapped: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: ConversationList;
  };
  list_left_messages: {
    path: undefined;
    query: { state?: string; assignee?: string; department_id?: string; from?: string; to?: string; cursor?: string };
    body: undefined;
    answer: LeftMessageList;
  };
  get_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: undefined;
    answer: LeftThread;
  };
  change_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: ChangeLeftMessage;
    answer: LeftMessage;
  };
  answer_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: AnswerLeftMessage;
    answer: LeftMessage;
  };
  note_left_message: {
    path: { left_message_id: string };
    query: undefined;
    body: NoteLeftMessage;
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
  report_breakdown: {
    path: undefined;
    query: { of: string; by: string; from: string; to: string; grain: string; compare?: string };
    body: undefined;
    answer: Breakdown;
  };
  report_agents: {
    path: undefined;
    query: { from: string; to: string };
    body: undefined;
    answer: AgentReport;
  };
  report_satisfaction: {
    path: undefined;
    query: { from: string; to: string; grain: string };
    body: undefined;
    answer: Satisfaction;
  };
  list_ratings: {
    path: undefined;
    query: { from: string; to: string; cursor?: string };
    body: undefined;
    answer: RatingList;
  };
  report_funnel: {
    path: undefined;
    query: { from: string; to: string };
    body: undefined;
    answer: Funnel;
  };
  export_report: {
    path: undefined;
    query: undefined;
    body: ExportReport;
    answer: ReportFile;
  };
  look_at_person: {
    path: undefined;
    query: undefined;
    body: AskPerson;
    answer: PersonalData;
  };
  erase_person: {
    path: undefined;
    query: undefined;
    body: ErasePerson;
    answer: ErasureView;
  };
  list_erasures: {
    path: undefined;
    query: { cursor?: string };
    body: undefined;
    answer: ErasureList;
  };
  get_erasure: {
    path: { erasure_id: string };
    query: undefined;
    body: undefined;
    answer: ErasureView;
  };
  continue_erasure: {
    path: { erasure_id: string };
    query: undefined;
    body: undefined;
    answer: ErasureView;
  };
  get_retention: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: RetentionView;
  };
  look_at_retention: {
    path: undefined;
    query: undefined;
    body: AskRetention;
    answer: RetentionPreview;
  };
  change_retention: {
    path: undefined;
    query: undefined;
    body: ChangeRetention;
    answer: RetentionView;
  };
  list_downloads: {
    path: undefined;
    query: { all?: string; cursor?: string };
    body: undefined;
    answer: DownloadList;
  };
  start_download: {
    path: undefined;
    query: undefined;
    body: StartDownload;
    answer: DownloadView;
  };
  cancel_download: {
    path: { download_id: string };
    query: undefined;
    body: undefined;
    answer: DownloadView;
  };
  delete_download: {
    path: { download_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  open_download: {
    path: { download_id: string };
    query: undefined;
    body: undefined;
    answer: DownloadLink;
  };
  list_report_schedules: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: ReportScheduleList;
  };
  add_report_schedule: {
    path: undefined;
    query: undefined;
    body: AddReportSchedule;
    answer: ReportScheduleView;
  };
  change_report_schedule: {
    path: { schedule_id: string };
    query: undefined;
    body: ChangeReportSchedule;
    answer: ReportScheduleView;
  };
  send_report_schedule: {
    path: { schedule_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  delete_report_schedule: {
    path: { schedule_id: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  show_report_unsubscribe: {
    path: undefined;
    query: { token: string };
    body: undefined;
    answer: undefined;
  };
  unsubscribe_report: {
    path: undefined;
    query: { token: string };
    body: undefined;
    answer: undefined;
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
  open_letter: {
    path: undefined;
    query: undefined;
    body: OpenLetter;
    answer: Letter;
  };
  write_letter: {
    path: undefined;
    query: undefined;
    body: WriteLetter;
    answer: Letter;
  };
  announce_visitor_file: {
    path: undefined;
    query: undefined;
    body: NewVisitorFile;
    answer: FileUpload;
  };
  finish_visitor_file: {
    path: { file_id: string };
    query: undefined;
    body: FinishVisitorFile;
    answer: StoredFile;
  };
  get_visitor_file_links: {
    path: undefined;
    query: undefined;
    body: AskVisitorFileLinks;
    answer: FileLinkList;
  };
  ask_transcript: {
    path: undefined;
    query: undefined;
    body: AskTranscript;
    answer: Transcript;
  };
  resume_visit: {
    path: undefined;
    query: undefined;
    body: ResumeVisit;
    answer: Resumed;
  };
  get_push_key: {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: PushKey;
  };
  subscribe_push: {
    path: undefined;
    query: undefined;
    body: SubscribePush;
    answer: undefined;
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
  begin_sign_on: ["POST", "/auth/sso"],
  finish_sign_on: ["GET", "/auth/sso/callback"],
  get_sign_on: ["GET", "/sign-on"],
  change_sign_on: ["PATCH", "/sign-on"],
  remove_sign_on: ["POST", "/sign-on/remove"],
  add_sign_on_domain: ["POST", "/sign-on/domains"],
  prove_sign_on_domain: ["POST", "/sign-on/domains/prove"],
  remove_sign_on_domain: ["POST", "/sign-on/domains/remove"],
  give_code: ["POST", "/auth/code"],
  give_recovery_code: ["POST", "/auth/recovery"],
  get_me: ["GET", "/me"],
  get_own_access: ["GET", "/me/access"],
  list_own_sessions: ["GET", "/me/sessions"],
  end_own_session: ["DELETE", "/me/sessions/{session_id}"],
  end_own_other_sessions: ["DELETE", "/me/sessions"],
  change_password: ["POST", "/me/password"],
  new_authenticator: ["POST", "/me/authenticator"],
  confirm_authenticator: ["POST", "/me/second-factor"],
  remove_second_factor: ["POST", "/me/second-factor/off"],
  renew_recovery_codes: ["POST", "/me/recovery-codes"],
  get_sign_in_rules: ["GET", "/sign-in-rules"],
  change_sign_in_rules: ["PATCH", "/sign-in-rules"],
  list_sign_ins: ["GET", "/sign-ins"],
  get_agent_access: ["GET", "/agents/{agent_id}/access"],
  end_agent_session: ["DELETE", "/agents/{agent_id}/sessions/{session_id}"],
  end_agent_sessions: ["DELETE", "/agents/{agent_id}/sessions"],
  reset_second_factor: ["DELETE", "/agents/{agent_id}/second-factor"],
  get_profile: ["GET", "/me/profile"],
  change_profile: ["PATCH", "/me/profile"],
  add_own_picture: ["POST", "/me/picture"],
  create_socket_ticket: ["POST", "/socket-ticket"],
  get_home: ["GET", "/home"],
  get_company: ["GET", "/company"],
  change_company: ["PATCH", "/company"],
  get_closing: ["GET", "/company/closing"],
  close_company: ["POST", "/company/closing"],
  keep_company_open: ["DELETE", "/company/closing"],
  list_styles: ["GET", "/styles"],
  add_style: ["POST", "/styles"],
  get_style: ["GET", "/styles/{style_id}"],
  save_draft: ["PATCH", "/styles/{style_id}"],
  delete_style: ["DELETE", "/styles/{style_id}"],
  publish_style: ["POST", "/styles/{style_id}/publish"],
  discard_draft: ["POST", "/styles/{style_id}/discard"],
  list_publications: ["GET", "/styles/{style_id}/publications"],
  revert_style: ["POST", "/styles/{style_id}/revert"],
  add_style_picture: ["POST", "/style-pictures"],
  get_rule_counts: ["GET", "/styles/{style_id}/rule-counts"],
  check_installation: ["GET", "/styles/{style_id}/installation"],
  get_identity_settings: ["GET", "/identity"],
  reveal_identity_secret: ["POST", "/identity/secret"],
  rotate_identity_secret: ["POST", "/identity/rotate"],
  try_identity: ["POST", "/identity/try"],
  clear_identity_warnings: ["DELETE", "/identity/warnings"],
  list_webhooks: ["GET", "/webhooks"],
  add_webhook: ["POST", "/webhooks"],
  change_webhook: ["PATCH", "/webhooks/{webhook_id}"],
  delete_webhook: ["DELETE", "/webhooks/{webhook_id}"],
  reveal_webhook_secret: ["POST", "/webhooks/{webhook_id}/secret"],
  rotate_webhook_secret: ["POST", "/webhooks/{webhook_id}/rotate"],
  ping_webhook: ["POST", "/webhooks/{webhook_id}/ping"],
  list_deliveries: ["GET", "/webhooks/{webhook_id}/deliveries"],
  resend_delivery: ["POST", "/webhooks/{webhook_id}/resend"],
  list_api_keys: ["GET", "/api-keys"],
  add_api_key: ["POST", "/api-keys"],
  delete_api_key: ["DELETE", "/api-keys/{key_id}"],
  list_agents: ["GET", "/agents"],
  add_agent: ["POST", "/agents"],
  change_agent: ["PATCH", "/agents/{agent_id}"],
  delete_agent: ["DELETE", "/agents/{agent_id}"],
  invite_again: ["POST", "/agents/{agent_id}/invitation"],
  explain_rights: ["GET", "/agents/{agent_id}/rights"],
  list_roles: ["GET", "/roles"],
  add_role: ["POST", "/roles"],
  change_role: ["PATCH", "/roles/{role_id}"],
  delete_role: ["DELETE", "/roles/{role_id}"],
  list_audit: ["GET", "/audit"],
  list_parked: ["GET", "/parked"],
  replay_parked: ["POST", "/parked/replay"],
  dismiss_parked: ["DELETE", "/parked/{parked_id}"],
  list_departments: ["GET", "/departments"],
  add_department: ["POST", "/departments"],
  change_department: ["PATCH", "/departments/{department_id}"],
  delete_department: ["DELETE", "/departments/{department_id}"],
  list_canned_phrases: ["GET", "/canned-phrases"],
  add_canned_phrase: ["POST", "/canned-phrases"],
  change_canned_phrase: ["PATCH", "/canned-phrases/{phrase_id}"],
  delete_canned_phrase: ["DELETE", "/canned-phrases/{phrase_id}"],
  use_canned_phrase: ["POST", "/canned-phrases/{phrase_id}/use"],
  import_canned_phrases: ["POST", "/canned-phrase-imports"],
  list_links: ["GET", "/links"],
  add_link: ["POST", "/links"],
  change_link: ["PATCH", "/links/{link_id}"],
  delete_link: ["DELETE", "/links/{link_id}"],
  announce_file: ["POST", "/files"],
  finish_file: ["POST", "/files/{file_id}/finish"],
  get_file_links: ["POST", "/file-links"],
  list_shared_files: ["GET", "/shared-files"],
  add_shared_file: ["POST", "/shared-files"],
  delete_shared_file: ["DELETE", "/shared-files/{file_id}"],
  get_goals: ["GET", "/goals"],
  change_goals: ["PATCH", "/goals"],
  get_service: ["GET", "/service"],
  change_service: ["PATCH", "/service"],
  try_routing: ["POST", "/routing-trial"],
  get_personal_settings: ["GET", "/me/settings"],
  change_personal_settings: ["PATCH", "/me/settings"],
  find_customers: ["GET", "/customers"],
  add_customer: ["POST", "/customers"],
  get_customer: ["GET", "/customers/{customer_id}"],
  change_customer: ["PATCH", "/customers/{customer_id}"],
  get_visitor_card: ["GET", "/visitors/{visitor_id}/card"],
  link_customer: ["POST", "/visitors/{visitor_id}/customer"],
  unlink_customer: ["DELETE", "/visitors/{visitor_id}/customer"],
  list_blocks: ["GET", "/blocks"],
  add_block: ["POST", "/blocks"],
  change_block: ["PATCH", "/blocks/{block_id}"],
  delete_block: ["DELETE", "/blocks/{block_id}"],
  block_visitor: ["POST", "/visitors/{visitor_id}/block"],
  list_internal_conversations: ["GET", "/internal-conversations"],
  open_internal_pair: ["POST", "/internal-conversations"],
  open_internal_group: ["POST", "/internal-groups"],
  rename_internal_group: ["PATCH", "/internal-groups/{conversation_id}"],
  add_internal_members: ["POST", "/internal-groups/{conversation_id}/members"],
  remove_internal_member: ["DELETE", "/internal-groups/{conversation_id}/members/{agent_id}"],
  list_internal_records: ["GET", "/internal-records"],
  get_internal_record: ["GET", "/internal-records/{conversation_id}/log"],
  list_my_notices: ["GET", "/me/notices"],
  read_notice: ["POST", "/me/notices/{notice_id}/read"],
  list_notices: ["GET", "/notices"],
  publish_notice: ["POST", "/notices"],
  withdraw_notice: ["POST", "/notices/{notice_id}/withdraw"],
  list_notice_readers: ["GET", "/notices/{notice_id}/readers"],
  get_desk: ["GET", "/desk"],
  get_monitor: ["GET", "/monitor"],
  list_visitors: ["GET", "/visitors"],
  get_track: ["GET", "/visitors/{visitor_id}/track"],
  list_conversations: ["GET", "/conversations"],
  search_records: ["POST", "/record-searches"],
  get_conversation_log: ["GET", "/conversations/{conversation_id}/log"],
  search_conversation: ["GET", "/conversations/{conversation_id}/search"],
  list_unwrapped: ["GET", "/unwrapped-conversations"],
  list_left_messages: ["GET", "/left-messages"],
  get_left_message: ["GET", "/left-messages/{left_message_id}"],
  change_left_message: ["PATCH", "/left-messages/{left_message_id}"],
  answer_left_message: ["POST", "/left-messages/{left_message_id}/answer"],
  note_left_message: ["POST", "/left-messages/{left_message_id}/notes"],
  report_consultations: ["GET", "/reports/consultations"],
  report_visits: ["GET", "/reports/visits"],
  report_breakdown: ["GET", "/reports/breakdown"],
  report_agents: ["GET", "/reports/agents"],
  report_satisfaction: ["GET", "/reports/satisfaction"],
  list_ratings: ["GET", "/reports/ratings"],
  report_funnel: ["GET", "/reports/funnel"],
  export_report: ["POST", "/reports/export"],
  look_at_person: ["POST", "/personal-data"],
  erase_person: ["POST", "/erasures"],
  list_erasures: ["GET", "/erasures"],
  get_erasure: ["GET", "/erasures/{erasure_id}"],
  continue_erasure: ["POST", "/erasures/{erasure_id}/continue"],
  get_retention: ["GET", "/retention"],
  look_at_retention: ["POST", "/retention/preview"],
  change_retention: ["PATCH", "/retention"],
  list_downloads: ["GET", "/downloads"],
  start_download: ["POST", "/downloads"],
  cancel_download: ["POST", "/downloads/{download_id}/cancel"],
  delete_download: ["DELETE", "/downloads/{download_id}"],
  open_download: ["POST", "/downloads/{download_id}/link"],
  list_report_schedules: ["GET", "/report-schedules"],
  add_report_schedule: ["POST", "/report-schedules"],
  change_report_schedule: ["PATCH", "/report-schedules/{schedule_id}"],
  send_report_schedule: ["POST", "/report-schedules/{schedule_id}/send"],
  delete_report_schedule: ["DELETE", "/report-schedules/{schedule_id}"],
  show_report_unsubscribe: ["GET", "/report-mails/unsubscribe"],
  unsubscribe_report: ["POST", "/report-mails/unsubscribe"],
  start_visit: ["POST", "/widget/visit"],
  leave_message: ["POST", "/widget/left-messages"],
  open_letter: ["POST", "/widget/letter"],
  write_letter: ["POST", "/widget/letter/entries"],
  announce_visitor_file: ["POST", "/widget/files"],
  finish_visitor_file: ["POST", "/widget/files/{file_id}/finish"],
  get_visitor_file_links: ["POST", "/widget/file-links"],
  ask_transcript: ["POST", "/widget/transcript"],
  resume_visit: ["POST", "/widget/resume"],
  get_push_key: ["GET", "/widget/push-key"],
  subscribe_push: ["POST", "/widget/push-subscription"],
  show_unsubscribe: ["GET", "/unsubscribe"],
  unsubscribe: ["POST", "/unsubscribe"],
};
