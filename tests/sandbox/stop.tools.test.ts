import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openaiAccount } from "./openai-account.ts";
import { startSandbox } from "./sandbox-process.ts";

test("the stand-ins stop at once, whatever they draw, say or wait for", async () => {
  await using sandbox = await startSandbox();
  const account = openaiAccount(sandbox);
  await account.fault({ kind: "delay_reply", delayMs: 60_000 });
  const answers = [
    account.ask("chat/completions", { body: { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] } }),
    account.ask("audio/speech", {
      body: { model: "tts-1", voice: "nova", input: "So it goes on. ".repeat(200), response_format: "pcm" },
    }),
    // Minutes of drawing.
    fetch(`${sandbox.url}/pexels/_files/1002/3840x2160.mp4`),
  ];
  const outcome = Promise.allSettled(answers);
  const files = join(sandbox.folder, "pexels", "files");
  await expect.poll(() => readdir(files).catch(() => []), { timeout: 20_000 }).toHaveLength(1);
  // The delayed answer alone would take a minute.
  const beganMs = performance.now();
  expect(await sandbox.stop()).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(15_000);
  expect((await outcome).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});
