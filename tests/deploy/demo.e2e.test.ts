import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { removePlatformFiles } from "../../deploy/embedded/embedded-platform.ts";
import { CHECKOUT, cacheFolder, embeddedPaths } from "../../deploy/embedded/paths.ts";

const data = mkdtempSync(join(tmpdir(), "longtake-demo-"));

afterAll(() => {
  const place = { cache: cacheFolder(process.env), data, isRoot: process.getuid?.() === 0 };
  removePlatformFiles(embeddedPaths(place));
});

test("the demo makes a video, publishes it, says where it is, and leaves nothing running", async () => {
  const main = join(CHECKOUT, "deploy", "embedded", "main.ts");
  const args = [main, "demo", "--once", "--seconds", "10", "--size", "360p"];
  const { PATH, HOME, XDG_CACHE_HOME } = process.env;
  const env = { PATH, HOME, XDG_CACHE_HOME, LONGTAKE_DATA_DIR: data };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(output).toMatch(/quality \d+ of 100/);
  expect(code).toBe(0);
  const file = output.trim().split("\n").at(-1) ?? "";
  expect(file).toMatch(/\.mp4$/);
  expect(readFileSync(file).subarray(4, 8).toString()).toBe("ftyp");
  expect(output).toMatch(/Published \(youtube\)\s+http/);
  expect(existsSync(join(data, "environment.json"))).toBe(false);
});
