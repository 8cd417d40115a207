import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access } from "./access.ts";
import { badInput } from "./bad-input.ts";
import { fuzzing } from "./fuzzing.ts";
import { guardedUpdates } from "./guarded-updates.ts";
import { progress } from "./progress.ts";
import { RunningPlatform } from "./running-platform.ts";
import { webUi } from "./web-ui.ts";

/** One real platform for all of these: a start costs more than most of them. They run in this order. */
let running: RunningPlatform;
let made = "";
let parked = "";
const given = () => running;

beforeAll(async () => {
  running = await RunningPlatform.start();
  await running.addChannel("unconnected");
  made = await running.queueVideo({ channel_id: await running.connectedChannel() });
  parked = await running.queueVideo({ channel_id: "unconnected", topic: "Why is the sea salt?" });
});
afterAll(() => running?.stop());

describe("two videos of one platform", () => {
  test("one is made and published", async () => {
    expect(await running.completed(made)).toMatchObject({ publish_status: "published" });
  });

  test("one waits for its channel to be connected", async () => {
    expect(await running.parked(parked)).toMatchObject({
      kind: "channel_connection",
      remedy: expect.stringContaining("longtake channel connect --channel-id unconnected"),
    });
  });
});

progress(given, () => made);
webUi(
  given,
  () => made,
  () => parked,
);
guardedUpdates(given, () => parked);
access(given);
badInput(given);

describe("an event that failed three times", () => {
  test("is driven again by `longtake error redrive` and resolved", async () => {
    const client = new Client({ connectionString: running.platform.env["DATABASE_URL"] });
    await client.connect();
    try {
      const stateOf = async () =>
        (await client.query<{ state: string }>("select state from core.error_queue where event_id = $1", [made]))
          .rows[0];
      await client.query(
        `insert into core.error_queue (source, event_id, payload, error) values ('video_completed', $1, $2, $3)`,
        [made, { videoId: made }, { code: "unavailable", message: "no store" }],
      );
      const { exitCode, stdout, stderr } = await running.longtake("error", "redrive", "--yes", "-o", "json");
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(JSON.parse(stdout)).toMatchObject({ redriven: 1, events: [{ eventId: made }] });
      await expect.poll(stateOf, { timeout: 20_000 }).toEqual({ state: "resolved" });
    } finally {
      await client.end();
    }
  });
});

describe("the parked video", () => {
  test("goes on once `longtake channel connect` and `video resume` were run", async () => {
    const connected = await running.longtakeAndBrowser(
      "channel",
      "connect",
      "--channel-id",
      "unconnected",
      "--no-browser",
    );
    expect(connected).toMatchObject({ exitCode: 0 });
    expect(await running.longtake("video", "resume", "--video-id", parked)).toMatchObject({ exitCode: 0 });
    expect(await running.completed(parked)).toMatchObject({ publish_status: "published" });
  });
});

fuzzing(given);
