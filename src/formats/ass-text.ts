/**
 * The Text column of a SubStation Alpha event. A cue has its text with four differences: `\N` and `\n` are line
 * breaks; a word joiner between a backslash and an `n` is left out; comments in braces begin with `{\*`, so that nobody
 * takes them for text; and an open brace that is shown is always `\{`.
 */

/** What is no plain character; a block ends at its first closing brace, whatever is in it. */
const PIECE = /\\(?:\u2060n|[Nn{}])|\{[^}]*\}/g;
/** Behind the last closing brace no block can end: trying it at each brace there would take for ever. */
const OPEN_PIECE = /\\(?:\u2060n|[Nn{}])|\{/g;
/** Keeps a backslash from forming a code with what follows; it is not shown. */
export const WORD_JOINER = "\u2060";
/** A backslash and an `n` that are shown, as in a path. */
const LITERAL_N = `\\${WORD_JOINER}n`;
const BLOCK = /^\{.*\}$/s;

function replacePieces(text: string, write: (piece: string) => string): string {
  const closed = text.lastIndexOf("}") + 1;
  return text.slice(0, closed).replace(PIECE, write) + text.slice(closed).replace(OPEN_PIECE, write);
}

/** The text of a cue, and its line breaks as the file writes them. */
export function readText(field: string): { text: string; breaks: string[] } {
  const breaks: string[] = [];
  const text = replacePieces(field, (piece) => {
    if (piece === "\\N" || piece === "\\n") {
      breaks.push(piece);
      return "\n";
    }
    if (piece === "{") return "\\{";
    if (piece === LITERAL_N) return "\\n";
    return !BLOCK.test(piece) || isTags(piece) ? piece : `{\\*${piece.slice(1)}`;
  });
  return { text, breaks };
}

const isTags = (block: string) => block.startsWith("{\\") && !block.startsWith("{\\*");

/** As PIECE and OPEN_PIECE: what is written otherwise than a cue has it, and what looks like that. */
const WRITTEN = /\r\n?|\n|\\[n{}]|\{\\[^}]*\}|\{/g;
const OPEN_WRITTEN = /\r\n?|\n|\\[n{}]|\{/g;

/** A cue's text as the file has it: what readText() read, or a translation of that. */
export function writeText(text: string, breaks: readonly string[]): string {
  let line = 0;
  const write = (piece: string) => {
    if (piece === "{") return "\\{";
    if (piece === "\\n") return LITERAL_N;
    if (piece.startsWith("{\\*")) return `{${piece.slice("{\\*".length)}`;
    return /^[\r\n]/.test(piece) ? (breaks[line++] ?? "\\N") : piece;
  };
  const closed = text.lastIndexOf("}") + 1;
  return text.slice(0, closed).replace(WRITTEN, write) + text.slice(closed).replace(OPEN_WRITTEN, write);
}

/** Bold, italics and underline as most formats write them, as override tags. */
export const overridesFor = (text: string): string =>
  text.replace(/<(\/?)([biu])>/g, (_, end, name) => `{\\${name}${end ? 0 : 1}}`);

/** Bold, italics and underline, on or off, and the return to the style, which ends all three. */
const STYLING = /\\(?:([biu])(\d*)(?=[\\})\s]|$)|r)/g;

/** `\p1` and above begin a drawing, `\p0` ends it; `\pos` and `\pbo` are other tags. */
const DRAWING = /\\p(?!os|bo)[ \t]*(\d*)/g;

/**
 * The spans of a field that are text: all but vector drawings and the blocks that begin and end them. Blocks around a text
 * stay outside unless they style it, so that a sign in several layers has the same text in each.
 */
export function textRuns(field: string): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let drawing = false;
  let from = 0;
  for (const { 0: piece, index } of field.slice(0, field.lastIndexOf("}") + 1).matchAll(PIECE)) {
    const level = BLOCK.test(piece) ? [...piece.matchAll(DRAWING)].at(-1)?.[1] : undefined;
    if (level === undefined || Number(level) > 0 === drawing) continue;
    if (!drawing) runs.push([from, index]);
    from = index + piece.length;
    drawing = !drawing;
  }
  if (!drawing) runs.push([from, field.length]);
  return runs
    .filter(([start, end]) => isShown(field.slice(start, end)))
    .map(([start, end]) => {
      const [before, behind] = plainBlocksAround(field.slice(start, end));
      return [start + before, end - behind];
    });
}

/** How many characters of blocks without styling a text begins and ends with. */
function plainBlocksAround(text: string): [before: number, behind: number] {
  const blocks = [...text.slice(0, text.lastIndexOf("}") + 1).matchAll(PIECE)]
    .filter(([piece]) => BLOCK.test(piece) && piece.search(STYLING) < 0)
    .map(({ 0: block, index }) => [index, index + block.length] as const);
  let from = 0;
  for (const [start, end] of blocks) if (start === from) from = end;
  let to = text.length;
  for (const [start, end] of blocks.reverse()) if (end === to) to = start;
  return [from, text.length - to];
}

/** Whether anything is left without blocks, breaks and spaces. */
function isShown(field: string): boolean {
  const shown = replacePieces(field, (piece) => (/[{}]$/.test(piece) && !BLOCK.test(piece) ? piece : ""));
  return /\S/.test(shown.replace(/\\h/g, ""));
}

const SYLLABLE = /\\[kK][fot]?[ \t]*\d/g;

/** Whether the syllables of a line are timed one by one; a single time is that of the whole line. */
export function isSung(field: string): boolean {
  let syllables = 0;
  replacePieces(field, (piece) => {
    if (BLOCK.test(piece)) syllables += piece.match(SYLLABLE)?.length ?? 0;
    return piece;
  });
  return syllables > 1;
}

/** A cue's text without blocks; of them bold, italics and underline become tags, properly nested. */
export function toPlain(text: string): string {
  const open: string[] = [];
  const close = (names: readonly string[]) => {
    const lowest = open.findIndex((name) => names.includes(name));
    if (lowest < 0) return "";
    const closed = open.splice(lowest);
    const again = closed.filter((name) => !names.includes(name));
    open.push(...again);
    return [...closed.reverse().map((name) => `</${name}>`), ...again.map((name) => `<${name}>`)].join("");
  };
  const styled = (block: string) =>
    [...block.matchAll(STYLING)]
      .map(([, name, value]) => {
        if (!name) return close(["b", "i", "u"]);
        if (!isOn(name, value!)) return close([name]);
        if (open.includes(name)) return "";
        open.push(name);
        return `<${name}>`;
      })
      .join("");
  const shown = replacePieces(text, (piece) => {
    if (BLOCK.test(piece)) return piece.startsWith("{\\") ? styled(piece) : piece;
    return SHOWN[piece] ?? piece.at(-1)!;
  });
  return shown.replaceAll("\\h", " ") + close(["b", "i", "u"]);
}

const SHOWN: Record<string, string> = { "\\N": "\n", "\\n": "\\n" };

/** The weight of bold letters, where `\b` is given one. */
const BOLD = 600;

const isOn = (name: string, value: string) => value === "1" || (name === "b" && Number(value) >= BOLD);
