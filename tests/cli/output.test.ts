import { describe, expect, test } from "vitest";
import type { CellFormat } from "../../cli/output/cells.ts";
import { formatCell } from "../../cli/output/cells.ts";
import { createOutput } from "../../cli/output/output.ts";
import type { OutputFormat } from "../../cli/output/output.ts";
import { createPaint } from "../../cli/output/paint.ts";
import { createProgressBar } from "../../cli/output/progress-bar.ts";
import { tableLines } from "../../cli/output/table.ts";
import { padText, plainLine, textColumns, truncateText } from "../../cli/output/text-width.ts";

const plain = createPaint("never", {}, undefined);
const cells: CellFormat = { timeFormat: "relative", nowMs: Date.parse("2026-11-21T12:00:00Z") };

function createStream(terminal?: { readonly columns: number }) {
  const written: string[] = [];
  const stream = {
    write: (text: string) => written.push(text),
    isTTY: terminal !== undefined,
    columns: terminal?.columns ?? 80,
  };
  return { stream, text: () => written.join("") };
}

function outputOf(format: OutputFormat, terminal?: { readonly columns: number }) {
  const { stream, text } = createStream(terminal);
  return { output: createOutput({ format, stream, paint: plain, cells }), text };
}

describe("text width", () => {
  test.each([
    ["plain", 5],
    ["日本語", 6],
    ["e\u0301", 1],
    ["👍🏽", 2],
    ["👩‍👩‍👧", 2],
    ["한국", 4],
    ["", 0],
  ])("%s takes %i columns", (text, columns) => {
    expect(textColumns(text)).toBe(columns);
  });

  test("cutting never splits a wide character and says that it cut", () => {
    expect(truncateText("日本語の動画", 6)).toBe("日本…");
    expect(textColumns(truncateText("日本語の動画", 6))).toBeLessThanOrEqual(6);
    expect(truncateText("short", 5)).toBe("short");
    expect(truncateText("anything", 0)).toBe("");
  });

  test("padding counts columns, not characters", () => {
    expect(padText("日本", 6)).toBe("日本  ");
    expect(padText("7", 3, "right")).toBe("  7");
  });

  test("a title cannot steer the terminal", () => {
    expect(plainLine("a\u001b[2Jb\nc")).toBe("a�[2Jb c");
  });
});

describe("cells", () => {
  test.each([
    [{ instant: "2026-11-21T11:57:00Z" }, "3 minutes ago"],
    [{ instant: "2026-11-21T14:00:00Z" }, "in 2 hours"],
    [{ instant: null }, ""],
    [{ durationMs: 90_000 }, "1 min 30 s"],
    [{ durationMs: 5_400_000 }, "1 h 30 min"],
    [{ durationMs: 59_960 }, "60.0 s"],
    [{ microUsd: 2_500_000 }, "$2.50"],
    [{ microUsd: 1234 }, "$0.001234"],
    [{ microUsd: 0 }, "$0.00"],
    [{ bytes: 12_345_678 }, "12.3 MB"],
    [{ fraction: 0.456 }, "46 %"],
    [true, "yes"],
    [undefined, ""],
  ])("%j reads %s", (cell, text) => {
    expect(formatCell(cell, cells)).toBe(text);
  });

  test("iso and raw instants", () => {
    const cell = { instant: "2026-11-21T13:00:00+01:00" };
    expect(formatCell(cell, { ...cells, timeFormat: "iso" })).toBe("2026-11-21T12:00:00.000Z");
    expect(formatCell(cell, { ...cells, timeFormat: "raw" })).toBe("2026-11-21T13:00:00+01:00");
  });
});

describe("tables", () => {
  const rows = [
    { id: "vid_1", title: "How tides work and why the moon has everything to do with it" },
    { id: "vid_22", title: "日本の火山はどこにあるのか、そしてなぜそこにあるのか" },
  ];
  const columns = [
    { title: "VideoId", value: (row: (typeof rows)[number]) => row.id },
    { title: "Title", value: (row: (typeof rows)[number]) => row.title, shrinks: true as const },
  ];

  test("a terminal's width is kept by cutting the column that may shrink", () => {
    const lines = tableLines(rows, columns, { format: cells, paint: plain, columnsMax: 40 });
    for (const line of lines) expect(textColumns(line)).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^vid_1 {4}How tides.*…$/);
    expect(lines[2]).toContain("vid_22   日本");
  });

  test("nothing is cut in a pipe", () => {
    const lines = tableLines(rows, columns, { format: cells, paint: plain });
    expect(lines.join("\n")).toContain(rows[0]?.title);
    expect(lines.join("\n")).toContain(rows[1]?.title);
  });
});

describe("output formats", () => {
  const columns = [{ title: "VideoId", value: (row: { readonly videoId: string }) => row.videoId }];

  test("json lists are one array", async () => {
    const { output, text } = outputOf("json");
    await output.list(twoRows(), columns);
    expect(JSON.parse(text())).toEqual([
      { videoId: "a", n: 1 },
      { videoId: "b", n: 2 },
    ]);
  });

  test("an empty json list is an empty array", async () => {
    const { output, text } = outputOf("json");
    await output.list([], columns);
    expect(text()).toBe("[]\n");
  });

  test("jsonl is one object a line", async () => {
    const { output, text } = outputOf("jsonl");
    await output.list(twoRows(), columns);
    expect(text()).toBe('{"videoId":"a","n":1}\n{"videoId":"b","n":2}\n');
  });

  test("an error between rows leaves a whole json document", async () => {
    const { output, text } = outputOf("json");
    await expect(output.list(failing(), columns)).rejects.toThrow("lost");
    expect(JSON.parse(text())).toEqual([{ videoId: "a" }]);
  });

  test("prose and views stay out of JSON; none says nothing", async () => {
    for (const format of ["json", "jsonl"] as const) {
      const { output, text } = outputOf(format);
      output.note("Keep the key now");
      output.value({ a: 1 }, () => [{ title: "Prose", fields: [["A", 1]] }]);
      expect(JSON.parse(text())).toEqual({ a: 1 });
    }
    const { output, text } = outputOf("none");
    output.note("Keep the key now");
    output.value({ a: 1 }, () => []);
    await output.list(twoRows(), columns);
    expect(text()).toBe("");
  });

  test("text has titles, aligned labels, and no line for what is absent", () => {
    const { output, text } = outputOf("text");
    output.value({}, () => [
      {
        title: "Video",
        fields: [
          ["VideoId", "a"],
          ["Score", null],
          ["Cost", { microUsd: 1_500_000 }],
        ],
      },
      { title: "Empty", fields: [] },
      { title: "Notes", lines: ["  one"] },
    ]);
    expect(text()).toBe("Video:\n  VideoId  a\n  Cost     $1.50\n\nNotes:\n  one\n");
  });
});

describe("colour", () => {
  test("auto paints a terminal only, and not under NO_COLOR", () => {
    expect(createPaint("auto", { isTTY: true }, undefined).heading("x")).toContain("\u001b[");
    expect(createPaint("auto", { isTTY: true }, "1").heading("x")).toBe("x");
    expect(createPaint("auto", { isTTY: false }, undefined).heading("x")).toBe("x");
    expect(createPaint("always", {}, "1").heading("x")).toContain("\u001b[");
  });
});

describe("progress bar", () => {
  test("is drawn in place on a terminal and never wraps", () => {
    const { stream, text } = createStream({ columns: 50 });
    const bar = createProgressBar(stream, "text");
    bar.show(report(0.25));
    bar.show(report(0.5));
    bar.finish();
    const frames = text().split("\r\u001b[2K").slice(1);
    expect(frames).toHaveLength(2);
    for (const frame of frames) expect(textColumns(frame.trimEnd())).toBeLessThanOrEqual(49);
    expect(frames[1]).toContain("50%");
    expect(text().endsWith("\n")).toBe(true);
  });

  test("is plain lines in a pipe, one a quarter", () => {
    const { stream, text } = createStream();
    const bar = createProgressBar(stream, "text");
    for (let step = 0; step <= 100; step++) bar.show(report(step / 100));
    bar.finish();
    expect(text().trimEnd().split("\n")).toEqual([
      "render 0% segment 3 of 9",
      "render 25% segment 3 of 9",
      "render 50% segment 3 of 9",
      "render 75% segment 3 of 9",
      "render 100% segment 3 of 9",
    ]);
  });

  test("is silent in JSON modes even on a terminal", () => {
    const { stream, text } = createStream({ columns: 80 });
    createProgressBar(stream, "json").show(report(0.5));
    expect(text()).toBe("");
  });
});

async function* twoRows() {
  yield { videoId: "a", n: 1 };
  yield { videoId: "b", n: 2 };
}

async function* failing() {
  yield { videoId: "a" };
  throw new Error("lost");
}

function report(fraction: number) {
  return { label: "render", fraction, message: "segment 3 of 9" };
}
