import { expect, test } from "vitest";
import { PublishSchema } from "../../api/pipeline/video-request.ts";
import { costEstimate } from "../../cli/cost/estimate.ts";
import type { FlagValues } from "../../cli/flags.ts";
import { queueAdd } from "../../cli/queue/add.ts";
import { publishFlags, publishPart } from "../../cli/setting-flags.ts";
import { videoUpload } from "../../cli/video/upload.ts";
import { snakeCase } from "../../domain/spelling.ts";

const SAID: Readonly<Record<string, unknown>> = {
  ...{ privacy: "private", publishAt: "2027-01-01T12:00:00Z", tag: ["tides"], dryRun: true },
  ...{ syntheticMedia: "no", madeForKids: "no", captionTrack: "no" },
};

test("whatever the API takes of publishing can be said on a command line", () => {
  const values = Object.entries(publishFlags).map(([key, flag]) => [key, flag.read(SAID[key])]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value comes from the flag under its key
  const sent = snakeCase(publishPart(Object.fromEntries(values) as FlagValues<typeof publishFlags>) ?? {});
  expect(Object.keys(sent).toSorted()).toEqual(Object.keys(PublishSchema.shape).toSorted());
  expect(PublishSchema.parse(sent)).toEqual({
    ...{ privacy: "private", publish_at: "2027-01-01T12:00:00.000Z", tags: ["tides"], dry_run: true },
    ...{ contains_synthetic_media: false, self_declared_made_for_kids: false, caption_track: false },
  });
});

test.each([queueAdd, costEstimate, videoUpload])("$name takes all of it", ({ flags }) => {
  expect(flags).toMatchObject(publishFlags);
});
