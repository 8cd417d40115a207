import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import * as messages from "../../workflows/generate-video-messages.ts";
import type { RunningPlatform } from "./running-platform.ts";

/** What moves money or publishes cannot be forged by whoever reaches Temporal or the generic endpoint. */
export function guardedUpdates(given: () => RunningPlatform, parkedVideoId: () => string): void {
  const workflowId = () => `generate/${parkedVideoId()}`;
  const { approveUpdate, rejectUpdate, editUpdate, raiseCapUpdate } = messages;

  describe("a guarded update with a grant that nobody gave", () => {
    test.each([approveUpdate, rejectUpdate, editUpdate, raiseCapUpdate])(
      "$name changes nothing, sent straight to Temporal",
      async (update) => {
        const before = await stateOf();
        const handle = (await given().temporal()).workflow.getHandle(workflowId());
        await expect(handle.executeUpdate(update, { args: [{ grantId: randomUUID() }] })).rejects.toThrow();
        expect(await stateOf()).toEqual(before);
      },
    );

    test.each(["approve", "reject", "edit", "raiseCap"])("%s is refused by the generic endpoint", async (name) => {
      const before = await stateOf();
      const json = { name, input: { grant_id: randomUUID() } };
      const path = `/workflows/${encodeURIComponent(workflowId())}/update`;
      const { status, body } = await given().call("POST", path, { json });
      expect({ status, code: body["code"], field: body["field"] }).toEqual({
        status: 403,
        code: "forbidden",
        field: "name",
      });
      expect(body["remedy"]).toContain("POST /pipeline/videos/{video_id}/");
      expect(await stateOf()).toEqual(before);
    });
  });

  /** Everything that a decision would have changed. */
  async function stateOf() {
    const client = new Client({ connectionString: given().platform.env["DATABASE_URL"] });
    await client.connect();
    try {
      const { rows: video } = await client.query("select * from core.videos where video_id = $1", [parkedVideoId()]);
      const { rows: decisions } = await client.query("select * from core.video_decisions where video_id = $1", [
        parkedVideoId(),
      ]);
      const { rows: grants } = await client.query("select count(*) from core.grants");
      const run = await (await given().temporal()).workflow.getHandle(workflowId()).query(messages.statusQuery);
      expect(video).toHaveLength(1);
      return { video, decisions, grants, run };
    } finally {
      await client.end();
    }
  }
}
