import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { PeerResult } from "./render-peer.ts";

export const REMOTION_VERSION = "4.0.529";
/** A browser takes many times as long as the video: few seconds say enough. */
const PEER_SECONDS = 4;
const BROWSER = "/usr/bin/chromium";
const FILES = ["composition.js", "render.mjs", "run.py"];
const PACKAGES = ["remotion", "@remotion/bundler", "@remotion/renderer"].map((name) => `${name}@${REMOTION_VERSION}`);

/** The first seconds of a plan through Remotion, which is set up once in the cache folder; null without a browser. */
export async function renderWithRemotion(input: {
  planPath: string;
  storePath: string;
  output: string;
}): Promise<PeerResult | null> {
  if (!existsSync(BROWSER)) return null;
  const project = await installRemotion();
  for (const file of FILES)
    copyFileSync(fileURLToPath(new URL(`remotion/${file}`, import.meta.url)), join(project, file));
  const bundle = `${input.output}.bundle`;
  const node = (...args: string[]) => [process.execPath, join(project, "render.mjs"), ...args];
  const [program = "", ...line] = node("bundle", input.storePath, bundle);
  await execa(program, line, { cwd: project });
  const render = node("render", input.planPath, bundle, String(PEER_SECONDS), input.output);
  const { stdout } = await execa("python3", [join(project, "run.py"), ...render], { cwd: project });
  rmSync(bundle, { recursive: true, force: true });
  const spent: { cpuSeconds: number; peakRssBytes: number } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  return { cpuSecondsPerVideoSecond: spent.cpuSeconds / PEER_SECONDS, peakRssBytes: spent.peakRssBytes };
}

async function installRemotion(): Promise<string> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "longtake");
  const project = join(cache, `remotion-${REMOTION_VERSION}`);
  if (existsSync(project)) return project;
  const draft = `${project}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await execa("npm", ["install", "--no-audit", "--no-fund", ...PACKAGES, "react@19.2.0", "react-dom@19.2.0"], {
    cwd: draft,
  });
  renameSync(draft, project);
  return project;
}
