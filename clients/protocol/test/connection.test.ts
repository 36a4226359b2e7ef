import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Connection, GiveUp, type SocketHandlers } from "../src/connection";
import type { ServerFrame } from "../src/generated";
import { FakeClock, settle } from "./fake-clock";

interface FakeSocket {
  address: string;
  handlers: SocketHandlers;
  sent: unknown[];
  closed: boolean;
}

let clock: FakeClock;
let sockets: FakeSocket[];
let page: EventTarget;
let tickets: number;
let ticketError: unknown;
let connection: Connection;

function connect(options: { measureEveryMs?: number } = {}): Connection {
  connection = new Connection({
    ticket: async () => {
      if (ticketError) throw ticketError;
      tickets += 1;
      return { url: "wss://example/prod", ticket: `t ${tickets}`, expires_in_s: 30 };
    },
    openSocket: (address, handlers) => {
      const socket: FakeSocket = { address, handlers, sent: [], closed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: () => {
          socket.closed = true;
        },
      };
    },
    clock,
    page,
    ...options,
  });
  connection.start();
  return connection;
}

function latest(): FakeSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
}

async function open(options = {}): Promise<Connection> {
  connect(options);
  await settle();
  latest().handlers.opened();
  return connection;
}

beforeEach(() => {
  clock = new FakeClock(7);
  sockets = [];
  page = new EventTarget();
  tickets = 0;
  ticketError = undefined;
});

afterEach(() => connection.close());

describe("Connection", () => {
  it("connects with a ticket and hands on frames", async () => {
    const frames: ServerFrame[] = [];
    connect().onFrame((frame) => frames.push(frame));
    expect(connection.state).toMatchObject({ status: "connecting", attempt: 1 });
    await settle();
    expect(latest().address).toBe("wss://example/prod?ticket=t%201");
    expect(connection.send({ action: "presence", type: "ping" })).toBe(false);
    latest().handlers.opened();
    expect(connection.state.status).toBe("open");
    latest().handlers.message('{"type":"pong","at":1}');
    latest().handlers.message('{"message":"Internal server error","requestId":"x"}');
    latest().handlers.message("not json");
    expect(frames).toEqual([{ type: "pong", at: 1 }]);
    expect(connection.send({ action: "presence", type: "ping" })).toBe(true);
  });

  it("waits longer after every failure, with a new ticket each time, and says how long", async () => {
    await open();
    const waits: number[] = [];
    for (let attempt = 2; attempt <= 8; attempt++) {
      latest().handlers.closed();
      expect(connection.state).toMatchObject({ status: "waiting", attempt });
      expect(connection.state.retryAt).toBe(clock.now() + connection.state.retryInMs);
      waits.push(connection.state.retryInMs);
      await clock.pass(connection.state.retryInMs);
      expect(connection.state).toMatchObject({ status: "connecting", attempt });
    }
    for (const [i, wait] of waits.entries()) {
      const full = Math.min(30_000, 2_000 * 2 ** i);
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
    expect(tickets).toBe(8);
  });

  it("counts anew once a connection has proved sound", async () => {
    await open();
    latest().handlers.closed();
    await clock.pass(2_000);
    latest().handlers.opened();
    latest().handlers.message('{"type":"pong","at":1}');
    latest().handlers.closed();
    expect(connection.state).toMatchObject({ status: "waiting", attempt: 1 });
  });

  it("reconnects at once when asked, or when the network is back", async () => {
    await open();
    latest().handlers.closed();
    connection.reconnectNow();
    await settle();
    expect(sockets).toHaveLength(2);
    latest().handlers.opened();
    page.dispatchEvent(new Event("offline"));
    expect(connection.state.status).toBe("waiting");
    page.dispatchEvent(new Event("online"));
    await settle();
    expect(sockets).toHaveLength(3);
  });

  it("keeps the socket alive, and gives it up without an answer", async () => {
    await open();
    await clock.pass(6 * 60_000);
    expect(latest().sent).toEqual([{ action: "presence", type: "ping" }]);
    await clock.pass(100);
    latest().handlers.message('{"type":"pong","at":1}');
    expect(connection.latencyMs).toBe(100);
    await clock.pass(6 * 60_000 + 5_000);
    expect(connection.state.status).toBe("waiting");
    expect(sockets[0]?.closed).toBe(true);
  });

  it("finds a dead socket when somebody misses an answer", async () => {
    await open();
    connection.check();
    connection.check();
    expect(latest().sent).toHaveLength(1);
    await clock.pass(5_000);
    expect(connection.state.status).toBe("waiting");
  });

  it("measures when it opens and from time to time", async () => {
    await open({ measureEveryMs: 30_000 });
    expect(latest().sent).toHaveLength(1);
    await clock.pass(40);
    latest().handlers.message('{"type":"pong","at":1}');
    expect(connection.latencyMs).toBe(40);
    await clock.pass(30_000);
    expect(latest().sent).toHaveLength(2);
  });

  it("does not hang on a socket that never opens, nor listen to one that was given up", async () => {
    connect();
    await settle();
    const first = latest();
    await clock.pass(10_000);
    expect(connection.state.status).toBe("waiting");
    first.handlers.opened();
    first.handlers.closed();
    expect(connection.state.status).toBe("waiting");
  });

  it("tries a ticket again, not before the time that the server asked for", async () => {
    ticketError = Object.assign(new Error("slow down"), { retryAfterMs: 45_000 });
    connect();
    await settle();
    expect(connection.state).toMatchObject({ status: "waiting", attempt: 2, retryInMs: 45_000 });
    ticketError = undefined;
    await clock.pass(45_000);
    expect(sockets).toHaveLength(1);
  });

  it("stops when there is no use in trying", async () => {
    ticketError = new GiveUp("signed out");
    connect();
    await settle();
    expect(connection.state).toMatchObject({ status: "stopped", error: ticketError });
    await clock.pass(120_000);
    expect(sockets).toHaveLength(0);
  });
});
