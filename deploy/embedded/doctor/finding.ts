/** One row of the doctor's table. */
export interface Finding {
  readonly what: string;
  /** `missing` stops the start; `note` only limits something. */
  readonly state: "ok" | "missing" | "note";
  readonly found: string;
  readonly remedy?: string;
}
