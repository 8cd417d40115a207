import { expect, test } from "vitest";
import { subRip } from "../../../domain/captions/caption-files.ts";
import { subRipFault } from "../../../domain/video/subtitle-file.ts";

const CUE = "1\n00:00:00,000 --> 00:00:02,000\nThe sky is blue.\n";

test.each([
  ["of one's own", CUE],
  ["with several lines and cues", `${CUE}\n2\n00:00:02,000 --> 00:00:04,500\nAnd wide,\nand far.\n`],
  ["of Windows, with a byte order mark", `\uFEFF${CUE.replaceAll("\n", "\r\n")}`],
  ["without numbers and with dots", "00:00:00.000 --> 00:00:02.000\nThe sky is blue."],
  [
    "as the render stage writes it",
    subRip([{ startMs: 0, endMs: 900, lines: ["One,", "two"], words: [], sentence: 0 }]),
  ],
])("a file %s is one", (_, text) => expect(subRipFault(text)).toBeNull());

test.each([
  ["empty", "", "it has no line of subtitles"],
  ["a letter", "Dear all,\nhow are you?", "line 1: expected times as in 00:00:01,000 --> 00:00:02,500"],
  ["WebVTT", "WEBVTT\n\n00:00.000 --> 00:05.000\nOne.", "line 1: expected times as in 00:00:01,000 --> 00:00:02,500"],
  ["a cue without words", `${CUE}\n2\n00:00:02,000 --> 00:00:03,000\n`, "line 7: expected words"],
  ["a cue that runs back", "1\n00:00:02,000 --> 00:00:01,000\nBack.", "line 2: ends before it begins"],
  ["a number alone", `${CUE}\n2\n`, "line 6: expected times as in 00:00:01,000 --> 00:00:02,500"],
])("%s is none, and the line is named", (_, text, fault) => expect(subRipFault(text)).toBe(fault));
