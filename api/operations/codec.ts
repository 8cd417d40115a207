import { createRoute, z } from "@hono/zod-openapi";
import type { Payload } from "@temporalio/common";
import type { Context } from "hono";
import { cors } from "hono/cors";
import { EncryptionCodec, parseKeyRing } from "../../clients/temporal/temporal-codec.ts";
import { AppError } from "../../domain/errors.ts";
import { sameText } from "../access/tokens.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";

type Deps = Pick<ApiDependencies, "environment">;

const Base64 = z.base64();
/** The JSON form of temporal.api.common.v1.Payloads; bytes are base64. Fields we do not know travel through unread. */
const PayloadsSchema = z
  .object({
    payloads: z.array(z.object({ metadata: z.record(z.string(), Base64).optional(), data: Base64.optional() })),
  })
  .openapi("Payloads", { example: { payloads: [{ metadata: { encoding: "anNvbi9wbGFpbg==" }, data: "e30=" }] } });

const CodecParams = z.object({ token: z.string().min(1).max(200) });

function codecRoute<Path extends string>(path: Path, summary: string) {
  return createRoute({
    method: "post",
    path,
    tags: ["operations"],
    summary,
    request: { params: CodecParams, body: jsonBody(PayloadsSchema) },
    responses: { 200: json(PayloadsSchema, "The payloads, in the same order"), ...writeProblems() },
  });
}

const decode = codecRoute("/codec/{token}/decode", "Decrypt payloads for Temporal's Web UI");
const encode = codecRoute("/codec/{token}/encode", "Encrypt payloads that the Web UI sends");

/** It turns ciphertext into text, so it takes the secret of the address or an admin or operator, and one origin only. */
export function codecRoutes({ environment }: Deps) {
  const codec = new EncryptionCodec(parseKeyRing(environment.LONGTAKE_PAYLOAD_KEYS));
  const authorize = (c: Context<ApiEnv>, token: string) => {
    const role = c.get("principal")?.role;
    if (role === "admin" || role === "operator" || sameText(token, environment.LONGTAKE_CODEC_TOKEN)) return;
    throw new AppError("forbidden", "the codec token is wrong", {
      remedy: "Use the codec endpoint that the Web UI was started with.",
    });
  };
  const routes = createRoutes();
  routes.use(
    "/codec/*",
    cors({
      origin: new URL(environment.LONGTAKE_UI_URL).origin,
      credentials: true,
      allowMethods: ["POST", "OPTIONS"],
      allowHeaders: ["Authorization", "Content-Type", "X-Namespace"],
      maxAge: 600,
    }),
  );
  return routes
    .openapi(decode, async (c) => {
      authorize(c, c.req.valid("param").token);
      return c.json(toJson(await decodeKnown(codec, fromJson(c.req.valid("json")))), 200);
    })
    .openapi(encode, async (c) => {
      authorize(c, c.req.valid("param").token);
      return c.json(toJson(await codec.encode(fromJson(c.req.valid("json")))), 200);
    });
}

async function decodeKnown(codec: EncryptionCodec, payloads: Payload[]): Promise<Payload[]> {
  try {
    return await codec.decode(payloads);
  } catch (cause) {
    throw new AppError("invalid_input", "a payload cannot be decrypted", {
      cause,
      field: "payloads",
      remedy: "It was encrypted with a key that is not configured here, or was damaged.",
    });
  }
}

type PayloadsJson = z.infer<typeof PayloadsSchema>;

function fromJson({ payloads }: PayloadsJson): Payload[] {
  return payloads.map(({ metadata = {}, data = "" }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, "base64")])),
    data: Buffer.from(data, "base64"),
  }));
}

function toJson(payloads: Payload[]): PayloadsJson {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
      data: base64(data ?? new Uint8Array()),
    })),
  };
}
