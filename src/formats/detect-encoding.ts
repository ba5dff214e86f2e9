import { createRequire } from "node:module";
import iconv from "iconv-lite";

/**
 * How sure the detector must be, of 100. Over the subtitles and transcripts that were tried it was never wrong at 40, and
 * not below either where its next guess was half as likely (docs/encodings.md).
 */
const SURE = 40;
const LIKELY = 30;
const AHEAD = 2;

/** Detection reads no more than this; a longer text tells no more. */
const LOOKED_AT = 256 * 1024;

/** What no text holds: what a wrong encoding makes of letters. */
const DAMAGED = /[\u0080-\u009f\ufffd]/;

/** Where a text has none of the characters in which two differ, the one that has more to write a translation with. */
const LARGER: Record<string, string> = { "iso-8859-1": "windows-1252" };

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
  const name = LARGER[named] ?? named;
  if (!iconv.encodingExists(name)) return undefined;
  const text = iconv.decode(bytes, name);
  const isWhole = iconv.encode(text, name).equals(bytes);
  return isWhole && !DAMAGED.test(text) ? name : undefined;
}

const isBelieved = (confidence: number, next: number) =>
  confidence >= SURE || (confidence >= LIKELY && confidence >= AHEAD * next);
