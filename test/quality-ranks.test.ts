import { describe, expect, test } from "vitest";
import { beginningsOf } from "../src/core/anchors.js";
import { read } from "../src/formats/index.js";
import { hasCorpora, readCorpus } from "./support/corpora.js";
import { FILM } from "./support/film.js";
import { openaiServer } from "./support/openai-server.js";
import { shown } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

// What is called quality puts a good translation of a film before each way of spoiling all of it.

interface Film {
  sources: readonly string[];
  translations: readonly string[];
  to: string;
  /** The same in a language that nobody asked for. */
  foreign: readonly string[];
}

/** What a server makes of the good translations of the lines it is asked for. */
type Spoil = (good: readonly string[], film: Film) => readonly string[];

/** What a server puts before the texts of a reply when it is asked for anchors; `from` is whose translation each is. */
const ANCHORS = {
  "copies anchors by key": (texts: readonly string[], beginnings: readonly string[]) =>
    texts.map((text, at) => `${beginnings[at]} | ${text}`),
  "keeps anchors with the text": (
    texts: readonly string[],
    beginnings: readonly string[],
    from: readonly number[],
  ) => texts.map((text, at) => `${beginnings[from[at]!]} | ${text}`),
  "ignores anchors": (texts: readonly string[]) => texts,
};
type Anchoring = keyof typeof ANCHORS;

/** A line is stored with the breaks of its source. */
const solid = (text: string | null) => text?.replace(/\s+/g, "");

/** What becomes of a film when a server spoils every reply. */
async function outcome(film: Film, spoil: Spoil, anchoring: Anchoring) {
  const { sources, translations, to } = film;
  const good = new Map(sources.map((source, at) => [source, translations[at]!]));
  const server = await openaiServer((lines, { messages }) => {
    const asked = Object.values(lines);
    const own = asked.map((line) => good.get(line)!);
    const texts = spoil(own, film);
    const anchored = messages[0]!.content.includes("Good morning | Bonjour");
    const from = texts.map((text, at) => (own.includes(text) ? own.indexOf(text) : at));
    const values = anchored ? ANCHORS[anchoring](texts, beginningsOf(asked), from) : texts;
    return JSON.stringify(Object.fromEntries(values.map((value, at) => [`${at + 1}`, value])));
  });
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const file = here.file(
    "film.en.srt",
    srtOf(sources.length, (line) => sources[line - 1]!),
  );
  const { data } = await here.json("add", file, "--from", "en", "--to", to);
  const id = data.files[0].projects[0].id as string;
  await here.cli("tick");
  const { status, quality, segments } = await shown(here, id);
  const right = segments.filter(
    ({ text, translation }: { text: string; translation: string | null }) =>
      solid(translation) === solid(good.get(text)!),
  );
  return { completed: status === "completed", quality: quality as number, right: right.length as number };
}

const REFUSALS: Record<string, string> = {
  fr: "Je suis désolé, mais je ne peux pas traduire ce contenu.",
  "zh-CN": "抱歉，我无法翻译这段内容。",
};

const SLIDE = "every line with the next one's translation";
const WHOLE_SLIDE = `${SLIDE}, asked for alone or not`;
const SPOILINGS: Record<string, Spoil> = {
  "the same sentence in every line": (good, { translations }) => good.map(() => translations[6]!),
  "a refusal in every line": (good, { to }) => good.map(() => REFUSALS[to]!),
  "every line cut in half": (good) => good.map((text) => text.slice(0, Math.ceil(text.length / 2))),
  "another language than the one asked for": (good, { translations, foreign }) =>
    good.map((text) => foreign[translations.indexOf(text)]!),
  "a dash for every sentence": (good) => good.map(() => "-"),
  // Models slide within a reply: a line that is asked for alone has its own translation.
  [SLIDE]: (good) => good.map((text, at) => good[at + 1] ?? text),
  [WHOLE_SLIDE]: (good, { translations }) =>
    good.map((text) => translations[translations.indexOf(text) + 1] ?? text),
};

/** Each way of spoiling a film, from one kind of server; slides from each kind. */
const CASES = Object.keys(SPOILINGS).flatMap((spoiling) =>
  (Object.keys(ANCHORS) as Anchoring[])
    .filter((anchoring) => [SLIDE, WHOLE_SLIDE].includes(spoiling) || anchoring === "ignores anchors")
    .map((anchoring) => [spoiling, anchoring] as const),
);

const column = (at: 0 | 1 | 2 | 3) => FILM.map((line) => line[at]);
const FRENCH: Film = { sources: column(0), translations: column(1), to: "fr", foreign: column(2) };
const CHINESE: Film = { sources: column(0), translations: column(3), to: "zh-CN", foreign: column(2) };

const FOLDER = "films/tor-animation";
const textsOf = (name: string) => read(name, readCorpus(`${FOLDER}/${name}`)).cues.map(({ text }) => text);

/** A real film, translated by people. */
const realFilm = (to: string): Film => ({
  ...{ sources: textsOf("tor.en.srt"), translations: textsOf(`tor.${to}.srt`), to },
  foreign: textsOf("tor.es.srt"),
});

/** A spoilt film does not complete, or its quality is lower, unless the repair brought every right line. */
async function expectRanked(film: Film, spoiling: string, anchoring: Anchoring) {
  const good = await outcome(film, (texts) => texts, anchoring);
  const all = film.sources.length;
  expect(good).toMatchObject({ completed: true, right: all });
  const spoilt = await outcome(film, SPOILINGS[spoiling]!, anchoring);
  if (spoilt.completed && spoilt.right < all) expect(spoilt.quality).toBeLessThan(good.quality);
}

describe("the quality of a good translation is above that of a film with", { timeout: 60_000 }, () => {
  test.each(CASES)("%s, from a model that %s", (...one) => expectRanked(FRENCH, ...one));

  test("a refusal in every line, in Chinese", () =>
    expectRanked(CHINESE, "a refusal in every line", "ignores anchors"));

  describe.skipIf(!hasCorpora).each(["fr", "zh-CN"])("%s, which people translated", (to) => {
    test.each(CASES)("%s, from a model that %s", (...one) => expectRanked(realFilm(to), ...one));
  });
});
