import type { Client } from "@temporalio/client";

/** JSON values in place of protobuf ones: instants as ISO text, 64-bit numbers as text, empty members left out. */
export function plainRecord(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plainRecord);
  if (typeof value !== "object") return value;
  if (isLong(value)) return longText(value);
  if (isTimestamp(value)) return instantOf(value);
  const shown = Object.entries(value).filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(shown.map(([name, each]) => [name, plainRecord(each)]));
}

/** As `plainRecord`, with every payload inside decoded by the client's codec and converter. */
export async function decodedRecord(client: Client, value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each) => decodedRecord(client, each)));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return plainRecord(value);
  if (isLong(value) || isTimestamp(value)) return plainRecord(value);
  if (isPayload(value)) return decodedPayload(client, value);
  const shown = Object.entries(value).filter(([, each]) => !isEmpty(each));
  const decoded = await Promise.all(
    shown.map(async ([name, each]) => [name, await decodedRecord(client, each)] as const),
  );
  return Object.fromEntries(decoded);
}

interface PayloadShape {
  readonly metadata: Record<string, Uint8Array>;
  readonly data?: Uint8Array | null;
}

async function decodedPayload(client: Client, payload: PayloadShape): Promise<unknown> {
  const { payloadConverter, payloadCodecs } = client.options.loadedDataConverter;
  let payloads = [{ metadata: payload.metadata, data: payload.data ?? new Uint8Array() }];
  // Encoded in order, so decoded in reverse.
  for (const codec of payloadCodecs.toReversed()) {
    const decoded = await codec.decode(payloads);
    payloads = decoded.map((each) => ({ metadata: each.metadata ?? {}, data: each.data ?? new Uint8Array() }));
  }
  const [first] = payloads;
  return first === undefined ? null : payloadConverter.fromPayload(first);
}

function isPayload(value: object): value is PayloadShape {
  if (!("metadata" in value) || typeof value.metadata !== "object" || value.metadata === null) return false;
  return "encoding" in value.metadata && value.metadata.encoding instanceof Uint8Array;
}

interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** 64-bit integers of protobuf come as two halves. */
function isLong(value: object): value is Long {
  return "low" in value && "high" in value && "unsigned" in value;
}

function longText({ low, high, unsigned }: Long): string {
  return String((BigInt(unsigned ? high >>> 0 : high) << 32n) + BigInt(low >>> 0));
}

function isTimestamp(value: object): value is { seconds: unknown; nanos: number } {
  return "seconds" in value && "nanos" in value && Object.keys(value).length <= 2;
}

/** Durations share the shape of instants; one below a year is no instant of a workflow. */
function instantOf({ seconds, nanos }: { readonly seconds: unknown; readonly nanos: number }): string {
  const totalSeconds = Number(seconds);
  if (totalSeconds < 31_536_000) return `${totalSeconds + nanos / 1e9}s`;
  return new Date(totalSeconds * 1000 + nanos / 1e6).toISOString();
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
