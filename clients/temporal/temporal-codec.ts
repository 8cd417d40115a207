import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Payload, PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";
import { AppError } from "../../domain/errors.ts";

const ENCODING = "binary/encrypted";
const CIPHER = "aes-256-gcm";
const VERSION = "1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const PayloadMessage = proto.temporal.api.common.v1.Payload;
const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString("utf8") : "");

export interface KeyRing {
  /** Encrypts. */
  readonly current: string;
  /** Key id → 32 bytes; all decrypt. */
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** `<key id>:<base64 of 32 bytes>[,…]`, the first being current. The format is checked by `config.ts`. */
export function parseKeyRing(value: string): KeyRing {
  const entries = value.split(",").map((entry): [string, Buffer] => {
    const [id = "", key = ""] = entry.split(":");
    return [id, Buffer.from(key, "base64")];
  });
  return { current: entries[0]?.[0] ?? "", keys: new Map(entries) };
}

/**
 * Encrypts every payload of a history with AES-256-GCM. The metadata names key and format version, so that keys
 * rotate without rewriting histories. Nonce ‖ ciphertext ‖ tag; the key id and version are authenticated.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#encrypt(payload));
  }

  /** Payloads of other encodings pass through: they were written before encryption or by other tools. */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) =>
      text(payload.metadata?.["encoding"]) === ENCODING ? this.#decrypt(payload) : payload,
    );
  }

  #encrypt(payload: Payload): Payload {
    const keyId = this.#ring.current;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(keyId), nonce).setAAD(Buffer.from(`${VERSION}:${keyId}`));
    const plain = PayloadMessage.encode(PayloadMessage.create(payload)).finish();
    const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const metadata = {
      encoding: ENCODING,
      "encryption-cipher": CIPHER,
      "encryption-key-id": keyId,
      "encryption-version": VERSION,
    };
    return {
      metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value)])),
      data,
    };
  }

  #decrypt(payload: Payload): Payload {
    const keyId = text(payload.metadata?.["encryption-key-id"]);
    const version = text(payload.metadata?.["encryption-version"]);
    const data = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv(CIPHER, this.#key(keyId), data.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(`${version}:${keyId}`))
      .setAuthTag(data.subarray(data.length - TAG_BYTES));
    const plain = Buffer.concat([
      decipher.update(data.subarray(NONCE_BYTES, data.length - TAG_BYTES)),
      decipher.final(),
    ]);
    const decoded = PayloadMessage.decode(plain);
    return { metadata: decoded.metadata, data: decoded.data };
  }

  #key(keyId: string): Buffer {
    const key = this.#ring.keys.get(keyId);
    if (key) return key;
    throw new AppError("internal", `payload key ${keyId} is not in LONGTAKE_PAYLOAD_KEYS`, {
      remedy: "Add the retired key behind the current one.",
    });
  }
}
