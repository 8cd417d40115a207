import { expect, test } from "vitest";
import { isHidden, visibilityFault, visibilityRemedy } from "../../../domain/video/visibility.ts";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const HOUR = "2026-12-01T18:00:00.500+01:00";
const faultOf = (privacy: "public" | "private", publishAt: string | null, shown: [string, string?]) =>
  visibilityFault({ privacy, publishAt }, { privacyStatus: shown[0], publishAt: shown[1] }, NOW_MS);

test("a video that is seen as was asked has no fault", () => {
  expect(faultOf("public", null, ["public"])).toBeNull();
  // The platform may leave the split second away.
  expect(faultOf("private", HOUR, ["private", "2026-12-01T17:00:00Z"])).toBeNull();
  expect(faultOf("private", "2026-11-21T11:59:59Z", ["public"])).toBeNull();
});

test("a lock, a lost hour and an hour that nobody asked for are told with both sides", () => {
  expect(faultOf("public", null, ["private"])).toBe("asked for public, YouTube has it as private");
  const lost = "asked for public at 2026-12-01T17:00:00.500Z, YouTube has it as private";
  expect(faultOf("private", HOUR, ["private"])).toBe(lost);
  expect(faultOf("private", HOUR, ["private", "2026-12-02T17:00:00Z"])).toContain("public at 2026-12-02T17:00:00.000Z");
  expect(faultOf("private", null, ["private", "2026-12-02T17:00:00Z"])).toContain("asked for private");
});

test("an hour that came and changed nothing is told once it is late", () => {
  const shown = (minutes: number): [string, string] => ["private", new Date(NOW_MS - minutes * 60_000).toISOString()];
  expect(faultOf("private", shown(9)[1], shown(9))).toBeNull();
  expect(faultOf("private", shown(10)[1], shown(10))).toContain("asked for public at 2026-11-21T11:50:00.000Z");
});

test("only what the platform keeps private is taken for a lock", () => {
  expect(visibilityRemedy("private")).toContain("audit");
  expect(visibilityRemedy("public")).not.toContain("audit");
});

test.each<[string | null, string | null, number | null, boolean]>([
  ["private", null, null, true],
  ["private", null, 1, true],
  ["private", null, -1, false],
  ["private", "asked for public at 2026-11-21T11:50:00.000Z, YouTube has it as private", -30, true],
  ["unlisted", null, null, false],
  [null, null, null, false],
])("read back as %s (%s), with its hour in %s minutes, hidden: %s", (privacy, visibilityReason, minutes, hidden) => {
  const hour = minutes === null ? null : new Date(NOW_MS + minutes * 60_000).toISOString();
  expect(isHidden({ privacy, visibilityReason }, hour, NOW_MS)).toBe(hidden);
});
