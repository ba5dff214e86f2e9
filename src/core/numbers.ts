import { magnitudeOf, numberWordsOf } from "./number-words.js";
import { asciiDigits } from "./text.js";

/** A number of a text, and all it may stand for: `3.1` before "million" is 3100000 too, `4:40` four and forty. */
export interface NumberRead {
  /** Its digits as one number; what a word of a number stands for. */
  value: number;
  readings: ReadonlySet<number>;
  /** Parts that may stand apart elsewhere, as in times of day; empty if there are none. */
  parts: readonly number[];
  spelled: boolean;
}

/** Digits with what groups them, a roman numeral, a character of a power of ten, or a word. */
const PIECE =
  /\d+(?:[.,'’٫٬:]\d+)*(?:[ \u00A0\u202F\n]\d{3}(?!\d))*(?:[.,٫]\d+(?!\d))?|[万萬億亿千百兆만억천백조]|[\p{L}\p{M}]+/gu;
/** XIX, and XIXe. */
const ROMAN = /^([IVXХІ]{1,6})(?:e|è|ème|eme|er)?$/u;
const ROMAN_VALUES: Record<string, number> = { I: 1, V: 5, X: 10 };

/** The numbers of a text in a language, in order; words of numbers where the language's are known. */
export function readNumbers(text: string, language: string | null): NumberRead[] {
  const words = language === null ? undefined : numberWordsOf(language);
  const pieces = asciiDigits(text).match(PIECE) ?? [];
  const found: NumberRead[] = [];
  pieces.forEach((piece, at) => {
    if (/^\d/.test(piece)) found.push(digits(piece, pieces, at));
    else if (HAN_DIGITS.test(piece)) found.push(...hanNumbers(piece));
    else {
      const value = words?.get(piece.toLowerCase());
      const read = value === undefined ? lonely(piece, pieces[at - 1]) : scaled(value, pieces, at);
      if (read) found.push(read);
    }
  });
  return withSums(found);
}

const HAN_DIGITS = /[〇一二两三四五六七八九十]/;
const HAN = "〇一二三四五六七八九";

/** Chinese numbers up to ninety-nine, wherever they stand in a run of characters. */
function hanNumbers(piece: string): NumberRead[] {
  const runs = piece.replaceAll("两", "二").match(/[〇一二三四五六七八九十]+/g) ?? [];
  return runs.map((run) => {
    const [tens, ones] = run.includes("十") ? run.split("十") : ["〇", run];
    const value = (tens === "" ? 1 : HAN.indexOf(tens!)) * 10 + (ones === "" ? 0 : HAN.indexOf(ones!));
    return { value, readings: new Set([value]), parts: [], spelled: true };
  });
}

/** A number in digits, scaled by the power of ten that follows it. */
function digits(piece: string, pieces: readonly string[], at: number): NumberRead {
  const value = Number(piece.replace(/\D/g, ""));
  const readings = new Set([value]);
  const parts = piece.split(/[.,'’٫٬:\s]/).map(Number);
  // A comma or point may divide decimals, and zeros at the end of those say nothing: 5.0 is 5.
  const decimal = Number(
    piece
      .replace(/\D+(?=\d+$)/, "·")
      .replace(/[^\d·]/g, "")
      .replace("·", "."),
  );
  if (!Number.isNaN(decimal)) readings.add(decimal);
  for (const number of [decimal, value])
    for (const scale of scalesAfter(pieces, at)) readings.add(round(number * scale));
  return { value, readings, parts: parts.length > 1 ? parts : [], spelled: false };
}

function scaled(value: number, pieces: readonly string[], at: number): NumberRead {
  const readings = new Set([value, ...scalesAfter(pieces, at).map((scale) => value * scale)]);
  return { value, readings, parts: [], spelled: true };
}

/** The powers of ten after a number: "million", 千万; and their product. */
function scalesAfter(pieces: readonly string[], at: number): number[] {
  const scales: number[] = [];
  for (let next = at + 1; next <= at + 2; next++) {
    const scale = magnitudeOf(pieces[next] ?? "-");
    if (scale === undefined) break;
    scales.push((scales.at(-1) ?? 1) * scale);
  }
  return scales;
}

/** A roman numeral, or "a thousand" without a number before it. */
function lonely(piece: string, before: string | undefined): NumberRead | undefined {
  const numeral = ROMAN.exec(piece)?.[1];
  if (numeral) {
    const value = roman(numeral);
    return { value, readings: new Set([value]), parts: [], spelled: true };
  }
  const scale = magnitudeOf(piece);
  if (scale === undefined || (before !== undefined && /^\d/.test(before))) return undefined;
  return { value: scale, readings: new Set([scale]), parts: [], spelled: true };
}

function roman(piece: string): number {
  const values = [...piece.replaceAll("Х", "X").replaceAll("І", "I")].map(
    (letter) => ROMAN_VALUES[letter] ?? 0,
  );
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** 1億2000万 is two numbers that make one. */
function withSums(numbers: NumberRead[]): NumberRead[] {
  const sums = numbers.map((number, at) => {
    const next = numbers[at + 1];
    if (!next || number.spelled || next.spelled) return undefined;
    const [high, low] = [Math.max(...number.readings), Math.max(...next.readings)];
    return high >= 1e4 && low < high ? high + low : undefined;
  });
  return numbers.map((number, at) => {
    const own = [sums[at - 1], sums[at]].filter((sum) => sum !== undefined);
    return own.length ? { ...number, readings: new Set([...number.readings, ...own]) } : number;
  });
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;
