import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type LanguageModel, createLanguageModel } from "../../clients/language-model/language-model.ts";
import type { OpenaiFaultRequest } from "../../sandbox/openai/faults.ts";
import type { OpenaiEvent } from "../../sandbox/openai/store.ts";
import type { SandboxProcess } from "./sandbox-process.ts";

export const MODEL = "gpt-4o-mini";
const KEY = "sk-standin-0123456789";

/** What the tests of the language model need of a running stand-in. */
export function openaiAccount(sandbox: SandboxProcess) {
  const baseUrl = `${sandbox.url}/openai/v1`;
  return {
    baseUrl,
    model: (changes: { model?: string; apiKey?: string; timeoutMs?: number } = {}): LanguageModel =>
      createLanguageModel({ baseUrl, apiKey: KEY, model: MODEL, ...changes }),
    ask: (path: string, init: { body?: unknown; key?: string | null; method?: string } = {}): Promise<Response> => {
      const key = init.key === undefined ? KEY : init.key;
      return fetch(`${baseUrl}/${path}`, {
        method: init.method ?? (init.body === undefined ? "GET" : "POST"),
        headers: {
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          "content-type": "application/json",
        },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
    },
    async fault(fault: OpenaiFaultRequest["fault"], times = 1, path = "chat"): Promise<void> {
      const request = { match: { path }, fault, times };
      const answer = await fetch(`${sandbox.url}/openai/_faults`, { method: "POST", body: JSON.stringify(request) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async clearFaults(): Promise<void> {
      await fetch(`${sandbox.url}/openai/_faults`, { method: "DELETE" });
    },
    async events(): Promise<readonly OpenaiEvent[]> {
      const text = await readFile(join(sandbox.folder, "openai", "log.jsonl"), "utf8");
      const lines = text.split("\n").filter((line) => line !== "");
      return lines.map((line): OpenaiEvent => JSON.parse(line));
    },
  };
}
