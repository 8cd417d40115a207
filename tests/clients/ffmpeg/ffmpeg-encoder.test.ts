import { expect, test } from "vitest";

import { createEncoderProbe } from "../../../clients/ffmpeg/ffmpeg-encoder.ts";
import { AppError } from "../../../domain/errors.ts";
import type { HardwareEncoder } from "../../../domain/render/encoder-arguments.ts";

const NO_CUDA = new AppError("render_failed", "Cannot load libcuda.so.1");

/** A probe on a machine that has these encoders alone, and which ones it tried. */
function probeWith(working: readonly HardwareEncoder[], order?: readonly HardwareEncoder[]) {
  const tried: string[] = [];
  const probe = createEncoderProbe((args) => {
    const encoder = args[args.indexOf("-c:v") + 1] ?? "";
    tried.push(encoder);
    if (working.some((each) => each === encoder))
      return Promise.resolve({ stderr: "", cpuSeconds: 0, peakRssBytes: 0 });
    return Promise.reject(new AppError("render_failed", `${encoder} has no device`));
  }, order);
  return { probe, tried };
}

test("a killed test encode is made again, a failed one is remembered", async () => {
  const answers = [new AppError("unavailable", "killed"), NO_CUDA];
  let asked = 0;
  const probe = createEncoderProbe(() => {
    const error = answers[asked];
    asked += 1;
    return Promise.reject(error ?? new Error("asked too often"));
  }, ["h264_nvenc"]);
  await expect(probe("gpu")).rejects.toMatchObject({ code: "unavailable" });
  const fallbackReason = "no GPU encoder: h264_nvenc: Cannot load libcuda.so.1";
  const found = { route: "gpu", encoder: "libx264", fallbackReason };
  expect(await probe("gpu")).toEqual(found);
  expect(await probe("gpu")).toEqual(found);
});

test("encoders are tried in the order that is set, and the first that works is used", async () => {
  const order = ["h264_amf", "h264_qsv", "h264_nvenc"] as const;
  const { probe, tried } = probeWith(["h264_qsv", "h264_nvenc"], order);
  expect(await probe("gpu")).toEqual({ route: "gpu", encoder: "h264_qsv", fallbackReason: null });
  await probe("gpu");
  expect(tried).toEqual(["h264_amf", "h264_qsv"]);
});

test("where none works each says why, and where none is to be tried none is", async () => {
  const { probe } = probeWith([], ["h264_qsv", "h264_videotoolbox"]);
  expect((await probe("gpu")).fallbackReason).toBe(
    "no GPU encoder: h264_qsv: h264_qsv has no device; h264_videotoolbox: h264_videotoolbox has no device",
  );
  const none = probeWith(["h264_nvenc"], []);
  expect(await none.probe("gpu")).toMatchObject({
    encoder: "libx264",
    fallbackReason: expect.stringContaining("none"),
  });
  expect(none.tried).toEqual([]);
});
