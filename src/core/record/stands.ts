import type { Json } from "../json.js";
import { hasDigits, hasNumber } from "./digits.js";
import { SPELLED_LANGUAGES } from "./spelled.js";
import { digitsOf, isDate, isPhone, tokensOf, wordsOf } from "./words.js";

/** The share of a text's words that must stand in its quote. */
const LEAST_WORDS = 0.9;

/**
 * Whether a value stands in its quote: its words, its number in figures or words, its date, its telephone number with or
 * without the code of a country. A choice of yes and no is spoken in other words, and its quote is all there is.
 */
export function stands(value: Json, quote: string, language: string | null): boolean {
  if (typeof value === "boolean") return true;
  if (typeof value === "number") return hasNumber(quote, value, language);
  if (typeof value !== "string") return false;
  if (isDate(value)) return dateStands(value, quote, language);
  if (isPhone(value))
    return phonesLike(value).some((digits) => hasDigits(quote, digits, { language, alone: false }));
  return textStands(value, quote, language);
}

function textStands(text: string, quote: string, language: string | null): boolean {
  const words = wordsOf(text);
  const numbers = words.filter((word) => /^\d/.test(word));
  const letters = words.filter((word) => !/^\d/.test(word));
  const there = new Set(tokensOf(quote));
  const found = letters.filter((word) => there.has(word)).length;
  return (
    words.length > 0 &&
    found >= letters.length * LEAST_WORDS &&
    numbers.every((digits) => hasFigure(quote, digits, language))
  );
}

/** A number with its leading zeros, or as words. */
const hasFigure = (quote: string, digits: string, language: string | null) =>
  wordsOf(quote).includes(digits) || hasDigits(quote, digits, { language, alone: true });

/** The digits of a telephone number as people say it: with the code of its country, or with a zero or nothing instead. */
function phonesLike(phone: string): string[] {
  const digits = digitsOf(phone);
  if (!/^\s*(?:\+|00)/.test(phone)) return [digits];
  const whole = digits.replace(/^00/, "");
  const national = [1, 2, 3].map((code) => whole.slice(code)).filter(({ length }) => length >= 7);
  return [digits, whole, ...national, ...national.map((rest) => `0${rest}`)];
}

/** Day, month and year must each be said; the month by its name or number, the year with two digits or four. */
function dateStands(date: string, quote: string, language: string | null): boolean {
  const [year, month, day] = date.split("-") as [string, string, string];
  const words = wordsOf(quote);
  const says = (number: string) => hasNumber(quote, Number(number), language) || words.includes(number);
  const yearSaid = hasFigure(quote, year, language) || words.includes(year.slice(2));
  // Twelve nineteen eighty-four.
  const inOneGo = hasDigits(quote, `${Number(day)}${year}`, { language, alone: true });
  const isFirst = Number(day) === 1 && FIRST.some((word) => words.includes(word));
  const daySaid = says(day) || isFirst || hasOrdinal(quote, day);
  return (inOneGo || (yearSaid && daySaid)) && (says(month) || namesMonth(quote, Number(month), language));
}

const FIRST = ["first", "premier", "1er", "primero", "primo", "primeiro", "ersten", "erste", "eerste"];

const hasOrdinal = (quote: string, day: string) =>
  new RegExp(`(?<!\\d)0?${Number(day)}(?:st|nd|rd|th|er|º|°|\\.)`, "i").test(quote);

function namesMonth(quote: string, month: number, language: string | null): boolean {
  const there = new Set(wordsOf(quote));
  const inLanguages = language === null ? SPELLED_LANGUAGES : [language];
  return inLanguages.some((one) =>
    (["long", "short"] as const).some((style) => {
      const name = new Intl.DateTimeFormat(one, { month: style, day: "numeric", timeZone: "UTC" })
        .formatToParts(Date.UTC(2001, month - 1, 1))
        .find(({ type }) => type === "month")!.value;
      return wordsOf(name).every((word) => there.has(word));
    }),
  );
}
