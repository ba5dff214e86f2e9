import type { Cue, Document, Format, Oddity, PlainCue, Translations } from "./format.js";
import { lineBreaksOf, normalizeBreaks, splitLines } from "./lines.js";
import { dropTags } from "./plain.js";
import { looksLikeSbv } from "./sbv.js";
import { splice } from "./splice.js";
import { looksLikeSrt } from "./srt.js";

const BLANK = /^\s*$/;

function documentOf(format: string, source: string, cues: Cue[]): Document {
  const like = looksLikeSrt(source) ? "SubRip" : looksLikeSbv(source) ? "SBV" : undefined;
  const oddities: Oddity[] = like
    ? [{ line: 1, what: `has times like ${like}, and is read as plain text` }]
    : [];
  return { format, source, cues, oddities };
}

function parseLines(source: string): Document {
  const cues = splitLines(source)
    .filter(({ text }) => !BLANK.test(text))
    .map(({ text, from, to }) => ({ start: null, end: null, text, from, to }));
  return documentOf("txt", source, cues);
}

function parseParagraphs(source: string): Document {
  const cues: Cue[] = [];
  let open: { from: number; to: number } | undefined;
  const close = () => {
    if (!open) return;
    const { from, to } = open;
    cues.push({ start: null, end: null, text: normalizeBreaks(source.slice(from, to)), from, to });
    open = undefined;
  };
  for (const { text, from, to } of splitLines(source)) {
    if (BLANK.test(text)) close();
    else open = { from: open?.from ?? from, to };
  }
  close();
  return documentOf("paragraphs", source, cues);
}

function serialize(document: Document, translations: Translations): string {
  const lineBreak = lineBreaksOf(document.source);
  return splice(document, translations, (translation, { from, to }) =>
    translation.replace(/\n+/g, lineBreak(from, to)),
  );
}

const compose = (separator: string) => (cues: readonly PlainCue[]) =>
  cues.map(({ text }) => `${dropTags(text)}\n`).join(separator);

export const lines: Format = {
  name: "txt",
  extensions: [".txt", ".text"],
  about: "plain text, a line a segment",
  timed: false,
  parse: parseLines,
  serialize,
  toPlain: (text) => text,
  compose: compose(""),
};

export const paragraphs: Format = {
  ...lines,
  name: "paragraphs",
  extensions: [],
  about: "plain text, a paragraph a segment (--format paragraphs)",
  parse: parseParagraphs,
  compose: compose("\n"),
};
