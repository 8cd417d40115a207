import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { dyingWithParent } from "../../clients/ffmpeg/parent-death.ts";
import type { FaultRequest } from "../../sandbox/faults.ts";
import type { YoutubeEvent } from "../../sandbox/youtube/events.ts";

const MAIN = new URL("../../sandbox/main.ts", import.meta.url).pathname;

type EventOf<Kind extends YoutubeEvent["kind"]> = Extract<YoutubeEvent, { kind: Kind }>;

/** The stand-ins as the demo runs them: their own process, on a free port, over a folder of their own. */
export interface SandboxProcess {
  readonly url: string;
  readonly folder: string;
  /** Asks for a fault; `skip` and `times` as in sandbox/faults.ts. */
  fault(request: { match: FaultRequest["match"]; fault: object; times?: number; skip?: number }): Promise<void>;
  clearFaults(): Promise<void>;
  events(): Promise<readonly YoutubeEvent[]>;
  eventsOf<Kind extends YoutubeEvent["kind"]>(kind: Kind): Promise<readonly EventOf<Kind>[]>;
  /** kill −9, then a new process over the same folder and port. */
  crashAndRestart(): Promise<void>;
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startSandbox(environment: Record<string, string> = {}): Promise<SandboxProcess> {
  const folder = await mkdtemp(join(tmpdir(), "longtake-sandbox-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child = await start().catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });

  async function start(): Promise<ChildProcess> {
    const env = { ...process.env, SANDBOX_PROCESSING_MS: "0", ...environment };
    const [command = "", ...args] = dyingWithParent([process.execPath, MAIN]);
    const started = spawn(command, args, {
      env: { ...env, SANDBOX_PORT: String(port), SANDBOX_DATA_DIR: folder },
      stdio: ["ignore", "ignore", "inherit"],
    });
    for (let tries = 0; tries < 1_200; tries += 1) {
      if (
        await fetch(`${url}/_faults`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return started;
      if (started.exitCode !== null) throw new Error(`the sandbox ended with ${started.exitCode}`);
      await sleep(25);
    }
    throw new Error("the sandbox did not start within 30 s");
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  const events = async (): Promise<YoutubeEvent[]> => {
    const text = await readFile(join(folder, "youtube", "log.jsonl"), "utf8");
    const wholeLines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    return wholeLines.filter((line) => line !== "").map((line) => JSON.parse(line));
  };

  return {
    url,
    folder,
    events,
    async eventsOf<Kind extends YoutubeEvent["kind"]>(kind: Kind) {
      return (await events()).filter((event): event is EventOf<Kind> => event.kind === kind);
    },
    async fault(request) {
      const answer = await fetch(`${url}/_faults`, { method: "POST", body: JSON.stringify(request) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async clearFaults() {
      await fetch(`${url}/_faults`, { method: "DELETE" });
    },
    async crashAndRestart() {
      await kill();
      child = await start();
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
