import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { type Context, Hono, type MiddlewareHandler } from "hono";

import { FaultList } from "../faults.ts";
import { switchRoutes } from "../switches.ts";
import { StockFiles } from "./drawing.ts";
import { type StockFault, StockFaultRequest } from "./faults.ts";
import { fileAnswer } from "./file-route.ts";
import type { StockAsset } from "./library.ts";
import type { StockLog } from "./log.ts";

/** What both libraries share: switches, log, faults, the file server. */
export interface StockEnv {
  readonly Variables: { fault: StockFault | null; countedFor: string | null };
}

export interface StockStandIn {
  readonly log: StockLog;
  readonly assets: readonly StockAsset[];
  /** Aborted when the process stops. */
  readonly stopping: AbortSignal;
}

/** Under `/<prefix>`: `_faults`, `_log`, `_files/<id>/<width>x<height>`, and the library's own routes. */
export function createStockApp(standIn: StockStandIn, prefix: string, library: Hono<StockEnv>): Hono<StockEnv> {
  const { log, assets, stopping } = standIn;
  const faults = new FaultList<StockFault>();
  const files = new StockFiles(join(log.folder, "files"), stopping);
  const served = new Hono<StockEnv>()
    .use(requestLife(log, faults, prefix))
    .get("/_files/:id/:size", (c) => serve(c, assets, files))
    .route("/", library);
  return switchRoutes<StockEnv, StockFault>({ faults, request: StockFaultRequest, logPath: log.path }).route(
    "/",
    served,
  );
}

async function serve(c: Context<StockEnv>, assets: readonly StockAsset[], files: StockFiles): Promise<Response> {
  const asset = assets.find(({ id }) => id === Number(c.req.param("id")));
  const [width = 0, height = 0] = (c.req.param("size") ?? "").split(/[x.]/).map(Number);
  if (asset === undefined || !(width > 0 && height > 0) || width * height > 3840 * 3840)
    return c.text("Not Found", 404);
  // The image server scales what it is asked for by width.
  const wanted = Number(c.req.query("w") ?? width);
  const scale = asset.kind === "photo" && wanted > 0 && wanted < width ? wanted / width : 1;
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
  const path = await files.path(asset, even(width), even(height));
  return fileAnswer(c, path, asset.kind === "photo" ? "image/jpeg" : "video/mp4", c.get("fault"));
}

function requestLife(log: StockLog, faults: FaultList<StockFault>, prefix: string): MiddlewareHandler<StockEnv> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const path = pathname.replace(prefix, "") + search.replaceAll(/\bkey=[^&]*/g, "key=…");
    const fault = faults.take({ method: c.req.method, pathAndQuery: path, contentRange: undefined });
    c.set("fault", fault);
    c.set("countedFor", null);
    if (fault?.kind === "delay") await sleep(fault.delayMs);
    if (fault?.kind === "nonsense") c.res = new Response("<<<", { headers: { "content-type": "application/json" } });
    else if (fault?.kind === "status" && path.startsWith("/_files/"))
      c.res = new Response(null, { status: fault.status });
    else await next();
    const countedFor = c.get("countedFor");
    await log.append({
      kind: "request",
      at: new Date().toISOString(),
      path,
      status: c.res.status,
      ...(countedFor === null ? {} : { countedFor }),
      ...(fault === null ? {} : { fault: fault.kind }),
    });
  };
}

/** The address of a file in one size. */
export function fileUrl(c: Context, prefix: string, { id, kind }: StockAsset, width: number, height: number): string {
  return `${new URL(c.req.url).origin}${prefix}/_files/${id}/${width}x${height}.${kind === "photo" ? "jpeg" : "mp4"}`;
}

/** The origin of pages that people see; nothing answers there. */
export function pageSlug({ tags, id }: StockAsset): string {
  return `${tags.slice(0, 4).join("-")}-${id}`;
}

/** Any key of some length is somebody's, except those that begin with `wrong`. */
export function knownKey(key: string | undefined): string | null {
  if (key === undefined || key.length < 8 || key.startsWith("wrong")) return null;
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}
