/** What the demo shows of a run at one moment. */
export interface Moment {
  readonly stage: string;
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

/** A bar in a terminal; in a pipe a plain line for every stage and every ten percent. */
export function createProgressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? barView(stream) : lineView(stream);
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  let stage = "";
  return {
    show(moment) {
      if (stage !== "" && stage !== moment.stage) stream.write("\n");
      stage = moment.stage;
      const filled = Math.round((moment.progress / 100) * BAR_CHARACTERS);
      const bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
      const line = `${stage.padEnd(10)} ${bar} ${moment.progress.toFixed(0).padStart(3)} %  ${moment.message}`;
      stream.write(`\r\u001B[K${line.slice(0, (stream.columns || 80) - 1)}`);
    },
    close: () => void stream.write("\n"),
  };
}

function lineView(stream: NodeJS.WritableStream): ProgressView {
  let told = "";
  return {
    show({ stage, progress, message }) {
      const step = `${stage} ${Math.floor(progress / LINE_EVERY_PERCENT)}`;
      if (step === told) return;
      told = step;
      stream.write(`${stage.padEnd(10)} ${progress.toFixed(0).padStart(3)} %  ${message}\n`);
    },
    close: () => undefined,
  };
}
