import { expect, test } from "vitest";
import { createOutput } from "../../cli/output/output.ts";
import { createPaint } from "../../cli/output/paint.ts";
import { valueSections } from "../../cli/value-sections.ts";

function textOf(title: string, value: unknown): string {
  const written: string[] = [];
  const output = createOutput({
    format: "text",
    stream: { write: (text) => written.push(text) },
    paint: createPaint("never", {}, undefined),
    cells: { timeFormat: "iso", nowMs: 0 },
  });
  output.value(value, () => valueSections(output, title, value));
  return written.join("");
}

test("an answer of the API reads with its units, objects as sections and lists as tables", () => {
  const answer = {
    videoId: "vid_1",
    spentMicroUsd: 812_000,
    eta: null,
    waitingFor: { kind: "cost_cap", remedy: "Grant a cap.", until: null },
    lines: [
      { stage: "script", actualMicroUsd: 1200, units: 40 },
      { stage: "render", actualMicroUsd: null, units: 7 },
    ],
    targets: [],
  };
  expect(textOf("Costs", answer)).toBe(
    [
      "Costs:",
      "  VideoId  vid_1",
      "  Spent    $0.81",
      "",
      "WaitingFor:",
      "  Kind    cost_cap",
      "  Remedy  Grant a cap.",
      "",
      "Lines:",
      "Stage   Actual     Units",
      "script  $0.001200     40",
      "render                 7",
      "",
    ].join("\n"),
  );
});
