import { afterEach, expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { startContractServer } from "./contract-server.ts";

let server: Awaited<ReturnType<typeof startContractServer>>;
afterEach(() => server.close());

const STATUS = { video_id: "vid_a", status: "completed", url: null, dry_run: true };
const VIDEO = {
  ...{ video_id: "vid_a", status: "completed", publications: [] },
  spec: { topic: "Tides", publish: { privacy: "private", dry_run: true } },
};
const PUBLICATION = { video_id: "vid_a", url: null, faults: [] };

async function longtake(path: string, body: object, ...args: string[]) {
  server = await startContractServer({ [`GET ${path}`]: [{ body }] });
  return runCommandLine(["video", ...args, "--video-id", "vid_a", "--api-url", server.url, "--api-key", "lt_test"]);
}

test.each([
  ["/pipeline/status/vid_a", STATUS, ["status"]],
  ["/pipeline/videos/vid_a", VIDEO, ["show"]],
  ["/pipeline/videos/vid_a/publication", PUBLICATION, ["publish", "--dry-run"]],
])("%s after a dry run reads as not uploaded, and is null in JSON", async (path, body, args) => {
  const { exitCode, stdout } = await longtake(path, body, ...args);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Url +not uploaded: dry run/);
  await server.close();
  const asJson = await longtake(path, body, ...args, "--output", "json");
  expect(asJson.stdout).not.toContain("not uploaded");
});

test.each([
  ["/pipeline/status/vid_a", { ...STATUS, dry_run: false }, "status"],
  ["/pipeline/status/vid_a", { ...STATUS, status: "processing" }, "status"],
  ["/pipeline/videos/vid_a", { ...VIDEO, publications: [{ url: "https://youtube.example/1" }] }, "show"],
])("%s says nothing of a dry run that is not over, or is none: %j", async (path, body, verb) => {
  const { stdout } = await longtake(path, body, verb);
  expect(stdout).not.toContain("not uploaded");
});
