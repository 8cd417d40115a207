import { afterEach, expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";
import type { Answer } from "./contract-server.ts";
import { startContractServer } from "./contract-server.ts";

let server: Awaited<ReturnType<typeof startContractServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const KEY = `uploads/${"5".repeat(64)}.json`;

async function longtake(routes: Readonly<Record<string, readonly Answer[]>>, ...args: readonly string[]) {
  server = await startContractServer(routes);
  return runCommandLine([...args, "--api-url", server.url, "--api-key", "lt_test"]);
}

test("voice list shows what speaks a language, and why a provider has none", async () => {
  const { stdout, exitCode } = await longtake(
    {
      "GET /voices?language=de": [
        {
          body: {
            voices: [
              { voice: "de", provider: "espeak", name: "German", languages: ["de"] },
              { voice: "openai:alloy", provider: "openai", name: "alloy", languages: [] },
            ],
            providers: [
              { provider: "espeak", state: "asked", reason: null },
              { provider: "openai", state: "fixed_list", reason: null },
              { provider: "google", state: "no_key", reason: "its key is not set here" },
            ],
          },
        },
      ],
    },
    ...["voice", "list", "--language", "de"],
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/de +espeak +de +German/);
  expect(stdout).toMatch(/openai:alloy +openai +many +alloy/);
  expect(stdout).toContain("Without google: its key is not set here");
  expect(stdout).not.toContain("Without openai");
});

test("file list shows keys and kinds", async () => {
  const file = {
    object_key: KEY,
    media_type: "application/json",
    bytes: 20,
    name: "mine.json",
    created_at: "2026-11-21T12:00:00Z",
  };
  const { stdout } = await longtake(
    { "GET /files?limit=100": [{ body: { files: [file], next_cursor: null } }] },
    "file",
    "list",
  );
  expect(stdout).toContain(KEY);
  expect(stdout).toContain("application/json");
});
