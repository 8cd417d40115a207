/** One line of text on a card, laid out in pixels of the canvas. */
export interface CardText {
  readonly text: string;
  readonly role: CardRole;
  /** Left edge, or the centre when centred; baseline box's top. */
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "centre";
  /** Em size in pixels. */
  readonly sizePx: number;
  /** Milliseconds into the segment at which it enters; negative when it is already there. */
  readonly enterMs: number;
}

export type CardRole = "kicker" | "heading" | "point" | "marker" | "figure" | "quote";
