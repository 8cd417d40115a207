import { runCommandLine } from "./command-line.ts";
import { type Answer, startContractServer } from "./contract-server.ts";

export const ID = "vid_aaaaaaaaaaaaaaaaaaaa";

/** A finished run of a stage, as the API answers. */
export function runOf(changes: object) {
  return {
    stage_run_id: ID,
    status: "completed",
    progress: 100,
    message: null,
    error: null,
    result: {},
    object_keys: {},
    artifacts: [],
    spent_micro_usd: 120,
    links: {},
    ...changes,
  };
}

export const receipt = (stage: string) => ({ status: 202, body: { stage_run_id: ID, stage, links: {} } });

/** Runs a command line against a server that gives these answers, and says what the server received. */
export async function longtake(routes: Readonly<Record<string, readonly Answer[]>>, ...args: readonly string[]) {
  const server = await startContractServer(routes);
  try {
    const result = await runCommandLine([...args, "--api-url", server.url, "--api-key", "lt_test"]);
    return { ...result, received: server.received };
  } finally {
    await server.close();
  }
}
