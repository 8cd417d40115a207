import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inWorkFolder, removeDeadWork } from "../../activities/work-folder.ts";

const workPath = mkdtempSync(join(tmpdir(), "longtake-work-"));
afterAll(() => rmSync(workPath, { recursive: true }));

test("what a killed worker left is removed; what living ones and other hosts have stays", async () => {
  const deadPid = spawnSync("true").pid;
  const ofDead = join(workPath, `work-${hostname()}-${deadPid}-AbCdEf`);
  const ofPredecessor = join(workPath, `work-${hostname()}-${process.pid}-AbCdEf`);
  const ofLiving = join(workPath, `work-${hostname()}-${process.ppid}-AbCdEf`);
  const ofOtherHost = join(workPath, `work-other-host-${deadPid}-AbCdEf`);
  for (const folder of [ofDead, ofPredecessor, ofLiving, ofOtherHost]) mkdirSync(folder);
  await removeDeadWork(workPath);
  expect([ofDead, ofPredecessor, ofLiving, ofOtherHost].map((folder) => existsSync(folder))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("a work folder carries its owner's mark and ends with the work", async () => {
  const seen = await inWorkFolder(workPath, async (folder) => {
    expect(existsSync(folder)).toBe(true);
    return folder;
  });
  expect(seen).toContain(`-${process.pid}-`);
  expect(existsSync(seen)).toBe(false);
});
