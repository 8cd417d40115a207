import { once } from "node:events";
import { createServer, get, IncomingMessage, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { WebSocket, WebSocketServer } from "ws";
import { afterEach, expect, test } from "vitest";

import { CLOSE_CODES, sendAll, serverSentEvents } from "../../api/progress-transport.ts";

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0).toReversed()) await clean();
});

async function* oneMessage(type: string) {
  yield { type };
}

async function* failing(): AsyncGenerator<{ type: string }> {
  yield { type: "history" };
  throw new Error("Temporal is away");
}

/** Endless messages of 64 KB that count how many were made and note when they are let go. */
function flood(signal: AbortSignal) {
  const state = { made: 0, released: false };
  async function* messages() {
    try {
      while (!signal.aborted) {
        state.made += 1;
        yield { type: "history", padding: "x".repeat(65_536) };
        await sleep(0);
      }
    } finally {
      state.released = true;
    }
  }
  return { state, messages: messages() };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanup.push(() => server.close());
  cleanup.push(() => server.closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function until(condition: () => boolean): Promise<void> {
  const giveUpMs = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > giveUpMs) throw new Error("waited 10 s in vain");
    await sleep(20);
  }
}

async function webSocketTo(serve: (socket: WebSocket) => void): Promise<WebSocket> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on("connection", serve);
  const client = new WebSocket(`ws://127.0.0.1:${await listen(http)}`);
  await once(client, "open");
  cleanup.push(() => client.terminate());
  return client;
}

test("a WebSocket client that stops reading is closed with 4008, and little is made for it", async () => {
  const leave = new AbortController();
  const { state, messages } = flood(leave.signal);
  const client = await webSocketTo(
    (socket) => void sendAll(socket, messages, { leave, onError: unexpected, stallMs: 300 }),
  );
  client.pause();
  await until(() => state.released);
  // What the operating system's buffers of one connection take.
  expect(state.made * 65_536).toBeLessThan(32 * 2 ** 20);
  client.resume();
  const [code] = await once(client, "close");
  expect([CLOSE_CODES.slowConsumer, 1006]).toContain(code);
});

test("a slow WebSocket client that reads in time is told 4008 and why", async () => {
  const leave = new AbortController();
  const { state, messages } = flood(leave.signal);
  const client = await webSocketTo(
    (socket) => void sendAll(socket, messages, { leave, onError: unexpected, stallMs: 200 }),
  );
  client.pause();
  await until(() => state.released);
  client.resume();
  const [code, reason] = await once(client, "close");
  expect(code).toBe(4008);
  expect(String(reason)).toContain("slow consumer");
});

test("after an end message a WebSocket closes with 1000, otherwise it asks to connect again", async () => {
  for (const [messages, expected] of [
    [oneMessage("end"), CLOSE_CODES.ended],
    [oneMessage("history"), CLOSE_CODES.goingAway],
  ] as const) {
    const client = await webSocketTo(
      (socket) => void sendAll(socket, messages, { leave: new AbortController(), onError: unexpected }),
    );
    const [code] = await once(client, "close");
    expect(code).toBe(expected);
  }
});

test("a failing WebSocket stream closes with 1011 and is reported", async () => {
  const errors: unknown[] = [];
  const client = await webSocketTo(
    (socket) =>
      void sendAll(socket, failing(), { leave: new AbortController(), onError: (error) => errors.push(error) }),
  );
  const [code] = await once(client, "close");
  expect(code).toBe(CLOSE_CODES.failed);
  expect(errors).toHaveLength(1);
});

test("a server-sent-events client that stops reading is cut off, and one that leaves is let go at once", async () => {
  const floods: ReturnType<typeof flood>[] = [];
  const listener = getRequestListener((_request, bindings) => {
    const leave = new AbortController();
    const made = flood(leave.signal);
    floods.push(made);
    const drop = () => "outgoing" in bindings && bindings.outgoing.destroy();
    return new Response(serverSentEvents(asText(made.messages), { leave, onError: unexpected, stallMs: 300, drop }));
  });
  const port = await listen(createServer((request, response) => void listener(request, response)));
  const open = async () => {
    const [response] = await once(get(`http://127.0.0.1:${port}`), "response");
    if (!(response instanceof IncomingMessage)) throw new TypeError("no response");
    return response.on("error", () => undefined);
  };
  await open();
  await until(() => floods[0]?.state.released === true);
  expect((floods[0]?.state.made ?? 0) * 65_536).toBeLessThan(32 * 2 ** 20);

  const leaver = await open();
  await once(leaver, "data");
  leaver.destroy();
  await until(() => floods[1]?.state.released === true);
});

async function* asText(messages: AsyncIterable<object>) {
  for await (const message of messages) yield `data: ${JSON.stringify(message)}\n\n`;
}

function unexpected(error: unknown): never {
  throw error;
}
