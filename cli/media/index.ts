import type { Noun } from "../command.ts";
import { mediaFind } from "./find.ts";

export const media: Noun = { name: "media", summary: "Find pictures by themselves", commands: [mediaFind] };
