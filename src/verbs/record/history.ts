import type { Context } from "../../context.js";
import type { RecordChange, StoredRecord } from "../../store/records.js";
import { findRecord } from "./find.js";

/** A record with every change of it, or of one of its fields, in order. Throws UserError if there is none. */
export async function recordHistory(
  context: Context,
  text: string,
  field?: string,
): Promise<{ record: StoredRecord; changes: RecordChange[] }> {
  const record = await findRecord(context, text);
  const changes = await (await context.store()).recordHistory(record.id);
  return { record, changes: changes.filter((change) => field === undefined || change.field === field) };
}

/** A record, and for each field the change that last said so. */
export async function showRecord(
  context: Context,
  text: string,
): Promise<{ record: StoredRecord; sources: Record<string, RecordChange> }> {
  const { record, changes } = await recordHistory(context, text);
  const sources = changes.flatMap((change) =>
    SAYS.has(change.what) ? [[change.field, change] as const] : [],
  );
  return { record, sources: Object.fromEntries(sources) };
}

const SAYS = new Set<RecordChange["what"]>(["said", "confirmed", "set", "undone"]);
