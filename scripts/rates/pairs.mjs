// Human translations, line beside line, from the corpora beside a checkout.
//   films: tracks of one film with the same timings, or aligned by time; news: NTREX; catalogues: PO, XLIFF, JSON.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { protect } from "../../dist/core/markup.js";
import { read } from "../../dist/formats/index.js";

const folder = fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
export const hasCorpora = existsSync(folder);

const file = (name) => readFileSync(join(folder, name));
const cuesOf = (name) =>
  read(name, file(name)).cues.map(({ text, start, end }, at) => ({ text, start, end, number: at + 1 }));
const numbered = (texts) => texts.map((text, at) => ({ text, start: null, end: null, number: at + 1 }));

const TOR = ["en", "es", "fr", "de", "ja", "ar", "ru", "zh-CN", "he", "th", "ka", "pt-BR"];
const FILMS = {
  "elephants-dream": {
    tracks: tracks(["en", "ar", "de", "ja", "ru", "sv"], (l) => `films/elephants-dream/captions.${l}.vtt`),
    byTime: true,
  },
  wwa: { tracks: tracks(["en", "de", "es", "fr", "ja"], (l) => `films/wwa/captions.${l}.vtt`) },
  sintel: { tracks: tracks(["en", "fr", "it"], (l) => `films/sintel/sintel.${l}.vtt`) },
  tor: { tracks: tracks(TOR, (l) => `films/tor-animation/tor.${l}.srt`), heldOut: true },
  paulallen: {
    tracks: tracks(["en", "de"], (l) => `films/paulallen/captions.${l}.vtt`),
    byTime: true,
    heldOut: true,
  },
  clip: { tracks: tracks(["en", "de", "es"], (l) => `films/sintel/clip.${l}.vtt`), heldOut: true },
};
const NEWS = ["en", "es", "fr", "de", "ja", "ar", "ru", "zh", "he", "hi"];
/** Thresholds are set on the lines before this one, and reported on those from it on. */
const NEWS_HELD_OUT_FROM = 150;

function tracks(languages, name) {
  return Object.fromEntries(languages.map((language) => [language, name(language)]));
}

/** Every directed pair: `{ set, name, heldOut, from, to, lines: [{ source, target, duration, numbers }] }`. */
export function humanPairs() {
  return [...filmPairs(), ...newsPairs(), ...cataloguePairs()].filter(({ lines }) => lines.length > 0);
}

function* filmPairs() {
  for (const [name, { tracks, byTime, heldOut = false }] of Object.entries(FILMS)) {
    const read = Object.entries(tracks).map(([language, path]) => [language, cuesOf(path)]);
    for (const [from, source] of read)
      for (const [to, target] of read)
        if (from !== to)
          yield { set: "films", name, heldOut, from, to, lines: paired(source, target, byTime) };
  }
}

function* newsPairs() {
  const texts = NEWS.map((language) => [language, cuesOf(`text/ntrex.${language}.txt`)]);
  for (const heldOut of [false, true])
    for (const [from, source] of texts)
      for (const [to, target] of texts) {
        if (from === to) continue;
        const lines = paired(source, target);
        const part = heldOut ? lines.slice(NEWS_HELD_OUT_FROM) : lines.slice(0, NEWS_HELD_OUT_FROM);
        yield { set: "news", name: "ntrex", heldOut, from, to, lines: part };
      }
}

function* cataloguePairs() {
  const po = (l) => poEntries(file(`i18n/debug-toolbar.${l}.po`).toString());
  for (const to of ["de", "ja", "ru", "he"])
    yield {
      set: "catalogues",
      name: "debug-toolbar",
      heldOut: true,
      from: "en",
      to,
      lines: catalogue(po(to)),
    };
  const json = (l) => flat(JSON.parse(file(`i18n/memos.${l}.json`).toString()));
  const english = json("en");
  for (const to of ["de", "ja", "ar"]) {
    const other = json(to);
    const both = Object.keys(english).map((key) => [english[key], other[key]]);
    yield { set: "catalogues", name: "memos", heldOut: true, from: "en", to, lines: catalogue(both) };
  }
  for (const to of ["fr", "de", "ja", "ar", "zh_CN"]) {
    const units = file(`i18n/symfony-security.${to}.xlf`).toString();
    const both = [...units.matchAll(/<source>(.*?)<\/source>\s*<target[^>]*>(.*?)<\/target>/gs)].map((m) => [
      m[1],
      m[2],
    ]);
    yield {
      set: "catalogues",
      name: "symfony",
      heldOut: true,
      from: "en",
      to: to.replace("_", "-"),
      lines: catalogue(both),
    };
  }
}

const catalogue = (both) => {
  const filled = both.filter(([source, target]) => source && target);
  return paired(numbered(filled.map(([source]) => source)), numbered(filled.map(([, target]) => target)));
};

function poEntries(text) {
  const quoted = (block) =>
    [...block.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => JSON.parse(`"${m[1]}"`)).join("");
  return [...text.matchAll(/^msgid ((?:".*"\s*\n)+)msgstr ((?:".*"\s*\n?)+)/gm)].map((m) => [
    quoted(m[1]),
    quoted(m[2]),
  ]);
}

function flat(value, path = "") {
  if (typeof value === "string") return { [path]: value };
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => flat(inner, `${path}.${key}`)));
}

/** What a provider would see of both sides; lines that are empty or equal on either side are left out. */
function paired(source, target, byTime = false) {
  const matched = byTime
    ? overlapping(source, target)
    : source.slice(0, target.length).map((cue, at) => [cue, target[at]]);
  const seen = new Set();
  return matched.flatMap(([one, other]) => {
    const from = protect(one.text).text;
    if (!/\p{L}/u.test(from) || !/\p{L}/u.test(other.text) || seen.has(one.text)) return [];
    seen.add(one.text);
    const duration = one.start === null ? null : one.end - one.start;
    const numbers = [one.number, other.number];
    return [{ raw: one.text, source: from, target: protect(other.text).text, duration, numbers }];
  });
}

/** Cues that overlap each other most, both ways. */
function overlapping(source, target) {
  const overlap = (a, b) => Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const best = (cue, others) =>
    others.reduce(
      (found, other, at) => (overlap(cue, other) > found.most ? { most: overlap(cue, other), at } : found),
      { most: 0, at: -1 },
    ).at;
  return source.flatMap((cue, at) => {
    const other = best(cue, target);
    return other >= 0 && best(target[other], source) === at ? [[cue, target[other]]] : [];
  });
}
