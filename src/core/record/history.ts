import type { JsonObject } from "../json.js";
import { type Change, NO_EVIDENCE, withChanges } from "./change.js";
import { valueAt } from "./place.js";

/** A change as the history has it. */
export interface Past extends Change {
  /** Later changes have higher numbers. */
  number: number;
  /** The recording it came from; null for what a person did. */
  recording: string | null;
  at: number;
}

/** The numbers of changes that were taken back. A change that was taken back takes back nothing itself. */
function undoneIn(history: readonly Past[]): Set<number> {
  const undone = new Set<number>();
  for (const { number, undoes } of history.toReversed()) {
    if (undoes !== null && !undone.has(number)) undone.add(undoes);
  }
  return undone;
}

/** Changes that made a value what it is, and may be taken back. */
const MAKES = new Set<Change["what"]>(["said", "confirmed", "retracted", "set"]);

/** A record as its history has it, without what was taken back. */
export function replay(history: readonly Past[]): { fields: JsonObject; locked: string[] } {
  const undone = undoneIn(history);
  const valid = history.filter(({ number, what }) => MAKES.has(what) && !undone.has(number));
  const fields = withChanges({}, valid);
  return {
    fields,
    locked: [...new Set(valid.flatMap(({ what, field }) => (what === "set" ? [field] : [])))],
  };
}

/** What `undo` takes back if it is not said: the last recording that counts, or what a person last set. */
export function lastChanges(history: readonly Past[]): Past[] {
  const undone = undoneIn(history);
  const valid = history.filter(({ number, what }) => MAKES.has(what) && !undone.has(number));
  const last = valid.findLast(({ what }) => what !== "confirmed") ?? valid.at(-1);
  if (!last) return [];
  return valid.filter(({ recording, what, at }) =>
    last.recording === null
      ? recording === null && what === last.what && at === last.at
      : recording === last.recording,
  );
}

/**
 * Takes changes back: the record becomes what its history says without them. What a later change made of the same place
 * stays. Each is a change of its own, which can be taken back in its turn. Those that are taken back already are left out.
 */
export function undo(
  history: readonly Past[],
  numbers: ReadonlySet<number>,
): { fields: JsonObject; locked: string[]; changes: Change[] } {
  const undone = undoneIn(history);
  const chosen = history.filter(
    ({ number, what, undoes }) =>
      numbers.has(number) && !undone.has(number) && (MAKES.has(what) || undoes !== null),
  );
  const before = replay(history).fields;
  const last = Math.max(0, ...history.map(({ number }) => number));
  const undoing = chosen.map((change, at) => ({
    ...change,
    ...{ number: last + 1 + at, what: "undone" as const, undoes: change.number },
  }));
  const { fields, locked } = replay([...history, ...undoing]);
  const changes = chosen.toReversed().map((change): Change => {
    const { field, within } = change;
    const about = {
      field,
      within,
      ...NO_EVIDENCE,
      what: "undone" as const,
      reason: null,
      undoes: change.number,
    };
    return { ...about, old: valueAt(before, change) ?? null, new: valueAt(fields, change) ?? null };
  });
  return { fields, locked, changes };
}
