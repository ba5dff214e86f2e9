import { basename, extname } from "node:path";
import type { Json, JsonObject } from "../core/json.js";
import type { Template } from "../core/template.js";
import { defaultOf, isObject, propertiesOf } from "../core/template-names.js";
import { UserError } from "../errors.js";
import { decode } from "../formats/encoding.js";
import { readWithin } from "../system/read-file.js";
import { convert } from "./convert.js";
import { type Rows, readLines, readTable, unknown } from "./rows.js";

/** What a person gives a template: single values, a file with one job's, a file with a job in each row. */
interface Given {
  /** Each `name=value`; for all jobs, and before what files say. */
  set?: readonly string[];
  /** The path of a JSON file with one object. */
  params?: string;
  /** The path of a .csv, .tsv or .jsonl file. */
  rows?: string;
}

/** The parameters of one job, or why there is none. `row` is null where they come from no file of rows. */
type Parameters = { row: number | null } & ({ parameters: JsonObject } | { problems: string[] });

/** What is wrong with a value by a JSON Schema, each with the pointer to where. */
type Validate = (schema: JsonObject, value: Json) => Promise<readonly { at: string; problem: string }[]>;

/** Ten thousand rows of transcripts. */
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * The parameters of each job, with the defaults of the template's schema, checked by it. A row that is wrong says so, with
 * its file, row and field, and the others stand. Throws UserError where nothing can stand: a file that can't be read, a
 * column that is missing or unknown, a `set` that names no parameter.
 */
export async function parametersFrom(
  { parameters: schema }: Pick<Template, "parameters">,
  given: Given,
  validate: Validate,
): Promise<Parameters[]> {
  const set = valuesOf(given.set ?? [], schema);
  const defaults = defaultsOf(schema);
  const check = checkedBy(schema, validate);
  if (given.rows === undefined) {
    const values = given.params === undefined ? {} : await readParams(given.params);
    const shown = given.params === undefined ? "" : `${basename(given.params)}: `;
    return [{ row: null, ...(await check({ ...defaults, ...values, ...set }, shown)) }];
  }
  if (given.params !== undefined) throw new UserError("--params and --rows can't be given together");
  const file = basename(given.rows);
  const { columns, rows } = await readRows(given.rows, schema);
  if (columns) refuseMissing(file, columns, { ...defaults, ...set }, schema);
  if (rows.length === 0) throw new UserError(`${file} has no rows`);
  const all: Parameters[] = [];
  for (const { row, values, problems } of rows) {
    const shown = `${file} row ${row}: `;
    const found = problems.length
      ? { problems: problems.map((problem) => shown + problem) }
      : await check({ ...defaults, ...values, ...set }, shown);
    all.push({ row, ...found });
  }
  return all;
}

function checkedBy(schema: JsonObject, validate: Validate) {
  const properties = propertiesOf(schema);
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return async (parameters: JsonObject, shown: string) => {
    const missing = required.filter((name) => !Object.hasOwn(parameters, name));
    const strange = Object.keys(parameters).filter((name) => !Object.hasOwn(properties, name));
    const problems = [
      ...missing.map((name) => `${shown}${name}: is missing`),
      ...strange.map((name) => shown + unknown(name, properties)),
    ];
    if (problems.length) return { problems };
    const found = await validate(schema, parameters);
    if (found.length === 0) return { parameters };
    return { problems: found.map(({ at, problem }) => `${shown}${fieldAt(at)}${problem}`) };
  };
}

/** `/sizes/0` as a person reads it: `sizes.0: `. */
const fieldAt = (pointer: string) => (pointer ? `${pointer.slice(1).replaceAll("/", ".")}: ` : "");

function defaultsOf(schema: JsonObject): JsonObject {
  const all = Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    const value = defaultOf(property);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(all);
}

function valuesOf(texts: readonly string[], schema: JsonObject): JsonObject {
  const properties = propertiesOf(schema);
  const values: JsonObject = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UserError(`--set ${text} is not a name and a value`, "write it as in --set type=hat");
    const name = text.slice(0, at).trim();
    if (!Object.hasOwn(properties, name)) throw new UserError(`--set: ${unknown(name, properties)}`);
    if (Object.hasOwn(values, name)) throw new UserError(`--set: "${name}" is given twice`);
    values[name] = convert(text.slice(at + 1), properties[name]);
  }
  return values;
}

async function readParams(path: string): Promise<JsonObject> {
  const text = await textOf(path);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new UserError(`${basename(path)} is not JSON: ${(error as Error).message}`);
  }
  if (isObject(value)) return value;
  throw new UserError(`${basename(path)} must hold one object in braces; a file of many jobs is for --rows`);
}

const READERS: Record<string, (text: string, schema: JsonObject) => Rows> = {
  ".csv": readTable,
  ".tsv": readTable,
  ".jsonl": readLines,
  ".ndjson": readLines,
};

async function readRows(path: string, schema: JsonObject): Promise<Rows> {
  const read = READERS[extname(path).toLowerCase()];
  if (!read)
    throw new UserError(
      `${basename(path)} can't be read as rows: it must end with ${Object.keys(READERS).join(", ")}`,
    );
  const text = await textOf(path);
  try {
    return read(text, schema);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${basename(path)}: ${error.message}`, error.hint);
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  const bytes = await readWithin(path, MOST_BYTES);
  try {
    return decode(bytes).text;
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${basename(path)}: ${error.message}`) : error;
  }
}

function refuseMissing(
  file: string,
  columns: readonly string[],
  given: JsonObject,
  schema: JsonObject,
): void {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((name) => !columns.includes(name) && !Object.hasOwn(given, name));
  if (missing.length === 0) return;
  throw new UserError(
    `${file} row 1: the template requires ${missing.join(", ")}, and there is no such column`,
    `add the column, or give all rows one value with --set ${missing[0]}=…`,
  );
}
