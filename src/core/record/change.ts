import type { Json, JsonObject } from "../json.js";
import type { Evidence } from "./ground.js";
import { type Place, withValueAt } from "./place.js";

/**
 * What became of a field. `confirmed`: it was said again; `dropped`: it was said and not believed, or a person's word
 * stands against it; `undone`: an earlier change was taken back.
 */
const WHAT = ["said", "confirmed", "retracted", "set", "undone", "dropped"] as const;

/** A change of a record, at the smallest place it concerns: a field, a property of one, an item of a list. */
export interface Change extends Place, Evidence {
  what: (typeof WHAT)[number];
  /** Null where there was, or is, nothing. What is dropped would have been `new`. */
  old: Json;
  new: Json;
  /** Why it was dropped. */
  reason: string | null;
  /** The number of the change that was undone. */
  undoes: number | null;
}

export const NO_EVIDENCE: Evidence = { quote: null, position: null, confidence: null };

/** Fields after these changes, in their order. */
export const withChanges = (fields: JsonObject, changes: readonly Change[]): JsonObject =>
  changes.reduce((before, change) => withValueAt(before, change, change.new ?? undefined), fields);
