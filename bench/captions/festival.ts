import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { soundOfWave } from "../../domain/speech/wave.ts";
import type { TimedSound } from "../../domain/speech/word-timing.ts";

/** Plain words only: numbers would be several words to Festival. */
export const FESTIVAL_SENTENCES = [
  "The sea breathes twice a day, and the moon is what it breathes for.",
  "Why does water rise on both sides of the Earth at once?",
  "First comes the flood; then, six hours later, the ebb takes everything back to where it came from.",
  "Nobody had measured the channel before the winter storms moved the sand.",
  "People who live by the shore learn the tables by heart, because the water does not wait.",
  "Most of what we know about currents was learned by losing things in them.",
  "The captain smiled, looked at the harbour, and decided to stay another night.",
  "It was the largest wave that anyone on the island had ever seen, and it came without a sound.",
];

/** Another maker's voice that says when its words begin: the hardest truth that is free. */
export function hasFestival(): boolean {
  return spawnSync("festival", ["--version"], { stdio: "ignore" }).status === 0;
}

/** A pause before a word belongs to the word here, so that these times are early there. */
export function spokenByFestival(sentence: string): TimedSound {
  const folder = mkdtempSync(join(tmpdir(), "longtake-festival-"));
  try {
    const wave = join(folder, "spoken.wav");
    const program = join(folder, "speak.scm");
    const print = '(lambda (w) (format t "%s %f\\n" (item.name w) (item.feat w "word_start")))';
    writeFileSync(
      program,
      `(voice_kal_diphone) (set! u (utt.synth (Utterance Text ${JSON.stringify(sentence)})))
       (utt.save.wave u ${JSON.stringify(wave)}) (mapcar ${print} (utt.relation.items u 'Word))`,
    );
    const lines = execFileSync("festival", ["-b", program], { encoding: "utf8" }).split("\n");
    const starts = lines.map((line) => line.split(" ")).filter(([name = ""]) => /[a-z]/i.test(name));
    const words = sentence.split(" ").map((text, index) => ({ text, startMs: Number(starts[index]?.[1]) * 1000 }));
    const sound = soundOfWave(readFileSync(wave));
    if (sound === null || starts.length !== words.length)
      throw new Error(`Festival counts other words in "${sentence}"`);
    return { ...sound, words };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
