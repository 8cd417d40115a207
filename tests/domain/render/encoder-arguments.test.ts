import { describe, expect, test } from "vitest";

import { HARDWARE_ENCODERS, hardwareArguments, isHardwareEncoder } from "../../../domain/render/encoder-arguments.ts";

function valueOf(args: readonly string[], option: string): string | undefined {
  return args.includes(option) ? args[args.indexOf(option) + 1] : undefined;
}

describe.each(HARDWARE_ENCODERS)("%s", (encoder) => {
  test("makes closed groups of two seconds without B-frames, from pictures in memory", () => {
    const args = hardwareArguments(encoder, 21, 30);
    expect(valueOf(args, "-c:v")).toBe(encoder);
    expect(valueOf(args, "-g")).toBe("60");
    expect(valueOf(args, "-r")).toBe("30");
    expect(valueOf(args, "-bf")).toBe("0");
    expect(valueOf(args, "-flags")).toBe("+cgop");
    expect(valueOf(args, "-pix_fmt")).toMatch(/^(?:yuv420p|nv12)$/);
    expect(args.every((arg) => arg !== "" && !/NaN|undefined/.test(arg))).toBe(true);
  });

  test("premium videos get more quality than others", () => {
    expect(hardwareArguments(encoder, 18, 30)).not.toEqual(hardwareArguments(encoder, 21, 30));
  });
});

test("each encoder has its own scale of quality near a rate factor of 21", () => {
  expect(valueOf(hardwareArguments("h264_nvenc", 21, 30), "-cq")).toBe("28");
  expect(valueOf(hardwareArguments("h264_qsv", 21, 30), "-global_quality")).toBe("23");
  expect(valueOf(hardwareArguments("h264_amf", 21, 30), "-qp_i")).toBe("21");
  expect(valueOf(hardwareArguments("h264_videotoolbox", 21, 30), "-q:v")).toBe("65");
  expect(valueOf(hardwareArguments("h264_videotoolbox", 51, 30), "-q:v")).toBe("15");
});

test("libx264 is none of them", () => {
  expect(isHardwareEncoder("libx264")).toBe(false);
  expect(isHardwareEncoder("h264_qsv")).toBe(true);
});
