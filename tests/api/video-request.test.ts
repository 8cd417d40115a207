import { describe, expect, it } from "vitest";
import { layerOf, VideoRequestSchema } from "../../api/pipeline/video-request.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";

const key = (extension: string) => `uploads/${"0a".repeat(32)}.${extension}`;

function faultsOf(fields: object): string[] {
  const parsed = VideoRequestSchema.safeParse({ topic: "Tides", ...fields });
  return parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

describe("a request for a video", () => {
  it("becomes a spec with every setting it names, in the spelling of the domain", () => {
    const request = VideoRequestSchema.parse({
      topic: "Tides",
      language: "de",
      voice: "google:de-DE-Neural2-B",
      script: { own_key: key("txt"), catch_phrases: ["Stay curious"] },
      narration: { recording_key: key("wav"), pronunciations: [{ word: "Elbe", say: "elba" }] },
      media: { sources: ["upload", "pexels"], uploads: [{ object_key: key("png"), scene: 2 }] },
      look: { captions: "karaoke", brand: { base: "12405f", logo_key: key("png"), intro: null } },
      music: { source: "licensed", object_key: key("mp3"), licence: "CC BY 4.0" },
      publish: { privacy: "unlisted", caption_track: false, dry_run: true, tags: ["sea"] },
    });
    const channel = { look: { brand: { intro: "Hello" } } };
    const spec = completeSpec(request.topic, [layerOf(request), channel]);
    expect(spec.look?.brand).toEqual({ base: "12405f", logoKey: key("png") });
    expect(spec).toMatchObject({
      language: "de",
      voice: "google:de-DE-Neural2-B",
      script: { source: "own", ownKey: key("txt"), catchPhrases: ["Stay curious"] },
      narration: { mode: "own", recordingKey: key("wav") },
      media: { uploads: [{ objectKey: key("png"), scene: 2 }] },
      look: { captions: "karaoke" },
      music: { source: "licensed", objectKey: key("mp3") },
      publish: { privacy: "unlisted", captionTrack: false, dryRun: true, tags: ["sea"] },
    });
  });

  it.each<[string, object, string]>([
    ["a source without its file", { script: { source: "own" } }, "script.own_key: is needed by the source own"],
    ["a file for another source", { script: { source: "model", own_key: key("txt") } }, "script.source: must be own"],
    ["a structure nobody wrote", { script: { structure: "sonnet" } }, "script.structure: expected one of explainer"],
    ["a script that is a program", { script: { own_key: key("exe") } }, "script.own_key: expected the object key"],
    ["a key that leaves its folder", { script: { own_key: "uploads/../x.txt" } }, "script.own_key: expected"],
    ["a voice-over without sound", { narration: { mode: "own" } }, "narration.recording_key: is needed"],
    [
      "one word said twice",
      { narration: { pronunciations: [{ word: "a", say: "b" }, { word: "A", say: "c" }] } }, // prettier-ignore
      "narration.pronunciations: must hold each word once",
    ],
    ["a source twice", { media: { sources: ["pexels", "pexels"] } }, "media.sources: must hold each source once"],
    [
      "files that no source shows",
      { media: { sources: ["pexels"], uploads: [{ object_key: key("png") }] } },
      "media.sources: must hold upload",
    ],
    ["a colour by name", { look: { brand: { base: "navy" } } }, "look.brand.base: expected a colour as rrggbb"],
    [
      "letters that cannot be read",
      { look: { brand: { text: "888888", base: "777777" } } },
      "look.brand.text: has a contrast of",
    ],
    ["music without licence", { music: { source: "licensed", object_key: key("mp3") } }, "music.licence: is needed"],
    ["a licence for nothing", { music: { source: "none", licence: "CC0" } }, "music.licence: is of no use"],
    ["a voice that is an option", { voice: "--help" }, "voice: expected the name of a voice"],
    ["a language by name", { language: "German" }, "language: expected a BCP 47 language"],
    ["a tag with markup", { publish: { tags: ["<b>"] } }, "publish.tags.0: must not hold"],
    [
      "a public video with an hour",
      { publish: { privacy: "public", publish_at: "2027-01-01T00:00:00Z" } },
      "publish.privacy: must be private until publish_at",
    ],
  ])("is refused for %s, by the name of the field", (_, fields, fault) => {
    expect(faultsOf(fields).join("\n")).toContain(fault);
  });
});
