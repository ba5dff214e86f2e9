import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasCorpora } from "./support/corpora.js";

/**
 * A short form of `npm run rates`: floors under what docs/quality.md publishes, on a part of the films and news. It
 * measures what was built, so it needs the corpora and `npm run build`.
 */
const built = existsSync(fileURLToPath(new URL("../dist/core/checks.js", import.meta.url)));
if (!built) console.warn("skipped: the rates are measured on what was built; npm run build");
const measured = hasCorpora && built;

interface Pair {
  set: string;
  name: string;
  from: string;
  to: string;
  lines: unknown[];
}
interface Rates {
  falseAlarms(pairs: Pair[], sizes: number[]): Promise<{ hard: unknown[]; rows: Row[] }>;
  catches(pairs: Pair[], options: { most: number; faults: string[] }): Promise<Caught[]>;
}
interface Row {
  lines: number;
  marks: Record<string, number>;
}
interface Caught {
  planted: number;
  hard: number;
  doubt: number;
}

const script = (name: string) => import(new URL(`../scripts/rates/${name}`, import.meta.url).href);

/** A sixth of the pairs from English, of which each film and the news have a track: films and news, in part held out. */
async function pairs(): Promise<Pair[]> {
  const { humanPairs } = await script("pairs.mjs");
  return (humanPairs() as Pair[])
    .filter(({ from, set }) => from === "en" && set !== "catalogues")
    .filter((_, at) => at % 6 === 1);
}

test.runIf(measured)(
  "no right human line meets a hard mark, and few news lines a doubt about numbers",
  async () => {
    const { falseAlarms }: Rates = await script("checks.mjs");
    const { hard, rows } = await falseAlarms(await pairs(), [10]);
    expect(hard).toEqual([]);
    const of = (mark: string) => rows.reduce((sum, { marks }) => sum + (marks[mark] ?? 0), 0);
    const lines = rows.reduce((sum, row) => sum + row.lines, 0);
    expect((of("number") * 1000) / lines).toBeLessThan(20);
    expect((of("tooshort") * 1000) / lines).toBeLessThan(2);
  },
);

test.runIf(measured).each([
  ['only "-"', 0.99],
  ["untranslated copy", 0.95],
  ["one sentence in every line", 0.98],
  ["HACKED in every line", 0.98],
  ["refused in English", 0.95],
  ["refused in the target language", 0.9],
  ["announced in English", 0.9],
  ["a note in the target language", 0.9],
  ["source / translation", 0.9],
  ["said twice", 0.95],
  ["UTF-8 read as Latin-1", 0.95],
  ["second half untranslated", 0.8],
  ["all lines cut to a half", 0.8],
  ["all lines in a third language, same script", 0.9],
])("of lines with the fault %s at least %d are found", async (fault, least) => {
  const { catches }: Rates = await script("checks.mjs");
  const caught = await catches(await pairs(), { most: 12, faults: [fault] });
  const sum = (of: (row: Caught) => number) => caught.reduce((total, row) => total + of(row), 0);
  expect(sum(({ hard, doubt }) => hard + doubt) / sum(({ planted }) => planted)).toBeGreaterThanOrEqual(
    least,
  );
});

interface Placed {
  model: string;
  fault: string;
  lines: number;
  unmarked: number;
}

test.runIf(measured)(
  "of films with planted slides, merges, splits, swaps and foreign replies hardly a line is stored at a wrong place unmarked",
  { timeout: 60_000 },
  async () => {
    const { placement } = await script("placement.mjs");
    const { randomOf } = await import(new URL("../scripts/faults/random.mjs", import.meta.url).href);
    const films = (await pairs()).filter(({ set }) => set === "films");
    const rows: Placed[] = await placement({ pairs: films, random: randomOf(1), shares: { films: 0.25 } });
    const of = (model: string) => {
      const own = rows.filter((row) => row.model === model && row.fault !== "none");
      const sum = (key: "lines" | "unmarked") => own.reduce((total, row) => total + row[key], 0);
      expect(sum("lines")).toBeGreaterThan(500);
      return sum("unmarked") / sum("lines");
    };
    expect(of("honours anchors")).toBe(0);
    expect(of("ignores anchors")).toBeLessThan(0.01);
    expect(of("copies anchors by key")).toBeLessThan(0.3);
  },
);
