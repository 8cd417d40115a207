import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The suffix of a test file names the servers it needs; `npm test` brings them up and sets the environment. */
const server = {
  pool: "forks" as const,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // A second, as it comes, is no promise of any server's on a busy machine.
  expect: { poll: { timeout: 20_000 } },
  // As the platform's own processes are started: it spares each file half a second of processor time for drizzle.
  execArgv: ["--import", fileURLToPath(new URL("deploy/embedded/fast-imports.mjs", import.meta.url))],
};

export default defineConfig({
  test: {
    // Tests wait for servers and children more than they compute: two at a time even where there are two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          pool: "forks",
          // Pure for the most part: one load of the modules serves all files of a process.
          isolate: false,
          // Not a measure of anything: a busy machine takes its time.
          testTimeout: 30_000,
          expect: { poll: { timeout: 20_000 } },
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/**/*.{tools,db,temporal,e2e}.test.ts"],
        },
      },
      // ffmpeg, espeak-ng and processes of our own: real work, but no server.
      { test: { name: "tools", ...server, include: ["tests/**/*.tools.test.ts"], testTimeout: 120_000 } },
      { test: { name: "db", ...server, include: ["tests/**/*.db.test.ts"] } },
      { test: { name: "temporal", ...server, include: ["tests/**/*.temporal.test.ts"] } },
      {
        test: {
          name: "e2e",
          ...server,
          include: ["tests/**/*.e2e.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
