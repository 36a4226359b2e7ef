import type { ClientFrame, ServerFrame } from "./generated";

/**
 * connecting: a try is under way; open: frames flow; waiting: the next try is at `retryAt`;
 * stopped: no more tries, because of `error` or because the owner closed it.
 */
export interface ConnectionState {
  status: "connecting" | "open" | "waiting" | "stopped";
  /** The number of the try that runs or comes, counted since the connection was last sound; 0 while open. */
  attempt: number;
  /** Milliseconds from this state's beginning to the next try; 0 unless waiting. */
  retryInMs: number;
  /** When the next try is, milliseconds since 1970 UTC; 0 unless waiting. */
  retryAt: number;
  /** Why there is no connection, if that is known. */
  error?: unknown;
}

/** A way to the server: a WebSocket (`Connection`), or a page that holds one for us. */
export interface Link {
  readonly state: ConnectionState;
  /** False: not open, so nothing was sent. True promises nothing about arrival. */
  send(frame: ClientFrame): boolean;
  /** Listeners answer with the function that ends the subscription. */
  onFrame(listener: (frame: ServerFrame) => void): () => void;
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Cuts a waiting time short. */
  reconnectNow(): void;
  /** An answer is overdue: finds out whether the other side is still there, and reconnects if not. */
  check(): void;
}
