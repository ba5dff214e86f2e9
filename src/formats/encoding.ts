import iconv from "iconv-lite";
import { UserError } from "../errors.js";
import { detectEncoding } from "./detect-encoding.js";

/** How a file's bytes became text, enough to turn text into bytes the same way. */
export interface Encoding {
  name: string;
  bom: boolean;
}

const BOMS: [name: string, bytes: number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

interface Decoded {
  text: string;
  encoding: Encoding;
  /** Whether the encoding is an older one that nobody named. */
  detected?: true;
}

/**
 * Text of a file's bytes, without its BOM. UTF-8 and UTF-16 are recognised, older encodings are detected where that is
 * sure; a named one is believed. Throws UserError for what is no text, or does not fit the encoding, rather than losing
 * a character.
 */
export function decode(bytes: Uint8Array, named?: string): Decoded {
  const encoding = named ? namedEncoding(bytes, named) : recognise(bytes);
  const skip = encoding.bom ? BOMS.find(([name]) => name === encoding.name)![1].length : 0;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + skip, bytes.byteLength - skip);
  const text = iconv.decode(body, encoding.name, { stripBOM: false });
  const again = iconv.encode(text, encoding.name, { addBOM: false });
  if (!again.equals(body)) {
    if (!named && looksBinary(bytes)) throw new UserError("this is no text but a binary file");
    const detected = named ? undefined : detectEncoding(body);
    if (detected) return { ...decode(bytes, detected), detected: true };
    throw new UserError(
      `the bytes are not ${encoding.name} (first at offset ${skip + firstDifference(again, body)})`,
      `name the one it has with \`--encoding\`, ${ENCODINGS}`,
    );
  }
  if (!named && encoding.name === "utf-8" && looksBinary(bytes)) {
    throw new UserError("this is no text but a binary file");
  }
  return { text, encoding };
}

/** Bytes of a text; in UTF-8 instead, and said so by `fell`, where the encoding lacks one of its characters. */
export function encode(text: string, encoding: Encoding): { bytes: Buffer; fell: boolean } {
  const bytes = iconv.encode(text, encoding.name, { addBOM: false });
  const fits =
    encoding.name.startsWith("utf") || iconv.decode(bytes, encoding.name, { stripBOM: false }) === text;
  if (!fits) return { bytes: Buffer.from(text, "utf8"), fell: true };
  const bom = encoding.bom ? BOMS.find(([name]) => name === encoding.name)?.[1] : undefined;
  return { bytes: bom ? Buffer.concat([Buffer.from(bom), bytes]) : bytes, fell: false };
}

/** The name an encoding goes by here; throws UserError if there is none of that name. */
export function encodingNamed(named: string): string {
  if (!iconv.encodingExists(named)) {
    throw new UserError(`unknown encoding "${named}"`, ENCODINGS);
  }
  return named.toLowerCase().replace(/^utf-?(8|16)/, "utf-$1");
}

const ENCODINGS =
  "for example windows-1252 (western), windows-1250 (Central European), windows-1251 (Cyrillic), shift_jis (Japanese), gb18030 (Chinese)";

function namedEncoding(bytes: Uint8Array, named: string): Encoding {
  const lower = encodingNamed(named);
  const name = lower === "utf-16" ? (bytes[0] === 0xfe ? "utf-16be" : "utf-16le") : lower;
  const marks = BOMS.find(([encoding]) => encoding === name)?.[1];
  return { name, bom: marks?.every((byte, index) => bytes[index] === byte) ?? false };
}

function recognise(bytes: Uint8Array): Encoding {
  const marked = BOMS.find(([, marks]) => marks.every((byte, index) => bytes[index] === byte));
  if (marked) return { name: marked[0], bom: true };
  const head = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]!++;
  });
  const [even, odd] = zeros as [number, number];
  if (bytes.length % 2 || bytes.length < 8) return { name: "utf-8", bom: false };
  // Latin text in UTF-16 has a zero in almost every second byte.
  if (odd > head.length / 5 && even < head.length / 50) return { name: "utf-16le", bom: false };
  if (even > head.length / 5 && odd < head.length / 50) return { name: "utf-16be", bom: false };
  return { name: "utf-8", bom: false };
}

/** More than one control character in ten, where texts have next to none. */
function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 27)) controls++;
  return controls > 8 && controls > head.length / 10;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return length;
}
