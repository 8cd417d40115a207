import { createRoute, z } from "@hono/zod-openapi";
import {
  type ChannelChanges,
  type ChannelRecord,
  createChannel,
  getChannel,
  listChannels,
  updateChannel,
} from "../db/queries/channels.ts";
import { CHANNEL_STATUSES, NICHES } from "../domain/video.ts";
import { allow, principalOf } from "./access/authorization.ts";
import { randomBase32 } from "./access/tokens.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { onceInTransaction } from "./idempotency.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import { ChannelIdSchema, IdempotencyHeader, InstantSchema, JsonObjectSchema, plainText } from "./vocabulary.ts";

const Settings = {
  name: plainText(200).openapi({ example: "Science daily" }),
  niche: z.enum(NICHES),
  status: z.enum(CHANNEL_STATUSES).openapi({ description: "Only an active channel takes videos" }),
  personality: JsonObjectSchema.openapi({ description: "Tone and voice; keys are yours" }),
  strategy: JsonObjectSchema.openapi({ description: "Content strategy; keys are yours" }),
  monetization: JsonObjectSchema.openapi({ description: "Monetization; keys are yours" }),
  daily_videos_max: z.int().min(1).max(10_000).nullable().openapi({ description: "Per UTC day; null: no cap" }),
};

const ChannelSchema = z
  .object({ channel_id: z.string(), ...Settings, created_at: InstantSchema, updated_at: InstantSchema })
  .openapi("Channel");

const ChangesSchema = z
  .strictObject(Settings)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: "must change something" })
  .openapi("ChannelChanges", { example: { status: "paused" } });

const NewChannelSchema = z
  .strictObject({ ...Settings, channel_id: ChannelIdSchema })
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
  middleware: allow("write"),
  request: { params: ChannelParams, body: jsonBody(ChangesSchema) },
  responses: { 200: json(ChannelSchema, "Changed"), ...writeProblems(404) },
});

export function channelRoutes({ db, settings }: Pick<ApiDependencies, "db" | "settings">) {
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
      const made = await onceInTransaction(c, { db, settings }, { request, status: 201 }, async (tx) =>
        describe(await createChannel(tx, principal, { ...changesOf(request), channelId, name, niche })),
      );
      return c.json(made, 201);
    })
    .openapi(show, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      return c.json(describe(await getChannel(db, principalOf(c), { channelId })), 200);
    })
    .openapi(change, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const changed = await updateChannel(db, principalOf(c), { ...changesOf(c.req.valid("json")), channelId });
      return c.json(describe(changed), 200);
    });
}

/** By hand and not by the translator: the keys inside the three settings are the caller's. */
function changesOf({ daily_videos_max, ...changes }: z.infer<typeof ChangesSchema>): ChannelChanges {
  const { name, niche, status, personality, strategy, monetization } = changes;
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(niche === undefined ? {} : { niche }),
    ...(status === undefined ? {} : { status }),
    ...(personality === undefined ? {} : { personality }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(monetization === undefined ? {} : { monetization }),
    ...(daily_videos_max === undefined ? {} : { dailyVideosMax: daily_videos_max }),
  };
}

function describe(channel: ChannelRecord): z.infer<typeof ChannelSchema> {
  return {
    channel_id: channel.channelId,
    name: channel.name,
    niche: channel.niche,
    status: channel.status,
    personality: { ...channel.personality },
    strategy: { ...channel.strategy },
    monetization: { ...channel.monetization },
    daily_videos_max: channel.dailyVideosMax,
    created_at: channel.createdAt,
    updated_at: channel.updatedAt,
  };
}
