import type { Context } from "hono";
import { z } from "zod";

import { listChannels } from "../../db/queries/channels.ts";
import { listProcessing, queueOverview } from "../../db/queries/queue.ts";
import { listVideos } from "../../db/queries/videos.ts";
import { mayDo } from "../../domain/principal.ts";
import { principalOf } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { callJson, type Dispatch, type Refusal } from "./act.ts";
import type { Notice } from "./layout.ts";
import { filterGroups } from "../operations/saved-filters.ts";
import type { RunningVideo, StartPage } from "./start.ts";
import { cardOf } from "./video/data.ts";

type Deps = Pick<ApiDependencies, "db" | "settings" | "temporal" | "environment"> & { readonly dispatch: Dispatch };

const NEWEST = 8;
/** Parked runs hold no slot, so there may be many; the rest is one link away. */
const SHOWN_RUNS = 100;

/** What was sent to queue a video, and why it was refused. */
export interface RefusedVideo {
  readonly entered: Readonly<Record<string, string>>;
  readonly refusal: Refusal;
}

export async function loadStartPage(
  deps: Deps,
  c: Context<ApiEnv>,
  notice: Notice | null,
  refused: RefusedVideo | null = null,
): Promise<StartPage> {
  const principal = principalOf(c);
  const [health, queue, newest, processing, slots, channels] = await Promise.all([
    serviceHealth(deps.dispatch, c),
    queueOverview(deps.db, { slots: deps.settings.queue.slots, principal }),
    listVideos(deps.db, principal, { limit: NEWEST }),
    listVideos(deps.db, principal, { status: "processing", limit: SHOWN_RUNS }),
    listProcessing(deps.db),
    listChannels(deps.db, principal, { status: "active" }),
  ]);
  const slotOf = new Map(slots.map((run) => [run.videoId, run]));
  const running = processing.videos.map((video): RunningVideo => {
    const { videoId, title, topic, startedAt, waitingFor, durationMs } = video;
    const slot = slotOf.get(videoId);
    return {
      videoId,
      title: title ?? topic,
      startedAt,
      waitingFor,
      hasThumbnail: durationMs !== null,
      route: slot?.route ?? "cpu",
      slotHeld: slot?.slotHeld ?? false,
    };
  });
  return {
    nowMs: Date.now(),
    queue,
    capacity: deps.settings.queue.capacity,
    running,
    newest: newest.videos.map((video) => cardOf(video)),
    filters: filterGroups(deps, new Date()),
    health,
    mayExecute: mayDo(principal, "execute"),
    form: { channels, entered: refused?.entered ?? {}, refusal: refused?.refusal ?? null },
    notice,
  };
}

const Readiness = z.object({ dependencies: z.record(z.string(), z.object({ ok: z.boolean(), ms: z.number() })) });

/** What `/readyz` says, also when it says 503. */
async function serviceHealth(dispatch: Dispatch, c: Context<ApiEnv>): Promise<StartPage["health"]> {
  const answer = await callJson(dispatch, c, { method: "GET", path: "/readyz" });
  const { dependencies } = Readiness.parse(await answer.json());
  return Object.entries(dependencies).map(([name, state]) => ({ name, ...state }));
}
