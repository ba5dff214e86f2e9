import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { lastChanges, type Past, undo } from "../../core/record/history.js";
import { UserError } from "../../errors.js";
import { changeRecord } from "./change.js";

/** One change by its number, all of one recording, or the last that counts. */
interface Undoing {
  change?: number | undefined;
  recording?: string | undefined;
}

/**
 * Takes changes of a record back, as a change of its own. What later changes made of the same places stays. Throws UserError
 * for a change or recording that its history does not have, or that was taken back already.
 */
export async function undoChanges(context: Context, text: string, undoing: Undoing) {
  if (undoing.change !== undefined && undoing.recording !== undefined)
    throw new UserError("--change and --recording don't go together");
  const store = await context.store();
  const result = await changeRecord(context, text, async ({ id }) => {
    const history = await store.recordHistory(id);
    const chosen = chosenFrom(history, undoing, id);
    const made = undo(history, new Set(chosen.map(({ number }) => number)));
    if (chosen.length && made.changes.length === 0)
      throw new UserError(`${nameOf(undoing)} of ${id} has nothing left to take back`, seeHistory(id));
    return made;
  });
  const numbers = result.changes.map(({ undoes }) => undoes).join(", ");
  if (numbers) await context.audit("record undo", `${result.record.id}: changes ${numbers}`);
  return result;
}

const nameOf = ({ change, recording }: Undoing) =>
  change === undefined ? (recording ?? "the last change") : `change ${change}`;

const seeHistory = (id: string) => `${commandLine("record", "history", id)} numbers its changes`;

function chosenFrom(history: readonly Past[], { change, recording }: Undoing, id: string): Past[] {
  if (change === undefined && recording === undefined) return lastChanges(history);
  const chosen = history.filter((one) =>
    change === undefined ? one.recording === recording : one.number === change,
  );
  if (chosen.length > 0) return chosen;
  throw new UserError(`the history of ${id} does not have ${nameOf({ change, recording })}`, seeHistory(id));
}
