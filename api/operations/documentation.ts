import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import { AppError } from "../../domain/errors.ts";
import type { ApiEnv } from "../dependencies.ts";
import { createRoutes } from "../route.ts";

const assetFolder = swaggerAssetFolder();
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

/** The OpenAPI 3.1 document, and a page to browse it whose script comes from node_modules: it works offline. */
export function documentationRoutes(app: OpenAPIHono<ApiEnv>, publicUrl: string) {
  let document: object | undefined;
  const routes = createRoutes();
  routes.get("/openapi.json", (c) => {
    document ??= describe(app, publicUrl);
    return c.json(document);
  });
  routes.get("/docs", (c) => c.html(page));
  routes.get("/docs/start.js", (c) => c.body(START_SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }));
  routes.get("/docs/:asset", async (c) => {
    const name = c.req.param("asset");
    const contentType = ASSETS[name];
    if (contentType === undefined) throw new AppError("not_found", `there is no file ${name} here`);
    const bytes = new Uint8Array(await readFile(join(assetFolder, name)));
    return c.body(bytes, 200, { "content-type": contentType, "cache-control": "public, max-age=86400" });
  });
  return routes;
}

export function describe(app: OpenAPIHono<ApiEnv>, publicUrl: string) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Longtake",
      version: "0.1.0",
      description:
        "A video business on durable workflows. Names are snake_case, instants ISO 8601 with zone, money in micro-dollars. " +
        "Errors are problem+json with a stable `code`. POSTs that start work take an `Idempotency-Key` for 24 h.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [
      { name: "pipeline", description: "Videos from topic to publication" },
      { name: "stages", description: "One stage of a video, alone" },
      { name: "files", description: "Files that people give: scripts, recordings, pictures, plans" },
      { name: "channels", description: "Where videos are published" },
      { name: "workflows", description: "Any run, by its registered types" },
      { name: "access", description: "People, keys, tokens and sessions" },
      { name: "operations", description: "Health, audit, links" },
    ],
  });
}

const START_SCRIPT = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  persistAuthorization: true,
  validatorUrl: null,
});
`;

const page = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Longtake API</title>
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
    </head>
    <body>
      <main id="reference"></main>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/start.js"></script>
    </body>
  </html>`;

function swaggerAssetFolder(): string {
  const load = createRequire(import.meta.url);
  return join(load.resolve("swagger-ui-dist/package.json"), "..");
}
