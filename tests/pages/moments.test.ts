import { expect, test } from "vitest";

import { videoPage } from "../../api/pages/video/page.ts";
import { reportExample, videoExample } from "./examples.ts";
import { frame, textOf } from "./page-text.ts";

test("a finding leads to its second, with and without the script", () => {
  const page = textOf(
    videoPage(frame, { ...videoExample({}), report: reportExample({ message: "black", fromMs: 12_340 }) }),
  );
  expect(page).toContain('href="/pipeline/videos/vid_a/artifacts/video.mp4#t=12.34" data-second="12.34"');
});

test("the page draws the sound with its scenes and findings, each leading to its second", () => {
  const page = textOf(
    videoPage(frame, { ...videoExample({}), report: reportExample({ message: "black", fromMs: 12_340 }) }),
  );
  expect(page).toMatch(/<image\s+href="\/videos\/vid_a\/waveform\.svg"/);
  expect(page).toMatch(/<a[^>]*data-second="12\.34"[^>]*>\s*<rect\s+class="finding/);
  expect(page).toContain('id="scene-1" data-from="0.30" data-to="7.25"');
  expect(page).toContain('src="/videos/vid_a/scenes/1.jpg"');
  expect(page).not.toContain('src="/videos/vid_a/scenes/2.jpg"');
});

test("a scene is shown as viewers see it, out of the contact sheet, once there is one", () => {
  const seen = { x: 332, y: 6, width: 320, height: 180, sheetWidth: 1_310, sheetHeight: 192 };
  const [first, second] = videoExample({}).storyboard;
  const storyboard = first && second ? [{ ...first, frame: seen }, second] : [];
  const page = textOf(videoPage(frame, { ...videoExample({}), storyboard }));
  expect(page).toMatch(/viewBox="332 6 320 180">\s*<image href="[^"]+contact-sheet.jpg" width="1310" height="192"/u);
  const before = videoPage(frame, { ...videoExample({}), storyboard, artifacts: new Set() });
  expect(textOf(before)).toContain('src="/videos/vid_a/scenes/1.jpg"');
});
