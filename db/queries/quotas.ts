import { and, eq, isNull, lt, sql } from "drizzle-orm";
import {
  leftUnits,
  type QuotaKind,
  type QuotaLimit,
  type QuotaPurpose,
  type QuotaSpent,
} from "../../domain/quota/bucket.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { quotaBuckets, quotaCharges } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

/** Single calls are kept so long; what a day spent in all stays. */
const CHARGES_KEPT_DAYS = 35;

export interface BucketKey {
  readonly platform: string;
  readonly project: string;
  readonly kind: QuotaKind;
  /** `YYYY-MM-DD` in the platform's zone. */
  readonly day: string;
}

export interface ChargeInput extends BucketKey {
  /** The caller's own, once for each call: the same again is answered and not counted. */
  readonly chargeId: string;
  readonly method: string;
  readonly units: number;
  readonly purpose: QuotaPurpose;
  readonly limit: QuotaLimit;
}

export interface ChargeAnswer extends QuotaSpent {
  readonly decision: "charged" | "refused";
}

/** Counts a call, or says that it does not fit any more and changes nothing. Calls of one bucket come one by one. */
export async function chargeQuota(
  db: Database | Transaction,
  principal: Principal,
  input: ChargeInput,
): Promise<ChargeAnswer> {
  requireMay(principal, "write");
  const { chargeId, platform, project, kind, day, method, units, purpose, limit } = input;
  return inTransaction(db, async (tx) => {
    const spent = await lockBucket(tx, input);
    const [known] = await tx.select().from(quotaCharges).where(eq(quotaCharges.chargeId, chargeId));
    if (known) return { decision: "charged", ...spent };
    if (units > leftUnits(spent, limit, purpose)) return { decision: "refused", ...spent };
    const spentUnits = spent.spentUnits + units;
    const charge = { chargeId, platform, project, kind, day, method, units, purpose, chargedBy: principal.id };
    await tx.insert(quotaCharges).values(charge);
    await tx.update(quotaBuckets).set({ spentUnits }).where(ofKey(input));
    return { decision: "charged", ...spent, spentUnits };
  });
}

/** Takes back the charge of a call that never left; repeating it changes nothing. */
export async function releaseQuota(
  db: Database | Transaction,
  principal: Principal,
  input: BucketKey & { readonly chargeId: string },
): Promise<void> {
  requireMay(principal, "write");
  await inTransaction(db, async (tx) => {
    const { spentUnits } = await lockBucket(tx, input);
    const [released] = await tx
      .update(quotaCharges)
      .set({ releasedAt: sql`clock_timestamp()` })
      .where(and(eq(quotaCharges.chargeId, input.chargeId), isNull(quotaCharges.releasedAt)))
      .returning({ units: quotaCharges.units });
    if (!released) return;
    await tx
      .update(quotaBuckets)
      .set({ spentUnits: spentUnits - released.units })
      .where(ofKey(input));
  });
}

/** The platform's own word that nothing is left, at the limit that we know. Raising that limit opens the bucket again. */
export async function markQuotaSpent(
  db: Database | Transaction,
  principal: Principal,
  input: BucketKey & { readonly limitUnits: number },
): Promise<void> {
  requireMay(principal, "write");
  const { platform, project, kind, day, limitUnits } = input;
  await inTransaction(db, async (tx) => {
    const { spentUnits, refusedUnits } = await lockBucket(tx, input);
    if (refusedUnits !== null && refusedUnits >= limitUnits) return;
    await tx
      .update(quotaBuckets)
      .set({ refusedAt: sql`clock_timestamp()`, refusedUnits: limitUnits })
      .where(ofKey(input));
    await appendAudit(tx, principal, {
      action: "quota.refused",
      subject: `quota/${platform}/${project}`,
      details: { kind, day, spentUnits, limitUnits },
    });
  });
}

export interface DayOfQuota extends BucketKey, QuotaSpent {
  /** ISO instant; null while the platform has not refused. */
  readonly refusedAt: string | null;
  /** Dearest first. */
  readonly calls: readonly { readonly method: string; readonly calls: number; readonly units: number }[];
}

/** The buckets of one day that anything was counted in. */
export async function listQuotas(
  db: Database | Transaction,
  principal: Principal,
  { platform, day }: { readonly platform: string; readonly day: string },
): Promise<readonly DayOfQuota[]> {
  requireMay(principal, "read");
  const rows = await db.execute<DayRow>(sql`
    select b.project, b.kind, b.spent_units as "spentUnits", b.refused_units as "refusedUnits",
      (extract(epoch from b.refused_at) * 1000)::float8 as "refusedAtMs",
      coalesce(c.calls, '[]'::jsonb) as calls
    from core.quota_buckets b
    left join lateral (
      select jsonb_agg(jsonb_build_object('method', method, 'calls', calls, 'units', units)
          order by units desc, method) as calls
      from (
        select method, count(*) as calls, sum(units) as units from core.quota_charges
        where (platform, project, kind, day) = (b.platform, b.project, b.kind, b.day) and released_at is null
        group by method) by_method
    ) c on true
    where b.platform = ${platform} and b.day = ${day}
    order by b.project, b.kind`);
  return [...rows].map(({ refusedAtMs, ...row }) => {
    const refusedAt = refusedAtMs === null ? null : new Date(refusedAtMs).toISOString();
    return { platform, day, ...row, refusedAt };
  });
}

interface DayRow extends Record<string, unknown>, Omit<DayOfQuota, "platform" | "day" | "refusedAt"> {
  refusedAtMs: number | null;
}

/** Forgets single calls of days long past; returns how many went. */
export async function deleteOldQuotaCharges(db: Database): Promise<number> {
  const gone = await db
    .delete(quotaCharges)
    .where(lt(quotaCharges.day, sql`current_date - ${CHARGES_KEPT_DAYS}::int`))
    .returning({ chargeId: quotaCharges.chargeId });
  return gone.length;
}

/** Makes the day's row where there is none, and holds it until the transaction ends. */
async function lockBucket(tx: Transaction, key: BucketKey): Promise<QuotaSpent> {
  const { platform, project, kind, day } = key;
  await tx.insert(quotaBuckets).values({ platform, project, kind, day }).onConflictDoNothing();
  const [row] = await tx
    .select({ spentUnits: quotaBuckets.spentUnits, refusedUnits: quotaBuckets.refusedUnits })
    .from(quotaBuckets)
    .where(ofKey(key))
    .for("update");
  if (!row) throw new Error(`the bucket ${platform}/${project}/${kind}/${day} was made and is not there`);
  return row;
}

function ofKey({ platform, project, kind, day }: BucketKey) {
  return and(
    eq(quotaBuckets.platform, platform),
    eq(quotaBuckets.project, project),
    eq(quotaBuckets.kind, kind),
    eq(quotaBuckets.day, day),
  );
}
