import { wholeNumber } from "./readers.js";

/** How one setting is read and told. */
export interface Setting<T> {
  /** As it would be written; undefined if there is none. */
  fallback: string | undefined;
  /** Undefined for what can't be read. */
  parse(text: string): T | undefined;
  /** What is allowed, for the error. */
  expects: string;
  about: string;
  secret?: boolean;
}

/** One with a value while nobody sets it. */
export const setting = <T>(
  fallback: string,
  parse: (text: string) => T | undefined,
  expects: string,
  about: string,
): Setting<T> & { fallback: string } => ({ fallback, parse, expects, about });

/** One that does something else than any value would while it is not set. */
export const unset = <T>(
  parse: (text: string) => T | undefined,
  expects: string,
  about: string,
  secret = false,
): Setting<T> & { fallback: undefined } => ({ fallback: undefined, parse, expects, about, secret });

/** A text, taken as it is. */
export const optional = (expects: string, about: string, secret = false) =>
  unset((text) => text.trim() || undefined, expects, about, secret);

/** A whole number. */
export const optionalNumber = (least: number, most: number, about: string) =>
  unset(wholeNumber(least, most), `a number from ${least} to ${most}`, about);
