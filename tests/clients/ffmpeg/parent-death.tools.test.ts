import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { hasSetpriv } from "../../../clients/ffmpeg/parent-death.ts";
import { commandOf, processes } from "./running-processes.ts";

const CLIENTS = new URL("../../../clients/", import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "longtake-parent-"));
/** Nobody writes into it, so whoever reads it waits. */
const pipe = join(folder, "pipe");
execFileSync("mkfifo", [pipe]);
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that renders for a minute, one that probes what never answers, and one that speaks for long. */
const WORKERS = {
  ffmpeg: `
    import { createFfmpeg } from "${new URL("ffmpeg/ffmpeg.ts", CLIENTS).href}";
    await createFfmpeg().runFfmpeg("-re -f lavfi -i testsrc2=s=64x36:d=60 -f null -".split(" "));`,
  ffprobe: `
    import { createFfmpeg } from "${new URL("ffmpeg/ffmpeg.ts", CLIENTS).href}";
    await createFfmpeg().ffprobe("${pipe}", { timeoutMs: 60_000 });`,
  "espeak-process.ts": `
    import { createEspeakEngine } from "${new URL("speech/espeak.ts", CLIENTS).href}";
    const sentences = Array.from({ length: 20_000 }, (_, n) => "This is sentence number " + n + " of a long speech.");
    await createEspeakEngine().speak({ sentences, voice: "en-us", wordsPerMinute: 160 });`,
} as const;

test.skipIf(!hasSetpriv()).each(Object.entries(WORKERS))(
  "%s does not outlive a worker that was killed with -9",
  async (program, source) => {
    const worker = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: "ignore" });
    const child = await descendantRunning(worker.pid ?? 0, program);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    await expect.poll(() => commandOf(child), { timeout: 20_000 }).toBe("");
  },
  60_000,
);

async function descendantRunning(ancestor: number, program: string): Promise<number> {
  for (const giveUpAtMs = Date.now() + 20_000; Date.now() < giveUpAtMs; await sleep(50)) {
    const found = processes().find(({ parent, command }) => parent === ancestor && isProgram(command, program));
    if (found !== undefined) return found.pid;
  }
  throw new Error(`${program} was not started by ${ancestor}`);
}

/** True once the wrappers have become the program: a wrapper still carries the program among its arguments. */
function isProgram(command: string, program: string): boolean {
  const [first = ""] = command.split("\0");
  return !/(^|\/)(setpriv|nice)$/.test(first) && command.includes(program);
}
