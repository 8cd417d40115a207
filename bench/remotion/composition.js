import React from "react";
import { AbsoluteFill, Composition, Img, registerRoot, staticFile, useCurrentFrame } from "remotion";

/** A Longtake plan as a Remotion composition: the same pictures, pan and word captions. */
function Plan({ plan }) {
  const frame = useCurrentFrame();
  const segment = plan.segments.findLast(({ startFrame }) => startFrame <= frame);
  const { pan } = segment;
  const steps = Math.floor((frame - segment.startFrame) / pan.framesPerStep);
  const nowMs = (frame * 1000) / plan.fps;
  const cue = plan.captions.find(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs);
  const place = { position: "absolute", left: -(pan.x + pan.stepX * steps), top: -(pan.y + pan.stepY * steps) };
  const picture = React.createElement(Img, { src: staticFile(segment.still.objectKey), style: place });
  return React.createElement(AbsoluteFill, { style: { overflow: "hidden" } }, picture, cue && caption(cue, nowMs));
}

const LINE = {
  position: "absolute",
  bottom: 80,
  width: "100%",
  textAlign: "center",
  font: "700 62px 'Noto Sans', 'DejaVu Sans', sans-serif",
  color: "white",
  WebkitTextStroke: "2px black",
};

function caption(cue, nowMs) {
  const active = cue.words.findLast(({ startMs }) => startMs <= nowMs);
  const words = cue.words.map((word, key) => {
    const style = word === active ? { color: "yellow" } : {};
    return React.createElement("span", { key, style }, `${word.text} `);
  });
  return React.createElement("div", { style: LINE }, words);
}

const sizeOf = ({ props: { plan, frames } }) => ({ ...plan.canvas, fps: plan.fps, durationInFrames: frames });

registerRoot(() =>
  React.createElement(Composition, {
    ...{ id: "plan", component: Plan, calculateMetadata: sizeOf, defaultProps: { plan: null, frames: 1 } },
    ...{ durationInFrames: 1, fps: 30, width: 1920, height: 1080 },
  }),
);
