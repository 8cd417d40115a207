import { expect, test } from "vitest";

import { safeNext } from "../../api/pages/login.ts";
import { doneText } from "../../api/pages/video/forms.ts";
import { clock, duration, usd } from "../../api/pages/words.ts";

test.each([
  ["/videos?status=failed", "/videos?status=failed"],
  [undefined, "/"],
  ["", "/"],
  ["https://elsewhere.example/", "/"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example/", "/"],
  ["/\t/elsewhere.example/", "/"],
  ["/.//elsewhere.example/", "/"],
  ["javascript:alert(1)", "/"],
])("after signing in, %j leads to %j", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

test("only known acts have words after a redirect", () => {
  expect(doneText("approve")).toBe("Approved.");
  expect(doneText("queue-pause")).toBe("The queue is paused.");
  expect(doneText("voice.subtitles-left")).toMatch(/made again\. Your own subtitles .* give them again\.$/);
  expect(doneText("constructor")).toBeNull();
  expect(doneText("<script>")).toBeNull();
});

test("amounts, times and lengths read as people write them", () => {
  expect([0, 4_200, 120, 3, 2_500_000].map(usd)).toEqual(["$0.00", "$0.0042", "$0.00012", "$0.000003", "$2.50"]);
  expect([clock(9_999), clock(62_000), clock(3_723_000)]).toEqual(["0:09", "1:02", "1:02:03"]);
  expect([duration(840), duration(12_400), duration(59_990), duration(185_000), duration(7_440_000)]).toEqual([
    "840 ms",
    "12.4 s",
    "1 min",
    "3 min 5 s",
    "2 h 4 min",
  ]);
});
