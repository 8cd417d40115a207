import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { migrateDatabase, migrationStatus } from "../../db/migrate.ts";
import { createTestDatabase } from "./test-database.ts";

test("eight processes that migrate at once leave one schema, and a repeat changes nothing", async () => {
  const { db, url, drop } = await createTestDatabase();
  onTestFinished(drop);
  // The copy of the template is already migrated: begin from nothing instead.
  await db.execute(sql`drop schema core, analytics, staging, archive, audit, ml, olap, warehouse, drizzle cascade`);

  const before = await migrationStatus(url);
  expect(before).toMatchObject({ applied: 0, pending: before.known, unknown: 0 });
  await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(url)));
  expect(await migrationStatus(url)).toEqual({ ...before, applied: before.known, pending: 0 });
  const applied = await db.execute(sql`select count(*)::int as count from drizzle.__drizzle_migrations`);
  await migrateDatabase(url);

  expect(await db.execute(sql`select count(*)::int as count from drizzle.__drizzle_migrations`)).toEqual(applied);
  await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 1)`);
  expect(await migrationStatus(url)).toMatchObject({ pending: 0, unknown: 1 });
  const schemas = await db.execute<{ name: string }>(sql`
    select nspname as name from pg_namespace
    where nspname in ('core', 'analytics', 'staging', 'archive', 'audit', 'ml', 'olap', 'warehouse')`);
  expect(schemas).toHaveLength(8);
});

test("a published video leaves only by erasure", async () => {
  const { db, drop } = await createTestDatabase();
  onTestFinished(drop);
  await db.execute(sql`insert into core.channels (channel_id, name, niche) values ('c', 'C', 'tech')`);
  await db.execute(sql`
    insert into core.videos (video_id, channel_id, workflow_id, topic, spec, publish_status, created_by)
    values ('v', 'c', 'generate/v', 't', '{}', 'published', 'test')`);

  await expect(db.execute(sql`delete from core.videos`)).rejects.toThrow(/delete from core.videos/);
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local longtake.erasure = 'on'`);
    await tx.execute(sql`delete from core.videos`);
  });
  expect(await db.execute(sql`select 1 from core.videos`)).toHaveLength(0);
});
