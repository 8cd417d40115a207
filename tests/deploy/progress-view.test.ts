import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgressView, type Moment } from "../../deploy/embedded/demo/progress-view.ts";

const moment = (stage: string, progress: number, attempt = 1): Moment => ({ stage, attempt, progress, message: "" });

function shown(moments: readonly Moment[], isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  // Of a terminal the view uses no more than these.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const view = createProgressView(stream as unknown as NodeJS.WriteStream);
  for (const each of moments) view.show(each);
  view.close();
  return String(stream.read() ?? "");
}

const steps = [
  moment("queued", 0),
  moment("narration", 60),
  moment("media", 100),
  moment("narration", 100),
  moment("render", 40),
  moment("render", 31),
  moment("render", 52),
  moment("qa", 5),
  moment("render", 3, 2),
];

test("in a pipe every line is further than the one before; a repair begins anew", () => {
  const lines = shown(steps, false).trimEnd().split("\n");
  expect(lines.map((line) => line.replaceAll(/\s+/g, " ").trim())).toEqual([
    "queued 0 %",
    "narration 60 %",
    "media 100 %",
    "render 40 %",
    "render 52 %",
    "qa 5 %",
    "render (2) 3 %",
  ]);
});

test("in a terminal the line of a stage that is over stays, full", () => {
  const lines = shown(steps, true)
    .split("\n")
    .map((line) => line.split("\u001B[K").at(-1) ?? "");
  expect(lines.map((line) => /(\w+(?: \(\d\))?)\s+[█░]+\s+(\d+) %/.exec(line)?.slice(1))).toEqual([
    ["queued", "100"],
    ["narration", "100"],
    ["media", "100"],
    ["render", "100"],
    ["qa", "100"],
    ["render (2)", "3"],
    undefined,
  ]);
});
