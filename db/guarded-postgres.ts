import { registerHooks } from "node:module";

/**
 * postgres 3.4.9 writes to the socket of a connection that has closed inside a transaction, which throws where nobody
 * can catch it (porsager/postgres issues 1066, 1154, 1208), and keeps unsent bytes for the next connection.
 * Mended while the file loads, so that a database that restarts costs a query and not the process.
 */
const MENDS: readonly (readonly [string, string])[] = [
  [
    "const x = socket.write(chunk, fn)\n",
    "if (!socket) {\n      chunk = nextWriteTimer = null\n      error(Errors.connection('CONNECTION_CLOSED', options))\n      return false\n    }\n    const x = socket.write(chunk, fn)\n",
  ],
  [
    "clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)\n    socket.removeListener('connect', connected)\n    idleTimer",
    "clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)\n    socket.removeListener('connect', connected)\n    idleTimer",
  ],
];

const hooks = registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith("/postgres/src/connection.js") || !loaded.source) return loaded;
    return { ...loaded, source: mend(textOf(loaded.source)) };
  },
});

// After the hook: a static import anywhere else in the process would load the package unmended.
export const { default: postgres } = await import("postgres");
export const { drizzle } = await import("drizzle-orm/postgres-js");
hooks.deregister();

function mend(source: string): string {
  return MENDS.reduce((text, [broken, mended]) => {
    if (!text.includes(broken))
      throw new Error("postgres has changed: see whether db/guarded-postgres.ts is still needed");
    return text.replace(broken, () => mended);
  }, source);
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}
