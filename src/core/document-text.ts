import type { Json, JsonObject } from "./json.js";
import { isObject } from "./json-pointer.js";

/** A document as people read it: `markdown` with headings and lists, `text` without any marks. */
type ReadingForm = "markdown" | "text";

/**
 * A JSON document as text. The first property that is called a title (`title`, `name`) heads it; every other property
 * is a section under its own name, texts are paragraphs, lists are lists, and objects in lists are told in one entry.
 */
export function readable(document: Json, form: ReadingForm): string {
  const lines = isObject(document) ? whole(document, form) : body(document, form, 0);
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

const TITLES = ["title", "name"];

function whole(document: JsonObject, form: ReadingForm): string[] {
  const title = TITLES.find((name) => typeof document[name] === "string");
  const sections = Object.entries(document).filter(([name]) => name !== title);
  return [
    ...(title === undefined ? [] : heading(String(document[title]), form, 1)),
    ...sections.flatMap(([name, value]) =>
      isScalar(value) && !isLong(value)
        ? [labelled(name, value, form), ""]
        : [...heading(named(name), form, 2), ...body(value, form, 0), ""],
    ),
  ];
}

/** `sewing_notes` and `sewingNotes` as a person would write them. */
function named(name: string): string {
  const words = name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const heading = (text: string, form: ReadingForm, level: number): string[] =>
  form === "markdown"
    ? [`${"#".repeat(level)} ${text}`, ""]
    : [text, "=-"[level - 1]!.repeat(Math.min(text.length, 72)), ""];

const isScalar = (value: Json): value is string | number | boolean | null =>
  typeof value !== "object" || value === null;
/** A paragraph of its own, and not beside its name. */
const isLong = (value: Json) => typeof value === "string" && (value.length > 60 || value.includes("\n"));

const labelled = (name: string, value: Json, form: ReadingForm) =>
  form === "markdown" ? `**${named(name)}:** ${scalar(value)}` : `${named(name)}: ${scalar(value)}`;

const scalar = (value: Json) =>
  typeof value === "boolean" ? (value ? "yes" : "no") : value === null ? "–" : String(value);

function body(value: Json, form: ReadingForm, depth: number): string[] {
  if (isScalar(value)) return [scalar(value)];
  const indent = "  ".repeat(depth);
  if (Array.isArray(value))
    return value.flatMap((entry) => entryOf(entry, { form, depth, number: numberOf(value) }));
  return Object.entries(value).flatMap(([name, inner]) =>
    isScalar(inner)
      ? [`${indent}- ${labelled(name, inner, form)}`]
      : [`${indent}- ${named(name)}:`, ...body(inner, form, depth + 1)],
  );
}

/** Lists whose entries are numbered by themselves keep their numbers. */
function numberOf(list: readonly Json[]): string {
  const isNumbered = list.every((entry) => typeof entry === "string" && /^\s*\d+[.)]/.test(entry));
  return isNumbered ? "" : "- ";
}

function entryOf(
  entry: Json,
  { form, depth, number }: { form: ReadingForm; depth: number; number: string },
): string[] {
  const indent = "  ".repeat(depth);
  if (isScalar(entry)) return [`${indent}${number}${scalar(entry)}`];
  if (Array.isArray(entry)) return body(entry, form, depth + 1);
  const short = Object.entries(entry).filter(([, value]) => isScalar(value));
  const long = Object.entries(entry).filter(([, value]) => !isScalar(value));
  return [
    `${indent}${number}${short.map(([name, value]) => labelled(name, value!, form)).join("; ")}`,
    ...long.flatMap(([name, value]) => [`${indent}  - ${named(name)}:`, ...body(value!, form, depth + 2)]),
  ];
}
