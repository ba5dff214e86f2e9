import type { JsonObject } from "../core/json.js";
import { canonicalTag } from "../core/languages.js";
import type { Change } from "../core/record/change.js";
import type { Extraction } from "../core/record/extraction.js";
import { ground } from "../core/record/ground.js";
import { merge } from "../core/record/merge.js";
import { recordName } from "../core/record/name.js";
import { transcriptOf } from "../core/record/quote.js";
import { ComeBackLater } from "../errors.js";
import type { Saving, StoredRecord } from "../store/records.js";
import type { Store } from "../store/store.js";

/** Others may change the record between reading and saving; so often in a row they hardly do. */
const MOST_TRIES = 10;

interface Keeping extends Pick<Saving, "recording" | "job" | "who" | "now"> {
  /** The record it is of, by id or name; null for a new one. */
  record: string | null;
  template: string;
  /** The template's output schema. */
  output: JsonObject;
  /** Names the property that tells the items of a list apart, by the list's name. */
  keys: Readonly<Record<string, string>>;
  transcript: readonly { start: number | null; text: string }[];
  /** As the recogniser names it; null where it is not known. */
  language: string | null;
}

export interface Kept {
  record: StoredRecord;
  /** What was noted in its history, with what was dropped and why. */
  changes: readonly Change[];
}

/**
 * Merges what was extracted from a recording into its record, which is made if there is none of its name. Undefined if
 * nothing was said of a new one, or the record of a number was forgotten meanwhile. Throws ComeBackLater where others
 * change it all the time.
 */
export async function keepRecord(
  store: Store,
  extraction: Extraction,
  keeping: Keeping,
): Promise<Kept | undefined> {
  const { record: text, template, output, keys, transcript, recording, job, who, now } = keeping;
  // Recognisers also say `english`, which is no tag.
  const language = (keeping.language && canonicalTag(keeping.language)) || null;
  const name = text === null ? null : recordName(text);
  const grounded = ground(extraction, { transcript: transcriptOf(transcript), output, language });
  const about = { template, output, recording, job, who, now };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const record = text === null ? undefined : await store.getRecord(text);
    if (!record && name === undefined) return undefined;
    const { fields, changes } = merge(record ?? NEW, grounded, { keys, language });
    if (changes.length === 0) return record && { record, changes };
    const target = record ?? { name: name ?? null };
    const locked = record?.locked ?? [];
    const saved = await store.mergeInto(target, { ...about, fields, locked, changes });
    if (saved) return { record: saved, changes };
  }
  throw new ComeBackLater(`the record ${text} is being changed all the time`);
}

const NEW = { fields: {}, locked: [] };
