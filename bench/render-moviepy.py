"""Renders the beginning of a Longtake plan with MoviePy: the same pictures, pan and word captions.

Arguments: plan.json, folder of the stored stills, bold font file, seconds, output. Prints CPU seconds as JSON.
"""

import json
import resource
import sys

import numpy
from moviepy import CompositeVideoClip, TextClip, VideoClip
from PIL import Image


def main(plan_path, store, font, seconds, output):
    plan = json.load(open(plan_path))
    width, height = plan["canvas"]["width"], plan["canvas"]["height"]
    stills = {s["index"]: numpy.asarray(Image.open(f"{store}/{s['still']['objectKey']}")) for s in plan["segments"]}

    def picture(t):
        frame = int(round(t * plan["fps"]))
        segment = next(s for s in reversed(plan["segments"]) if s["startFrame"] <= frame)
        pan = segment["pan"]
        steps = (frame - segment["startFrame"]) // pan["framesPerStep"]
        x, y = pan["x"] + pan["stepX"] * steps, pan["y"] + pan["stepY"] * steps
        return stills[segment["index"]][y : y + height, x : x + width]

    layers = [VideoClip(picture, duration=seconds)]
    for cue in plan["captions"]:
        for number, word in enumerate(cue["words"]):
            start = word["startMs"] / 1000
            following = cue["words"][number + 1]["startMs"] if number + 1 < len(cue["words"]) else cue["endMs"]
            end = min(following / 1000, seconds)
            if end <= start:
                continue
            # MoviePy has one colour a clip: the line in white, the active word above it.
            line = TextClip(font=font, text="\n".join(cue["lines"]), font_size=62, color="white", stroke_color="black", stroke_width=4)
            active = TextClip(font=font, text=word["text"], font_size=62, color="yellow", stroke_color="black", stroke_width=4)
            layers.append(line.with_start(start).with_end(end).with_position(("center", height - 220)))
            layers.append(active.with_start(start).with_end(end).with_position(("center", height - 300)))
    clip = CompositeVideoClip(layers, size=(width, height)).with_duration(seconds)
    clip.write_videofile(output, fps=plan["fps"], codec="libx264", preset="veryfast", audio=False, logger=None, threads=1)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in spent)
    print(json.dumps({"cpuSeconds": cpu, "peakRssBytes": max(usage.ru_maxrss for usage in spent) * 1024}))


main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), sys.argv[5])
