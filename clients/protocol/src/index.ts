export { type Clock, systemClock } from "./clock";
export {
  Connection,
  type ConnectionOptions,
  GiveUp,
  type Socket,
  type SocketHandlers,
} from "./connection";
export { Emitter } from "./emitter";
export * from "./generated";
export { newProducer, newUlid } from "./ids";
export type { ConnectionState, Link } from "./link";
export { LiveLog, type LiveLogOptions, type Route } from "./live-log";
export { type MessageContent, type MessageState, messageState, plainText, type RichText } from "./message";
export { Outbox, type OutboxOptions, type OutboxStore, type Pending, type Sent, sentEntry, type TryLock } from "./outbox";
