import type { Noun } from "../command.ts";
import { scriptWrite } from "./write.ts";

export const script: Noun = { name: "script", summary: "Write scripts by themselves", commands: [scriptWrite] };
