import type { JsonObject } from "../core/json.js";
import type { Change } from "../core/record/change.js";
import type { Past } from "../core/record/history.js";

/** What is known of a client: fields that recordings fill and people correct. */
export interface StoredRecord {
  /** As it is shown: `record-1`. */
  id: string;
  /** What a person calls it; upper and lower case don't tell names apart. */
  name: string | null;
  template: string | null;
  /** The JSON Schema of the fields; null where it is not known. */
  output: JsonObject | null;
  fields: JsonObject;
  /** Fields that a person set, and no recording changes. */
  locked: string[];
  /** From 1; raised by every change. */
  version: number;
  createdAt: number;
  updatedAt: number;
}

export interface RecordChange extends Past {
  /** The job that asked for it; null for what a person did. */
  job: string | null;
  who: string;
}

export interface RecordFilter {
  template?: string;
  /** Only those that were changed from this moment on. */
  since?: number;
  limit?: number;
}

/** A change of a record: all it is from now on, and how that came. */
export interface Saving extends Pick<StoredRecord, "template" | "output" | "fields" | "locked"> {
  changes: readonly Change[];
  recording: string | null;
  job: string | null;
  who: string;
  now: number;
}

/** The record that a change was made for, as it was read; or a new one, under a name or none. */
export type Target = { id: string; version: number } | { name: string | null };

/** What was erased, in rows. */
interface Erased {
  changes: number;
}

/** Records and their history: people's data. */
export interface Records {
  /** By id or name; undefined if there is none. */
  getRecord(text: string): Promise<StoredRecord | undefined>;
  /** The one that was changed last comes first. */
  listRecords(filter: RecordFilter): Promise<StoredRecord[]>;
  /**
   * Saves a change with its history, unless the record was changed, made or forgotten since it was read: then nothing is
   * saved, and it is undefined.
   */
  mergeInto(target: Target, saving: Saving): Promise<StoredRecord | undefined>;
  /** The record that a job was merged into; undefined while it was not. */
  mergedBy(job: string): Promise<StoredRecord | undefined>;
  /** Every change of a record, in order; empty if there is none. */
  recordHistory(id: string): Promise<RecordChange[]>;
  /**
   * Deletes a record with its history and jobs; undefined if there is none. `recordings` are those that its history or
   * its jobs name, and no other record's. What is deleted may still be found in the file's bytes until `eraseTraces`.
   */
  forgetRecord(id: string): Promise<{ erased: Erased; recordings: string[] } | undefined>;
  /**
   * Writes the database anew, so that its file holds nothing of what was deleted, whenever that was. Takes as long as
   * copying it. False if another process kept its log from being emptied: then some may be left in there.
   */
  eraseTraces(): Promise<boolean>;
}
