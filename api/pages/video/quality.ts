import { html } from "hono/html";

import type { CheckReport } from "../../../domain/inspection/inspection.ts";
import type { Finding } from "../../../domain/video/production.ts";
import { momentLink } from "./player.ts";
import type { VideoPage } from "./view.ts";
import { type Html, moment, status } from "../words.ts";

/** What quality control measured: each check as a bar of its points, each finding a link into the video. */
export function qualitySection(video: VideoPage): Html | null {
  const { report } = video;
  if (!report) return null;
  const findings = report.checks.flatMap((check) => check.findings.map((finding) => ({ check, finding })));
  return html`<section class="card stack" aria-labelledby="quality">
    <div class="row spread">
      <h2 id="quality">Quality</h2>
      <span
        ><strong>${Math.round(report.score)}</strong> <span class="quiet small">of 100, gate ${report.gate}</span></span
      >
    </div>
    ${
      findings.length > 0
        ? html`<ul class="plain lines">
            ${findings.map(({ check, finding }) => findingItem(video.videoId, check, finding))}
          </ul>`
        : html`<p class="quiet">Nothing was found amiss.</p>`
    }
    <details ${report.score < report.gate ? "open" : ""}>
      <summary>All ${report.checks.length} checks</summary>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Measured</th>
              <th scope="col" class="bar-cell">Points</th>
              <th scope="col" class="number">of</th>
            </tr>
          </thead>
          <tbody>
            ${report.checks.map((check) => checkRow(check))}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function findingItem(videoId: string, check: CheckReport, finding: Finding): Html {
  const range = `${moment(finding.fromMs)}–${moment(finding.toMs)}`;
  return html`<li class="row">
    <span class="small">${momentLink(videoId, finding.fromMs, range)}</span>
    <span class="grow wrap">${finding.message} <span class="quiet small">(${check.title})</span></span>
    ${finding.hardFail ? status("failed", "hard fail") : html`<span class="small quiet">−${points(finding.pointsLost)}</span>`}
  </li>`;
}

function checkRow(check: CheckReport): Html {
  const bar = html`<meter
    min="0"
    max="${check.weight}"
    low="${check.weight * 0.5}"
    high="${check.weight * 0.99}"
    optimum="${check.weight}"
    value="${check.points}"
    aria-label="${points(check.points)} of ${check.weight} points"
  ></meter>`;
  return html`<tr>
    <th scope="row">${check.title}</th>
    <td class="wrap">
      ${check.measured} ${check.unknownReason && html`<span class="small quiet">${check.unknownReason}</span>`}
    </td>
    <td class="bar-cell">${check.status === "unknown" ? html`<span class="small quiet">not counted</span>` : bar}</td>
    <td class="number">${points(check.points)} / ${check.weight}</td>
  </tr>`;
}

function points(value: number): string {
  return String(Math.round(value * 10) / 10);
}
