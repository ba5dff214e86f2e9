import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { UserError } from "../errors.js";
import type { Cue, Document, Format, Oddity, PlainCue } from "./format.js";
import { at, type Item, record, SHAPES } from "./json-shapes.js";
import { lineNumbersOf, normalizeBreaks, splitLines } from "./lines.js";
import { dropTags } from "./plain.js";
import { splice } from "./splice.js";

/** No transcript is nested as deep, and what reads the tree calls itself at each level. */
const DEEPEST = 500;

function treeOf(source: string, lineNumber = 1): Node {
  if (isDeeperThan(DEEPEST, source)) {
    throw new UserError(`this JSON is nested more than ${DEEPEST} levels deep`);
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { disallowComments: true });
  if (tree && errors.length === 0) return tree;
  const offset = errors[0]?.offset ?? 0;
  const what = errors[0] ? printParseErrorCode(errors[0].error) : "nothing in it";
  throw new UserError(`not JSON: ${what} at line ${lineNumbersOf(source)(offset) + lineNumber - 1}`);
}

/** True if brackets are open inside each other to more than so many levels anywhere. */
function isDeeperThan(levels: number, source: string): boolean {
  const scanner = createScanner(source, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const first = source[scanner.getTokenOffset()]!;
    if (first === "{" || first === "[") depth++;
    if (first === "}" || first === "]") depth = Math.max(0, depth - 1);
    if (depth > levels) return true;
  }
  return false;
}

/** A text in several literals (words) reads as one line; a space goes where neither side has one. */
function cueOf({ nodes, start, end }: Item, shift: number): Cue {
  const spans = nodes.map(({ offset, length }): [number, number] => [
    offset + shift,
    offset + shift + length,
  ]);
  const words = nodes.map(({ value }) => value as string).filter((word) => word !== "");
  const text = words
    .map((word, index) => (index === 0 || joins(words[index - 1]!, word) ? word : ` ${word}`))
    .join("");
  const [first, ...rest] = spans;
  return { start, end, text, from: first![0], to: first![1], ...(rest.length ? { rest } : {}) };
}

const joins = (before: string, word: string) => /\s/.test(before.at(-1)!) || /^[\s\p{P}]/u.test(word);

function parse(source: string): Document {
  const root = treeOf(source);
  const lineNumber = lineNumbersOf(source);
  for (const shape of SHAPES) {
    const oddities: Oddity[] = [];
    const items = shape.read(root, ({ offset }) => {
      oddities.push({ line: lineNumber(offset), what: "a segment without text, left as it is" });
    });
    if (!items?.length) continue;
    const digest = shape.retold ? at(root, "text") : undefined;
    return {
      format: "json",
      source,
      cues: items.map((item) => cueOf(item, 0)),
      oddities,
      ...(digest?.type === "string"
        ? { digest: { from: digest.offset, to: digest.offset + digest.length, text: digest.value as string } }
        : {}),
    };
  }
  throw new UserError(
    "no text found in this JSON",
    `shapes that are read: ${SHAPES.map(({ name }) => name).join("; ")}`,
  );
}

function parseJsonLines(source: string): Document {
  const cues: Cue[] = [];
  splitLines(source).forEach(({ text, from }, index) => {
    if (/^\s*$/.test(text)) return;
    const item = record(treeOf(text, index + 1));
    if (!item)
      throw new UserError(`line ${index + 1} of this JSONL is neither a string nor an object with a text`);
    cues.push(cueOf(item, from));
  });
  return { format: "jsonl", source, cues, oddities: [] };
}

function serialize(document: Document, translations: readonly (string | undefined)[]): string {
  return splice(
    document,
    translations,
    (translation, cue) => literals(translation, (cue.rest?.length ?? 0) + 1),
    (texts, changed) => (changed ? JSON.stringify(retell(document, texts)) : undefined),
  );
}

/** A line that stood in several literals (words): a word each if it has as many, else all in the first. */
function literals(translation: string, count: number): string[] {
  const words = translation.split(" ");
  const parts = words.length === count ? words : [translation];
  return Array.from({ length: count }, (_, index) => JSON.stringify(parts[index] ?? ""));
}

/** What may stand between the parts of a whole text: spaces, names of speakers. A longer search could take hours. */
const LONGEST_GAP = 1000;

/** The whole text again with each cue's part replaced where it stood, or simply joined where it can't be found. */
function retell({ digest, cues }: Document, texts: string[]): string {
  const whole = digest!.text;
  const parts: string[] = [];
  let from = 0;
  for (const [index, cue] of cues.entries()) {
    const part = cue.text.trim();
    const gap = whole.slice(from, from + LONGEST_GAP + part.length).indexOf(part);
    if (gap < 0) return texts.map((text) => text.trim()).join(" ");
    parts.push(whole.slice(from, from + gap), texts[index]!.trim());
    from += gap + part.length;
  }
  return parts.join("") + whole.slice(from);
}

/** Whisper begins its segments with a space, which joins them in the whole text and belongs to no line. */
const toPlain = (text: string) =>
  normalizeBreaks(text)
    .split("\n")
    .map((line) => line.trim())
    .join("\n");

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

function compose(cues: readonly PlainCue[]): string {
  const segments = cues.map(({ start, end, text }, id) => ({
    id,
    start: seconds(start),
    end: seconds(end),
    text: dropTags(text),
  }));
  return `${JSON.stringify({ text: segments.map(({ text }) => text.trim()).join(" "), segments }, null, 2)}\n`;
}

export const json: Format = {
  name: "json",
  extensions: [".json"],
  about:
    "Whisper-style transcripts (Whisper, WhisperX, whisper.cpp, OpenAI, Google, IBM, Azure, Rev.ai, gentle), lists and message catalogues",
  timed: false,
  parse,
  serialize,
  toPlain,
  compose,
};

export const jsonLines: Format = {
  ...json,
  name: "jsonl",
  extensions: [".jsonl", ".ndjson"],
  about: "a string or an object with a text a line",
  parse: parseJsonLines,
  compose: (cues) =>
    cues
      .map(
        ({ start, end, text }) =>
          `${JSON.stringify({ start: seconds(start), end: seconds(end), text: dropTags(text) })}\n`,
      )
      .join(""),
};
