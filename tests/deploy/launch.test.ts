import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { launch } from "../../deploy/embedded/launch.ts";

const hasAutogroups = existsSync("/proc/self/autogroup");

test.runIf(hasAutogroups)(
  "a nice process gives way with its whole session, where the kernel groups by session",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "longtake-launch-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const log = join(folder, "log");
    const script = "sleep 0.2; cat /proc/self/autogroup";
    const child = launch(
      { command: "bash", args: ["-c", script], env: { PATH: process.env.PATH ?? "" }, cwd: folder, niceness: 19 },
      log,
    );
    await once(child, "exit");
    expect(readFileSync(log, "utf8")).toMatch(/^\/autogroup-\d+ nice 19$/m);
  },
);
