import type { Client, WorkflowExecutionDescription, WorkflowExecutionInfo, WorkflowHandle } from "@temporalio/client";
import { executionInfoFromRaw } from "@temporalio/client/lib/helpers.js";
import { sha256Hex } from "../access/tokens.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { channelIdKey } from "../../workflows/search-attributes.ts";

export interface RunPage {
  readonly runs: readonly WorkflowExecutionInfo[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

/**
 * One page of runs that match a list filter, newest first, without those outside the principal's channels: a page may
 * then hold fewer than `limit`. Throws AppError `invalid_input` for a filter that Temporal cannot read.
 */
export async function listRuns(
  client: Client,
  principal: Principal,
  input: { readonly query: string; readonly limit: number; readonly pageToken: string | undefined },
): Promise<RunPage> {
  const { namespace, loadedDataConverter } = client.options;
  const answer = await client.workflowService.listWorkflowExecutions({
    namespace,
    query: input.query,
    pageSize: input.limit,
    nextPageToken: openPageToken(input.pageToken),
  });
  const infos = await Promise.all(
    answer.executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace)),
  );
  return {
    runs: infos.filter((run) => isInScope(principal, run)),
    nextPageToken: sealPageToken(Buffer.from(answer.nextPageToken ?? [])),
  };
}

/** With a checksum: to Temporal a token that it did not make is an outage, and its client would retry for long. */
function sealPageToken(bytes: Buffer): string | null {
  return bytes.length === 0 ? null : `${bytes.toString("base64url")}.${checksumOf(bytes)}`;
}

function openPageToken(token: string | undefined): Buffer {
  const [text = "", checksum] = (token ?? "").split(".");
  const bytes = Buffer.from(text, "base64url");
  if (token === undefined || checksum === checksumOf(bytes)) return bytes;
  throw new AppError("invalid_input", "the page token is not one of ours", {
    field: "page_token",
    remedy: "Send the next_page_token of the page before.",
  });
}

function checksumOf(bytes: Buffer): string {
  return sha256Hex(bytes.toString("base64url")).slice(0, 16);
}

/** The run's handle and description. Throws AppError `not_found` also for runs outside the principal's channels. */
export async function findRun(
  client: Client,
  principal: Principal,
  input: { readonly workflowId: string; readonly runId?: string | undefined },
): Promise<{ handle: WorkflowHandle; run: WorkflowExecutionDescription }> {
  const handle = client.workflow.getHandle(input.workflowId, input.runId);
  const run = await handle.describe();
  if (!isInScope(principal, run)) throw new AppError("not_found", "there is no such run in your channels");
  return { handle, run };
}

/** Runs of no channel (the dispatcher, the sweeps) serve all, so a scoped principal does not see them. */
function isInScope(principal: Principal, run: Pick<WorkflowExecutionInfo, "typedSearchAttributes">): boolean {
  if (principal.channelIds === undefined) return true;
  const channelId = run.typedSearchAttributes.get(channelIdKey);
  return channelId !== undefined && principal.channelIds.includes(channelId);
}
