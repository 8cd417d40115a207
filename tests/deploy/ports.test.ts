import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPortFree, portsOf, takePortBlock, type PortBlock } from "../../deploy/embedded/ports.ts";

let cache: string;
const taken: PortBlock[] = [];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "longtake-ports-"));
});
afterEach(() => {
  for (const block of taken.splice(0)) block.release();
  rmSync(cache, { recursive: true });
});

async function take(data: string): Promise<PortBlock> {
  const block = await takePortBlock({ cache, data: join(cache, data) });
  taken.push(block);
  return block;
}

test("two platforms at once get blocks of their own", async () => {
  const first = await take("a");
  const second = await take("b");
  expect(second.base).not.toBe(first.base);
  const both = [...Object.values(first.ports), ...Object.values(second.ports)];
  expect(new Set(both).size).toBe(both.length);
});

test("a platform gets its former block again", async () => {
  await take("a");
  const second = await take("b");
  for (const block of taken.splice(0)) block.release();
  expect((await take("b")).base).toBe(second.base);
});

test("a block with one busy port is passed over", async () => {
  const first = await take("a");
  for (const block of taken.splice(0)) block.release();
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(first.ports.redis, "127.0.0.1", resolve);
  });
  expect(await isPortFree(first.ports.redis)).toBe(false);
  expect((await take("c")).base).not.toBe(first.base);
  await new Promise((resolve) => server.close(resolve));
});

test("the first block has Temporal on its usual port", () => {
  expect(portsOf(7233).temporal).toBe(7233);
});
