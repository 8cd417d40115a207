import type { Noun } from "../command.ts";
import { narrationSpeak } from "./speak.ts";

export const narration: Noun = {
  name: "narration",
  summary: "Speak scripts and texts by themselves",
  commands: [narrationSpeak],
};
