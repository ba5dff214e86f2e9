/** The zeros of the digits that scripts of their own count with. */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
  0x1040, 0xff10,
];

function asciiDigit(character: string): string {
  const code = character.codePointAt(0)!;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? character : String(code - zero);
}

/** A text with the digits of all scripts as 0 to 9. */
export const asciiDigits = (text: string) =>
  /[^\P{Nd}0-9]/u.test(text) ? text.replace(/\p{Nd}/gu, asciiDigit) : text;

/** Numbers of a text as bare digits, sorted: `1,234.5` and `1 234,5` are both `12345`; leading zeros don't count. */
export function numbersIn(text: string): string[] {
  if (!/\p{Nd}/u.test(text)) return [];
  const ascii = asciiDigits(text);
  const found = ascii.match(/\d+(?:[.,'’ \u00A0\u202F٫٬]\d+)*/g) ?? [];
  return found.map((number) => number.replace(/\D/g, "").replace(/^0+(?=\d)/, "")).sort();
}

export const wordsIn = (text: string) => text.match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [];

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Length in columns: a Chinese, Japanese or Korean character says about as much as two of an alphabet. */
export const widthOf = (text: string) => text.length + (text.match(WIDE)?.length ?? 0);

/** How much a text says, in words: scripts without spaces count two characters a word. */
export function wordCount(text: string): number {
  const wide =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  const spaced = wordsIn(
    text.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, " "),
  );
  return spaced.filter((word) => /\p{L}/u.test(word)).length + Math.ceil(wide / 2);
}

/** For comparing what two lines say: case, spacing and marks of protection don't count. */
export const folded = (text: string) =>
  text
    .replace(/⟦\s*\d+\s*⟧/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
