import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import type { Transaction } from "../db/client.ts";
import {
  claimIdempotencyKey,
  findAnswer,
  type IdempotencyClaim,
  storeAnswer,
  type StoredAnswer,
} from "../db/queries/idempotency.ts";
import { principalOf } from "./access/authorization.ts";
import { sha256Hex, uuidOf } from "./access/tokens.ts";
import type { ApiDependencies, ApiEnv } from "./dependencies.ts";

type Deps = Pick<ApiDependencies, "db" | "settings">;

interface IdempotentRequest {
  /** What was asked, as validated: equal requests are equal here. */
  readonly request: unknown;
  /** Status of the route's only good answer. */
  readonly status: number;
}

/**
 * Work that lives in PostgreSQL: done once, in the transaction that keeps its answer. A concurrent duplicate waits for
 * that transaction and gets its answer; a failure keeps nothing, so a repeat tries again.
 */
export async function onceInTransaction<Body>(
  c: Context<ApiEnv>,
  deps: Deps,
  { request, status }: IdempotentRequest,
  work: (tx: Transaction) => Promise<Body>,
): Promise<Body> {
  const principal = principalOf(c);
  const claim = claimOf(c, deps, request);
  return deps.db.transaction(async (tx) => {
    if (!claim) return work(tx);
    const { answer } = await claimIdempotencyKey(tx, principal, claim);
    if (answer) return replayed<Body>(c, answer);
    const body = await work(tx);
    await storeAnswer(tx, principal, { key: claim.key, answer: { status, headers: {}, body } });
    return body;
  });
}

/**
 * As `onceInTransaction`, for work that first asks a store or a service: `ask` runs before the transaction opens, for
 * whoever holds a database connection may wait for nobody, nor for a second one. A repeat whose answer is kept asks nothing.
 */
export async function onceAfterAsking<Found, Body>(
  c: Context<ApiEnv>,
  deps: Deps,
  asked: IdempotentRequest,
  {
    ask,
    work,
  }: { readonly ask: () => Promise<Found>; readonly work: (tx: Transaction, found: Found) => Promise<Body> },
): Promise<Body> {
  const claim = claimOf(c, deps, asked.request);
  const answer = claim && (await findAnswer(deps.db, principalOf(c), claim));
  if (answer) return replayed<Body>(c, answer);
  const found = await ask();
  return onceInTransaction(c, deps, asked, (tx) => work(tx, found));
}

/**
 * Work that lives in Temporal: may be done again after a crash, so it gets an id that is the same for every repeat and
 * must use it as the id of its effect.
 */
export async function onceById<Body>(
  c: Context<ApiEnv>,
  deps: Deps,
  { request, status }: IdempotentRequest,
  work: (effectId: string) => Promise<Body>,
): Promise<Body> {
  const principal = principalOf(c);
  const claim = claimOf(c, deps, request);
  if (!claim) return work(randomUUID());
  const { answer, claimedAt } = await deps.db.transaction((tx) => claimIdempotencyKey(tx, principal, claim));
  if (answer) return replayed<Body>(c, answer);
  const body = await work(uuidOf(principal.kind, principal.id, claim.key, claimedAt));
  await storeAnswer(deps.db, principal, { key: claim.key, answer: { status, headers: {}, body } });
  return body;
}

function claimOf(c: Context<ApiEnv>, deps: Deps, request: unknown): IdempotencyClaim | undefined {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return undefined;
  const requestHash = sha256Hex(JSON.stringify([c.req.method, c.req.path, request]));
  return { key, requestHash, keptHours: deps.settings.retention.idempotencyKeyHours };
}

/** Marks the answer and gives back its body, which the same route made for the same request. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape
function replayed<Body>(c: Context<ApiEnv>, answer: StoredAnswer): Body {
  c.header("Idempotency-Replayed", "true");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it left this route with this shape
  return answer.body as Body;
}
