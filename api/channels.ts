import { createRoute, z } from "@hono/zod-openapi";
import type { VoiceCatalog } from "../clients/speech/voice-catalog.ts";
import {
  type ChannelChanges,
  type ChannelRecord,
  createChannel,
  getChannel,
  listChannels,
  updateChannel,
} from "../db/queries/channels.ts";
import { completeSpec } from "../domain/channel/defaults.ts";
import { changedSettings, layerOfChannel } from "../domain/channel/profile.ts";
import { camelCase, snakeCase } from "../domain/spelling.ts";
import { CHANNEL_STATUSES, NICHES } from "../domain/video/video.ts";
import { allow, principalOf } from "./access/authorization.ts";
import { randomBase32 } from "./access/tokens.ts";
import { BrandSchema, MonetizationSchema, PersonalitySchema, StrategySchema } from "./channels/profile-schemas.ts";
import { runsFollowStatus } from "./channels/runs-follow-status.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { onceAfterAsking } from "./idempotency.ts";
import type { Dispatcher } from "./pipeline/dispatcher.ts";
import { requireVoice } from "./pipeline/require-voice.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import { ChannelIdSchema, IdempotencyHeader, InstantSchema, JsonObjectSchema, plainText } from "./vocabulary.ts";

const Settings = {
  name: plainText(200).openapi({ example: "Science daily" }),
  niche: z.enum(NICHES),
  status: z.enum(CHANNEL_STATUSES).openapi({ description: "Only an active channel takes videos" }),
  daily_videos_max: z.int().min(1).max(10_000).nullable().openapi({ description: "Per UTC day; null: no cap" }),
};

/** What steers the videos; a channel's own may also hold what was kept before these had a shape. */
const Profile = {
  personality: PersonalitySchema,
  strategy: StrategySchema,
  monetization: MonetizationSchema,
  brand: BrandSchema,
};
const KEPT = JsonObjectSchema.openapi({ description: "As sent; see the schema of the same name" });

const ChannelSchema = z
  .object({
    channel_id: z.string(),
    ...Settings,
    ...{ personality: KEPT, strategy: KEPT, monetization: KEPT, brand: KEPT },
    created_at: InstantSchema,
    updated_at: InstantSchema,
  })
  .openapi("Channel");

const ChangesSchema = z
  .strictObject({ ...Settings, ...Profile })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: "must change something" })
  .openapi("ChannelChanges", { example: { status: "paused", personality: { tone: "dry" } } });

const NewChannelSchema = z
  .strictObject({ ...Settings, ...Profile, channel_id: ChannelIdSchema })
  .partial()
  .required({ name: true, niche: true })
  .openapi("NewChannel", { example: { channel_id: "science-daily", name: "Science daily", niche: "education" } });

const ChannelParams = z.object({ channel_id: ChannelIdSchema });

const list = createRoute({
  method: "get",
  path: "/channels",
  tags: ["channels"],
  summary: "List channels, oldest first",
  middleware: allow("read"),
  request: { query: z.object({ status: z.enum(CHANNEL_STATUSES).optional() }) },
  responses: { 200: json(z.object({ channels: z.array(ChannelSchema) }), "The channels"), ...readProblems() },
});

const create = createRoute({
  method: "post",
  path: "/channels",
  tags: ["channels"],
  summary: "Make a channel",
  middleware: allow("write"),
  request: { headers: IdempotencyHeader, body: jsonBody(NewChannelSchema) },
  responses: { 201: json(ChannelSchema, "Made"), ...writeProblems(409) },
});

const show = createRoute({
  method: "get",
  path: "/channels/{channel_id}",
  tags: ["channels"],
  summary: "Show a channel",
  middleware: allow("read"),
  request: { params: ChannelParams },
  responses: { 200: json(ChannelSchema, "The channel"), ...readProblems(404) },
});

const change = createRoute({
  method: "patch",
  path: "/channels/{channel_id}",
  tags: ["channels"],
  summary: "Change a channel; suspending or archiving it cancels its waiting videos",
  description:
    "Inside personality, strategy, monetization and brand what is left out stays, and null takes away. The runs of a suspended channel wait before their upload until it is active again; those of an archived one end.",
  middleware: allow("write"),
  request: { params: ChannelParams, body: jsonBody(ChangesSchema) },
  responses: { 200: json(ChannelSchema, "Changed"), ...writeProblems(404) },
});

export function channelRoutes({
  db,
  settings,
  temporal,
  log,
  dispatcher,
  voices,
}: Pick<ApiDependencies, "db" | "settings" | "temporal" | "log"> & {
  readonly dispatcher: Dispatcher;
  readonly voices: VoiceCatalog;
}) {
  return createRoutes()
    .openapi(list, async (c) => {
      const { status } = c.req.valid("query");
      const channels = await listChannels(db, principalOf(c), status === undefined ? {} : { status });
      return c.json({ channels: channels.map(describe) }, 200);
    })
    .openapi(create, async (c) => {
      const principal = principalOf(c);
      const request = c.req.valid("json");
      const { channel_id: channelId = `chn_${randomBase32(16)}`, name, niche } = request;
      const changes = changesOf(request);
      const made = await onceAfterAsking(
        c,
        { db, settings },
        { request, status: 201 },
        {
          ask: () => requireChannelVoice({ voices }, {}, changes),
          work: async (tx) => describe(await createChannel(tx, principal, { ...changes, channelId, name, niche })),
        },
      );
      return c.json(made, 201);
    })
    .openapi(show, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      return c.json(describe(await getChannel(db, principalOf(c), { channelId })), 200);
    })
    .openapi(change, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const changes = changesOf(c.req.valid("json"));
      if (changes.personality !== undefined) {
        const { personality } = await getChannel(db, principalOf(c), { channelId });
        await requireChannelVoice({ voices }, personality, changes);
      }
      const changed = await updateChannel(db, principalOf(c), { ...changes, channelId });
      // Videos of a channel that is active again may start now.
      dispatcher.wake();
      if (changes.status !== undefined) await runsFollowStatus({ db, temporal, log }, principalOf(c), changed);
      return c.json(describe(changed), 200);
    });
}

/** As a video of the channel that says nothing itself would be spoken; a change of something else is not held up. */
async function requireChannelVoice(
  deps: { readonly voices: VoiceCatalog },
  present: ChannelRecord["personality"],
  { personality: asked = {} }: ChannelChanges,
): Promise<void> {
  if (!("voice" in asked || "language" in asked)) return;
  const personality = changedSettings(present, asked);
  const { voice } = completeSpec("", [layerOfChannel({ personality, strategy: {}, monetization: {}, brand: {} })]);
  await requireVoice(deps, { voice, asked: personality, within: "personality" });
}

function changesOf(changes: z.infer<typeof ChangesSchema>): ChannelChanges {
  const { name, ...rest } = changes;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed JSON holds no undefined
  return { ...(camelCase(rest) as ChannelChanges), ...(name === undefined ? {} : { name: name.trim() }) };
}

function describe(channel: ChannelRecord): z.infer<typeof ChannelSchema> {
  const { personality, strategy, monetization, brand, ...rest } = channel;
  const kept = { personality: { ...personality }, strategy: { ...strategy }, monetization: { ...monetization } };
  return snakeCase({ ...rest, ...kept, brand: { ...brand } });
}
