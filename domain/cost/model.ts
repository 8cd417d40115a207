/** GEN-10's base model of a video beside what videos came to, service by service. */

/** Where the ledger's services belong in the base model; one that is not named is overhead, as compute is. */
const BASE_SERVICE: Readonly<Record<string, string>> = {
  openai: "openai",
  tts: "tts",
  gpu: "gpu",
  storage: "storage",
  youtube: "api",
  pexels: "api",
  pixabay: "api",
};
const OTHERWISE = "overhead";

export interface BaseComparison {
  readonly service: string;
  readonly baseMicroUsd: number;
  /** Mean of a video; null without videos. */
  readonly actualMicroUsd: number | null;
}

/** `spent` is the sum over `videos` by service of the ledger. Every service of the ledger lands on one line. */
export function compareWithBaseModel(
  baseModel: Readonly<Record<string, number>>,
  spent: readonly { readonly service: string; readonly microUsd: number }[],
  videos: number,
): BaseComparison[] {
  const sums = new Map(Object.keys(baseModel).map((service) => [service, 0]));
  for (const { service, microUsd } of spent) {
    const line = BASE_SERVICE[service] ?? OTHERWISE;
    sums.set(line, (sums.get(line) ?? 0) + microUsd);
  }
  return [...sums].map(([service, sum]) => {
    return { service, baseMicroUsd: baseModel[service] ?? 0, actualMicroUsd: videos === 0 ? null : sum / videos };
  });
}
