import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { WebSocketServer } from "ws";

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server of the routes that a case names, `METHOD /path`, with what each received; the nth call gets the nth answer. */
export async function startContractServer(
  routes: Readonly<Record<string, readonly Answer[]>>,
  streams: Readonly<Record<string, readonly (readonly object[])[]>> = {},
) {
  const received: ReceivedRequest[] = [];
  const streamHeaders: IncomingMessage["headers"][] = [];
  const calls = new Map<string, number>();
  const nextOf = <Item>(name: string, items: readonly Item[]): Item | undefined => {
    const call = calls.get(name) ?? 0;
    calls.set(name, call + 1);
    return items[Math.min(call, items.length - 1)];
  };
  const server = createServer((request, response) => void answerRequest(request, response));
  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const text = Buffer.concat(chunks).toString();
    const [method = "", path = ""] = [request.method, request.url];
    received.push({ method, path, headers: request.headers, body: text === "" ? undefined : JSON.parse(text) });
    const name = `${method} ${path}`;
    const answer = nextOf(name, routes[name] ?? []) ?? {
      status: 404,
      body: { code: "not_found", detail: `no ${name}` },
    };
    const bytes = answer.body instanceof Buffer ? answer.body : Buffer.from(JSON.stringify(answer.body ?? {}));
    response.writeHead(answer.status ?? 200, {
      "content-type": "application/json",
      "content-length": bytes.length,
      ...answer.headers,
    });
    response.end(answer.status === 204 ? undefined : bytes);
  }
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    streamHeaders.push(request.headers);
    const messages = nextOf(`WS ${request.url}`, streams[request.url ?? ""] ?? []) ?? [];
    for (const message of messages) socket.send(JSON.stringify(message));
    const ended = messages.some((message) => "type" in message && message.type === "end");
    socket.close(ended ? 1000 : 1011);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    streamHeaders,
    async close() {
      sockets.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
