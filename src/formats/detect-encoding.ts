import { createRequire } from "node:module";
import iconv from "iconv-lite";

/**
 * How sure the detector must be, of 100, and how far ahead of its next guess where it is not that sure. Set over texts
 * in 32 languages; docs/encodings.md has the rates over others.
 */
const SURE = 50;
const LIKELY = 20;
const AHEAD = 12;

/** Detection reads no more than this; a longer text tells no more. */
const LOOKED_AT = 256 * 1024;

/** What no text holds: what a wrong encoding makes of letters. */
const DAMAGED = /[\u0080-\u009f\ufffd]/;

/** Where a text has none of the characters in which two differ, the one that has more to write a translation with. */
const LARGER: Record<string, string> = {
  "iso-8859-1": "windows-1252",
  "iso-8859-7": "windows-1253",
  "iso-8859-8": "windows-1255",
  "iso-8859-9": "windows-1254",
};

/** What windows-1253 makes of quotation marks and Ά in ISO 8859-7, whose other letters are the same. */
const OF_ISO_GREEK = /\p{Ll}Ά|΅|¶/u;

interface Detector {
  analyse(bytes: Uint8Array): { name: string; confidence: number }[];
}

/** Loaded when it is first needed: most files are UTF-8, and reading a file waits for nothing. */
let detector: Detector | undefined;

/**
 * The older encoding that bytes are in, by the frequency of their letters. Undefined where it is not sure, or where the
 * text it makes of them can't be right or could not be written back.
 */
export function detectEncoding(bytes: Buffer): string | undefined {
  detector ??= createRequire(import.meta.url)("chardet") as Detector;
  const [best, next] = detector.analyse(bytes.subarray(0, LOOKED_AT));
  if (!best || !isBelieved(best.confidence, next?.confidence ?? 0)) return undefined;
  const named = best.name.toLowerCase();
  return [LARGER[named] ?? named, named].find((name) => isRight(bytes, name));
}

const isBelieved = (confidence: number, next: number) =>
  confidence >= SURE || (confidence >= LIKELY && confidence - next >= AHEAD);

function isRight(bytes: Buffer, name: string): boolean {
  if (!iconv.encodingExists(name)) return false;
  const text = iconv.decode(bytes, name);
  if (DAMAGED.test(text) || !iconv.encode(text, name).equals(bytes)) return false;
  return name === "windows-1253" ? !OF_ISO_GREEK.test(text) : !isOtherScript(text);
}

const LATIN_WORD = /\p{Script=Latin}+/gu;

/** Whether letters of another script were taken for Latin ones: then words are all accents, as in `àëîì`. */
function isOtherScript(text: string): boolean {
  const words = (text.match(LATIN_WORD) ?? []).filter((word) => word.length > 2 && /[^a-z]/i.test(word));
  return words.filter((word) => /[^a-z]{3}/i.test(word)).length > words.length / 3;
}
