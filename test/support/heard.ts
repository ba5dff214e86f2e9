import type { Heard, HeardSegment } from "../../src/core/heard.js";

/** A segment by seconds. */
export const said = (start: number, end: number, text: string, more: Partial<HeardSegment> = {}) => ({
  start: start * 1000,
  end: end * 1000,
  text,
  ...more,
});

export const heardAs = (...segments: HeardSegment[]): Heard => ({ segments });

/** A stretch by seconds. */
export const from = (start: number, end: number) => ({ start: start * 1000, end: end * 1000 });

export const textsOf = ({ segments }: Heard) => segments.map(({ text }) => text);
