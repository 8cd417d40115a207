import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { NativeConnection, Worker } from "@temporalio/worker";
import { sql } from "drizzle-orm";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import { CHANNEL_ID } from "../db/fixtures.ts";
import { PARKED, QUEUED, seed } from "./browser-videos.ts";
import { parkedRun } from "./decision-workflow.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

const CHROMIUM = process.env["LONGTAKE_CHROMIUM"] ?? "/usr/bin/chromium";
/** Where to leave pictures of the pages, for people to look at. */
const SHOTS = process.env["LONGTAKE_SHOTS"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--autoplay-policy=no-user-gesture-required",
];

describe.skipIf(!existsSync(CHROMIUM))("the pages in a browser", () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let connection: NativeConnection;
  let worker: Worker;
  let working: Promise<void>;
  const complaints: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    await seed(app);
    connection = await NativeConnection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
    const taskQueue = `pages-${process.pid}-${Date.now()}`;
    worker = await Worker.create({
      connection,
      taskQueue,
      workflowsPath: fileURLToPath(new URL("decision-workflow.ts", import.meta.url)),
      plugins: [createTemporalPlugin(app.deps.environment.LONGTAKE_PAYLOAD_KEYS)],
    });
    working = worker.run();
    await app.deps.temporal.workflow.start(parkedRun, {
      workflowId: generateWorkflowId(PARKED),
      taskQueue,
      args: [PARKED],
      workflowIdConflictPolicy: "TERMINATE_EXISTING",
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    if (SHOTS) await mkdir(SHOTS, { recursive: true });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    worker.shutdown();
    await working;
    await connection.close();
    await app.stop();
  });

  const shoot = async (name: string) => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };

  test("a visitor is sent to sign in, a wrong password is told, and the right one leads on", async () => {
    await page.goto(`${app.url}/videos`);
    expect(new URL(page.url()).pathname).toBe("/login");
    await shoot("login");
    await signIn(page, app.email, "wrong");
    expect(await page.getByRole("alert").textContent()).toContain("do not belong together");
    complaints.splice(0); // The browser itself remarks on the 401.
    await signIn(page, app.email, app.password);
    expect(new URL(page.url()).pathname).toBe("/videos");
    await shoot("videos");
  });

  test("the start page tells what waits, and pausing the queue takes a reason", async () => {
    await page.goto(app.url);
    await shoot("start");
    const waits = page.getByRole("region", { name: "Waits for a person" });
    expect(await waits.textContent()).toContain("Score 71 is below 85.");
    await page.getByText("Pause, drain or resume").click();
    await page.getByLabel("Reason").fill("the office moves");
    await page.getByRole("button", { name: "Pause" }).click();
    expect(await page.getByRole("status").textContent()).toContain("The queue is paused.");
    expect(await page.getByRole("region", { name: "Queue" }).textContent()).toContain("the office moves");
  });

  test("a video is queued by a form, which tells what it cannot take beside what was entered", async () => {
    await page.goto(app.url);
    await page.getByText("Queue a video").click();
    await page.getByLabel("Topic").fill("How tides work");
    await page.getByLabel("Language").fill("German");
    await shoot("queue-form");
    await page.getByRole("button", { name: "Queue the video" }).click();
    await shoot("queue-form-refused");
    expect(await page.getByRole("alert").textContent()).toContain("language: expected a BCP 47 language");
    expect(await page.getByLabel("Topic").inputValue()).toBe("How tides work");
    complaints.splice(0); // The browser itself remarks on the 422.
    await page.getByLabel("Language").fill("en-GB");
    await page.getByRole("button", { name: "Queue the video" }).dblclick();
    await page.waitForURL(/\/videos\/vid_[a-z2-7]{20}\?done=queued$/);
    expect(await page.getByRole("status").textContent()).toContain("The video is in the queue.");
    await page.goto(`${app.url}/videos?search=tides`);
    expect(await page.getByRole("article").count()).toBe(1);
  });

  test("the page of a parked video plays it, jumps to a finding, and shows its captions", async () => {
    await page.goto(`${app.url}/videos/${PARKED}`);
    await page.waitForFunction("document.querySelector('video').readyState >= 1");
    await shoot("video");
    await page.getByRole("link", { name: "0:03.0–0:03.6" }).click();
    await page.waitForFunction("document.querySelector('video').currentTime >= 3");
    const cues = () => page.evaluate("document.querySelector('video').textTracks[0].activeCues?.length");
    await expect.poll(cues).toBe(1);
  });

  test("the sound is drawn under the player, and a click into it or on a scene moves the player there", async () => {
    await page.goto(`${app.url}/videos/${PARKED}`);
    await page.waitForFunction("document.querySelector('video').readyState >= 1");
    const drawn = await page.request.get(`${app.url}/videos/${PARKED}/waveform.svg`);
    expect(drawn.headers()["content-type"]).toBe("image/svg+xml");
    expect(await drawn.text()).toMatch(/^<svg [^>]*viewBox="0 0 480 100"/);
    const again = await page.request.get(drawn.url(), { headers: { "if-none-match": drawn.headers()["etag"] ?? "" } });
    expect(again.status()).toBe(304);
    const timeline = page.locator("[data-timeline]");
    const { width = 0 } = (await timeline.boundingBox()) ?? {};
    await timeline.click({ position: { x: width * 0.75, y: 20 } });
    await expect.poll(() => page.evaluate("document.querySelector('video').currentTime")).toBeGreaterThan(8.5);
    await page.getByRole("link", { name: "Scene 2, from 0:04" }).click();
    // It plays from there, and would be in the next scene soon.
    await page.evaluate("document.querySelector('video').pause()");
    await expect.poll(() => page.locator("#scene-2").getAttribute("aria-current")).toBe("true");
    await expect.poll(() => page.evaluate("document.querySelector('#scene-2 img').naturalWidth")).toBe(640);
  });

  test("a refused change of a scene stands open again with the words that were entered", async () => {
    await page.goto(`${app.url}/videos/${PARKED}`);
    const changing = page.locator("form[action$='/scene-words']").nth(1);
    await page.getByText("Change scene 2").click();
    await changing.getByLabel("Lines, one sentence each").fill("The sea is 海.");
    await changing.getByLabel("Why the words change").fill("another word for it");
    await changing.getByRole("button", { name: "Change the words" }).click();
    await shoot("scene-words-refused");
    expect(await page.getByRole("alert").textContent()).toContain("海");
    complaints.splice(0); // The browser itself remarks on the 422.
    expect(await changing.getByLabel("Lines, one sentence each").inputValue()).toBe("The sea is 海.");
    expect(await changing.getByLabel("Why the words change").inputValue()).toBe("another word for it");
    expect(await changing.isVisible()).toBe(true);
    expect(await page.locator("form[action$='/scene-words']").first().isVisible()).toBe(false);
  });

  test("costs, budgets and channels have pages, and a budget is set by a form", async () => {
    await page.goto(`${app.url}/costs`);
    await shoot("costs");
    expect(await page.getByRole("img", { name: /^Spent by day/ }).getAttribute("aria-label")).toContain("$0.10 in all");
    await page.getByText("Set a budget").click();
    await page.locator('select[name="scope"]').selectOption("channel");
    await page.getByLabel("Channel or service").fill(CHANNEL_ID);
    await page.getByLabel("US dollars").fill("0.5");
    await page.getByRole("button", { name: "Set the budget" }).click();
    expect(await page.getByRole("status").textContent()).toContain("The budget is set.");
    await page.goto(`${app.url}/channels`);
    await page.getByRole("link", { name: CHANNEL_ID }).click();
    await shoot("channel");
    expect(await page.getByRole("region", { name: "Budgets" }).textContent()).toContain("$0.10 of $0.50");
    const json = await page.request.get(`${app.url}/channels`, { headers: { accept: "application/json" } });
    expect(await json.json()).toMatchObject({ channels: [{ channel_id: CHANNEL_ID }] });
  });

  test("percentages move the bar of a stage under way without a reload, and leave a finished one alone", async () => {
    await page.goto(`${app.url}/videos/${PARKED}`);
    const valueOf = (stage: string) =>
      page.evaluate(`document.querySelector('[data-stage-row="${stage}"] progress').value`);
    const workflowId = generateWorkflowId(PARKED);
    app.deps.progress.publish(workflowId, { stage: "qa", fraction: 0.1, message: "late" });
    app.deps.progress.publish(workflowId, { stage: "upload", fraction: 0.42, message: "part 5 of 12" });
    await expect.poll(() => valueOf("upload")).toBe(0.42);
    expect(await valueOf("qa")).toBe(1);
  });

  test("an approval wants a fresh proof of who approves, and then reaches the run", async () => {
    await app.deps.db.execute(sql`update core.sessions set authenticated_at = now() - interval '6 minutes'`);
    await page.goto(`${app.url}/videos/${PARKED}`);
    const approve = async (password: string) => {
      await page.getByLabel("What you looked at").fill("The black is meant to be there.");
      await page.locator("form").filter({ hasText: "Approve" }).getByLabel("Your password").fill(password);
      await page.getByRole("button", { name: "Approve" }).click();
    };
    await shoot("proof");
    await approve("wrong");
    expect(await page.getByRole("alert").textContent()).toContain("do not belong together");
    complaints.splice(0); // The browser itself remarks on the 401.
    expect(await page.getByLabel("What you looked at").inputValue()).toBe("The black is meant to be there.");
    expect(await page.locator("form").filter({ hasText: "Approve" }).getByLabel("Your password").inputValue()).toBe("");
    await approve(app.password);
    expect(await page.getByRole("status").textContent()).toContain("Approved.");
    expect(await app.deps.temporal.workflow.getHandle(generateWorkflowId(PARKED)).result()).toMatch(/\S{8,}/);
  });

  test("a form without the CSRF token changes nothing", async () => {
    const [cookie] = await page.context().cookies();
    const answer = await fetch(`${app.url}/videos/${PARKED}/approve`, {
      method: "POST",
      headers: { cookie: `${cookie?.name}=${cookie?.value}`, "content-type": "application/x-www-form-urlencoded" },
      body: "reason=forged",
    });
    expect(answer.status).toBe(403);
  });

  test("a queued video tells its place; dark and narrow screens show every page whole", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [name, path] of [
      ["start", "/"],
      ["video", `/videos/${PARKED}`],
      ["queued", `/videos/${QUEUED}`],
      ["videos", "/videos?search=sky"],
      ["costs", "/costs?group_by=stage"],
      ["channel", `/channels/${CHANNEL_ID}`],
    ] as const) {
      await page.goto(app.url + path);
      await shoot(`${name}-dark-narrow`);
      // The forms too, each behind its name.
      await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
      await shoot(`${name}-open-dark-narrow`);
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    await page.goto(`${app.url}/videos/${QUEUED}`);
    expect(await page.locator("main").textContent()).toContain("Number 1 in the waiting line");
  });

  test("a video that is not there is told in words", async () => {
    expect(complaints).toEqual([]);
    const answer = await page.goto(`${app.url}/videos/vid_absent`);
    expect(answer?.status()).toBe(404);
    expect(await page.getByRole("alert").textContent()).toContain("there is no video vid_absent");
    complaints.splice(0); // The browser itself remarks on the 404.
  });

  test("nothing broke the content security policy, and no request failed", () => {
    expect(complaints).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForLoadState();
}
