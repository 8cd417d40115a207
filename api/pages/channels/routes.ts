import { type Context, Hono, type Next } from "hono";

import { listBudgets } from "../../../db/queries/budgets.ts";
import { findConnection, getChannel, listChannels } from "../../../db/queries/channels.ts";
import { listExperiments } from "../../../db/queries/experiments.ts";
import { listProductionSchedules } from "../../../db/queries/production-schedules.ts";
import { listVideos } from "../../../db/queries/videos.ts";
import { principalOf } from "../../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../../dependencies.ts";
import type { Frame } from "../layout.ts";
import { respond } from "../page-response.ts";
import { cardOf } from "../video/data.ts";
import { channelListPage } from "./list.ts";
import { channelPage } from "./page.ts";

type Deps = Pick<ApiDependencies, "db"> & { readonly frameOf: (c: Context<ApiEnv>) => Frame };

const NEWEST = 12;

/** Pages at the addresses of the JSON routes: a browser, which asks for HTML first, gets these. Mounted before them. */
export function channelPageRoutes({ db, frameOf }: Deps) {
  return new Hono<ApiEnv>()
    .get("/channels", (c, next) => forBrowsers(c, next, () => showList(c)))
    .get("/channels/:channel_id", (c, next) => forBrowsers(c, next, () => showOne(c, c.req.param("channel_id"))));

  async function showList(c: Context<ApiEnv>): Promise<Response> {
    return respond(channelListPage(frameOf(c), await listChannels(db, principalOf(c))));
  }

  async function showOne(c: Context<ApiEnv>, channelId: string): Promise<Response> {
    const principal = principalOf(c);
    const channel = await getChannel(db, principal, { channelId });
    const [connection, schedules, experiments, budgets, newest] = await Promise.all([
      findConnection(db, principal, { channelId, platform: "youtube" }),
      listProductionSchedules(db, principal, { channelId }),
      listExperiments(db, principal),
      listBudgets(db, principal),
      listVideos(db, principal, { channelId, limit: NEWEST }),
    ]);
    const page = {
      channel,
      connection,
      schedules,
      experiments: experiments.filter((experiment) => experiment.channelId === channelId),
      budgets: budgets.filter(({ scope, scopeId }) => scope === "channel" && scopeId === channelId),
      newest: newest.videos.map((video) => cardOf(video)),
      nowMs: Date.now(),
    };
    return respond(channelPage(frameOf(c), page));
  }
}

async function forBrowsers(c: Context<ApiEnv>, next: Next, page: () => Promise<Response>): Promise<Response | void> {
  c.header("vary", "accept", { append: true });
  if (!(c.req.header("accept") ?? "").startsWith("text/html")) return next();
  return page();
}
