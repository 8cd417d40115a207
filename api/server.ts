import { once } from "node:events";
import { serve, type WebSocketServerLike } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { AppError } from "../domain/errors.ts";
import { ensureFirstAdmin } from "./access/first-admin.ts";
import { createApp, createParts } from "./app.ts";
import type { ApiDependencies } from "./dependencies.ts";

export interface RunningApi {
  readonly url: string;
  /** Takes no more requests, lets those in flight end for up to `graceMs`, then cuts the rest off. */
  stop(graceMs?: number): Promise<void>;
}

const GRACE_MS = 8_000;
/** A browser sends a few short messages; anything larger is a mistake. */
const WEBSOCKET_PAYLOAD_MAX_BYTES = 64 * 1024;

/** Makes the first admin and listens on the host and port of the environment. Throws when the port is taken. */
export async function startApi(deps: ApiDependencies): Promise<RunningApi> {
  const { LONGTAKE_API_HOST: hostname, LONGTAKE_API_PORT: port, LONGTAKE_PUBLIC_URL: url } = deps.environment;
  await ensureFirstAdmin(deps);
  const parts = createParts(deps);
  const app = createApp(deps, parts);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: WEBSOCKET_PAYLOAD_MAX_BYTES });
  const server = serve({ fetch: app.fetch, hostname, port, websocket: { server: asAdaptorExpects(sockets) } });
  if (!("closeAllConnections" in server)) throw new AppError("internal", "expected an HTTP/1.1 server");
  await once(server, "listening");
  deps.log.info({ hostname, port, url }, "API listens");
  return {
    url,
    async stop(graceMs = GRACE_MS) {
      parts.follower.close();
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      for (const socket of sockets.clients) socket.close(1001, "the API is stopping");
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      for (const socket of sockets.clients) socket.terminate();
      await parts.dispatcher.settled();
      await parts.espeak.close();
    },
  };
}

/** Its typings know no `noServer?: boolean | undefined`; the object is the one that the adaptor documents. */
function asAdaptorExpects(sockets: WebSocketServer): WebSocketServerLike {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return sockets as WebSocketServerLike;
}
