import { extname, resolve } from "node:path";
import type { Context } from "../../context.js";
import type { JsonObject } from "../../core/json.js";
import { fieldsOf } from "../../core/record/extraction.js";
import { ownOf } from "../../core/record/place.js";
import { plainValue } from "../../core/record/plain-value.js";
import { UserError } from "../../errors.js";
import type { RecordFilter, StoredRecord } from "../../store/records.js";
import { writeFileSafely } from "../../system/write-file.js";
import { findRecord } from "./find.js";

const FORMATS: Record<string, (records: readonly StoredRecord[]) => string> = {
  json: (records) => `${JSON.stringify(records.map(entryOf), null, 2)}\n`,
  jsonl: (records) => records.map((record) => `${JSON.stringify(entryOf(record))}\n`).join(""),
  csv: (records) => {
    const names = columnsOf(records);
    const rows = records.map(({ id, fields }) => [
      id,
      ...names.map((name) => plainValue(ownOf(fields, name) ?? null)),
    ]);
    return [["record", ...names], ...rows].map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
  },
};

export const RECORD_FORMATS = Object.keys(FORMATS);

interface Exporting {
  format?: string;
  /** A file; without it nothing is written. */
  output?: string;
  /** Also over a file that is there. */
  force?: boolean;
}

/**
 * Records as a file: those that are named, or all that a filter finds. The format is the file's by its ending, JSON if that
 * names none. Throws UserError for a record that there is not, and for a file that is in the way.
 */
export async function exportRecords(
  context: Context,
  texts: readonly string[],
  filter: RecordFilter,
  { format, output, force = false }: Exporting,
): Promise<{ bytes: Uint8Array; path: string | null; count: number }> {
  const name = format ?? (output === undefined ? "json" : formatOf(output));
  const render = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!render) throw new UserError(`--format is "${name}"`, `allowed: ${RECORD_FORMATS.join(", ")}`);
  const records = texts.length
    ? await Promise.all(texts.map((text) => findRecord(context, text)))
    : await (await context.store()).listRecords(filter);
  const bytes = Buffer.from(render(records));
  const path = output === undefined ? null : resolve(output);
  if (path !== null) writeFileSafely(path, bytes, { replace: force });
  await context.audit("record export", `${records.length} records${path === null ? "" : ` to ${path}`}`);
  return { bytes, path, count: records.length };
}

function formatOf(path: string): string {
  const ending = extname(path).slice(1).toLowerCase();
  return RECORD_FORMATS.includes(ending) ? ending : "json";
}

const entryOf = ({ id, name, template, fields, createdAt, updatedAt }: StoredRecord): JsonObject => ({
  ...{ id, name, template, fields },
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

/** Fields in the order of their templates, then others. */
const columnsOf = (records: readonly StoredRecord[]): string[] => [
  ...new Set([
    ...records.flatMap(({ output }) => (output === null ? [] : Object.keys(fieldsOf(output)))),
    ...records.flatMap(({ fields }) => Object.keys(fields)),
  ]),
];

const cellOf = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
