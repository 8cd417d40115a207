import { expect, test } from "vitest";

import { createCredentialCipher } from "../../clients/credentials.ts";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const OLD_RING = `2025:${key(1)}`;
const NEW_RING = `2026:${key(2)},2025:${key(1)}`;
const OWNER = { channelId: "news", platform: "youtube" };

test("a secret comes back under its own key and under a ring that has a newer one first", () => {
  const { encrypted, keyId } = createCredentialCipher(OLD_RING).encrypt("1//refresh", OWNER);
  expect(keyId).toBe("2025");
  expect(encrypted).not.toContain("refresh");
  expect(createCredentialCipher(OLD_RING).decrypt(encrypted, OWNER)).toBe("1//refresh");
  expect(createCredentialCipher(NEW_RING).decrypt(encrypted, OWNER)).toBe("1//refresh");
});

test("rewrapping moves a secret to the current key once", () => {
  const old = createCredentialCipher(OLD_RING).encrypt("1//refresh", OWNER);
  const cipher = createCredentialCipher(NEW_RING);
  const rewrapped = cipher.rewrap(old.encrypted, OWNER);
  expect(rewrapped?.keyId).toBe("2026");
  expect(cipher.rewrap(rewrapped?.encrypted ?? "", OWNER)).toBeNull();
  const afterRotation = createCredentialCipher(`2026:${key(2)}`);
  expect(afterRotation.decrypt(rewrapped?.encrypted ?? "", OWNER)).toBe("1//refresh");
  expect(() => afterRotation.decrypt(old.encrypted, OWNER)).toThrow(/2025, which is not configured/);
});

test("equal secrets look different every time", () => {
  const cipher = createCredentialCipher(OLD_RING);
  expect(cipher.encrypt("a", OWNER).encrypted).not.toBe(cipher.encrypt("a", OWNER).encrypted);
});

test.each([
  { change: "another channel", owner: { channelId: "sports", platform: "youtube" }, spoil: (text: string) => text },
  { change: "another platform", owner: { channelId: "news", platform: "tiktok" }, spoil: (text: string) => text },
  { change: "a flipped bit", owner: OWNER, spoil: flipLastBit },
  { change: "the name of another key", owner: OWNER, spoil: (text: string) => text.replace(".2026.", ".2025.") },
])("$change is refused", ({ owner, spoil }) => {
  const cipher = createCredentialCipher(NEW_RING);
  const { encrypted } = cipher.encrypt("1//refresh", OWNER);
  expect(() => cipher.decrypt(spoil(encrypted), owner)).toThrow(/does not decrypt/);
});

test.each(["", "a", "a:c2hvcnQ=", `a:${key(1)},a:${key(2)}`])("the key ring %j is refused", (ring) => {
  expect(() => createCredentialCipher(ring)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

function flipLastBit(encrypted: string): string {
  const [version, keyId, encoded] = encrypted.split(".");
  const bytes = Buffer.from(encoded ?? "", "base64url");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return `${version}.${keyId}.${bytes.toString("base64url")}`;
}
