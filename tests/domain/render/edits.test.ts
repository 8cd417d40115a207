import { expect, test } from "vitest";

import type { RenderPlan } from "../../../domain/render/plan.ts";
import { segmentArguments } from "../../../domain/render/segment-command.ts";
import { outgoingLayers, segmentLayers } from "../../../domain/render/segment-layers.ts";
import { TRANSITIONS } from "../../../domain/video/video-settings.ts";
import { fonts, planOf, sceneOf, scriptOf, specWith } from "./planned-video.ts";

const SENTENCES = ["The sea rises and falls twice a day.", "It follows the moon."] as const;
const scenes = Array.from({ length: 20 }, (_, index) => sceneOf(index + 1, SENTENCES));

/** Everything that decides a segment's bytes, as its content key has it. */
function recipesOf(plan: RenderPlan): string[] {
  return plan.segments.map((segment) => {
    const named = (layers: ReturnType<typeof segmentLayers>) => layers.map((layer) => ({ layer, script: "layer" }));
    const [own, outgoing] = [segmentLayers(plan, segment, fonts), outgoingLayers(plan, segment, fonts)];
    const from = { picture: segment.bridge?.from.still.sha256 ?? "", layers: named(outgoing) };
    const files = {
      picture: segment.still.sha256,
      layers: named(own),
      fonts: "fonts",
      output: "output",
      ...(segment.bridge === undefined ? {} : { from }),
    };
    const scripts = [...own, ...outgoing].map(({ script }) => script);
    return JSON.stringify([segmentArguments(plan, segment, files), scripts]);
  });
}

function anew(before: RenderPlan, after: RenderPlan): number[] {
  const known = new Set(recipesOf(before));
  return recipesOf(after).flatMap((recipe, index) => (known.has(recipe) ? [] : [after.segments[index]?.scene ?? -1]));
}

test.each(TRANSITIONS)("one changed scene of twenty renders at most three segments again: %s", (transition) => {
  const spec = specWith({ look: { transition } });
  const before = planOf(spec, scriptOf(scenes)).plan;
  const longer = [...SENTENCES, "Harbours print its times."];
  const replaced = scenes.with(7, sceneOf(8, longer, "Part 8"));
  const after = planOf(spec, scriptOf(replaced)).plan;
  expect(after.frameCount).toBeGreaterThan(before.frameCount);
  const rendered = anew(before, after);
  expect(rendered.length).toBeGreaterThan(0);
  expect(rendered.length).toBeLessThanOrEqual(3);
  for (const scene of rendered) expect([7, 8]).toContain(scene);
});

test("a scene taken out, or put in, leaves the others as they are", () => {
  const spec = specWith();
  const before = planOf(spec, scriptOf(scenes)).plan;
  expect(anew(before, planOf(spec, scriptOf(scenes.toSpliced(7, 1))).plan)).toEqual([]);
  const inserted = scenes.toSpliced(7, 0, sceneOf(99, ["A tide table is older than the printing press."], "Tables"));
  expect(anew(before, planOf(spec, scriptOf(inserted)).plan)).toEqual([7]);
});

test("another voice makes every segment again", () => {
  const before = planOf(specWith(), scriptOf(scenes)).plan;
  const after = planOf(specWith(), scriptOf(scenes), { wordMs: 401 }).plan;
  expect(anew(before, after)).toHaveLength(after.segments.length);
});
