import { Hono } from "hono";

import { FaultList } from "../faults.ts";
import type { Speaker } from "../speaker.ts";
import { switchRoutes } from "../switches.ts";
import { chatRoutes } from "./chat.ts";
import { OpenaiError } from "./errors.ts";
import { type OpenaiFault, OpenaiFaultRequest } from "./faults.ts";
import { modelRoutes } from "./models.ts";
import { moderationRoutes } from "./moderations.ts";
import { type OpenaiEnv, requestLife } from "./request-life.ts";
import { speechRoutes } from "./speech.ts";
import type { OpenaiStore } from "./store.ts";

/** The stand-in OpenAI under `/openai`, with its switches `/openai/_faults` and `/openai/_log`. */
export function createOpenaiApp(store: OpenaiStore, speaker: Speaker) {
  const faults = new FaultList<OpenaiFault>();
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

  return switchRoutes<OpenaiEnv, OpenaiFault>({ faults, request: OpenaiFaultRequest, logPath: store.logPath }).route(
    "/",
    platform,
  );
}
