import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { AppError } from "../domain/errors.ts";

const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whose secret it is. A ciphertext moved to another channel's row does not decrypt. */
export interface CredentialOwner {
  readonly channelId: string;
  readonly platform: string;
}

export interface EncryptedCredential {
  /** `v1.<key id>.<base64url of nonce, tag and ciphertext>`. */
  readonly encrypted: string;
  readonly keyId: string;
}

export interface CredentialCipher {
  readonly currentKeyId: string;
  encrypt(plaintext: string, owner: CredentialOwner): EncryptedCredential;
  /** Throws `internal` when the key is gone or the bytes were changed. */
  decrypt(encrypted: string, owner: CredentialOwner): string;
  /** The same secret under the current key; null when it is already there. */
  rewrap(encrypted: string, owner: CredentialOwner): EncryptedCredential | null;
}

/**
 * Encrypts platform tokens at rest: AES-256-GCM, the owner as associated data.
 * `keyRing` is `<key id>:<base64 of 32 bytes>[,…]`; the first key encrypts, every key decrypts.
 */
export function createCredentialCipher(keyRing: string): CredentialCipher {
  const keys = readKeyRing(keyRing);
  const [currentKeyId, currentKey] = keys.entries().next().value ?? [];
  if (currentKeyId === undefined || currentKey === undefined) {
    throw new AppError("invalid_input", "the credential key ring is empty", { field: "LONGTAKE_CREDENTIAL_KEYS" });
  }

  const encrypt = (plaintext: string, owner: CredentialOwner): EncryptedCredential => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", currentKey, nonce);
    cipher.setAAD(associatedData(currentKeyId, owner));
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
    const bytes = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    return { encrypted: `${VERSION}.${currentKeyId}.${bytes.toString("base64url")}`, keyId: currentKeyId };
  };

  const decrypt = (encrypted: string, owner: CredentialOwner): string => {
    const { keyId, bytes } = readEncrypted(encrypted);
    const key = keys.get(keyId);
    if (key === undefined) {
      throw new AppError("internal", `the credential was encrypted with key ${keyId}, which is not configured`, {
        remedy: `Add key ${keyId} back to LONGTAKE_CREDENTIAL_KEYS, behind the current one, or connect the channel again.`,
      });
    }
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(keyId, owner));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return opened.toString("utf8");
    } catch (cause) {
      throw new AppError("internal", `the credential of ${owner.channelId} does not decrypt: it was changed or moved`, {
        cause,
        remedy: `Connect the channel again: longtake channel connect --channel-id ${owner.channelId}`,
      });
    }
  };

  return {
    currentKeyId,
    encrypt,
    decrypt,
    rewrap: (encrypted, owner) =>
      readEncrypted(encrypted).keyId === currentKeyId ? null : encrypt(decrypt(encrypted, owner), owner),
  };
}

function readKeyRing(keyRing: string): ReadonlyMap<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const entry of keyRing.split(",").filter((part) => part !== "")) {
    const [keyId, encoded] = entry.split(":");
    const key = Buffer.from(encoded ?? "", "base64");
    if (keyId === undefined || !/^[\w-]+$/.test(keyId) || key.length !== 32 || keys.has(keyId)) {
      throw new AppError("invalid_input", "expected distinct <key id>:<base64 of 32 bytes>, comma separated", {
        field: "LONGTAKE_CREDENTIAL_KEYS",
      });
    }
    keys.set(keyId, key);
  }
  return keys;
}

function readEncrypted(encrypted: string): { keyId: string; bytes: Buffer } {
  const [version, keyId, encoded] = encrypted.split(".");
  const bytes = Buffer.from(encoded ?? "", "base64url");
  if (version !== VERSION || keyId === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new AppError("internal", "the stored credential is not in a form this version reads");
  }
  return { keyId, bytes };
}

/** JSON, so that no choice of ids makes two owners spell the same bytes. */
function associatedData(keyId: string, owner: CredentialOwner): Buffer {
  return Buffer.from(JSON.stringify(["longtake credential", VERSION, keyId, owner.platform, owner.channelId]));
}
