import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { connectTemporal } from "../../../clients/temporal/temporal.ts";

test("an address that does not answer is named, whatever the environment says", async () => {
  const place = {
    LONGTAKE_PAYLOAD_KEYS: `test:${randomBytes(32).toString("base64")}`,
    address: "127.0.0.1:1",
    connectTimeoutMs: 500,
  };
  await expect(connectTemporal(place)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("127.0.0.1:1"),
    remedy: expect.stringContaining("--address"),
  });
});
