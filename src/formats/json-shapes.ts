import type { Node } from "jsonc-parser";

/** A translatable string of a JSON file: one literal, or several whose texts make one line. */
export interface Item {
  nodes: Node[];
  start: number | null;
  end: number | null;
}

interface Shape {
  name: string;
  /** Undefined if the value is not of this shape; what is skipped in it is told. */
  read(root: Node, skipped: (node: Node) => void): Item[] | undefined;
  /** Whether a `text` beside the lines repeats them all. */
  retold?: true;
}

/** The value under a path of keys and indexes. */
export function at(node: Node | undefined, ...path: (string | number)[]): Node | undefined {
  let found = node;
  for (const step of path) {
    if (typeof step === "number") found = found?.type === "array" ? found.children?.[step] : undefined;
    else found = found?.type === "object" ? property(found, step) : undefined;
  }
  return found;
}

const property = (node: Node, key: string) =>
  node.children?.find((child) => child.children?.[0]?.value === key)?.children?.[1];

const items = (node: Node | undefined) => (node?.type === "array" ? (node.children ?? []) : undefined);
const isString = (node: Node | undefined): node is Node => node?.type === "string";
const SPAN_UNITS: [start: string, end: string, ms: number][] = [
  ["start", "end", 1000],
  ["start_time", "end_time", 1000],
  ["startTime", "endTime", 1000],
  ["start_sec", "end_sec", 1000],
  ["ts", "end_ts", 1000],
  ["from", "to", 1000],
];

function milliseconds(node: Node | undefined, unit: number): number | null {
  if (node?.type === "number") return Math.round(node.value * unit);
  if (isString(node) && /^\d+(\.\d+)?s?$/.test(node.value))
    return Math.round(Number.parseFloat(node.value) * unit);
  if (node?.type === "object") {
    const seconds = Number(at(node, "seconds")?.value ?? 0);
    return Math.round((seconds + Number(at(node, "nanos")?.value ?? 0) / 1e9) * 1000);
  }
  return null;
}

function span(node: Node | undefined): { start: number | null; end: number | null } {
  for (const [start, end, unit] of SPAN_UNITS) {
    if (at(node, start))
      return { start: milliseconds(at(node, start), unit), end: milliseconds(at(node, end), unit) };
  }
  return { start: null, end: null };
}

/** From the first of the words that has a time to the last. */
function spanOfWords(words: Node[] | undefined): { start: number | null; end: number | null } {
  const timed = (words ?? []).map(span).filter(({ start }) => start !== null);
  return { start: timed[0]?.start ?? null, end: timed.at(-1)?.end ?? null };
}

/** Reads each element of a list; undefined unless every one of them yields an item. */
function each(list: Node[] | undefined, read: (node: Node) => Item | undefined): Item[] | undefined {
  const found = list?.map(read);
  return found?.every((item) => item !== undefined) ? (found as Item[]) : undefined;
}

const TEXT_KEYS = ["text", "transcript", "sentence", "content", "caption", "utterance"];

/** The elements of a list that have a text; those that have none (words only, silence) are told and left alone. */
function some(
  list: Node[] | undefined,
  read: (node: Node) => Item | undefined,
  skipped: (node: Node) => void,
) {
  const found = list?.flatMap((node) => {
    const item = read(node);
    if (!item) skipped(node);
    return item ? [item] : [];
  });
  return found?.length ? found : undefined;
}

/** A string, or an object with a text of its own. */
export function record(node: Node): Item | undefined {
  if (isString(node)) return { nodes: [node], start: null, end: null };
  const text = TEXT_KEYS.map((key) => at(node, key)).find(isString);
  return text && { nodes: [text], ...span(node) };
}

/** Every string below an object or a list, for catalogues of messages; undefined if anything else is in it. */
function leaves(root: Node): Item[] | undefined {
  const found: Item[] = [];
  const collect = (node: Node | undefined): boolean => {
    if (node?.type === "string") return found.push({ nodes: [node], start: null, end: null }) > 0;
    if (node?.type === "array") return (node.children ?? []).every(collect);
    return node?.type === "object" && (node.children ?? []).every(({ children }) => collect(children?.[1]));
  };
  return collect(root) ? found : undefined;
}

/** What speech recognisers and their tools write; the first shape that fits is taken. */
export const SHAPES: Shape[] = [
  {
    name: "Whisper, WhisperX, OpenAI verbose or diarized JSON",
    read: (root, skipped) => some(items(at(root, "segments")), record, skipped),
    retold: true,
  },
  {
    name: "whisper.cpp",
    read: (root) =>
      each(items(at(root, "transcription")), (node) => {
        const text = at(node, "text");
        const start = milliseconds(at(node, "offsets", "from"), 1);
        return isString(text)
          ? { nodes: [text], start, end: milliseconds(at(node, "offsets", "to"), 1) }
          : undefined;
      }),
  },
  {
    name: "Google or IBM Watson",
    read: (root) =>
      each(items(at(root, "results")), (node) => {
        const best = at(node, "alternatives", 0);
        const text = at(best, "transcript");
        if (!isString(text)) return undefined;
        const stamps = items(at(best, "timestamps"));
        if (!stamps) return { nodes: [text], ...spanOfWords(items(at(best, "words"))) };
        const start = milliseconds(at(stamps[0], 1), 1000);
        return { nodes: [text], start, end: milliseconds(at(stamps.at(-1), 2), 1000) };
      }),
  },
  {
    name: "Azure",
    read: (root) =>
      each(items(at(root, "recognizedPhrases")), (node) => {
        const best = at(node, "nBest", 0);
        const text = at(best, "display") ?? at(best, "lexical");
        if (!isString(text)) return undefined;
        const words = items(at(best, "words")) ?? [];
        const last = words.at(-1);
        const start = milliseconds(at(words[0], "offsetMilliseconds"), 1);
        const lastStart = milliseconds(at(last, "offsetMilliseconds"), 1);
        const length = milliseconds(at(last, "durationMilliseconds"), 1);
        return { nodes: [text], start, end: lastStart === null ? null : lastStart + (length ?? 0) };
      }),
  },
  {
    name: "Rev.ai",
    read: (root) =>
      each(items(at(root, "monologues")), (node) => {
        const elements = items(at(node, "elements")) ?? [];
        const nodes = elements.map((element) => at(element, "value")).filter(isString);
        return nodes.length ? { nodes, ...spanOfWords(elements) } : undefined;
      }),
  },
  {
    name: "one transcript, with or without words",
    read: (root) => {
      const text = at(root, "transcript_with_punctuation") ?? at(root, "transcript") ?? at(root, "text");
      return isString(text) ? [{ nodes: [text], ...spanOfWords(items(at(root, "words"))) }] : undefined;
    },
  },
  { name: "a list of texts, or of objects with a text", read: (root) => each(items(root), record) },
  { name: "a catalogue of messages", read: (root) => (root.type === "object" ? leaves(root) : undefined) },
];
