// How often the older encoding of a text is detected rightly, refused, or wrongly: texts of the corpora in the encodings
// that subtitles of their language used to come in, in pieces of 10, 40 and 200 lines.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import iconv from "iconv-lite";
import { detectEncoding } from "../../dist/formats/detect-encoding.js";
import { read } from "../../dist/formats/index.js";

const folder = fileURLToPath(new URL("../../../shared/corpora/", import.meta.url));

const ENCODINGS = {
  ar: ["windows-1256", "iso-8859-6"],
  de: ["windows-1252", "iso-8859-1"],
  en: ["windows-1252"],
  es: ["windows-1252"],
  fr: ["windows-1252", "iso-8859-1"],
  he: ["windows-1255"],
  it: ["windows-1252"],
  ja: ["shift_jis", "euc-jp"],
  "pt-BR": ["windows-1252"],
  ru: ["windows-1251", "koi8-r", "iso-8859-5"],
  sv: ["windows-1252"],
  th: ["windows-874"],
  zh: ["gb18030"],
};
const FILES = [
  ...["ar", "de", "en", "es", "fr", "he", "ja", "ru", "zh"].map((language) => [
    language,
    `text/ntrex.${language}.txt`,
  ]),
  ...["ar", "de", "es", "fr", "he", "ja", "pt-BR", "ru", "th"].map((language) => [
    language,
    `films/tor-animation/tor.${language}.srt`,
  ]),
  ...["ar", "de", "ja", "ru", "sv"].map((language) => [
    language,
    `films/elephants-dream/captions.${language}.vtt`,
  ]),
  ["it", "films/sintel/sintel.it.vtt"],
];
const SIZES = [10, 40, 200];

export async function publish() {
  const rows = new Map();
  for (const [language, name] of FILES) {
    const texts = read(name, readFileSync(folder + name)).cues.map(({ text }) => text);
    for (const encoding of ENCODINGS[language])
      for (const size of SIZES)
        for (const piece of pieces(texts, size))
          count(rows, `${language} ${encoding}`, verdict(piece, encoding));
  }
  const table = Object.fromEntries([...rows].sort());
  console.log("\nOlder encodings: right, refused, wrong");
  console.table(table);
  return table;
}

function* pieces(texts, size) {
  for (let at = 0; at + size <= texts.length; at += size) yield srt(texts.slice(at, at + size));
}

const time = (ms) => new Date(ms).toISOString().slice(11, 23).replace(".", ",");
const srt = (texts) =>
  texts
    .map((text, at) => `${at + 1}\n${time(at * 3000)} --> ${time(at * 3000 + 2500)}\n${text}\n`)
    .join("\n");

/** Undefined for a piece that is the same bytes in UTF-8: nothing has to be detected. */
function verdict(text, encoding) {
  const bytes = iconv.encode(text, encoding);
  const meant = iconv.decode(bytes, encoding);
  if (Buffer.from(meant).equals(bytes)) return undefined;
  const found = detectEncoding(bytes);
  if (found === undefined) return "refused";
  return iconv.decode(bytes, found) === meant ? "right" : "wrong";
}

function count(rows, name, verdict) {
  if (verdict === undefined) return;
  for (const key of [name, "~ all"]) {
    const row = rows.get(key) ?? { right: 0, refused: 0, wrong: 0 };
    row[verdict]++;
    rows.set(key, row);
  }
}
