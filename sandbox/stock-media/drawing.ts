import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { StockAsset } from "./library.ts";

const run = promisify(execFile);

/** Draws files of a library when they are first wanted, and keeps them. */
export class StockFiles {
  readonly #folder: string;
  readonly #stopping: AbortSignal;
  readonly #drawing = new Map<string, Promise<string>>();

  /** A drawing takes longer than a stop may, so that `stopping` ends it. */
  constructor(folder: string, stopping: AbortSignal) {
    this.#folder = folder;
    this.#stopping = stopping;
  }

  /** Path of the asset in the given size; two that ask at once wait for the same drawing. */
  path(asset: StockAsset, width: number, height: number): Promise<string> {
    const name = `${asset.id}-${width}x${height}.${asset.kind === "photo" ? "jpg" : "mp4"}`;
    const known = this.#drawing.get(name);
    if (known !== undefined) return known;
    const drawn = this.#ensure(name, asset, width, height);
    this.#drawing.set(name, drawn);
    drawn.catch(() => this.#drawing.delete(name));
    return drawn;
  }

  async #ensure(name: string, asset: StockAsset, width: number, height: number): Promise<string> {
    const path = join(this.#folder, name);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
    await mkdir(this.#folder, { recursive: true });
    const part = join(this.#folder, `${randomUUID()}.${name.split(".").at(-1)}`);
    const picture = asset.kind === "photo" ? photo(asset, width, height) : clip(asset, width, height);
    try {
      await run("ffmpeg", [...picture, part], { signal: this.#stopping, killSignal: "SIGKILL" });
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return path;
  }
}

const COMMON = ["-v", "error", "-nostdin", "-filter_threads", "1", "-f", "lavfi", "-i"];

function photo({ id, colours }: StockAsset, width: number, height: number): string[] {
  const look = `${ground(id, colours, width, height)}:d=1:r=1`;
  return [
    ...COMMON,
    look,
    "-vf",
    "noise=c0s=9:c0f=u:all_seed=7,vignette",
    "-frames:v",
    "1",
    "-threads",
    "1",
    "-q:v",
    "4",
  ];
}

/** 25 frames a second with a tone, as clips come: whoever shows it has to turn both into something else. */
function clip({ id, colours, seconds }: StockAsset, width: number, height: number): string[] {
  // One drawing that a camera moves over: drawing every frame anew would take minutes.
  const wide = { width: width + Math.ceil(width / 8), height: height + Math.ceil(height / 8) };
  const move = `loop=-1:1:0,setpts=N/(25*TB),fps=25,crop=${width}:${height}:x='mod(n,${wide.width - width})':y='n/12':exact=1`;
  const look = `${ground(id, colours, wide.width, wide.height)}:d=1:r=1`;
  const sound = ["-f", "lavfi", "-i", `sine=frequency=220:duration=${seconds}`, "-c:a", "aac", "-b:a", "32k"];
  const encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p", "-threads", "1"];
  const length = ["-frames:v", String(seconds * 25)];
  const filters = `noise=c0s=7:c0f=u:all_seed=7,format=yuv420p,${move}`;
  return [...COMMON, look, ...sound, "-vf", filters, ...length, ...encoding, "-movflags", "+faststart"];
}

function ground(id: number, [first, second, third]: StockAsset["colours"], width: number, height: number): string {
  const colours = `c0=0x${first}:c1=0x${second}:c2=0x${third}:nb_colors=3`;
  const at = `x0=${(id * 37) % width}:y0=0:x1=${(id * 91) % width}:y1=${height - 1}`;
  return `gradients=s=${width}x${height}:${colours}:${at}:seed=${id}`;
}
