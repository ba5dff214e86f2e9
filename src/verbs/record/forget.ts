import { rmSync } from "node:fs";
import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { ComeBackLater } from "../../errors.js";
import type { StoredRecord } from "../../store/records.js";
import { noRecord } from "./find.js";

interface Forgotten {
  /** Its number, which says nothing of a person. */
  id: string;
  erased: { changes: number };
  /** The recordings that it alone was made from: their transcripts and what was made of them are erased, too. */
  recordings: string[];
  /** What keeps its words from being gone from the database's file, and what helps. */
  traces: { reason: string; hint: string } | null;
}

/**
 * Erases a record with its history and quotes, also from the bytes of the database's file. Backups keep what they hold.
 * Throws UserError if it is gone already.
 */
export async function forgetRecord(context: Context, { id }: Pick<StoredRecord, "id">): Promise<Forgotten> {
  const store = await context.store();
  const gone = await store.forgetRecord(id);
  if (!gone) throw noRecord(id);
  await context.audit("record forget", id);
  const { erased, recordings } = gone;
  // Before the traces: whatever is deleted later would leave some.
  for (const recording of recordings) {
    const { uploaded } = await store.eraseRecording(recording);
    if (uploaded !== null) rmSync(uploaded, { force: true });
  }
  return { id, erased, recordings, traces: await erase(context) };
}

/** The record is gone by now, so that what keeps its traces is told beside that. */
async function erase(context: Context): Promise<Forgotten["traces"]> {
  const hint = `${commandLine("sql", "vacuum", "--write")} erases the rest`;
  try {
    const isErased = await (await context.store()).eraseTraces();
    return isErased ? null : { reason: "another process reads the database", hint };
  } catch (error) {
    if (error instanceof ComeBackLater) return { reason: error.message, hint };
    throw error;
  }
}
