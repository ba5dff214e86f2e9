/**
 * Anchors tie each value of a reply to the line it translates: `beginning | translation`, the beginning being the
 * first two words of its source line. A model that shifts its answers takes the beginnings along with them.
 */

/** What stands between a beginning and its translation. */
const BAR_SIGN = /^[|｜]/u;
/** Marks and punctuation that a model may put around a beginning. */
const SLACK = 40;

const FIRST_WORDS = 2;
/** Letters that stand for two words where words are not spaced. */
const FIRST_LETTERS = 4;

const MARKS = /⟦\s*\d+\s*⟧/g;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const IGNORED = /[^\p{L}\p{M}\p{N}]+/gu;

/** The characters that are compared: neither case nor punctuation nor spacing counts. */
const letters = (text: string) => text.normalize("NFKC").toLowerCase().replace(IGNORED, "");

const withoutMarks = (line: string) => line.replace(MARKS, " ").replace(/\s+/g, " ").trim();

/** A line cut into what a beginning is lengthened by: words, or single letters where words are not spaced. */
function unitsOf(line: string): string[] {
  const text = withoutMarks(line);
  const first = text.match(/[\p{L}\p{N}]/u)?.[0] ?? "";
  if (UNSPACED.test(first)) return [...text.matchAll(/[\p{L}\p{N}]\p{M}*/gu)].map(([letter]) => letter);
  return [...text.matchAll(WORD)].map(([word]) => word);
}

const joined = (units: readonly string[]) => units.join(UNSPACED.test(units[0] ?? "") ? "" : " ");
const least = (units: readonly string[]) => (UNSPACED.test(units[0] ?? "") ? FIRST_LETTERS : FIRST_WORDS);

/**
 * The beginning of each line of a batch: two words (four letters in scripts without spaces), lengthened until no
 * other line has the same. A line that differs from another in nothing but punctuation has itself as its beginning.
 */
export function beginningsOf(lines: readonly string[]): string[] {
  const all = lines.map(unitsOf);
  const found = new Array<string | undefined>(lines.length);
  let open = all.map((_, at) => at);
  for (let more = 0; open.length > 0; more++) {
    const byLetters = new Map<string, number[]>();
    for (const at of open) {
      const beginning = all[at]!.slice(0, least(all[at]!) + more);
      const key = letters(beginning.join(""));
      byLetters.set(key, [...(byLetters.get(key) ?? []), at]);
    }
    const alike: number[] = [];
    for (const group of byLetters.values()) {
      for (const at of group) {
        const length = least(all[at]!) + more;
        if (group.length === 1) found[at] = joined(all[at]!.slice(0, length));
        else if (length < all[at]!.length) alike.push(at);
        else found[at] = withoutMarks(lines[at]!);
      }
    }
    open = alike;
  }
  return found as string[];
}

/** A value of an anchored reply: whose beginning it carries, and the translation after it. */
type Anchored =
  | { line: number; text: string }
  /** No line's beginning and a bar stand at its start. */
  | { line: undefined; text: string };

/**
 * Reads the values of a reply against the lines of its batch. A beginning is compared with the known ones and never
 * found by cutting at some bar, so that a bar in a line or its translation does no harm; one that is longer than it
 * had to be is as good.
 */
export function anchorReader(lines: readonly string[]): (value: string, expected: number) => Anchored {
  const beginnings = beginningsOf(lines);
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(letters(line), (counts.get(letters(line)) ?? 0) + 1);
  const known = lines.map((line, at) => {
    const plain = withoutMarks(line);
    // Of lines that differ in punctuation alone, only the exact line tells one from the other.
    const exact = (counts.get(letters(line)) ?? 0) > 1;
    return { plain, beginning: letters(beginnings[at]!), whole: letters(plain), exact };
  });
  return (value, expected) => {
    for (const line of nearestFirst(expected, lines.length)) {
      const text = afterBeginning(value, known[line]!);
      if (text !== undefined) return { line, text };
    }
    return { line: undefined, text: value };
  };
}

function* nearestFirst(expected: number, count: number): Generator<number> {
  yield expected;
  for (let line = 0; line < count; line++) if (line !== expected) yield line;
}

interface Known {
  /** The line without marks and with single spaces. */
  plain: string;
  /** The letters of its beginning and of the whole line. */
  beginning: string;
  whole: string;
  /** Whether the line itself, punctuation included, must stand before the bar. */
  exact: boolean;
}

/** What follows a line's beginning and the bar; undefined where the value begins otherwise. */
function afterBeginning(value: string, { plain, beginning, whole, exact }: Known): string | undefined {
  if (!beginning) return undefined;
  let read = "";
  for (const { 0: character, index } of value.slice(0, plain.length * 2 + SLACK).matchAll(/./gsu)) {
    if (BAR_SIGN.test(character) && read.startsWith(beginning)) {
      if (exact && withoutMarks(value.slice(0, index)) !== plain) return undefined;
      return value.slice(index + character.length).trim();
    }
    const letter = letters(character);
    if (!letter) continue;
    read += letter;
    if (!whole.startsWith(read)) return undefined;
  }
  return undefined;
}
