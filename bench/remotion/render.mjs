import { readFileSync } from "node:fs";
import { bundle } from "@remotion/bundler";
import { renderMedia, selectComposition } from "@remotion/renderer";

// `render.mjs bundle <store> <bundle>` once, then `render.mjs render <plan> <bundle> <seconds> <output>`, which is measured.
const [step, ...rest] = process.argv.slice(2);

if (step === "bundle") {
  const [publicDir, outDir] = rest;
  await bundle({ entryPoint: new URL("composition.js", import.meta.url).pathname, publicDir, outDir });
} else {
  const [planPath, serveUrl, seconds, outputLocation] = rest;
  const plan = JSON.parse(readFileSync(planPath, "utf8"));
  const common = {
    serveUrl,
    inputProps: { plan, frames: plan.fps * Number(seconds) },
    browserExecutable: "/usr/bin/chromium",
    chromeMode: "chrome-for-testing",
    chromiumOptions: { gl: "swangle" },
    logLevel: "error",
  };
  const composition = await selectComposition({ ...common, id: "plan" });
  const encoding = { codec: "h264", x264Preset: "veryfast", crf: 21, muted: true, concurrency: 2 };
  await renderMedia({ ...common, ...encoding, composition, outputLocation });
}
