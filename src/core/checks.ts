import { staysInLanguage } from "./function-words.js";
import { baseOf, letterOf, lineWidth, readingSpeed, scriptOf } from "./languages.js";
import { folded, numbersIn, widthOf, wordCount, wordsIn } from "./text.js";
import { SECOND } from "./time.js";

/**
 * `hard`: never stored. `place`: says nothing of the text, only that it may belong to another line, so the line is
 * asked for again until it is placed, alone in the end. `doubt`: asked once more, then stored with its mark. `soft`:
 * stored with its mark.
 */
type Gravity = "hard" | "place" | "doubt" | "soft";

interface Check {
  gravity: Gravity;
  /** What the model is told, and the operator reads. */
  says: string;
  /** Points off the line's quality where the mark stays. */
  penalty: number;
}

export const CHECKS = {
  missing: { gravity: "hard", says: "missing from the reply", penalty: 100 },
  empty: { gravity: "hard", says: "came back empty", penalty: 100 },
  untranslated: { gravity: "hard", says: "came back untranslated", penalty: 100 },
  echo: { gravity: "hard", says: "repeats another line's source", penalty: 100 },
  suspect: { gravity: "place", says: "may hold two lines, since its neighbour is missing", penalty: 100 },
  slid: { gravity: "place", says: "fits another line better: the reply is shifted or swapped", penalty: 100 },
  misplaced: { gravity: "place", says: "begins with another line's words", penalty: 100 },
  unanchored: { gravity: "place", says: "does not begin with its line's words and a bar", penalty: 100 },
  shifted: { gravity: "place", says: "came in a reply that is shifted at other lines", penalty: 100 },
  unkeyed: { gravity: "place", says: "came in a reply whose keys are not those asked for", penalty: 100 },
  markup: { gravity: "hard", says: "marks like ⟦1⟧ were lost, doubled or invented", penalty: 100 },
  loop: { gravity: "hard", says: "repeats itself over and over", penalty: 100 },
  control: { gravity: "hard", says: "holds a control character that its source has not", penalty: 100 },
  endless: { gravity: "hard", says: "is many times longer than its source", penalty: 100 },
  script: { gravity: "hard", says: "is not written in the script of the target language", penalty: 100 },
  language: { gravity: "soft", says: "seems to be still in the source language", penalty: 40 },
  same: { gravity: "doubt", says: "is equal to its source", penalty: 15 },
  number: { gravity: "doubt", says: "a number was lost", penalty: 20 },
  repeated: { gravity: "doubt", says: "is equal to the line before, whose source differs", penalty: 25 },
  variant: { gravity: "doubt", says: "is written in the other Chinese script", penalty: 25 },
  overlong: { gravity: "doubt", says: "is far longer than its source", penalty: 25 },
  tooshort: { gravity: "doubt", says: "is far shorter than its source", penalty: 25 },
  confirmed: { gravity: "soft", says: "was answered the same twice, and is kept unchanged", penalty: 40 },
  unproved: { gravity: "soft", says: "is not proved to be the translation of this line", penalty: 10 },
  fast: { gravity: "soft", says: "is more than can be read in its time", penalty: 5 },
  wide: { gravity: "soft", says: "has a line wider than the screen", penalty: 5 },
} satisfies Record<string, Check>;

export type CheckCode = keyof typeof CHECKS;

export const gravityOf = (code: CheckCode): Gravity => CHECKS[code].gravity;

interface CheckedLine {
  /** The source as the provider saw it, marks in place of markup. */
  source: string;
  /** The reply for this line; undefined if there was none. */
  reply: string | undefined;
  /** Whether all markup could be put back. */
  intact: boolean;
  /** Milliseconds on screen; null if unknown. */
  duration: number | null;
}

export interface CheckOptions {
  from: string | null;
  to: string;
  /** Offline pseudo-localisation is in no language: script and copies are not looked at. */
  anyLanguage?: boolean;
  /** An engine, unlike a model, neither slides nor merges. */
  engine?: boolean;
}

/** The marks of every line of a reply, in its order. */
export function checkReply(lines: readonly CheckedLine[], options: CheckOptions): CheckCode[][] {
  const marks = lines.map((line) => checkLine(line, options));
  const add = (index: number, code: CheckCode) => {
    if (!marks[index]!.includes(code)) marks[index]!.push(code);
  };

  if (!options.anyLanguage) {
    const equal = lines.flatMap((_, index) => (has(marks[index]!, "same", "untranslated") ? [index] : []));
    if (equal.length > lines.length / 2 && lines.length > 2)
      for (const index of equal) add(index, "untranslated");
  }
  if (options.engine) return marks;

  const bySource = new Map(lines.map(({ source }, index) => [folded(source), index]));
  lines.forEach(({ source, reply }, index) => {
    if (reply === undefined || folded(reply) === folded(source)) return;
    const other = bySource.get(folded(reply));
    if (other !== undefined && other !== index && wordCount(reply) > 1) add(index, "echo");
    const before = lines[index - 1];
    if (before?.reply && wordCount(reply) > 2 && folded(before.reply) === folded(reply)) {
      if (folded(before.source) !== folded(source)) add(index, "repeated");
    }
  });
  return marks;
}

const has = (codes: CheckCode[], ...wanted: CheckCode[]) => codes.some((code) => wanted.includes(code));

function checkLine({ source, reply, intact, duration }: CheckedLine, options: CheckOptions): CheckCode[] {
  if (reply === undefined) return ["missing"];
  if (!/[^\s\p{Cf}]/u.test(reply)) return ["empty"];
  const { from, to, anyLanguage } = options;
  const codes: CheckCode[] = [];
  if (!intact) codes.push("markup");
  if (loops(reply) && !loops(source)) codes.push("loop");
  if (addsControl(source, reply)) codes.push("control");
  if (lacksNumber(source, reply)) codes.push("number");
  if (!anyLanguage) {
    const sameLanguage = from !== null && baseOf(from) === baseOf(to);
    if (!sameLanguage && folded(source) === folded(reply)) {
      const there = from !== null && staysInLanguage(source, to, from); // it was in the target language already
      codes.push(there || isNames(source) ? "same" : "untranslated");
    } else {
      codes.push(...scriptMarks(source, reply, to));
      if (from && !sameLanguage && staysInLanguage(reply, from, to)) codes.push("language");
    }
  }
  const [before, after] = [widthOf(source), widthOf(reply)];
  if (after > before * ENDLESS_TIMES && after > ENDLESS_WIDTH) codes.push("endless");
  else if (after > before * 4 + 60) codes.push("overlong");
  if (before > 40 && after < before / 6) codes.push("tooshort");
  if (
    duration !== null &&
    duration > 0 &&
    tooFast(reply, duration, to) &&
    !(from && tooFast(source, duration, from))
  ) {
    codes.push("fast");
  }
  const width = lineWidth(to);
  if (
    duration !== null &&
    longestLine(reply) > width &&
    longestLine(source) <= (from ? lineWidth(from) : width)
  ) {
    codes.push("wide");
  }
  return codes;
}

/**
 * From here on a reply is not stored at all. It is five times the length that is doubted, and not one of 36,583
 * lines translated by people reaches even that; a translation of a short line may be long, but not 2,000 characters.
 */
const ENDLESS_TIMES = 20;
const ENDLESS_WIDTH = 2000;

/** Line breaks of any kind, and tabs, do no harm; restore() mends those that would. */
const CONTROL = /(?![\t\n\v\f\r\u0085])\p{Cc}/gu;

function addsControl(source: string, reply: string): boolean {
  const own = new Set(source.match(CONTROL));
  return (reply.match(CONTROL) ?? []).some((character) => !own.has(character));
}

/** Up to three words, or nothing but names, may well be the same in both languages. */
function isNames(source: string): boolean {
  const words = wordsIn(source);
  return distinctWords(source) < 4 || words.every(isName);
}

/** "No, no, no, no!" says one word. */
function distinctWords(text: string): number {
  return wordCount([...new Set(wordsIn(text.toLowerCase()))].join(" "));
}

const isName = (word: string) => /^[\p{Lu}\p{N}]/u.test(word);

/** Numbers up to twelve are often written out, so only larger ones must be found again. */
function lacksNumber(source: string, reply: string): boolean {
  const found = new Set(numbersIn(reply));
  return numbersIn(source).some((number) => Number(number) > 12 && !found.has(number));
}

function loops(text: string): boolean {
  const start = text.slice(0, 4000);
  return /(.)\1{39,}/su.test(start) || /(\S.{0,60}?\S)\s*(?:\1\s*){9,}/su.test(start);
}

/** Characters that only one of the two Chinese scripts writes, the most frequent of each. */
const SIMPLIFIED = /[们这说对时国会学发过还没样个么东车长问为来让给谁吗]/gu;
const TRADITIONAL = /[們這說對時國會學發過還沒樣個麼東車長問為來讓給誰嗎]/gu;

/** Words taken over from the source (names, commands) say nothing about the script; of the rest some letter must fit. */
function scriptMarks(source: string, reply: string, to: string): CheckCode[] {
  const letter = letterOf(to);
  if (!letter) return [];
  const taken = new Set(wordsIn(source));
  const own = wordsIn(reply).filter((word) => !taken.has(word));
  const letters = own.join("").match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return distinctWords(reply) > 0 && !letter.test(reply) ? ["same"] : [];
  if (!letters.some((character) => letter.test(character))) {
    if (letters.length < 3 || own.every(isName)) return ["same"];
    return ["script"];
  }
  const script = scriptOf(to);
  if (script !== "Hans" && script !== "Hant") return [];
  const simplified = reply.match(SIMPLIFIED)?.length ?? 0;
  const traditional = reply.match(TRADITIONAL)?.length ?? 0;
  const [right, wrong] = script === "Hans" ? [simplified, traditional] : [traditional, simplified];
  return wrong > right ? ["variant"] : [];
}

const tooFast = (text: string, duration: number, language: string) =>
  (text.replace(/\s/g, "").length * SECOND) / duration > readingSpeed(language) * 1.2;

const longestLine = (text: string) =>
  text.split("\n").reduce((longest, line) => Math.max(longest, line.length), 0);
