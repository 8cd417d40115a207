/** One measured number beside what was asked of it. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** In words: `≤ 15`, `0`. */
  readonly goal: string;
  readonly ok: boolean;
  /** Who else was measured on the same machine, and what it took, in the same unit. */
  readonly peer?: string;
  readonly peerValue?: number;
}

export interface BenchContext {
  /** Hours instead of minutes. */
  readonly full: boolean;
  readonly onLine: (line: string) => void;
}

export interface BenchModule {
  run(context: BenchContext): Promise<readonly Figure[]>;
}
