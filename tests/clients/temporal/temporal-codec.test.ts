import { defaultPayloadConverter } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import { EncryptionCodec, parseKeyRing } from "../../../clients/temporal/temporal-codec.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const codec = (ring: string) => new EncryptionCodec(parseKeyRing(ring));
const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value);
const metadata = (bytes: Uint8Array | undefined | null) => Buffer.from(bytes ?? []).toString();

describe("the payload codec", () => {
  test("hides the value and gives it back", async () => {
    const payload = payloadOf({ topic: "the topic of a person" });
    const [encoded] = await codec(`k1:${key(1)}`).encode([payload]);
    expect(Buffer.from(encoded?.data ?? []).toString()).not.toContain("topic");
    expect(metadata(encoded?.metadata?.["encryption-key-id"])).toBe("k1");
    const [decoded] = await codec(`k1:${key(1)}`).decode(encoded ? [encoded] : []);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toEqual({ topic: "the topic of a person" });
  });

  test("reads what a retired key wrote, and writes with the new one", async () => {
    const old = await codec(`k1:${key(1)}`).encode([payloadOf("old")]);
    const rotated = codec(`k2:${key(2)},k1:${key(1)}`);
    const [decoded] = await rotated.decode(old);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toBe("old");
    const [encoded] = await rotated.encode([payloadOf("new")]);
    expect(metadata(encoded?.metadata?.["encryption-key-id"])).toBe("k2");
  });

  test("names a key that is missing", async () => {
    const encoded = await codec(`gone:${key(1)}`).encode([payloadOf("x")]);
    await expect(codec(`k2:${key(2)}`).decode(encoded)).rejects.toThrow("gone");
  });

  test("refuses a changed byte or a changed key id", async () => {
    const ring = codec(`k1:${key(1)},k2:${key(1)}`);
    const [encoded] = await ring.encode([payloadOf("x")]);
    const data = Buffer.from(encoded?.data ?? []);
    data[20] = (data[20] ?? 0) ^ 1;
    await expect(ring.decode([{ ...encoded, data }])).rejects.toThrow();
    const other = { ...encoded?.metadata, "encryption-key-id": Buffer.from("k2") };
    await expect(ring.decode([{ data: encoded?.data ?? null, metadata: other }])).rejects.toThrow();
  });

  test("lets payloads of other encodings through", async () => {
    const plain = payloadOf("plain");
    expect(await codec(`k1:${key(1)}`).decode([plain])).toEqual([plain]);
  });
});
