import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Hono } from "hono";

import type { ApiEnv } from "../dependencies.ts";

/** Address of a file of assets/browser, changing with its content. */
export type AssetUrl = (name: string) => string;

const FOLDER = new URL("../../assets/browser/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** The browser's files, read once; small enough to live in memory. */
export function loadAssets() {
  const files = new Map(
    readdirSync(FOLDER).flatMap((name) => {
      const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
      if (!type) return [];
      const body = readFileSync(new URL(name, FOLDER), "utf8");
      return [[name, { type, body, hash: createHash("sha256").update(body).digest("hex").slice(0, 16) }] as const];
    }),
  );

  const assetUrl: AssetUrl = (name) => {
    const file = files.get(name);
    if (!file) throw new Error(`assets/browser holds no ${name}`);
    return `/assets/${name}?v=${file.hash}`;
  };

  /** A request that names the present hash may keep the answer forever; any other asks again each time. */
  const assetRoutes = new Hono<ApiEnv>().get("/assets/:name", (c) => {
    const file = files.get(c.req.param("name"));
    if (!file) return c.notFound();
    const etag = `"${file.hash}"`;
    const isVersioned = c.req.query("v") === file.hash;
    c.header("etag", etag);
    c.header("cache-control", isVersioned ? "public, max-age=31536000, immutable" : "no-cache");
    c.header("x-content-type-options", "nosniff");
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(file.body, 200, { "content-type": file.type });
  });

  return { assetUrl, assetRoutes };
}
