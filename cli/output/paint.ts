import { styleText } from "node:util";

export const COLOR_MODES = ["auto", "always", "never"] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

export interface Paint {
  readonly heading: (text: string) => string;
  readonly failure: (text: string) => string;
  readonly faint: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

/** `auto` paints a terminal only, and honours NO_COLOR (no-color.org). */
export function createPaint(mode: ColorMode, stream: { readonly isTTY?: boolean }, noColor: string | undefined): Paint {
  const on = mode === "always" || (mode === "auto" && stream.isTTY === true && !noColor);
  const painted = (style: Style) => (text: string) => (on ? styleText(style, text, { validateStream: false }) : text);
  return { heading: painted("magenta"), failure: painted("red"), faint: painted("dim") };
}
