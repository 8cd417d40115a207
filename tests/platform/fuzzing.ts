import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
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
/**
 * Side by side, each in a process of its own. Payloads nest deep: beside sixty other operations Python 3.11's `ast` fails
 * on them, alone it does not.
 */
const PARTS = ["^/codec/", "^/(pipeline|stages)", "^/(?!codec/|pipeline|stages)"];
const EXAMPLES = 4;

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
      const document = `${given().platform.urls.api}/openapi.json`;
      const common = ["run", document, "--seed", "1", "--max-examples", String(EXAMPLES), "--no-shrink"];
      common.push("-H", `Authorization: Bearer ${token({ alg: "HS256" }, claims, LONGTAKE_JWT_SECRET)}`);
      common.push("--phases", "examples,coverage,fuzzing", "--checks", CHECKS.join(","), "--continue-on-failure");
      // One worker: Python 3.11 counts the depth of `ast` for all threads together and fails when two parse at once.
      common.push("--workers", "1", "--warnings", "off", "--output-truncate", "false");
      const outputs = await Promise.all(PARTS.map((part) => run([...common, "--include-path-regex", part])));
      for (const output of outputs) expect(output).not.toMatch(/= (FAILURES|ERRORS) =/);
      const selected = outputs.map((output) => Number(/Operations: +(\d+) selected/.exec(output)?.[1]));
      expect(selected.reduce((sum, count) => sum + count)).toBe(await countOperations(document));
      expect(given().logOf("platform")).not.toMatch(/"status":500/);
    }, 480_000);
  });
}

async function countOperations(document: string): Promise<number> {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.looseObject({})) })
    .parse(await (await fetch(document)).json());
  return Object.values(paths).flatMap((operations) => Object.keys(operations)).length;
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
