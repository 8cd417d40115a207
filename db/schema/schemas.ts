import { pgSchema } from "drizzle-orm/pg-core";

export const core = pgSchema("core");
export const analytics = pgSchema("analytics");
export const staging = pgSchema("staging");
export const archive = pgSchema("archive");
export const audit = pgSchema("audit");
export const ml = pgSchema("ml");
export const olap = pgSchema("olap");
export const warehouse = pgSchema("warehouse");
