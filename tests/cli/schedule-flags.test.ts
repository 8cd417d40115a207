import { expect, test } from "vitest";

import { scheduleBody } from "../../cli/production/schedule-flags.ts";

const NOTHING = {
  ...{ cadence: undefined, timeZone: undefined, dailyVideosMax: undefined, offPeakFromHour: undefined },
  ...{ offPeakToHour: undefined, topic: [], feedUrl: undefined, country: undefined, about: [] },
  ...{ topicSource: undefined, spec: undefined, priority: undefined },
};

test.each([
  [{ topic: ["Tides"] }, { topicSource: "list", topics: { topics: ["Tides"] } }],
  [{ feedUrl: "https://x.example/f" }, { topicSource: "feed", topics: { feedUrl: "https://x.example/f" } }],
  [
    { country: "US", about: ["moon"] },
    { topicSource: "trend", topics: { country: "US", about: ["moon"] } },
  ],
  [{ country: "US" }, { topicSource: "trend", topics: { country: "US" } }],
  // What does not belong together is sent as it was said: the API names the field.
  [
    { topic: ["Tides"], country: "US" },
    { topicSource: "list", topics: { topics: ["Tides"], country: "US" } },
  ],
  [{ about: ["moon"] }, { topics: { about: ["moon"] } }],
  [{ cadence: "0 6 * * *" }, { cadence: "0 6 * * *" }],
])("the source follows from what says its topics: %j", (flags, body) => {
  expect(scheduleBody({ ...NOTHING, ...flags })).toEqual(body);
});
