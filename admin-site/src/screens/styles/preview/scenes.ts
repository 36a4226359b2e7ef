import type {
  Availability,
  ClientFrame,
  ConversationView,
  DepartmentChoice,
  Entry,
  InvitationKind,
  PreChat,
  ServerFrame,
  VisitorLanguage,
} from "@parlor/protocol";
import { EXAMPLES } from "./examples.ts";

export const SCENES = ["launcher", "welcome", "form", "talk", "queue", "left", "invitation", "rating"] as const;
/** A moment of a visit that the preview plays. */
export type Scene = (typeof SCENES)[number];

const ID = "01JD00000000000000000000PV";
const MINUTE = 60_000;
const AT = Date.now() - 6 * MINUTE;
const QUEUE = { ahead: 2, estimated_wait_s: 180 };

type Body = Entry extends infer E ? (E extends Entry ? Omit<E, "seq" | "at"> : never) : never;

/** What the server would know and say in a scene. */
export interface Play {
  availability: Availability;
  /** The window is open, unless an invitation opens it or only the launcher is looked at. */
  open: boolean;
  conversation?: ConversationView;
  log: readonly Entry[];
  /** How the conversation ends while one looks. */
  end?: Entry;
  preChat?: PreChat;
  departments: readonly DepartmentChoice[];
  /** Said as soon as the socket is open. */
  first: readonly ServerFrame[];
}

export interface Company {
  name: string;
  typingPreview: boolean;
  preChat: PreChat | undefined;
  /** What the visitor chooses from before a conversation. */
  departments: readonly DepartmentChoice[];
}

function view(state: ConversationView["state"], language: VisitorLanguage, seq: number): ConversationView {
  const { agent, title } = EXAMPLES[language];
  return {
    conversation_id: ID,
    state,
    seq,
    visitor_id: ID,
    visitor_number: "V-0000PV",
    department_id: ID,
    opened_at: AT,
    last_at: AT,
    last_by: "visitor",
    read_by_visitor: seq,
    ...(state === "waiting" ? { waiting_since: AT } : { agent_id: ID, agent_name: agent, agent_title: title, accepted_at: AT }),
  } as ConversationView;
}

const entry = (body: Body, i: number) => ({ ...body, seq: i + 1, at: AT + i * MINUTE }) as Entry;
const agentOf = (language: VisitorLanguage) => ({ role: "agent", id: ID, name: EXAMPLES[language].agent }) as const;

function logOf(scene: "talk" | "queue" | "rating", language: VisitorLanguage): Entry[] {
  const { agent, department, asked, answered } = EXAMPLES[language];
  const them = agentOf(language);
  const bodies: Body[] = [
    { kind: "queued", by: { role: "visitor" }, department_id: ID, department_name: department },
    { kind: "message", by: { role: "visitor" }, client_id: { producer: "previewvisit", n: 1 }, text: asked },
  ];
  if (scene !== "queue") {
    bodies.push(
      { kind: "accepted", by: them, agent_id: ID, agent_name: agent },
      { kind: "message", by: them, client_id: { producer: "previewagent", n: 1 }, text: answered },
    );
  }
  return bodies.map(entry);
}

interface Invited {
  kind?: InvitationKind | undefined;
  /** Absent: an example. */
  text?: string | undefined;
  name?: string | undefined;
}

/** Somebody is addressed while they look at a page. */
export function invitation(language: VisitorLanguage, { kind = "invitation", text, name }: Invited): Play {
  const { agent, invited } = EXAMPLES[language];
  const frame = { type: "invitation", invitation_id: ID, kind, agent_id: ID, agent_name: name || agent, text: text || invited } as const;
  return { availability: "online", open: false, log: [], departments: [], first: [frame] };
}

/** `there` is asked for where only the launcher is shown, `text` is what an invitation says. */
export function play(scene: Scene, language: VisitorLanguage, there: Availability, company: Company, text: string): Play {
  const nothing = { availability: "online" as const, open: true, log: [], first: [], departments: [] };
  switch (scene) {
    case "launcher":
      return { ...nothing, availability: there, open: false };
    case "welcome":
      return nothing;
    case "form":
      return company.preChat ? { ...nothing, preChat: company.preChat } : { ...nothing, departments: company.departments };
    case "left":
      return { ...nothing, availability: "offline" };
    case "invitation":
      return invitation(language, { text });
    default: {
      const log = logOf(scene, language);
      const conversation = view(scene === "queue" ? "waiting" : "active", language, log.length);
      if (scene !== "rating") return { ...nothing, log, conversation };
      const closed: Body = { kind: "closed", by: agentOf(language), reason: "agent", survey: EXAMPLES[language].survey };
      return { ...nothing, log, conversation, end: entry(closed, log.length) };
    }
  }
}

/** What the server of a scene answers a frame with. */
export function answersTo(frame: ClientFrame, { conversation, log, end }: Play): ServerFrame[] {
  if (frame.type === "ping") return [{ type: "pong", at: Date.now() }];
  if (frame.action !== "chat" || !conversation) return [];
  const { conversation_id } = conversation;
  if (frame.type === "open") return [{ type: "conversation", conversation }];
  if (frame.type !== "sync") return [];
  const frames: ServerFrame[] = [{ type: "log", conversation, entries: log.slice(frame.after ?? 0), last_seq: log.length }];
  if (conversation.state === "waiting") frames.push({ type: "queue", conversation_id, ...QUEUE });
  if (end) {
    const closed: ConversationView = { ...conversation, state: "closed", closed_at: end.at, seq: end.seq };
    frames.push({ type: "conversation", conversation: closed }, { type: "entry", conversation_id, entry: end });
  }
  return frames;
}
