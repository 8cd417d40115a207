import { randomUUID } from "node:crypto";
import type { CommandContext } from "../context.ts";
import { required, text } from "../flags.ts";
import { valueSections } from "../value-sections.ts";
import { videoPath } from "./video-path.ts";

export const decisionReasonFlag = required(text("--reason <Text>", "Why; kept in the audit log"));

/** One of the guarded acts on a video; the API makes and checks the grant, the audit log names who asked. */
export async function decide(
  context: CommandContext,
  videoId: string,
  act: "approve" | "reject" | "edit" | "raise-cap" | "resume",
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await context.api().call<unknown>({
    method: "POST",
    path: videoPath(videoId, act),
    body,
    idempotencyKey: randomUUID(),
  });
  context.output.value(answer, () => valueSections(context.output, "Video", answer));
}
