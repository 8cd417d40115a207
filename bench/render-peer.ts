import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { execa } from "execa";

import { FONTS_PATH } from "../activities/rendering/fonts.ts";

const MOVIEPY = "moviepy==2.1.2";
const PEER_SECONDS = 10;

export interface PeerResult {
  readonly cpuSecondsPerVideoSecond: number;
  readonly peakRssBytes: number;
}

/** The first ten seconds of a plan through MoviePy, which is set up once in the cache folder. */
export async function renderWithMoviePy(input: {
  planPath: string;
  storePath: string;
  output: string;
}): Promise<PeerResult> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "longtake", "moviepy-2.1.2");
  if (!existsSync(join(cache, "moviepy"))) {
    await execa("python3", ["-m", "pip", "install", "--quiet", "--target", cache, MOVIEPY]);
  }
  const script = fileURLToPath(new URL("render-moviepy.py", import.meta.url));
  const font = join(FONTS_PATH, "NotoSans-Bold.ttf");
  const args = [script, input.planPath, input.storePath, font, String(PEER_SECONDS), input.output];
  const { stdout } = await execa("python3", args, { env: { PYTHONPATH: cache, FFMPEG_BINARY: "ffmpeg" } });
  const spent: { cpuSeconds: number; peakRssBytes: number } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  return { cpuSecondsPerVideoSecond: spent.cpuSeconds / PEER_SECONDS, peakRssBytes: spent.peakRssBytes };
}
