import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT_CODE_CONFIG } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import { lastLines, rotateLog } from "./child-logs.ts";
import type { GroupReaper } from "./group-reaper.ts";
import { killGroup, launch, type Launch } from "./launch.ts";

/** One row of the supervisor's table: how a process starts, when it counts as ready, how it stops. */
export interface ChildSpec extends Launch {
  readonly name: string;
  /** Servers start first and stop last. */
  readonly tier: "server" | "application";
  /** Children that must be ready before this one starts. */
  readonly after: readonly string[];
  /** Begun at once, beside the children in `after`, and awaited before the first start. */
  readonly prepare?: () => Promise<unknown>;
  /** Asked about the running process until it says yes. */
  readonly isReady: (pid: number) => Promise<boolean>;
  /** How long the first start may take, restarts included. */
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildSurroundings {
  readonly logs: string;
  readonly reaper: GroupReaper;
  readonly onLine: (line: string) => void;
}

const PROBE_EVERY_MS = 100;
const BACK_OFF_MS = { first: 500, longest: 10_000 };
/** A child that was well for this long starts again at once when it dies. */
const STEADY_AFTER_MS = 60_000;
/** A ready child that a probe cannot reach is left alone; a starting one gets this long per attempt. */
const ATTEMPT_MS = 60_000;
const ENDING_SIGNALS: readonly string[] = ["SIGKILL", "SIGTERM", "SIGINT", "SIGQUIT", "SIGABRT"];

/** Keeps one process running: starts it, waits until it is ready, starts it again when it dies. */
export class SupervisedChild {
  readonly name: string;
  readonly spec: ChildSpec;
  readonly #logFile: string;
  readonly #surroundings: ChildSurroundings;
  #process: ChildProcess | null = null;
  #exited: Promise<Exit> = Promise.resolve({ code: null, signal: null });
  #ready = Promise.withResolvers<void>();
  #stopping = false;
  #wasEverReady = false;
  #running: Promise<void> | null = null;
  #wake = new AbortController();

  constructor(spec: ChildSpec, surroundings: ChildSurroundings) {
    this.name = spec.name;
    this.spec = spec;
    this.#surroundings = surroundings;
    this.#logFile = rotateLog(surroundings.logs, spec.name);
    this.#ready.promise.catch(() => undefined);
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Resolves at the first readiness; throws AppError with the child's last lines when it will not start. */
  start(): Promise<void> {
    this.#running ??= this.#keepRunning();
    return this.#ready.promise;
  }

  /** Sends a signal to the process itself. After an ending signal, `waitReady` waits for its successor. */
  kill(signal: NodeJS.Signals): void {
    if (ENDING_SIGNALS.includes(signal)) this.#expectReadiness();
    this.#process?.kill(signal);
  }

  waitReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** Asks the process to stop, and kills its whole group after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#wake.abort();
    this.#process?.kill(this.spec.stopSignal);
    const grace = new AbortController();
    const stopped = this.#exited.then(() => "stopped");
    const outcome = await Promise.race([stopped, sleep(graceMs, "late", { signal: grace.signal })]);
    grace.abort();
    const pid = this.pid;
    if (outcome === "late" && pid !== null) {
      this.#surroundings.onLine(`${this.name} did not stop within ${graceMs / 1000} s and is killed`);
      killGroup(pid, "SIGKILL");
    }
    await this.#running;
    this.#ready.reject(new AppError("cancelled", `${this.name} was stopped before it was ready`));
  }

  async #keepRunning(): Promise<void> {
    const { name, spec } = this;
    const { onLine } = this.#surroundings;
    const giveUpAtMs = Date.now() + spec.readyWithinMs;
    let backOffMs = BACK_OFF_MS.first;
    while (!this.#stopping) {
      const startedMs = Date.now();
      this.#launch();
      if (await this.#becameReady(this.#wasEverReady ? ATTEMPT_MS : giveUpAtMs - Date.now())) {
        onLine(`${name} ${this.#wasEverReady ? "is back" : "is ready"} after ${seconds(Date.now() - startedMs)}`);
        this.#wasEverReady = true;
        this.#ready.resolve();
      }
      const exit = await this.#exited;
      if (this.#stopping) return;
      this.#expectReadiness();
      if (exit.code === EXIT_CODE_CONFIG) return this.#giveUp("has a wrong setting");
      if (!this.#wasEverReady && Date.now() > giveUpAtMs) return this.#giveUp("does not start");
      if (Date.now() - startedMs > STEADY_AFTER_MS) backOffMs = BACK_OFF_MS.first;
      onLine(`${name} stopped (${describe(exit)}); starting it again in ${seconds(backOffMs)}`);
      await sleep(backOffMs, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MS.longest);
    }
  }

  #launch(): void {
    const child = launch(this.spec, this.#logFile);
    this.#process = child;
    const group = child.pid;
    if (group !== undefined) this.#surroundings.reaper.add(group);
    this.#exited = new Promise((resolve) => {
      const leave = (exit: Exit) => {
        this.#process = null;
        if (group !== undefined) killGroup(group, "SIGKILL");
        if (group !== undefined) this.#surroundings.reaper.remove(group);
        resolve(exit);
      };
      child.once("error", (error) => {
        this.#surroundings.onLine(`${this.name} cannot be started: ${error.message}`);
        leave({ code: 127, signal: null });
      });
      child.once("exit", (code, signal) => leave({ code, signal }));
    });
  }

  /** Probes until the process is ready, has exited, or the time is up; then it is killed and counts as exited. */
  async #becameReady(withinMs: number): Promise<boolean> {
    const deadlineMs = Date.now() + Math.max(withinMs, 1000);
    const process = this.#process;
    while (this.#process !== null && this.#process === process && !this.#stopping) {
      if (await this.spec.isReady(process?.pid ?? 0)) return this.#process === process;
      if (Date.now() > deadlineMs) {
        this.#process?.kill("SIGKILL");
        return false;
      }
      await Promise.race([sleep(PROBE_EVERY_MS), this.#exited]);
    }
    return false;
  }

  #expectReadiness(): void {
    const before = this.#ready;
    const next = Promise.withResolvers<void>();
    next.promise.catch(() => undefined);
    // Whoever still waits for the first readiness waits on, for that of the successor.
    before.resolve(next.promise);
    this.#ready = next;
  }

  #giveUp(why: string): void {
    const lines = lastLines(this.#logFile, 12).map((line) => `    ${line}`);
    const message = [`${this.name} ${why}; its last lines:`, ...lines].join("\n");
    if (this.#wasEverReady) this.#surroundings.onLine(message);
    this.#ready.reject(new AppError("unavailable", message, { remedy: `See ${this.#logFile}.` }));
  }
}

function describe({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
