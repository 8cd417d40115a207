import type { ClickHouseClient } from "@clickhouse/client";
import { createEventActivities } from "../activities/events.ts";
import type { Role } from "./role.ts";

/** Writes to ClickHouse; embedded, in the process that owns the data folder of chDB. */
export function dataRole(clickhouse: ClickHouseClient): Role {
  return async ({ db, redis }) => [{ taskQueue: "data", activities: createEventActivities({ db, clickhouse, redis }) }];
}
