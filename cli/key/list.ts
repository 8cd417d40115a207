import { defineCommand } from "../command.ts";

interface KeyRow {
  readonly keyId: string;
  readonly name: string;
  readonly role: string;
  readonly requestsPerMinute: number | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export const keyList = defineCommand({
  name: "list",
  summary: "List the API keys, without the keys themselves",
  example: `longtake key list \\
    --output jsonl`,
  flags: {},
  async run(context) {
    const { apiKeys } = await context.api().call<{ readonly apiKeys: readonly KeyRow[] }>({
      method: "GET",
      path: "/api-keys",
    });
    await context.output.list(apiKeys, [
      { title: "KeyId", value: (row) => row.keyId },
      { title: "Role", value: (row) => row.role },
      { title: "PerMinute", value: (row) => row.requestsPerMinute },
      { title: "Expires", value: (row) => ({ instant: row.expiresAt }) },
      { title: "Revoked", value: (row) => ({ instant: row.revokedAt }) },
      { title: "LastUsed", value: (row) => ({ instant: row.lastUsedAt }) },
      { title: "Name", value: (row) => row.name, shrinks: true },
    ]);
  },
});
