import type { Context } from "../../context.js";
import type { Json, JsonObject } from "../../core/json.js";
import { type Change, NO_EVIDENCE, withChanges } from "../../core/record/change.js";
import { conform } from "../../core/record/conform.js";
import { fieldsOf } from "../../core/record/extraction.js";
import { ownOf } from "../../core/record/place.js";
import { UserError } from "../../errors.js";
import type { StoredRecord } from "../../store/records.js";
import { changeRecord } from "./change.js";

/**
 * Sets fields of a record to what a person says (`city=Paris`, lists and objects as JSON, nothing behind the sign to take a
 * field away). From then on no recording changes them. Throws UserError for a field that the template does not have, and
 * for a value that does not fit it.
 */
export async function setFields(context: Context, text: string, assignments: readonly string[]) {
  const wanted = assignments.map(assignmentIn);
  const result = await changeRecord(context, text, async (record) => {
    const changes = wanted.flatMap(([field, value]) => changeTo(record, field, value));
    const fields = withChanges(record.fields, changes);
    const locked = [...new Set([...record.locked, ...changes.map(({ field }) => field)])];
    return { fields, locked, changes };
  });
  // Its values are a person's data, and would stay in the audit log.
  const names = result.changes.map(({ field }) => field).join(", ");
  if (names) await context.audit("record set", `${result.record.id}: ${names}`);
  return result;
}

function assignmentIn(text: string): [field: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)];
  throw new UserError(
    `"${text}" is not field=value`,
    "for example phone='06 12 34 56 78'; phone= takes it away",
  );
}

function changeTo(record: StoredRecord, field: string, text: string): Change[] {
  const old = ownOf(record.fields, field) ?? null;
  const value = text.trim() === "" && old !== null ? null : fieldValue(record, field, text);
  if (record.locked.includes(field) && JSON.stringify(old) === JSON.stringify(value)) return [];
  return [{ ...NO_EVIDENCE, field, within: [], what: "set", old, new: value, reason: null, undoes: null }];
}

function fieldValue({ output, fields }: StoredRecord, field: string, text: string): Json {
  const schemas = output === null ? {} : fieldsOf(output);
  const names = Object.keys(schemas);
  if (names.length > 0 && !names.includes(field))
    throw new UserError(`the template has no field "${field}"`, `allowed: ${names.join(", ")}`);
  if (text.trim() === "") return null;
  if (names.length === 0) return guessed(text, ownOf(fields, field));
  const fitted = conformText(text, schemas[field]!);
  if ("reason" in fitted) throw new UserError(`${field} can't be "${text}": ${fitted.reason}`);
  return fitted.value;
}

/** As text where the field takes that, else as JSON where it is some: `06` is a text for a phone, and no number. */
function conformText(text: string, schema: JsonObject) {
  const asText = conform(text, schema);
  const parsed = parsedOf(text);
  if (parsed === undefined || ("value" in asText && typeof asText.value === "string")) return asText;
  const asJson = conform(parsed, schema);
  return "value" in asJson ? asJson : asText;
}

/** Without a template: lists and objects as JSON, a number where one was, else a text. */
function guessed(text: string, old: Json | undefined): Json {
  const parsed = parsedOf(text);
  const isMeant = typeof parsed === "object" || typeof parsed === "boolean" || typeof parsed === typeof old;
  return parsed !== undefined && parsed !== null && isMeant ? parsed : text;
}

function parsedOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
