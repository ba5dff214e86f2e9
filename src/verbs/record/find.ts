import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
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
