import { STAGES } from "../../../domain/video/video.ts";

/** What the demo shows of a run at one moment. */
export interface Moment {
  readonly stage: string;
  /** 1 for the first; a repair or a repeated stage has the next. */
  readonly attempt: number;
  /** Of the stage, 0–100. */
  readonly progress: number;
  readonly message: string;
}

export interface ProgressView {
  show(moment: Moment): void;
  /** Ends the bar's line, so that what follows starts on its own. */
  close(): void;
}

const BAR_CHARACTERS = 28;
const LINE_EVERY_PERCENT = 10;
const ORDER: readonly string[] = ["queued", ...STAGES];

/** A bar in a terminal; in a pipe a plain line for every stage and every ten percent. Neither goes back. */
export function createProgressView(stream: NodeJS.WriteStream): ProgressView {
  return forward(stream.isTTY ? barView(stream) : lineView(stream));
}

/**
 * Stages in their order, percentages that only grow; the percentage of a stage begins anew with its next attempt.
 * Stages that run side by side are polled, so that one may be told of after a later one has begun.
 */
function forward(view: ProgressView): ProgressView {
  let shown: Moment | null = null;
  return {
    close: () => view.close(),
    show(moment) {
      const isNewAttempt = shown !== null && moment.attempt > shown.attempt;
      const isEarlier = shown !== null && ORDER.indexOf(moment.stage) < ORDER.indexOf(shown.stage);
      if (isEarlier && !isNewAttempt) return;
      const isSame = shown?.stage === moment.stage && !isNewAttempt;
      shown = isSame ? { ...moment, progress: Math.max(moment.progress, shown?.progress ?? 0) } : moment;
      view.show(shown);
    },
  };
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  let last: Moment | null = null;
  const draw = (moment: Moment, message: string) => {
    const filled = Math.round((moment.progress / 100) * BAR_CHARACTERS);
    const bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
    const line = `${nameOf(moment)} ${bar} ${moment.progress.toFixed(0).padStart(3)} %  ${message}`;
    stream.write(`\r\u001B[K${line.slice(0, (stream.columns || 80) - 1)}`);
  };
  /** The line of a stage that is over stays, full. */
  const leave = () => {
    if (last === null) return;
    draw({ ...last, progress: 100 }, "");
    stream.write("\n");
  };
  return {
    show(moment) {
      if (last !== null && nameOf(last) !== nameOf(moment)) leave();
      last = moment;
      draw(moment, moment.message);
    },
    close() {
      if (last !== null) stream.write("\n");
      last = null;
    },
  };
}

function lineView(stream: NodeJS.WritableStream): ProgressView {
  let told = "";
  return {
    show(moment) {
      const { progress, message } = moment;
      const step = `${nameOf(moment)} ${Math.floor(progress / LINE_EVERY_PERCENT)}`;
      if (step === told) return;
      told = step;
      stream.write(`${nameOf(moment)} ${progress.toFixed(0).padStart(3)} %  ${message}`.trimEnd() + "\n");
    },
    close: () => undefined,
  };
}

function nameOf({ stage, attempt }: Moment): string {
  return (attempt > 1 ? `${stage} (${attempt})` : stage).padEnd(10);
}
