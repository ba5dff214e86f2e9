import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { SpeechMark } from "../src/core/speech/guards.js";
import { MINUTE } from "../src/core/time.js";
import { hasCorpora } from "./support/corpora.js";

/**
 * A short form of `npm run rates -- speech`: floors under what docs/transcription-guards.md publishes. It measures what
 * was built, so it needs the corpora and `npm run build`.
 */
const built = existsSync(fileURLToPath(new URL("../dist/core/speech/judge.js", import.meta.url)));
if (!built) console.warn("skipped: the rates are measured on what was built; npm run build");
const measured = hasCorpora && built;

interface Alarms {
  set: string;
  name: string;
  language: string;
  heldOut: boolean;
  lines: number;
  counts: Record<string, number>;
  marks: SpeechMark[];
  bySubtitles: number;
}
interface Rates {
  speechAlarms(): Promise<Alarms[]>;
  speechCatches(options: { each: number }): Promise<Caught[]>;
  whatWhisperOverran(): Promise<SpeechMark[]>;
}
interface Caught {
  fault: string;
  planted: number;
  marked: number;
}

const rates = (): Promise<Rates> => import(new URL("../scripts/rates/speech.mjs", import.meta.url).href);

let alarms: Promise<Alarms[]> | undefined;
const alarmsOnce = async () => {
  alarms ??= (await rates()).speechAlarms();
  return alarms;
};

test.runIf(measured)(
  "nothing is held against what recognisers wrote of real speech",
  { timeout: MINUTE },
  async () => {
    const real = (await alarmsOnce()).filter(({ set }) => set !== "subtitles");
    expect(real.length).toBeGreaterThan(10);
    expect(real.flatMap(({ name, marks }) => marks.map(({ reason }) => `${name}: ${reason}`))).toEqual([]);
  },
);

test.runIf(measured)("of human subtitles, hardly a line would be left out", { timeout: MINUTE }, async () => {
  const films = (await alarmsOnce()).filter(
    ({ set, name }) => set === "subtitles" && !name.startsWith("apollo"),
  );
  const lines = films.reduce((sum, film) => sum + film.lines, 0);
  const leftOut = films.reduce((sum, { counts }) => sum + counts.loop! + counts.fast! + counts.silent!, 0);
  expect(lines).toBeGreaterThan(1000);
  expect(leftOut / lines).toBeLessThan(0.01);
});

test.runIf(measured)(
  "an end 25 seconds after the recording's, as Whisper wrote it, is found",
  { timeout: MINUTE },
  async () => {
    const marks = await (await rates()).whatWhisperOverran();
    expect(marks.map(({ reason }) => reason)).toEqual([
      "text that ends after the recording does (00:00:07 to 00:00:36)",
    ]);
  },
);

test.runIf(measured)("planted faults are found", { timeout: MINUTE }, async () => {
  const caught = await (await rates()).speechCatches({ each: 3 });
  const shares = new Map(caught.map(({ fault, planted, marked }) => [fault, marked / planted]));
  const floors: [string, number][] = [
    ["a sentence over silence, at least 80 % of it", 0.95],
    ["a reported stock phrase over silence, at least half of it", 0.85],
    ["a segment's text in the next 2 to 7", 0.9],
    ["the last one to six words four to twelve times more", 0.9],
    ["a fifth of its time", 0.85],
    ["61 to 120 seconds without text", 0.95],
    ["another language, from two fifths of the text on", 0.95],
  ];
  for (const [fault, least] of floors) expect(shares.get(fault), fault).toBeGreaterThanOrEqual(least);
});
