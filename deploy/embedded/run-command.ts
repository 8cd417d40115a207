import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { AppError } from "../../domain/errors.ts";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Killed after this time; absent means no limit. */
  readonly timeoutMs?: number;
  readonly input?: string;
  /** Hears stdout and stderr while the command runs. */
  readonly onOutput?: (text: string) => void;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands under way; those that a bring-up was cut short in go with it. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** The path of an executable on PATH, or null. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder: look on.
    }
  }
  return null;
}

/** Runs a command to its end; a failure is an exit code (127: not found, 124: out of time), never an exception. */
export function tryCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  return new Promise<CommandResult>((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["pipe", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    running.add(child);
    let outOfTime = false;
    const timer = setTimeout(
      () => {
        outOfTime = true;
        child.kill("SIGKILL");
      },
      options.timeoutMs ?? 2 ** 31 - 1,
    );
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        options.onOutput?.(text);
      });
    }
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    const settle = () => {
      clearTimeout(timer);
      running.delete(child);
    };
    child.on("error", (error) => {
      settle();
      resolve({ ...output, exitCode: 127, stderr: error.message });
    });
    child.on("close", (code) => {
      settle();
      resolve({ ...output, exitCode: outOfTime ? 124 : (code ?? 1) });
    });
  });
}

/** As `tryCommand`, but a failure throws AppError `missing_tool` with the command's last lines. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  const result = await tryCommand(command, args, options);
  if (result.exitCode === 0) return result;
  const lastLines = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-12).join("\n");
  throw new AppError("missing_tool", `${command} ${args[0] ?? ""} failed (exit ${result.exitCode}):\n${lastLines}`);
}
