import type { Context } from "../../context.js";
import type { JsonObject } from "../../core/json.js";
import type { Change } from "../../core/record/change.js";
import { ComeBackLater } from "../../errors.js";
import type { StoredRecord } from "../../store/records.js";
import { findRecord } from "./find.js";

/** Others may change the record between reading and saving; so often in a row they hardly do. */
const MOST_TRIES = 5;

interface Made {
  fields: JsonObject;
  locked: string[];
  changes: Change[];
}

/**
 * Changes a record as a person wants it: `make` gets it as it is, and says what becomes of it; nothing is saved without
 * changes. Throws UserError if there is none, and ComeBackLater where others change it all the time.
 */
export async function changeRecord(
  context: Context,
  text: string,
  make: (record: StoredRecord) => Promise<Made>,
): Promise<{ record: StoredRecord; changes: Change[] }> {
  const store = await context.store();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const record = await findRecord(context, text);
    const made = await make(record);
    if (made.changes.length === 0) return { record, changes: [] };
    const { template, output } = record;
    const by = { recording: null, job: null, who: context.actor, now: context.clock.now() };
    const saved = await store.mergeInto(record, { ...by, template, output, ...made });
    if (saved) return { record: saved, changes: made.changes };
  }
  throw new ComeBackLater(`the record ${text} is being changed by others`);
}
