import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { together } from "../../activities/together.ts";

const LONG_MS = 60_000;

test("results come in the order of their works", async () => {
  const { signal } = new AbortController();
  const results = await together(
    signal,
    () => sleep(5, "slow"),
    () => Promise.resolve(7),
  );
  expect(results).toEqual(["slow", 7]);
});

test("a failure stops the others, waits for them and is the one that is thrown", async () => {
  const ended: string[] = [];
  const failing = together(
    new AbortController().signal,
    (stop) => sleep(LONG_MS, null, { signal: stop }).finally(() => ended.push("stopped")),
    () => Promise.reject(new Error("broken")),
  );
  await expect(failing).rejects.toThrow("broken");
  expect(ended).toEqual(["stopped"]);
});

test("a cancellation reaches all of them", async () => {
  const outside = new AbortController();
  const waiting = together(outside.signal, (stop) => sleep(LONG_MS, null, { signal: stop }));
  outside.abort(new Error("cancelled"));
  await expect(waiting).rejects.toThrow();
});
