import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import { type Env, Hono } from "hono";
import type { z } from "zod";

import type { FaultList, PendingFault } from "./faults.ts";

export interface Switches<Kind> {
  readonly faults: FaultList<Kind>;
  /** A request for one of the stand-in's faults. */
  readonly request: z.ZodType<PendingFault<Kind>>;
  readonly logPath: string;
}

/** What a stand-in has and its platform has not: `_faults` to list, ask for and clear faults, `_log` to read what it kept. */
export function switchRoutes<StandIn extends Env, Kind>({ faults, request, logPath }: Switches<Kind>): Hono<StandIn> {
  const routes = new Hono<StandIn>();
  routes.get("/_faults", (c) => c.json(faults.list()));
  routes.post("/_faults", async (c) => {
    const asked = request.safeParse(await c.req.json());
    if (!asked.success) return c.json({ error: asked.error.issues }, 400);
    faults.add(asked.data);
    return c.json(faults.list(), 201);
  });
  routes.delete("/_faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  routes.get("/_log", (c) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's and the web's streams differ by name only
    const lines = Readable.toWeb(createReadStream(logPath)) as ReadableStream<Uint8Array>;
    return c.body(lines, 200, { "Content-Type": "application/jsonl" });
  });
  return routes;
}
