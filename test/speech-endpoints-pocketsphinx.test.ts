import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SPEECH_ENDPOINTS } from "../src/endpoints/speech/index.js";
import { readHeard } from "../src/transcription/read-heard.js";
import { corpusPath, hasCorpora } from "./support/corpora.js";
import { call } from "./support/speech.js";

// A real recogniser: Debian's pocketsphinx with pocketsphinx-en-us, over recordings of pocketsphinx-testdata.

const CLIPS = "/usr/share/pocketsphinx/test/data/librivox";
const installed = spawnSync("pocketsphinx_continuous", [], { stdio: "ignore" }).error === undefined;
const hasClips = installed && existsSync(`${CLIPS}/transcription`);
if (!hasClips)
  console.warn("skipped: pocketsphinx, pocketsphinx-en-us and pocketsphinx-testdata are not installed");

const { speech } = SPEECH_ENDPOINTS.command({
  apiKey: undefined,
  baseUrl: "http://127.0.0.1:1",
  model: "m",
  command: "pocketsphinx_continuous -infile {file} -time yes -logfn /dev/null",
  childEnv: { PATH: process.env.PATH },
});

/** 16,000 samples of two bytes a second, behind a header of 44. */
const lengthOf = (file: string) => (statSync(file).size - 44) / 32;

async function heardIn(file: string) {
  const recording = { file, language: "en", duration: lengthOf(file), timed: true, diarize: false };
  const answer = await speech!.transcribe(recording, call({ timeout: 100_000 }).options);
  return { ...readHeard(answer, recording), duration: recording.duration };
}

/** How many words of a text were heard, in any order. */
function shareHeard(text: string, heard: string): number {
  const left = heard.toLowerCase().split(/\W+/);
  const words = text.toLowerCase().match(/\w+/g)!;
  const found = words.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found.length / words.length;
}

function expectInOrder(segments: readonly { start: number; end: number; text: string }[], duration: number) {
  let before = 0;
  for (const { start, end, text } of segments) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThan(start);
    expect(text).not.toMatch(/[<>[\]()+]|\d\.\d{3}/);
    before = end;
  }
  expect(before).toBeLessThanOrEqual(duration);
}

describe.runIf(hasClips)("what pocketsphinx hears", () => {
  // The two shortest: recognition takes about as long as the recording.
  const clips = readFileSync(`${CLIPS}/transcription`, "utf8")
    .trim()
    .split("\n")
    .sort((a, b) => a.length - b.length)
    .slice(0, 2)
    .map((line) => /^<s> (.*) <\/s> \((.*)\)$/.exec(line)!.slice(1, 3) as [string, string]);

  test.each(clips)("%s", { timeout: 60_000 }, async (text, name) => {
    const { segments, duration } = await heardIn(`${CLIPS}/${name}.wav`);
    expectInOrder(segments, duration);
    expect(shareHeard(text, segments.map((segment) => segment.text).join(" "))).toBeGreaterThan(0.4);
  });

  test.runIf(hasCorpora)("is told apart by its pauses", { timeout: 60_000 }, async () => {
    const { segments, duration } = await heardIn(corpusPath("audio/jfk.wav"));
    expectInOrder(segments, duration);
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.map(({ text }) => text)).toContain("what your country can do for you");
  });
});
