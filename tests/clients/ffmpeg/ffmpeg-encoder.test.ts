import { expect, test } from "vitest";

import { createEncoderProbe } from "../../../clients/ffmpeg/ffmpeg-encoder.ts";
import { AppError } from "../../../domain/errors.ts";

test("a killed test encode is made again, a failed one is remembered", async () => {
  const answers = [new AppError("unavailable", "killed"), new AppError("render_failed", "Cannot load libcuda.so.1")];
  let asked = 0;
  const probe = createEncoderProbe(() => {
    const error = answers[asked];
    asked += 1;
    return Promise.reject(error ?? new Error("asked too often"));
  });
  await expect(probe("gpu")).rejects.toMatchObject({ code: "unavailable" });
  const found = { route: "gpu", encoder: "libx264", fallbackReason: "no GPU encoder: Cannot load libcuda.so.1" };
  expect(await probe("gpu")).toEqual(found);
  expect(await probe("gpu")).toEqual(found);
});
