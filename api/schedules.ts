import { createRoute, z } from "@hono/zod-openapi";
import type { VoiceCatalog } from "../clients/speech/voice-catalog.ts";
import { channelLayer } from "../db/queries/channels.ts";
import {
  createProductionSchedule,
  deleteProductionSchedule,
  getProductionSchedule,
  listFirings,
  listProductionSchedules,
  type ScheduleRecord,
  type ScheduleSettings,
  updateProductionSchedule,
} from "../db/queries/production-schedules.ts";
import { completeSpec } from "../domain/channel/defaults.ts";
import type { Principal } from "../domain/principal.ts";
import { camelCase, snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { onceAfterAsking } from "./idempotency.ts";
import { requireFiles } from "./pipeline/require-files.ts";
import { requireVoice } from "./pipeline/require-voice.ts";
import { requireLetters, requireWords, type WordsDeps } from "./pipeline/require-words.ts";
import { layerOf } from "./pipeline/video-request.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import {
  FiringSchema,
  NewScheduleSchema,
  ScheduleChangesSchema,
  ScheduleIdSchema,
  ScheduleSchema,
  topicFaults,
} from "./schedules/schemas.ts";
import { deleteTemporalSchedule, fireTemporalSchedule, saveTemporalSchedule } from "./schedules/temporal-schedule.ts";
import { ChannelIdSchema, IdempotencyHeader } from "./vocabulary.ts";

type Deps = Pick<ApiDependencies, "db" | "settings" | "storage" | "temporal"> &
  WordsDeps & { readonly voices: VoiceCatalog };

const ScheduleParams = z.object({ schedule_id: ScheduleIdSchema });
const tags = ["schedules"];
const path = "/schedules/{schedule_id}" as const;

const create = createRoute({
  method: "post",
  path: "/schedules",
  tags,
  summary: "Let a channel make videos by itself: when, how many, and about what",
  middleware: allow("execute"),
  request: { headers: IdempotencyHeader, body: jsonBody(NewScheduleSchema) },
  responses: { 201: json(ScheduleSchema, "Made, and running unless it is paused"), ...writeProblems(404, 409, 504) },
});

const list = createRoute({
  method: "get",
  path: "/schedules",
  tags,
  summary: "List production schedules, oldest first",
  middleware: allow("read"),
  request: { query: z.object({ channel_id: ChannelIdSchema.optional() }) },
  responses: { 200: json(z.object({ schedules: z.array(ScheduleSchema) }), "The schedules"), ...readProblems() },
});

const show = createRoute({
  method: "get",
  path,
  tags,
  summary: "Show a production schedule",
  middleware: allow("read"),
  request: { params: ScheduleParams },
  responses: { 200: json(ScheduleSchema, "The schedule"), ...readProblems(404) },
});

const change = createRoute({
  method: "patch",
  path,
  tags,
  summary: "Change, pause or resume a production schedule",
  middleware: allow("execute"),
  request: { params: ScheduleParams, body: jsonBody(ScheduleChangesSchema) },
  responses: { 200: json(ScheduleSchema, "Changed"), ...writeProblems(404, 409, 504) },
});

const remove = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Delete a production schedule; what it asked for stays",
  middleware: allow("execute"),
  request: { params: ScheduleParams },
  responses: { 204: { description: "Deleted" }, ...readProblems(404, 504) },
});

const fire = createRoute({
  method: "post",
  path: `${path}/fire`,
  tags,
  summary: "Fire a schedule once, now; its cap, its hours and its topics hold as ever",
  middleware: allow("execute"),
  request: { params: ScheduleParams },
  responses: { 202: json(z.object({ schedule_id: z.string() }), "Asked for"), ...readProblems(404, 409, 504) },
});

const firings = createRoute({
  method: "get",
  path: `${path}/videos`,
  tags,
  summary: "List what a schedule did: each firing with its video, or why there is none; newest first",
  middleware: allow("read"),
  request: { params: ScheduleParams, query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(z.object({ firings: z.array(FiringSchema) }), "The firings"), ...readProblems(404) },
});

/** GEN-16. The row is the truth; Temporal's Schedule of the same id is saved before it is committed. */
export function scheduleRoutes(deps: Deps) {
  const { db } = deps;
  return createRoutes()
    .openapi(create, async (c) => {
      const request = c.req.valid("json");
      const { schedule_id: scheduleId, channel_id: channelId, spec: asked, ...rest } = request;
      const spec = layerOf(asked);
      const made = await onceAfterAsking(
        c,
        deps,
        { request, status: 201 },
        {
          ask: async () => {
            await requireSpec(deps, principalOf(c), { channelId, spec });
            await requireTopics(deps, request.topics);
          },
          work: async (tx) => {
            const settings = { ...camelCase(rest), topics: definedOf(camelCase(request.topics)), spec };
            const schedule = await createProductionSchedule(tx, principalOf(c), { ...settings, scheduleId, channelId });
            await saveTemporalSchedule(deps, schedule);
            return describe(schedule);
          },
        },
      );
      return c.json(made, 201);
    })
    .openapi(list, async (c) => {
      const { channel_id: channelId } = c.req.valid("query");
      const filter = channelId === undefined ? {} : { channelId };
      const schedules = await listProductionSchedules(db, principalOf(c), filter);
      return c.json({ schedules: schedules.map(describe) }, 200);
    })
    .openapi(show, async (c) => {
      const { schedule_id: scheduleId } = c.req.valid("param");
      return c.json(describe(await getProductionSchedule(db, principalOf(c), { scheduleId })), 200);
    })
    .openapi(change, async (c) => {
      const { schedule_id: scheduleId } = c.req.valid("param");
      const { spec, topics, ...rest } = c.req.valid("json");
      const changes = {
        ...definedOf<ScheduleSettings>(camelCase(rest)),
        ...(topics === undefined ? {} : { topics: definedOf(camelCase(topics)) }),
        ...(spec === undefined ? {} : { spec: layerOf(spec) }),
      };
      // What was kept before is not judged by a change of something else: pausing it must stay possible.
      if (changes.spec !== undefined) {
        const { channelId } = await getProductionSchedule(db, principalOf(c), { scheduleId });
        await requireSpec(deps, principalOf(c), { channelId, spec: changes.spec });
      }
      if (topics !== undefined) await requireTopics(deps, topics);
      const changed = await db.transaction(async (tx) => {
        const schedule = await updateProductionSchedule(tx, principalOf(c), { ...changes, scheduleId });
        topicFaults({ topic_source: schedule.topicSource, topics: snakeCase(schedule.topics) });
        await saveTemporalSchedule(deps, schedule);
        return schedule;
      });
      return c.json(describe(changed), 200);
    })
    .openapi(remove, async (c) => {
      const { schedule_id: scheduleId } = c.req.valid("param");
      await db.transaction(async (tx) => {
        await deleteProductionSchedule(tx, principalOf(c), { scheduleId });
        await deleteTemporalSchedule(deps, scheduleId);
      });
      return c.body(null, 204);
    })
    .openapi(fire, async (c) => {
      const { schedule_id: scheduleId } = c.req.valid("param");
      await getProductionSchedule(db, principalOf(c), { scheduleId });
      await fireTemporalSchedule(deps, scheduleId);
      return c.json({ schedule_id: scheduleId }, 202);
    })
    .openapi(firings, async (c) => {
      const { schedule_id: scheduleId } = c.req.valid("param");
      const { limit } = c.req.valid("query");
      const found = await listFirings(db, principalOf(c), { scheduleId, limit });
      return c.json({ firings: found.map((each) => snakeCase(each)) }, 200);
    });
}

/** As its videos would be made: by the schedule's own settings, over the channel's. */
async function requireSpec(
  deps: Deps,
  principal: Principal,
  { channelId, spec }: Pick<ScheduleRecord, "channelId" | "spec">,
): Promise<void> {
  const whole = completeSpec("", [spec, await channelLayer(deps.db, principal, channelId)]);
  await requireVoice(deps, { voice: whole.voice, asked: spec, within: "spec" });
  await requireWords(deps, whole, "spec");
  // The channel's own files are the channel's matter.
  await requireFiles(deps, completeSpec("", [spec]), { within: "spec" });
}

function requireTopics(deps: Deps, { topics = [] }: { readonly topics?: readonly string[] | undefined }) {
  return requireLetters(deps, Object.fromEntries(topics.map((topic, index) => [`topics.topics.${index}`, topic])));
}

function describe({ spec, ...schedule }: ScheduleRecord): z.infer<typeof ScheduleSchema> {
  return { ...snakeCase(schedule), spec: { ...snakeCase(spec) } };
}

function definedOf<Settings>(changes: { [Key in keyof Settings]?: Settings[Key] | undefined }): Partial<Settings> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same settings, without those that are undefined
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Settings>;
}
