import { expect, test } from "vitest";
import { AppError } from "../../domain/errors.ts";
import { partsQuery } from "../../workflows/draft-parts.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { until, videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const { script, start, handleOf, parked, grant } = runs;

test("a run tells what is made of its video before it is rendered, and takes back what an edit has made obsolete", async () => {
  script.accidents["planRender"] = [new AppError("missing_tool", "ffmpeg is not installed")];
  const videoId = await start();
  await parked(videoId, "failure");
  const made = { scriptKey: "scripts/a.json", timingsKey: "t.json", mediaKey: "media/parent.json", planKey: null };
  expect(await handleOf(videoId).query(partsQuery)).toMatchObject({ ...made, spec: { voice: "en-us" } });

  script.slow.add("narrate");
  await handleOf(videoId).executeUpdate(messages.editUpdate, {
    args: [{ grantId: await grant(videoId, "edit_video", { edit: { kind: "voice", voice: "en-gb" } }) }],
  });
  const edited = { ...made, timingsKey: null, spec: { voice: "en-gb" } };
  expect(await handleOf(videoId).query(partsQuery)).toMatchObject(edited);
  script.slow.delete("narrate");
  await until(async () => (await handleOf(videoId).query(partsQuery)).planKey === "p.json");
  expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
});
