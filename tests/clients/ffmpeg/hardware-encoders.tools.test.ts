import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { HARDWARE_ENCODERS } from "../../../domain/render/encoder-arguments.ts";

const BUILT_IN = execFileSync("ffmpeg", ["-hide_banner", "-encoders"], { encoding: "utf8" });

test.each(HARDWARE_ENCODERS)(
  "%s encodes, or libx264 stands in and the machine's reason is told",
  async (encoder) => {
    const probe = await createFfmpeg({ gpuEncoders: [encoder] }).probeEncoder("gpu");
    expect(probe.encoder).toBe(probe.fallbackReason === null ? encoder : "libx264");
    const reason = probe.fallbackReason ?? `no GPU encoder: ${encoder}: none is wanting`;
    expect(reason).toMatch(new RegExp(`^no GPU encoder: ${encoder}: .{8,}`));
    // The machine's want of a chip or a driver, not our arguments.
    expect(reason).not.toMatch(/unrecognized|not found|unable to parse|invalid argument|timed? ?out/i);
    expect(/not in this build|unknown encoder/i.test(reason)).toBe(!BUILT_IN.includes(` ${encoder} `));
  },
  30_000,
);
