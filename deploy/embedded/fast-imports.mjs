// Loaded before everything else (`node --import`) by the platform's own processes.
import { flushCompileCache, registerHooks } from "node:module";

const DRIZZLE = "/node_modules/drizzle-orm/";
/** The modules of a process are loaded by then; without this, one that is killed would leave no compiled code. */
const FLUSH_AFTER_MS = 20_000;

// Node parses the nearest package.json anew for every file of a package, and drizzle's is 180 kB: 0.5 s of processor
// time and 200 MB of garbage at each start. Its files are known to be modules, so that nobody need ask.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL = "" } = context;
    if (!specifier.startsWith(".") || !parentURL.includes(DRIZZLE)) return nextResolve(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
  },
});

setTimeout(() => flushCompileCache(), FLUSH_AFTER_MS).unref();
