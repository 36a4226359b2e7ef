import type {
  AgentState,
  AgentView,
  ConnectionState,
  ConversationView,
  Department,
  Entry,
  InternalView,
  Pending,
  VisitorView,
} from "@parlor/protocol";
import type { ApiProblem } from "../api/problem.ts";
import { Versions } from "./versions.ts";

/** A log as far as it is known. `complete`: nothing is known to be missing. */
export interface LogState {
  entries: readonly Entry[];
  complete: boolean;
  /** The first place that is loaded; 0 while nothing is. */
  first: number;
  /** There is more before `first`. */
  hasOlder: boolean;
  loadingOlder: boolean;
  /** The code with which the server refused the log for good. */
  refused: string | undefined;
}

export interface TypingState {
  text: string;
  /** When the last keystroke was told, our clock. */
  at: number;
}

/** The server's word that a visitor waits for our answer. */
export interface Reminder {
  waitingSince: number;
  /** When the conversation goes back to the queue. */
  reassignAt: number | undefined;
}

/**
 * Everything that an agent sees live, once. Filled by the desk's snapshot, kept current by frames; no screen keeps a copy.
 * Maps are replaced, never changed, so that listeners can compare them; the visitors stand in versions of one map (versions.ts).
 */
export interface LiveState {
  agentId: string;
  link: ConnectionState;
  latencyMs: number | undefined;
  /** Add to our clock to get the server's. */
  clockOffsetMs: number;
  /** loading: no snapshot yet; failed: the last try to get one failed, older data stays. */
  desk: "loading" | "ready" | "failed";
  deskProblem: ApiProblem | undefined;
  ownState: AgentState;
  conversations: ReadonlyMap<string, ConversationView>;
  agents: ReadonlyMap<string, AgentView>;
  departments: readonly Department[];
  visitors: Versions<VisitorView>;
  visitorsStatus: "loading" | "ready" | "failed";
  /** How many are on the site, by the server's count. */
  online: number | undefined;
  /** There are more visitors than are held here. */
  visitorsCut: boolean;
  typing: ReadonlyMap<string, TypingState>;
  logs: ReadonlyMap<string, LogState>;
  /** Messages of ours that are not confirmed, by conversation. */
  pending: ReadonlyMap<string, readonly Pending[]>;
  /** Invitations sent by us that wait for an answer, by visitor: when. */
  invited: ReadonlyMap<string, number>;
  /** By conversation, until it is answered. */
  reminders: ReadonlyMap<string, Reminder>;
  /** Conversations among colleagues that we are in. */
  internal: ReadonlyMap<string, InternalView>;
  internalStatus: "loading" | "ready" | "failed";
  /** Ended conversations of ours without a topic, when the desk was last asked for. */
  unwrapped: number;
  /** Who has signed us out; undefined while we are signed in. */
  signedOutBy: string | undefined;
}

export function emptyLiveState(agentId: string): LiveState {
  return {
    agentId,
    link: { status: "connecting", attempt: 1, retryInMs: 0, retryAt: 0 },
    latencyMs: undefined,
    clockOffsetMs: 0,
    desk: "loading",
    deskProblem: undefined,
    ownState: "offline",
    conversations: new Map(),
    agents: new Map(),
    departments: [],
    visitors: new Versions(),
    visitorsStatus: "loading",
    online: undefined,
    visitorsCut: false,
    typing: new Map(),
    logs: new Map(),
    pending: new Map(),
    invited: new Map(),
    reminders: new Map(),
    internal: new Map(),
    internalStatus: "loading",
    unwrapped: 0,
    signedOutBy: undefined,
  };
}
