import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "../../domain/errors.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import {
  readThumbnailFacts,
  thumbnailArguments,
  thumbnailCandidates,
  thumbnailScore,
} from "../../domain/look/thumbnails.ts";
import { fileSha256 } from "../content-key.ts";
import { FONTS_PATH, bundledFonts } from "./fonts.ts";
import type { RenderingDeps } from "./rendering.ts";

/** Draws the thumbnails to choose from and stores them: their keys, best first. `run` answers with ffmpeg's log. */
export async function drawThumbnails(
  { storage }: RenderingDeps,
  plan: RenderPlan,
  folder: string,
  run: (args: readonly string[]) => Promise<string>,
): Promise<[string, ...string[]]> {
  const { fonts } = await bundledFonts();
  const scored: { key: string; score: number }[] = [];
  for (const { layout, stillKey, overlay, textShare } of thumbnailCandidates(plan, fonts)) {
    const files = {
      still: await storage.getFile(stillKey),
      overlay: join(folder, `${layout}.ass`),
      fonts: FONTS_PATH,
      output: join(folder, `${layout}.jpg`),
    };
    await writeFile(files.overlay, overlay);
    const facts = readThumbnailFacts(await run(thumbnailArguments(files)));
    if (facts === null) throw new AppError("render_failed", "a thumbnail could not be measured", { retryable: true });
    const key = `thumbnails/${await fileSha256(files.output)}.jpg`;
    await storage.putFile(key, files.output);
    scored.push({ key, score: thumbnailScore(facts, textShare) });
  }
  const [best, ...others] = scored.toSorted((left, right) => right.score - left.score).map(({ key }) => key);
  if (best === undefined) throw new AppError("render_failed", "the plan has no pictures");
  return [best, ...others];
}
