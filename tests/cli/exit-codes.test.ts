import { describe, expect, test } from "vitest";
import { errorReport, reportError } from "../../cli/error-report.ts";
import { explainTemporalError } from "../../cli/temporal/explain-error.ts";
import { AppError } from "../../domain/errors.ts";
import { runCommandLine } from "./command-line.ts";

describe("exit codes", () => {
  test("help and version succeed", async () => {
    expect(await runCommandLine(["--version"])).toMatchObject({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
    expect((await runCommandLine(["--help"])).exitCode).toBe(0);
    expect((await runCommandLine(["video", "--help"])).exitCode).toBe(0);
  });

  test.each([
    [["video", "shw"], "unknown command 'shw'"],
    [["nonsense"], "unknown command 'nonsense'"],
    [["video", "show"], "required option '-v, --video-id"],
    [["video", "show", "--video-id", "a", "--nope"], "unknown option '--nope'"],
    [["queue", "add", "--topic", "Tides", "--priority", "11"], "--priority: expected a whole number from 1 to 10"],
    [["queue", "list", "--output", "xml"], "Allowed choices are text, json, jsonl, csv, none"],
    [["queue", "list", "-o", "csv"], "--output: list has no table to print as csv"],
    [["queue", "list", "--command-timeout", "soon"], "--command-timeout: expected a duration"],
  ])("wrong usage %j exits with 1 and says why on stderr", async (args, message) => {
    const { exitCode, stdout, stderr } = await runCommandLine(args);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).toContain("(invalid_input)");
  });

  test("a bare noun shows its verbs and exits with 1", async () => {
    const { exitCode, stderr } = await runCommandLine(["queue"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("reprioritise");
  });

  test("in JSON modes an error is one object on stderr", async () => {
    for (const args of [["-o", "json"], ["--output=jsonl"], ["-ojson"]]) {
      const { exitCode, stdout, stderr } = await runCommandLine(["video", "show", ...args]);
      expect(exitCode).toBe(1);
      expect(stdout).toBe("");
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: "invalid_input" } });
    }
  });

  test("people read message, field and remedy; a field that the message names is not said twice", () => {
    const printed = (error: AppError): string => {
      const written: string[] = [];
      const stream = { write: (text: string) => written.push(text) > 0, isTTY: false, columns: 80 };
      reportError(error, { args: [], stream, environment: {} });
      return written.join("");
    };
    const refused = { field: "publish.privacy", remedy: "Connect the channel first." };
    expect(printed(new AppError("conflict", "the channel is not connected", refused))).toBe(
      "Error: the channel is not connected (conflict)\n  Field: publish.privacy\n  Connect the channel first.\n",
    );
    const named = printed(new AppError("invalid_input", "seconds: at most 600", { field: "seconds" }));
    expect(named).toBe("Error: seconds: at most 600 (invalid_input)\n");
  });

  test("no API known is a usage error with the remedy", async () => {
    const { stderr } = await runCommandLine(["queue", "list"]);
    expect(stderr).toContain("No API is known (invalid_input)");
    expect(stderr).toContain("longtake login");
  });

  test("a refused confirmation changes nothing and exits with 1", async () => {
    const args = ["queue", "cancel", "--video-id", "vid_1", "--api-url", "http://127.0.0.1:9"];
    const { exitCode, stderr } = await runCommandLine(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Nothing was changed (cancelled)");
  });
});

describe("errors of Temporal", () => {
  test("a failed workflow gives the code of its application failure", () => {
    const failure = Object.assign(new Error("cap reached"), { name: "ApplicationFailure", type: "cost_cap_reached" });
    const activity = Object.assign(new Error("Activity task failed", { cause: failure }), { name: "ActivityFailure" });
    const failed = Object.assign(new Error("Workflow execution failed", { cause: activity }), {
      name: "WorkflowFailedError",
    });
    expect(errorReport(explainTemporalError(failed))).toEqual({ code: "cost_cap_reached", message: "cap reached" });
  });

  test("gRPC statuses become codes", () => {
    const unavailable = Object.assign(new Error("14 UNAVAILABLE"), { code: 14, details: "connection refused" });
    expect(errorReport(explainTemporalError(unavailable))).toEqual({
      code: "unavailable",
      message: "connection refused",
    });
    const missing = Object.assign(new Error("gone"), { name: "WorkflowNotFoundError" });
    expect(errorReport(explainTemporalError(missing))).toEqual({ code: "not_found", message: "gone" });
  });

  test("what is already ours, or nobody's, stays", () => {
    const own = new AppError("queue_full", "full", { retryAfterMs: 5000, remedy: "Wait." });
    expect(explainTemporalError(own)).toBe(own);
    const foreign = new TypeError("boom");
    expect(explainTemporalError(foreign)).toBe(foreign);
    expect(errorReport(foreign)).toEqual({ code: "internal", message: "boom" });
  });
});
