import type { Json, JsonObject } from "../core/json.js";
import { similarNames } from "../core/similar-names.js";
import { isObject, propertiesOf } from "../core/template-names.js";
import { UserError } from "../errors.js";
import { contentOf, isBlankRow, layoutOf, rowsOf } from "../formats/cells.js";
import { convert } from "./convert.js";

/** A row of a file as it was read; `row` counts as a spreadsheet or an editor does, from 1. */
interface Row {
  row: number;
  values: JsonObject;
  problems: string[];
}

/** The columns a file has, where it has columns at all. */
export interface Rows {
  columns: readonly string[] | undefined;
  rows: Row[];
}

/**
 * The rows of a table (CSV, TSV) as parameters: the header names them, an empty cell is one that is not given. Blank
 * lines are skipped. Throws UserError for a header that names an unknown parameter, or one twice.
 */
export function readTable(text: string, schema: JsonObject): Rows {
  const properties = propertiesOf(schema);
  const rows: Row[] = [];
  let columns: string[] | undefined;
  let row = 0;
  for (const cells of rowsOf(text, layoutOf(text))) {
    row++;
    if (isBlankRow(text, cells)) continue;
    const texts = cells.map((cell) => contentOf(text, cell).text);
    if (columns) rows.push({ row, ...valuesOf(texts, columns, properties) });
    else columns = headerFrom(texts, properties);
  }
  if (!columns) throw new UserError("there is no header: every line is blank");
  return { columns, rows };
}

function headerFrom(texts: readonly string[], properties: JsonObject): string[] {
  const columns = texts.map((name) => name.trim());
  for (const [at, name] of columns.entries()) {
    if (!Object.hasOwn(properties, name))
      throw new UserError(`column ${at + 1}: ${unknown(name, properties)}`);
    if (columns.indexOf(name) < at) throw new UserError(`column ${at + 1}: "${name}" is named twice`);
  }
  return columns;
}

/** What is wrong with a name that is not a parameter's. */
export function unknown(name: string, properties: JsonObject): string {
  const names = Object.keys(properties);
  const [similar] = similarNames(name, names, 1);
  const instead = similar ? `did you mean ${similar}?` : `the parameters are ${names.join(", ")}`;
  return `"${name}" is not a parameter; ${instead}`;
}

function valuesOf(texts: readonly string[], columns: readonly string[], properties: JsonObject) {
  const values: JsonObject = {};
  for (const [at, name] of columns.entries()) {
    const text = texts[at] ?? "";
    if (text.trim() !== "") values[name] = convert(text, properties[name]);
  }
  const extra = texts.slice(columns.length).filter((text) => text.trim() !== "").length;
  const problems = extra ? [`has ${texts.length} cells under ${columns.length} columns`] : [];
  return { values, problems };
}

/** The lines of a JSONL text, each the parameters of a job. Blank lines are skipped. */
export function readLines(text: string, schema: JsonObject): Rows {
  const properties = propertiesOf(schema);
  const rows = text.split(/\r\n|\r|\n/).flatMap((line, at) => {
    if (line.trim() === "") return [];
    return { row: at + 1, ...objectOf(line, properties) };
  });
  return { columns: undefined, rows };
}

function objectOf(line: string, properties: JsonObject) {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch (error) {
    return { values: {}, problems: [`is not JSON: ${(error as Error).message}`] };
  }
  if (!isObject(value)) return { values: {}, problems: ["must be an object in braces"] };
  const names = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  return { values: value, problems: names.map((name) => unknown(name, properties)) };
}
