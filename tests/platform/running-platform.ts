import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { connectTemporal } from "../../clients/temporal/temporal.ts";
import { settingsPath } from "../../config.ts";
import { isRecord, parseRecord } from "../../cli/json-record.ts";
import {
  type ChildName,
  type EmbeddedPlatform,
  removePlatformFiles,
  startPlatform,
} from "../../deploy/embedded/embedded-platform.ts";
import { createApiClient } from "../../deploy/embedded/demo/api-client.ts";
import { ensureDemoChannel } from "../../deploy/embedded/demo/demo-channel.ts";
import type { Role } from "../../domain/principal.ts";
import { runCommandLine, type CommandLineResult } from "../cli/command-line.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  /** A credential; null sends none. */
  readonly as?: string | null;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole platform on a data folder of its own, with what tests ask of it. */
export class RunningPlatform {
  readonly platform: EmbeddedPlatform;
  readonly adminKey: string;
  /** The settings file in force, to be changed before a child is started again. */
  readonly settingsFile: string;
  #temporal: Client | undefined;

  private constructor(platform: EmbeddedPlatform, settingsFile: string) {
    this.platform = platform;
    this.settingsFile = settingsFile;
    this.adminKey = platform.env["LONGTAKE_ADMIN_KEY"] ?? "";
  }

  static async start(only?: readonly ChildName[]): Promise<RunningPlatform> {
    const dataDir = mkdtempSync(join(tmpdir(), "longtake-platform-"));
    const settingsFile = join(dataDir, "temporal-config.yaml");
    copyFileSync(settingsPath({}), settingsFile);
    const env = { LONGTAKE_CONFIG: settingsFile };
    const lines: string[] = [];
    const options = { dataDir, env, onLine: (line: string) => lines.push(line) };
    return new RunningPlatform(await startPlatform(only === undefined ? options : { ...options, only }), settingsFile);
  }

  async stop(): Promise<void> {
    await this.#temporal?.connection.close();
    await this.platform.stop();
    removePlatformFiles(this.platform.paths);
  }

  async call(
    method: string,
    path: string,
    { as = this.adminKey, json, body, headers = {} }: Call = {},
  ): Promise<Answer> {
    const sent = json === undefined ? body : JSON.stringify(json);
    const response = await fetch(this.platform.urls.api + path, {
      method,
      headers: {
        ...(as === null ? {} : { authorization: `Bearer ${as}` }),
        ...(sent === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    return { status: response.status, headers: response.headers, body: parseRecord(await response.text()) ?? {} };
  }

  /** A new key of the role, of all channels unless they are named. */
  async keyOf(role: Role, channelIds: readonly string[] | null = null): Promise<string> {
    const json = { name: `${role} of a test`, role, channel_ids: channelIds };
    return String((await this.call("POST", "/api-keys", { json })).body["key"]);
  }

  async addChannel(channelId: string): Promise<void> {
    const json = { channel_id: channelId, name: channelId, niche: "education" };
    const { status } = await this.call("POST", "/channels", { json });
    if (status !== 201) throw new Error(`the channel ${channelId} was not made: ${status}`);
  }

  /** The demo's channel, connected to the stand-in of YouTube. */
  connectedChannel(): Promise<string> {
    return ensureDemoChannel(createApiClient(this.platform.urls.api, this.adminKey));
  }

  /** Queues a video of five seconds, the least there is. Returns its id. */
  async queueVideo(request: Readonly<Record<string, unknown>>): Promise<string> {
    const json = { topic: "Why is the sky blue?", seconds: 5, size: "360p", ...request };
    const { status, body } = await this.call("POST", "/pipeline/queue", { json });
    if (status !== 202) throw new Error(`not queued: ${status} ${JSON.stringify(body)}`);
    return String(body["video_id"]);
  }

  async video(videoId: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.call("GET", `/pipeline/videos/${videoId}`)).body;
  }

  /** What the run waits for, once it is parked for another reason than `before`. */
  async parked(videoId: string, withinMs = 90_000): Promise<Readonly<Record<string, unknown>>> {
    const found = await this.until(videoId, (video) => isRecord(video["waiting_for"]), withinMs);
    return isRecord(found["waiting_for"]) ? found["waiting_for"] : {};
  }

  completed(videoId: string, withinMs = 90_000): Promise<Readonly<Record<string, unknown>>> {
    return this.until(videoId, (video) => video["status"] === "completed", withinMs);
  }

  async until(
    videoId: string,
    fact: (video: Readonly<Record<string, unknown>>) => boolean,
    withinMs: number,
  ): Promise<Readonly<Record<string, unknown>>> {
    for (const giveUpAtMs = Date.now() + withinMs; ; await sleep(1_500)) {
      const video = await this.video(videoId);
      if (fact(video)) return video;
      if (Date.now() > giveUpAtMs) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(video)}`);
    }
  }

  /** One command line of `longtake` against this platform. */
  longtake(...args: string[]): Promise<CommandLineResult> {
    return runCommandLine(args, { environment: { ...this.platform.env } });
  }

  /** The same with somebody who opens the page it prints: the stand-in of YouTube consents without a click. */
  longtakeAndBrowser(...args: string[]): Promise<CommandLineResult> {
    const write = (text: string) => {
      const address = /https?:\/\/\S+/.exec(text)?.[0];
      if (address !== undefined) void fetch(address);
    };
    return runCommandLine(args, { environment: { ...this.platform.env }, stderr: { write } });
  }

  async temporal(): Promise<Client> {
    const { LONGTAKE_PAYLOAD_KEYS = "", TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = this.platform.env;
    return (this.#temporal ??= await connectTemporal({ LONGTAKE_PAYLOAD_KEYS, address, namespace }));
  }

  logOf(child: ChildName): string {
    return readFileSync(join(this.platform.paths.logs, `${child}.log`), "utf8");
  }

  /** Changes the settings and starts the child again with them. */
  async restartWith(child: ChildName, change: (settings: string) => string): Promise<void> {
    writeFileSync(this.settingsFile, change(readFileSync(this.settingsFile, "utf8")));
    const supervised = this.platform.child(child);
    supervised.kill("SIGTERM");
    await supervised.waitReady();
  }
}
