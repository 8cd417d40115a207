import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand, tryCommand } from "./run-command.ts";

export const GO_MIN = "1.25";
export const BUILD_TIME_LIMIT_MS = 20 * 60_000;

/** `1.26.8`; `0` without Go on PATH. */
export async function goVersion(): Promise<string> {
  const { stdout } = await tryCommand("go", ["version"], { timeoutMs: 30_000 });
  return /go(\d+\.\d+(\.\d+)?)/.exec(stdout)?.[1] ?? "0";
}

export interface GoProgram {
  /** As shown in lines of progress. */
  readonly name: string;
  /** With its version: `example.org/program@v1.2.3`. */
  readonly module: string;
  /** Folder that gets the program. */
  readonly draft: string;
  readonly onLine: (line: string) => void;
}

/** Builds a program of a Go module. Go's own caches (2 GB) lie inside the draft and go with the build. */
export async function goInstall({ name, module, draft, onLine }: GoProgram): Promise<void> {
  const go = join(draft, "go");
  mkdirSync(join(go, "tmp"), { recursive: true });
  const startedMs = Date.now();
  let modules = 0;
  const report = () => {
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    onLine(`  still building ${name}: ${seconds} s, ${modules} modules fetched`);
  };
  const ticker = setInterval(report, 15_000);
  try {
    await runCommand("nice", ["-n", "10", "go", "install", module], {
      env: {
        ...process.env,
        GOBIN: draft,
        GOPATH: join(go, "path"),
        GOMODCACHE: join(go, "modules"),
        GOCACHE: join(go, "cache"),
        GOTMPDIR: join(go, "tmp"),
        // Read-only module folders could not be removed afterwards.
        GOFLAGS: `${process.env.GOFLAGS ?? ""} -modcacherw`.trim(),
        CGO_ENABLED: "0",
      },
      timeoutMs: BUILD_TIME_LIMIT_MS,
      onOutput: (text) => (modules += text.split("go: downloading ").length - 1),
    });
  } finally {
    clearInterval(ticker);
    rmSync(go, { recursive: true, force: true });
  }
}
