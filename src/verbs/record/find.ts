import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { recordName, recordNumber } from "../../core/record/name.js";
import { UserError } from "../../errors.js";
import type { StoredRecord } from "../../store/records.js";

/** The record of an id or name. Throws UserError if there is none. */
export async function findRecord(context: Context, text: string): Promise<StoredRecord> {
  const record = await (await context.store()).getRecord(text);
  if (record) return record;
  throw noRecord(text);
}

export const noRecord = (text: string) =>
  new UserError(`there is no record ${text}`, `${commandLine("record", "list")} shows those there are`);

/**
 * The record that a recording is to fill, as a person names it: one that is there, or a new name. Throws UserError for what
 * can be neither.
 */
export async function wantedRecord(context: Context, text: string): Promise<string> {
  const record = await (await context.store()).getRecord(text);
  if (record) return record.id;
  const name = recordName(text);
  if (name !== undefined) return name;
  if (recordNumber(text) !== undefined) throw noRecord(text);
  throw new UserError(
    `a record can't be named "${text}"`,
    "a name has up to 64 letters, digits, dots, dashes and underscores, and does not begin with record-",
  );
}
