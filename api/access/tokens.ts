import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Random lowercase base32, 5 bits a character: 20 characters hold 100 bits. */
export function randomBase32(characters: number): string {
  return Array.from(randomBytes(characters), (byte) => BASE32[byte & 31]).join("");
}

/** 256 random bits for a cookie. */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** `lt_<key id>_<secret>`: the id tells people which key it is, the secret holds 256 bits. */
export function newApiKey(): { keyId: string; key: string } {
  const keyId = randomBase32(12);
  return { keyId, key: `lt_${keyId}_${randomBytes(32).toString("hex")}` };
}

export function isApiKey(credential: string): boolean {
  return credential.startsWith("lt_");
}

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Derived from the cookie's value, which no script can read, so pages can render it without storing it. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac("sha256", sessionToken).update("longtake csrf").digest("base64url");
}

/** Compares in a time that does not depend on where the texts differ. */
export function sameText(left: string, right: string): boolean {
  return timingSafeEqual(createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest());
}

/** A UUID (version 8) that is the same for the same parts. */
export function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
