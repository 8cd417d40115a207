import { describe, expect, it } from "vitest";

import { binaryTypeOf, textTypeOf } from "../../../domain/media/file-type.ts";

function head(...parts: (string | number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
}

describe("binaryTypeOf", () => {
  it.each([
    ["jpg", head([0xff, 0xd8, 0xff, 0xe0])],
    ["png", head("\u0089PNG\r\n\u001a\n")],
    ["webp", head("RIFF", [1, 0, 0, 0], "WEBP")],
    ["wav", head("RIFF", [1, 0, 0, 0], "WAVEfmt ")],
    ["mp4", head([0, 0, 0, 24], "ftypisom")],
    ["mov", head([0, 0, 0, 24], "ftypqt  ")],
    ["m4a", head([0, 0, 0, 24], "ftypM4A ")],
    ["webm", head([0x1a, 0x45, 0xdf, 0xa3], "....B\u0082\u0084webm")],
    ["mkv", head([0x1a, 0x45, 0xdf, 0xa3], "....B\u0082\u0088matroska")],
    ["mp3", head("ID3", [4, 0])],
    ["mp3", head([0xff, 0xfb, 0x90, 0x64])],
    ["flac", head("fLaC")],
    ["ogg", head("OggS")],
  ])("knows %s by its first bytes", (extension, bytes) => {
    expect(binaryTypeOf(bytes)?.extension).toBe(extension);
  });

  it.each([
    ["UTF-16 text", head([0xff, 0xfe, 0x41, 0x00])],
    ["a GIF", head("GIF89a")],
    ["a playlist", head("#EXTM3U\n")],
    ["nothing", head()],
  ])("knows nothing of %s", (_, bytes) => {
    expect(binaryTypeOf(bytes)).toBeNull();
  });
});

describe("textTypeOf", () => {
  it.each([
    ['{"version": 1}', "json"],
    ["[1]", "json"],
    ["42", "txt"],
    ["Tides rise.\r\n\tTwice a day.", "txt"],
  ])("takes %o for %s", (text, extension) => {
    expect(textTypeOf(text)?.extension).toBe(extension);
  });

  it.each(["<svg/>", "\n <?xml version='1.0'?>", " ", "bell\u0007"])("refuses %o", (text) => {
    expect(textTypeOf(text)).toBeNull();
  });
});
