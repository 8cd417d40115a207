import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FIRST_ADMIN_EMAIL } from "../../api/access/first-admin.ts";
import { CHECKOUT } from "../../deploy/embedded/paths.ts";
import type { RunningPlatform } from "./running-platform.ts";

const CHROMIUM = process.env["LONGTAKE_CHROMIUM"] ?? "/usr/bin/chromium";
/** With it set, the pictures of the documentation are taken anew. */
const TAKES_PICTURES = Boolean(process.env["LONGTAKE_PICTURES"]);
const PICTURES = join(CHECKOUT, "docs", "pictures");
const READABLE_MS = 30_000;

export function webUi(given: () => RunningPlatform, made: () => string, parked: () => string): void {
  describe.skipIf(!existsSync(CHROMIUM))("in a browser", () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
      browser = await chromium.launch({ executablePath: CHROMIUM, args });
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      if (TAKES_PICTURES) mkdirSync(PICTURES, { recursive: true });
    });
    afterAll(() => browser.close());

    const picture = async (name: string) => {
      if (!TAKES_PICTURES) return;
      // Thumbnails and the first picture of a video come after the page.
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    };
    /** Markdown stands in frames of its own. */
    const told = async () => {
      const texts = await Promise.all(
        page.frames().map((frame) =>
          frame
            .locator("body")
            .innerText()
            .catch(() => ""),
        ),
      );
      return texts.join("\n");
    };
    const openRun = async (videoId: string) => {
      const { links } = (await given().video(videoId)) as { links: { workflow: string } };
      await page.goto(links.workflow, { waitUntil: "domcontentloaded" });
      await page.getByText("User Metadata").first().click({ timeout: READABLE_MS });
    };

    test("the Web UI tells what a finished run made, what it cost, and where to look", async () => {
      await openRun(made());
      await expect.poll(told, { timeout: READABLE_MS }).toContain("Stage done");
      const text = await told();
      expect(text).toContain("5 s 16:9 360p: Why is the sky blue?");
      expect(text).toMatch(/Cost so far 0\.\d+ of at most 3\.00 US dollars/);
      expect(text).toMatch(/Quality score \d+ \(gate 85\)/);
      expect(text).toContain("Published video");
      for (const summary of ["voice en-us", "segment 1 of", "voice and music", "to YouTube, channel demo"]) {
        expect(text).toContain(summary);
      }
    });

    test("the Web UI tells what a parked run waits for, and the command that mends it", async () => {
      await openRun(parked());
      await expect.poll(told, { timeout: READABLE_MS }).toContain("Waits for channel connection");
      const text = await told();
      expect(text).toContain("was never connected to YouTube");
      expect(text).toContain("longtake channel connect --channel-id unconnected");
      expect(text).toContain("Who must act a person");
      await picture("web-ui-run");
      const { links } = (await given().video(parked())) as { links: { workflow: string } };
      await page.goto(links.workflow, { waitUntil: "domcontentloaded" });
      await expect.poll(told, { timeout: READABLE_MS }).toContain('"topic": "Why is the sea salt?"');
    });

    test("the saved filter of runs that need a person lists the parked run", async () => {
      const { body } = await given().call("GET", "/links");
      const links = body["links"] as { group: string; name: string; url: string }[];
      expect(links.length).toBeGreaterThan(15);
      await page.goto(links.find(({ name }) => name === "Needs a person")?.url ?? "", {
        waitUntil: "domcontentloaded",
      });
      await expect.poll(told, { timeout: READABLE_MS }).toContain(`generate/${parked()}`);
      expect(await told()).not.toContain(`generate/${made()}`);
    });

    test("the pages of the API show the same videos", async () => {
      const { api } = given().platform.urls;
      await page.goto(`${api}/login`);
      await page.getByLabel("E-mail").fill(FIRST_ADMIN_EMAIL);
      await page.getByLabel("Password").fill(given().platform.env["LONGTAKE_ADMIN_PASSWORD"] ?? "");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL(`${api}/`);
      expect(await told()).toContain("was never connected to YouTube");
      await picture("start-page");
      await page.goto(`${api}/videos/${made()}`);
      await page.waitForFunction("document.querySelector('video').readyState >= 1");
      await picture("video-page");
      await page.getByRole("heading", { name: "Storyboard" }).evaluate((heading) => heading.scrollIntoView());
      await picture("storyboard");
      await page.goto(`${api}/videos`, { waitUntil: "load" });
      expect(await page.locator("img").count()).toBeGreaterThan(0);
      await page.goto(`${api}/costs`);
      expect(await told()).toContain("Download as CSV");
      await picture("costs");
    });
  });
}
