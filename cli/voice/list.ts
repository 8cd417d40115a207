import { SPEECH_SERVICES } from "../../domain/speech/voices.ts";
import { defineCommand } from "../command.ts";
import { choice, text } from "../flags.ts";

interface Voices {
  readonly voices: readonly {
    readonly voice: string;
    readonly provider: string;
    readonly name: string;
    readonly languages: readonly string[];
  }[];
  readonly providers: readonly { readonly provider: string; readonly state: string; readonly reason: string | null }[];
}

export const voiceList = defineCommand({
  name: "list",
  summary: "List the voices that can speak",
  details: "OpenAI's are a fixed list, because it tells none; voices of a provider without a key are left out.",
  example: `longtake voice list \\
    --language de \\
    --provider espeak`,
  flags: {
    language: text("--language <Language>", "Only voices that speak it (BCP 47), as in pt-BR"),
    provider: choice("--provider <Provider>", "Only its voices", SPEECH_SERVICES),
  },
  async run(context, { language, provider }) {
    const query = { ...(language === undefined ? {} : { language }), ...(provider === undefined ? {} : { provider }) };
    const { voices, providers } = await context.api().call<Voices>({ method: "GET", path: "/voices", query });
    await context.output.list(voices, [
      { title: "Voice", value: (row) => row.voice },
      { title: "Provider", value: (row) => row.provider },
      { title: "Languages", value: (row) => row.languages.join(", ") || "many" },
      { title: "Name", value: (row) => row.name, shrinks: true },
    ]);
    for (const { provider: silent, reason } of providers) {
      if (reason !== null) context.output.note(`Without ${silent}: ${reason}`);
    }
  },
});
