// The entry of every npm script. Plain JavaScript, so that any Node from 20 on can run it: it installs the
// packages when they are missing, then hands over to the Node 24 that comes with them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NODE_MAJOR_MIN = 20;
const NODE_MAJOR_WANTED = 24;

requireSupportedMachine();
if (!packagesMatchLockFile()) installPackages();
handOver(nodeForTypeScript(), process.argv.slice(2));

function requireSupportedMachine() {
  if (majorOf(process.versions.node) < NODE_MAJOR_MIN) {
    stop(
      `Longtake needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.version}. Install it from https://nodejs.org.`,
    );
  }
  if (process.platform !== "linux" && process.platform !== "darwin") {
    stop(`Longtake runs on Linux and macOS; this is ${process.platform}. On Windows, use WSL 2 with Debian or Ubuntu.`);
  }
}

/** npm keeps what it installed in its own hidden lock file, written last: equal entries mean a finished install. */
function packagesMatchLockFile() {
  const hiddenLockFile = join(CHECKOUT, "node_modules", ".package-lock.json");
  if (!existsSync(hiddenLockFile)) return false;
  const wanted = readPackages(join(CHECKOUT, "package-lock.json"));
  const installed = readPackages(hiddenLockFile);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

function installPackages() {
  console.log("Installing packages (npm ci); the first time takes about a minute.");
  const startedMs = Date.now();
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: CHECKOUT,
    stdio: "inherit",
  });
  if (result.error) stop(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) stop(`npm ci failed (exit code ${result.status}); see its lines above.`);
  console.log(`Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

function nodeForTypeScript() {
  const bundled = join(CHECKOUT, "node_modules", ".bin", "node");
  if (existsSync(bundled)) return bundled;
  if (majorOf(process.versions.node) >= NODE_MAJOR_WANTED) return process.execPath;
  return stop(
    `No bundled Node ${NODE_MAJOR_WANTED} for ${process.platform} ${process.arch} (was npm told to omit optional packages?). ` +
      `Install Node ${NODE_MAJOR_WANTED} or newer and try again.`,
  );
}

function handOver(node, args) {
  const main = join(CHECKOUT, "deploy", "embedded", "main.ts");
  const bin = join(CHECKOUT, "node_modules", ".bin");
  const child = spawn(...boundToThisProcess(node, [main, ...args]), {
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ""}` },
  });
  // A terminal sends Ctrl-C to both processes; the child takes a repeated signal as one.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => stop(`Node could not be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** Where the kernel offers it, the child gets a SIGTERM when this process dies without saying so. */
function boundToThisProcess(command, args) {
  const setpriv = spawnSync("setpriv", ["--pdeathsig", "TERM", "true"], { stdio: "ignore" });
  return setpriv.status === 0 ? ["setpriv", ["--pdeathsig", "TERM", "--", command, ...args]] : [command, args];
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
