import { afterAll, beforeAll, expect, test } from "vitest";

import { createTrendsReader } from "../../clients/google-trends.ts";
import { type SandboxProcess, startSandbox } from "../sandbox/sandbox-process.ts";

let google: SandboxProcess;
beforeAll(async () => {
  google = await startSandbox();
});
afterAll(() => google[Symbol.asyncDispose]());

const { signal } = new AbortController();
const topics = (country: string, about?: readonly string[]) =>
  createTrendsReader(`${google.url}/google-trends/`, { allowsPrivate: true }).topics({ country, about }, signal);
const fault = (status: number) =>
  fetch(`${google.url}/google-trends/_faults`, {
    method: "POST",
    body: JSON.stringify({ match: { path: "trending" }, fault: { kind: "status", status } }),
  });

test("a country's searches are read, and narrowed to what the channel is about", async () => {
  const all = await topics("US");
  expect(all.length).toBeGreaterThan(5);
  expect(await topics("US")).toEqual(all);
  expect(await topics("DE")).not.toEqual(all);
  const [first = ""] = all;
  expect(await topics("US", [first])).toContain(first);
  expect(await topics("US", ["zeppelin"])).toEqual([]);
});

test("a country that is none is refused by its field; a busy service is asked again", async () => {
  await expect(topics("us")).rejects.toMatchObject({ code: "invalid_input", field: "topics.country" });
  await fault(429);
  await expect(topics("US")).rejects.toMatchObject({ code: "platform_unavailable", retryable: true });
  expect((await topics("US")).length).toBeGreaterThan(5);
});
