import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { parseRecord } from "../../cli/json-record.ts";
import type { RunningPlatform } from "./running-platform.ts";

type Message = Readonly<Record<string, unknown>>;

/** The whole story of a run that has ended, told to clients that come, go and come back. */
export function progress(given: () => RunningPlatform, videoId: () => string): void {
  const socketUrl = (path: string) => given().platform.urls.api.replace(/^http/, "ws") + path;
  const runPath = () => `/workflows/${encodeURIComponent(`generate/${videoId()}`)}`;

  describe("the progress of a real run", () => {
    test("over server-sent events, a client that lost its connection goes on where it was", async () => {
      const headers = { authorization: `Bearer ${given().adminKey}` };
      const url = given().platform.urls.api + `${runPath()}/events`;
      const whole = await eventsOf(await fetch(url, { headers }));
      const history = whole.filter((event) => event["event"] === "history");
      expect(history.length).toBeGreaterThan(30);
      expect(whole.at(-1)?.["event"]).toBe("end");
      const middle = history[Math.floor(history.length / 2)]?.["id"] ?? "";
      const rest = await eventsOf(await fetch(url, { headers: { ...headers, "last-event-id": middle } }));
      const idsOf = (events: readonly Record<string, string>[]) =>
        events.filter(({ event }) => event !== "progress").map(({ id }) => id);
      const all = idsOf(whole);
      expect(idsOf(rest)).toEqual(all.slice(all.indexOf(middle) + 1));
      const last = whole.at(-1)?.["id"] ?? "";
      expect((await fetch(url, { headers: { ...headers, "last-event-id": last } })).status).toBe(204);
    });

    test("while it is made: a client that loses its connection again and again misses nothing", async () => {
      const live = await given().queueVideo({
        channel_id: await given().connectedChannel(),
        topic: "Why is ice slippery?",
      });
      const url = `${given().platform.urls.api}/workflows/${encodeURIComponent(`generate/${live}`)}/events`;
      const seen: string[] = [];
      let connections = 0;
      for (let ended = false; !ended; connections += 1) {
        const last = seen.at(-1);
        const part = await someEvents(url, given().adminKey, last, 12);
        seen.push(...part.ids);
        ended = part.ended;
      }
      expect(connections).toBeGreaterThan(2);
      const whole = await eventsOf(await fetch(url, { headers: { authorization: `Bearer ${given().adminKey}` } }));
      expect(seen).toEqual(whole.filter(({ event }) => event !== "progress").map(({ id }) => id));
    }, 120_000);

    test("over a WebSocket with a header, and again from the middle", async () => {
      const whole = await messagesOf(socketUrl(`${runPath()}/stream`), given().adminKey);
      const ids = whole.messages.map((message) => message["id"]).filter((id) => typeof id === "string");
      expect(whole.code).toBe(1000);
      const middle = ids[Math.floor(ids.length / 2)] ?? "";
      const rest = await messagesOf(
        socketUrl(`${runPath()}/stream?last_event_id=${encodeURIComponent(middle)}`),
        given().adminKey,
      );
      expect(rest.messages.map((message) => message["id"]).filter((id) => id !== undefined)).toEqual(
        ids.slice(ids.indexOf(middle) + 1),
      );
    });

    test("over a WebSocket with the token in its address, which no log keeps", async () => {
      const key = await given().keyOf("analyst");
      const address = socketUrl(`/pipeline/stream/${videoId()}`);
      const { messages } = await messagesOf(`${address}?access_token=${key}`);
      expect(messages.at(-1)).toMatchObject({ type: "end", progress: 100, status: "completed" });
      await expect(messagesOf(`${address}?access_token=lt_wrong_key`)).rejects.toThrow(/401/);
      await expect(messagesOf(address)).rejects.toThrow(/401/);
      const inHttp = await given().call("GET", `/pipeline/queue?access_token=${key}`, { as: null });
      expect(inHttp.status).toBe(401);
      const log = given().logOf("platform");
      expect(log).toContain("/pipeline/stream/:video_id");
      expect(log).not.toContain(key);
      expect(log).not.toContain("access_token");
    });
  });
}

/** Ids of at most `count` events after `last`; then the client goes away in the middle of the stream. */
async function someEvents(url: string, key: string, last: string | undefined, count: number) {
  const leave = new AbortController();
  const headers = { authorization: `Bearer ${key}`, ...(last === undefined ? {} : { "last-event-id": last }) };
  const ids: string[] = [];
  let ended = false;
  let text = "";
  let response = await fetch(url, { headers, signal: leave.signal });
  // The run begins a moment after the row was written.
  while (response.status === 404) response = await fetch(url, { headers, signal: leave.signal });
  expect(response.status).toBe(200);
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      if (ids.length === count || /^event: progress$/m.test(block)) continue;
      const id = /^id: (.*)$/m.exec(block)?.[1];
      if (id !== undefined) ids.push(id);
      ended ||= /^event: end$/m.test(block);
    }
    if (ended || ids.length === count) break;
  }
  leave.abort();
  return { ids, ended };
}

/** Blocks of fields as a browser reads them, without comments, up to the end of the stream. */
async function eventsOf(response: Response): Promise<Record<string, string>[]> {
  expect(response.status).toBe(200);
  const blocks = (await response.text()).split("\n\n").filter((block) => block !== "" && !block.startsWith(":"));
  return blocks.map((block) => {
    const fields = block.split("\n").map((line): [string, string] => {
      const [name = "", value = ""] = line.split(/: (.*)/s);
      return [name, value];
    });
    return Object.fromEntries(fields);
  });
}

async function messagesOf(url: string, key?: string): Promise<{ readonly messages: Message[]; readonly code: number }> {
  const messages: Message[] = [];
  const socket = new WebSocket(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
  socket.on("message", (data: Buffer) => messages.push(parseRecord(data.toString()) ?? {}));
  const [code] = (await once(socket, "close")) as [number];
  return { messages, code };
}
