import type { Noun } from "../command.ts";
import { voiceList } from "./list.ts";

export const voice: Noun = { name: "voice", summary: "See who can speak", commands: [voiceList] };
