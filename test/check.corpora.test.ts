import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { compare, isGrave } from "../src/core/comparison.js";
import { languageInName } from "../src/core/name-language.js";
import { read } from "../src/formats/index.js";
import { corpusFiles, readCorpus } from "./support/corpora.js";

const FILMS = ["tor-animation", "wwa", "elephants-dream", "paulallen"];

function linesOf(name: string) {
  return read(name, readCorpus(name)).cues;
}

/** Tracks that people translated, each with the English track of its film. */
const TRACKS = FILMS.flatMap((film) => {
  const tracks = corpusFiles(`films/${film}`, ".srt", ".vtt").filter((name) =>
    /\/(?:tor|captions)\./.test(name),
  );
  const english = tracks.find((name) => languageInName(basename(name)) === "en");
  return tracks.filter((name) => name !== english && isFull(name)).map((name) => [name, english!] as const);
});

/** Two tracks of the corpora have times and hardly a text. */
function isFull(track: string): boolean {
  const lines = linesOf(track);
  return lines.filter(({ text }) => text.trim()).length > lines.length / 2;
}

/** The share of lines that may be wrong, of a track whose texts were changed. */
function doubted(track: string, english: string, change: (texts: string[]) => string[] = (texts) => texts) {
  const lines = linesOf(track);
  const changed = change(lines.map(({ text }) => text));
  const translation = lines.map((line, at) => ({ ...line, text: changed[at]! }));
  const to = languageInName(basename(track))!;
  const pairs = compare(linesOf(english), translation, { from: "en", to });
  return pairs.filter(({ findings }) => findings.some(isGrave)).length / pairs.length;
}

/** Markup that a translator left out is rightly doubted, and this track has much of it. */
const TRUE_DIFFERENCES = (track: string) => track.endsWith("wwa/captions.es.vtt");

describe.skipIf(TRACKS.length === 0)("a check of films", () => {
  test.each(TRACKS.filter(([track]) => !TRUE_DIFFERENCES(track)))(
    "doubts few lines of %s",
    (track, english) => {
      expect(doubted(track, english)).toBeLessThanOrEqual(0.2);
    },
  );

  test.each(TRACKS)("doubts %s where each line has its neighbour's text", (track, english) => {
    for (const step of [-1, 1])
      expect(
        doubted(track, english, (texts) => texts.map((text, at) => texts[at + step] ?? text)),
      ).toBeGreaterThan(0.35);
  });

  test.each(TRACKS)("doubts %s where every line has the longest one's text", (track, english) => {
    const longest = (texts: string[]) =>
      texts.reduce((one, other) => (other.length > one.length ? other : one));
    expect(doubted(track, english, (texts) => texts.map(() => longest(texts)))).toBeGreaterThan(0.8);
  });
});
