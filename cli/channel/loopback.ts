import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { AppError } from "../../domain/errors.ts";

export interface ConsentListener extends AsyncDisposable {
  /** Where the consent page must send the browser back to. */
  readonly redirectUri: string;
  /** What the browser brought; rejects with AppError `platform_refused` when the person said no. */
  readonly answer: Promise<{ readonly code: string; readonly state: string }>;
}

const CALLBACK_PATH = "/callback";

/** A server on 127.0.0.1 that takes exactly one consent answer (RFC 8252 §7.3). Port 0 takes a free one. */
export async function listenForConsent(port: number, signal: AbortSignal): Promise<ConsentListener> {
  const answer = Promise.withResolvers<{ readonly code: string; readonly state: string }>();
  // Met by whoever awaits it; until then a refusal must not count as unhandled.
  answer.promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname !== CALLBACK_PATH) return tell(response, 404, "There is nothing here.");
    const code = searchParams.get("code");
    const state = searchParams.get("state");
    const refusal = searchParams.get("error");
    if (refusal !== null) {
      tell(response, 200, "The connection was refused. You can close this page.");
      answer.reject(new AppError("platform_refused", `The consent page answered ${refusal}`));
    } else if (code === null || state === null) {
      tell(response, 400, "The answer has no code.");
    } else {
      tell(response, 200, "Longtake has the answer. You can close this page.");
      answer.resolve({ code, state });
    }
  });
  signal.addEventListener("abort", () => answer.reject(new AppError("cancelled", "No answer came from the browser")), {
    once: true,
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new AppError("internal", "the listener has no port");
  return {
    redirectUri: `http://127.0.0.1:${address.port}${CALLBACK_PATH}`,
    answer: answer.promise,
    async [Symbol.asyncDispose]() {
      // The browser keeps its connection open; the answer is through, so it need not.
      server.close();
      server.closeAllConnections();
    },
  };
}

function tell(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end(`${text}\n`);
}
