import type { Context } from "../context.js";
import type { PauseEndpoint } from "../errors.js";
import { type Piece, Shift, type ShiftOptions } from "./shift.js";

/** What was done in a shift. */
export interface Worked {
  pieces: Piece[];
  /** Why an endpoint is not asked any more. */
  pause?: PauseEndpoint;
  /** An endpoint answered again after it was down or paused. */
  recovered?: boolean;
  /** This process has grown above MEMORY_LIMIT and claims nothing more. */
  overMemory?: number;
  /** Finished work that could not be written where it belongs. */
  undelivered?: number;
  /** What went wrong around the work, to be thrown once the rest was told. */
  broken?: { error: unknown };
}

/** Works on what is due until nothing is, or it is time to stop; each piece is reported once, as it last ended. */
export async function work(context: Context, options: ShiftOptions): Promise<Worked> {
  const shift = new Shift(context, options);
  const pieces = new Map<string, Piece>();
  for await (const piece of shift) {
    pieces.delete(piece.id);
    pieces.set(piece.id, piece);
  }
  const { pause, recovered, overMemory, undelivered, broken } = shift;
  return {
    pieces: [...pieces.values()],
    recovered,
    undelivered,
    ...(pause ? { pause } : {}),
    ...(broken ? { broken } : {}),
    ...(overMemory === undefined ? {} : { overMemory }),
  };
}
