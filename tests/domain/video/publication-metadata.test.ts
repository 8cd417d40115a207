import { expect, test } from "vitest";

import { captionLanguage, publicationFaults, videoMetadata } from "../../../domain/video/publication-metadata.ts";
import type { MetadataInput } from "../../../domain/video/publication-metadata.ts";
import { readVideoResource } from "../../../sandbox/youtube/video-rules.ts";

const SPEC: MetadataInput["spec"] = {
  topic: "Why the sky is blue",
  seconds: 60,
  aspect: "16:9",
  size: "720p",
  voice: "en-us",
  seed: 1,
  complexity: "simple",
  publish: { privacy: "public", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
};

function metadataOf(changes: { script?: object; plan?: object; spec?: object } = {}) {
  return videoMetadata({
    videoId: "vid_1",
    spec: { ...SPEC, ...changes.spec },
    script: {
      title: "Blue",
      hook: "Look up.",
      description: "Light scatters.",
      tags: ["sky", "light"],
      ...changes.script,
    },
    plan: { title: "Blue", durationMs: 60_000, chapters: chaptersAt(0, 20_000, 40_000), ...changes.plan },
    niche: "education",
  });
}

function chaptersAt(...startsMs: number[]) {
  return startsMs.map((startMs, index) => ({ title: `Part ${index + 1}`, startMs, endMs: startMs + 1 }));
}

test("a person's description takes the place of the script's words; chapters and notes stay below it", () => {
  const publish = { ...SPEC.publish, description: "In <my> own words.", notes: ["Paid by nobody."] };
  const { snippet } = metadataOf({ spec: { publish } });
  expect(snippet.description).toBe("In my own words.\n\n0:00 Part 1\n0:20 Part 2\n0:40 Part 3\n\nPaid by nobody.");
});

test.each([
  { rule: "three of ten seconds are listed", starts: [0, 20_000, 40_000], lines: ["0:00", "0:20", "0:40"] },
  { rule: "the first begins at zero", starts: [400, 20_000, 40_000], lines: ["0:00", "0:20", "0:40"] },
  { rule: "a start inside a second is rounded up", starts: [0, 20_001, 40_000], lines: ["0:00", "0:21", "0:40"] },
  { rule: "short ones fold into the one before", starts: [0, 5000, 20_000, 40_000], lines: ["0:00", "0:20", "0:40"] },
  { rule: "a short last one is left out", starts: [0, 15_000, 30_000, 55_000], lines: ["0:00", "0:15", "0:30"] },
  { rule: "two are none", starts: [0, 30_000], lines: [] },
])("chapters: $rule", ({ starts, lines }) => {
  const { description } = metadataOf({ plan: { chapters: chaptersAt(...starts) } }).snippet ?? {};
  expect([...(description ?? "").matchAll(/^(\d+:\d\d) /gm)].map((match) => match[1])).toEqual(lines);
});

test("a Short has no chapters, a long vertical video has", () => {
  const vertical = { spec: { aspect: "9:16" } };
  expect(metadataOf(vertical).snippet?.description).toBe("Look up.\n\nLight scatters.");
  expect(metadataOf({ ...vertical, plan: { durationMs: 181_000 } }).snippet?.description).toContain("0:20 Part 2");
});

test("the platform takes whatever a script can hold", () => {
  const wild = {
    title: `<b>${"Wörter und 🦊 ".repeat(30)}`,
    hook: "<i>".repeat(500),
    description: "Ärger 🦊 ".repeat(2000),
    tags: ["a,b", "  ", "<x>", ...Array.from({ length: 200 }, (_, index) => `long tag ${index}`)],
  };
  const metadata = metadataOf({ script: wild, plan: { title: wild.title } });
  const accepted = readVideoResource(JSON.stringify(metadata), ["snippet", "status"]).metadata;
  expect(accepted.snippet.title).toMatch(/^bWörter und 🦊.*…$/u);
  expect(accepted.snippet.tags[0]).toBe("longtake:vid_1");
  expect(accepted.snippet.description).toContain("0:40 Part 3");
  expect(accepted.snippet.description.isWellFormed()).toBe(true);
});

test.each(["private", "unlisted", "public"] as const)("%s is said explicitly", (privacy) => {
  const publish = { ...SPEC.publish, privacy };
  expect(metadataOf({ spec: { publish } }).status).toMatchObject({
    privacyStatus: privacy,
    containsSyntheticMedia: true,
  });
});

test("a scheduled video is private until its hour, whatever it becomes", () => {
  const publish = { ...SPEC.publish, publishAt: "2027-01-01T12:00:00+01:00" };
  const { status } = metadataOf({ spec: { publish } });
  expect(status).toMatchObject({ privacyStatus: "private", publishAt: "2027-01-01T11:00:00.000Z" });
});

test.each([
  { voice: "en-us", language: "en" },
  { voice: "de", language: "de" },
  { voice: "alloy", language: "en" },
])("the voice $voice speaks $language", ({ voice, language }) => {
  expect(captionLanguage({ voice })).toBe(language);
});

test("the spec's own language comes before the voice's, and a provider is no language", () => {
  expect(captionLanguage({ language: "pt-BR", voice: "en-us" })).toBe("pt-BR");
  expect(captionLanguage({ voice: "google:de-DE-Neural2-B" })).toBe("de");
  expect(captionLanguage({ voice: "openai:alloy" })).toBe("en");
});

test("what must be disclosed stays whole at the end, and the channel's tags come first", () => {
  const notes = ["This video contains <affiliate> links.", "Paid by nobody."];
  const publish = { ...SPEC.publish, notes, tags: ["channel one", "sky"] };
  const { snippet } = metadataOf({ spec: { publish }, script: { description: "Long. ".repeat(2000) } });
  expect(snippet?.description).toMatch(/\n0:40 Part 3\n\nThis video contains affiliate links\.\nPaid by nobody\.$/);
  expect(Buffer.byteLength(snippet?.description ?? "")).toBeLessThanOrEqual(5000);
  expect(snippet?.tags).toEqual(["longtake:vid_1", "channel one", "sky", "light"]);
});

test("a dry run names what the platform would refuse or drop", () => {
  const nowMs = Date.parse("2026-11-21T12:00:00Z");
  const sent = metadataOf();
  const faultsOf = (snippet: object, status: object = {}) =>
    publicationFaults({ snippet: { ...sent.snippet, ...snippet }, status: { ...sent.status, ...status } }, nowMs);
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ title: "" })).toMatchObject([{ field: "title" }]);
  expect(faultsOf({ title: "x".repeat(101), description: "é".repeat(2501) })).toMatchObject([
    { field: "title" },
    { field: "description" },
  ]);
  expect(faultsOf({ tags: Array.from({ length: 51 }, () => "0123456789") })).toMatchObject([{ field: "tags" }]);
  expect(faultsOf({ description: "0:00 One\n0:05 Two\n0:30 Three" })).toMatchObject([{ field: "description" }]);
  expect(faultsOf({}, { publishAt: "2026-11-21T11:00:00Z" })).toMatchObject([{ field: "publishAt" }]);
});
