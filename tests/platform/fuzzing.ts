import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { AppError } from "../../domain/errors.ts";
import { token } from "./bad-input.ts";
import type { RunningPlatform } from "./running-platform.ts";

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];
/** Payloads nest deep: beside sixty other operations Python 3.11's `ast` fails on them, in a run of their own it does not. */
const RUNS = [
  { paths: ["--exclude-path-regex", "^/codec/"], examples: 4, operations: /Operations: +(\d{3}|[4-9]\d) selected/ },
  { paths: ["--include-path-regex", "^/codec/"], examples: 4, operations: /Operations: +2 selected/ },
] as const;

/** Changes anything it likes, so it comes last. */
export function fuzzing(given: () => RunningPlatform): void {
  describe("the API document", () => {
    test("promises every answer to whatever fits it, or does not", async ({ skip }) => {
      skip(!(await hasSchemathesis()), "schemathesis is not installed; `npm test` does that");
      await given().restartWith("platform", (settings) =>
        settings.replace(/requestsPerMinute: \d+/, "requestsPerMinute: 100000"),
      );
      const { LONGTAKE_JWT_SECRET = "", LONGTAKE_PUBLIC_URL = "" } = given().platform.env;
      // A token, not a key: keys may be revoked by the very requests that carry them.
      const exp = Math.floor(Date.now() / 1000) + 1800;
      const claims = { sub: "fuzzer", role: "admin", iss: LONGTAKE_PUBLIC_URL, aud: "longtake", exp };
      for (const { paths, examples, operations } of RUNS) {
        const args = ["run", `${given().platform.urls.api}/openapi.json`];
        args.push("-H", `Authorization: Bearer ${token({ alg: "HS256" }, claims, LONGTAKE_JWT_SECRET)}`);
        args.push("--phases", "examples,coverage,fuzzing", "--max-examples", String(examples), "--seed", "1");
        // One worker: Python 3.11 counts the depth of `ast` for all threads together and fails when two parse at once.
        args.push("--checks", CHECKS.join(","), ...paths, "--workers", "1", "--no-shrink");
        args.push("--warnings", "off", "--output-truncate", "false", "--continue-on-failure");
        const output = await run(args);
        expect(output).toMatch(operations);
        expect(output).not.toMatch(/= (FAILURES|ERRORS) =/);
      }
      expect(given().logOf("platform")).not.toMatch(/"status":500/);
    }, 240_000);
  });
}

async function hasSchemathesis(): Promise<boolean> {
  try {
    await promisify(execFile)("schemathesis", ["--version"]);
    return true;
  } catch {
    return false;
  }
}

/** What schemathesis said; its failures are words too. */
async function run(args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)("schemathesis", [...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
    throw new AppError("internal", "schemathesis did not run", { cause: error });
  }
}
