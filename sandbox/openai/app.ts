import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import { Hono } from "hono";

import type { Speaker } from "../speaker.ts";
import { chatRoutes } from "./chat.ts";
import { OpenaiError } from "./errors.ts";
import { OpenaiFaultList, OpenaiFaultRequest } from "./faults.ts";
import { modelRoutes } from "./models.ts";
import { moderationRoutes } from "./moderations.ts";
import { type OpenaiEnv, requestLife } from "./request-life.ts";
import { speechRoutes } from "./speech.ts";
import type { OpenaiStore } from "./store.ts";

/** The stand-in OpenAI under `/openai`, with its switches `/openai/_faults` and `/openai/_log`. */
export function createOpenaiApp(store: OpenaiStore, speaker: Speaker) {
  const faults = new OpenaiFaultList();
  // Every route: `c.get("fault")` is what its answer must show, `c.set("work", …)` what the log keeps and bills.
  const platform = new Hono<OpenaiEnv>()
    .use(requestLife(store, faults))
    .onError((error) =>
      error instanceof OpenaiError ? error.toResponse() : new OpenaiError(500, error.message).toResponse(),
    )
    .route("/", modelRoutes())
    .route("/", chatRoutes())
    .route("/", moderationRoutes())
    .route("/", speechRoutes(speaker))
    .all("/*", (c) => {
      throw new OpenaiError(404, `Invalid URL (${c.req.method} ${new URL(c.req.url).pathname})`);
    });

  return new Hono<OpenaiEnv>()
    .get("/_faults", (c) => c.json(faults.list()))
    .post("/_faults", async (c) => {
      const request = OpenaiFaultRequest.safeParse(await c.req.json());
      if (!request.success) return c.json({ error: request.error.issues }, 400);
      faults.add(request.data);
      return c.json(faults.list(), 201);
    })
    .delete("/_faults", (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .get("/_log", (c) => {
      const lines = Readable.toWeb(createReadStream(store.logPath)) as ReadableStream<Uint8Array>;
      return c.body(lines, 200, { "Content-Type": "application/jsonl" });
    })
    .route("/", platform);
}
