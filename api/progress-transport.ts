import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";

const HEARTBEAT_MS = 15_000;
/** A client that takes nothing for this long is dropped. */
const STALL_MS = 30_000;
/** What a slow client has to answer the closing handshake. */
const CLOSING_MS = 2_000;

/** Close codes of our WebSockets; 4000–4999 are an application's own (RFC 6455, 7.4.2). */
export const CLOSE_CODES = { ended: 1000, goingAway: 1001, failed: 1011, slowConsumer: 4008 } as const;

export interface Delivery {
  /** Aborted when the client is gone; also the way to let it go. */
  readonly leave: AbortController;
  readonly onError: (error: unknown) => void;
  readonly stallMs?: number;
}

/**
 * A body of server-sent events that is made only as fast as the client reads, with a comment every 15 s of silence.
 * `drop` cuts the connection of a client that stalls: HTTP has no close code for it.
 */
export function serverSentEvents(
  messages: AsyncGenerator<string, void, undefined>,
  { leave, onError, stallMs = STALL_MS, drop }: Delivery & { readonly drop: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string, void>> | undefined;
  let stalled: NodeJS.Timeout | undefined;
  leave.signal.addEventListener(
    "abort",
    () => {
      clearTimeout(stalled);
      messages.return().catch(onError);
    },
    { once: true },
  );

  async function nextText(): Promise<string | undefined> {
    next ??= messages.next();
    const silence = new AbortController();
    const result = await Promise.race([next, heartbeat(silence.signal)]);
    silence.abort();
    if (result === undefined) return ": heartbeat\n\n";
    next = undefined;
    return result.done ? undefined : result.value;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        try {
          const text = await nextText();
          // Cancelled meanwhile: the controller is closed already.
          if (leave.signal.aborted) return;
          if (text === undefined) return controller.close();
          controller.enqueue(encoder.encode(text));
        } catch (error) {
          if (leave.signal.aborted) return;
          onError(error);
          return controller.error(error);
        }
        stalled = setTimeout(() => {
          leave.abort();
          drop();
        }, stallMs);
      },
      cancel: () => leave.abort(),
    },
    // Nothing is made ahead of the client.
    { highWaterMark: 0 },
  );
}

async function heartbeat(signal: AbortSignal): Promise<undefined> {
  await sleep(HEARTBEAT_MS, undefined, { signal }).catch(() => undefined);
  return undefined;
}

/**
 * Sends each message when the one before has left the process, so a client costs one message of memory; one that takes
 * nothing for 30 s, or does not answer a ping, is closed with 4008. After a message of type `end` the code is 1000.
 */
export async function sendAll(
  socket: WebSocket,
  messages: AsyncGenerator<{ readonly type: string }, void, undefined>,
  { leave, onError, stallMs = STALL_MS }: Delivery,
): Promise<void> {
  let answered = true;
  const pings = setInterval(() => {
    if (!answered) return closeSlow(socket);
    answered = false;
    socket.ping();
  }, HEARTBEAT_MS);
  socket.on("pong", () => {
    answered = true;
  });
  socket.on("close", () => {
    clearInterval(pings);
    leave.abort();
  });
  let ended = false;
  try {
    for await (const message of messages) {
      if (leave.signal.aborted) return;
      if (!(await sendOne(socket, JSON.stringify(message), stallMs))) return closeSlow(socket);
      ended = message.type === "end";
    }
    if (ended) socket.close(CLOSE_CODES.ended, "the run has ended");
    else socket.close(CLOSE_CODES.goingAway, "the server stops; connect again");
  } catch (error) {
    if (leave.signal.aborted) return;
    onError(error);
    socket.close(CLOSE_CODES.failed, "the stream failed; connect again");
  }
}

/** False when the message has not left after `stallMs`. */
function sendOne(socket: WebSocket, text: string, stallMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stalled = setTimeout(() => resolve(false), stallMs);
    socket.send(text, (error) => {
      clearTimeout(stalled);
      if (error) reject(error);
      else resolve(true);
    });
  });
}

function closeSlow(socket: WebSocket): void {
  socket.close(CLOSE_CODES.slowConsumer, "slow consumer: connect again with the last event id");
  setTimeout(() => socket.terminate(), CLOSING_MS).unref();
}
