import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseStream, streamLanguage } from "../src/core/choose-stream.js";
import { meanLevel, silencesIn } from "../src/core/levels.js";
import { isRecordingName } from "../src/core/media-names.js";
import { ComeBackLater } from "../src/errors.js";
import { cutPart } from "../src/system/media/cut.js";
import { findMedia } from "../src/system/media/find.js";
import { probe } from "../src/system/media/probe.js";
import { listen } from "../src/system/media/sound.js";
import { hasMedia, makeRecording, tones } from "./support/media.js";
import { scratch } from "./support/world.js";

const options = () => ({ env: { PATH: process.env.PATH }, signal: new AbortController().signal });

/** Where a tone begins and ends in a file, to a tenth of a second. */
async function tonesIn(path: string): Promise<number[]> {
  const { audio, duration } = await probe(path, options());
  const { silences } = await listen(path, { ...options(), stream: audio[0].index });
  const edges = silences.flatMap(({ start, end }) => [start, end]);
  return edges
    .filter((edge) => edge > 150 && edge < duration - 150)
    .map((edge) => Math.round(edge / 100) / 10);
}

const near = (numbers: readonly number[]) => numbers.map((number) => expect.closeTo(number, 0));

test("recordings are known by their endings, whatever their case", () => {
  expect(["a.mp3", "a.MKV", "b.c.Opus"].every(isRecordingName)).toBe(true);
  expect(["a.srt", "mp3", "a", "a.mp3.txt"].some(isRecordingName)).toBe(false);
});

test("the stream in the language that is asked for is taken, else the players' own, else the first", () => {
  const stream = (index: number, tag?: string, isDefault = false) => ({
    index,
    language: streamLanguage(tag),
    isDefault,
  });
  const [english, french, german] = [stream(1, "eng", true), stream(2, "fre"), stream(3, "deu")];
  const all: [typeof english, ...(typeof english)[]] = [german, english, french];
  expect(chooseStream(all, "fr-CA")).toBe(french);
  expect(chooseStream(all, "de")).toBe(german);
  expect(chooseStream(all, "es")).toBe(english);
  expect(chooseStream([stream(4, "und"), stream(5)], null)).toMatchObject({ index: 4, language: null });
});

describe("silence", () => {
  test("is told by how loud the rest is, so that a quiet recording is not silent as a whole", () => {
    const loud = [...Array(10).fill(-15), ...Array(10).fill(-50), ...Array(10).fill(-15)];
    const quiet = loud.map((level) => level - 25);
    for (const levels of [loud, quiet])
      expect(silencesIn({ levels, every: 100 })).toEqual([{ start: 1000, end: 2000 }]);
  });

  test("is everything where nothing can be heard, and nothing where it is loud throughout", () => {
    expect(silencesIn({ levels: Array(20).fill(Number.NEGATIVE_INFINITY), every: 100 })).toEqual([
      { start: 0, end: 2000 },
    ]);
    expect(silencesIn({ levels: Array(20).fill(-75), every: 100 })).toHaveLength(1);
    expect(silencesIn({ levels: Array(20).fill(-12), every: 100 })).toEqual([]);
    expect(meanLevel([])).toBe(-100);
  });

  test("of less than 0.4 seconds is a pause in a sentence", () => {
    const levels = [-15, -15, -15, -80, -80, -80, -15, -15, -15];
    expect(silencesIn({ levels, every: 100 })).toEqual([]);
  });
});

test("a disk without room for a part is not the recording's fault", async () => {
  const PATH = scratch();
  const says = '#!/bin/sh\necho "file:part.wav: No space left on device" >&2\nexit 1\n';
  writeFileSync(join(PATH, "ffmpeg"), says, { mode: 0o755 });
  const part = { stream: 0, stretch: { start: 0, end: 1000 }, to: "wav", out: "part.wav" } as const;
  const cutting = cutPart("talk.mp3", { ...options(), env: { PATH }, ...part });
  await expect(cutting).rejects.toThrow(ComeBackLater);
  await expect(cutting).rejects.toThrow(/^the disk of .+ is full/);
});

describe.skipIf(!hasMedia)("with ffmpeg", () => {
  test("its version is found", async () => {
    expect(await findMedia(options())).toMatch(/^\d|^n/i);
  });

  test("a recording tells its length and its streams by language", async () => {
    const path = join(scratch(), "two.mkv");
    const languages = ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre"];
    makeRecording(path, ...tones(4, [1, 2]), ...tones(4), "-map", "0", "-map", "1", ...languages);
    const { duration, audio } = await probe(path, options());
    expect(duration).toBeCloseTo(4000, -2);
    expect(audio.map(({ language }) => language)).toEqual(["en", "fr"]);
  });

  test("names that a shell or ffmpeg would read otherwise are harmless", async () => {
    const folder = scratch();
    for (const name of [
      "-i.wav",
      "a:b.wav",
      "%d.wav",
      'it\'s "q".wav',
      "new\nline.wav",
      "$(touch x).wav",
      "concat:a.wav",
    ]) {
      const path = makeRecording(join(folder, name), ...tones(1, [0, 1]));
      expect((await probe(path, options())).duration).toBeCloseTo(1000, -2);
    }
  });

  test.each([
    ["a playlist", "#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n", /can't be read as a recording/],
    ["a script for ffmpeg", "ffconcat version 1.0\nfile /etc/hostname\n", /can't be read as a recording/],
    [
      "a text",
      "Good morning.\n".repeat(100),
      /can't be read as a recording: its content is not that of one$/,
    ],
    ["an empty file", "", /can't be read as a recording/],
  ])("%s named talk.mp3 is refused, and opens nothing else", async (_, text, reason) => {
    const path = join(scratch(), "talk.mp3");
    writeFileSync(path, text);
    await expect(probe(path, options())).rejects.toThrow(reason);
    await expect(probe(path, options())).rejects.toThrow(path);
  });

  test("a film whose copy broke off is refused, and says so", async () => {
    const path = makeRecording(join(scratch(), "film.mp4"), ...tones(4, [0, 4]));
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    await expect(probe(path, options())).rejects.toThrow("its end is missing, as in a copy that broke off");
  });

  test("a video without sound is refused by name", async () => {
    const path = makeRecording(join(scratch(), "mute.mp4"), "-f", "lavfi", "-i", "color=s=32x32:d=1");
    await expect(probe(path, options())).rejects.toThrow(`${path} has no sound`);
  });

  test("silences are found where they are", async () => {
    const path = makeRecording(join(scratch(), "a.wav"), ...tones(10, [2, 4], [7, 9]));
    expect(await tonesIn(path)).toEqual(near([2, 4, 7, 9]));
    const { loudness } = await listen(path, { ...options(), stream: 0 });
    expect(loudness.levels).toHaveLength(10);
    expect(loudness.levels[2]! - loudness.levels[5]!).toBeGreaterThan(60);
  });

  test.each(["wav", "mp3", "opus"] as const)("a part cut as %s begins where it was asked to", async (to) => {
    const folder = scratch();
    const path = makeRecording(join(folder, "long.mp3"), ...tones(20, [8, 9], [12, 13]));
    const out = join(folder, `part.${to === "opus" ? "ogg" : to}`);
    const { realStart } = await cutPart(path, {
      ...options(),
      stream: 0,
      stretch: { start: 7300, end: 14_300 },
      to,
      out,
    });
    expect(realStart).toBe(7300);
    const found = (await tonesIn(out)).map((edge) => edge + realStart / 1000);
    for (const [at, edge] of [8, 9, 12, 13].entries()) expect(Math.abs(found[at]! - edge)).toBeLessThan(0.15);
  });

  test("sound that begins later than the pictures keeps its times", async () => {
    const folder = scratch();
    const sound = makeRecording(join(folder, "sound.wav"), ...tones(8, [1, 2]));
    const pictures = ["-f", "lavfi", "-i", "color=s=32x32:d=10"];
    const path = makeRecording(
      join(folder, "late.mp4"),
      ...pictures,
      "-itsoffset",
      "2",
      "-i",
      sound,
      "-c:a",
      "aac",
    );
    expect((await tonesIn(path)).slice(0, 2)).toEqual(near([3, 4]));
    for (const start of [0, 1000]) {
      const out = join(folder, "part.wav");
      await cutPart(path, { ...options(), stream: 1, stretch: { start, end: 6000 }, to: "wav", out });
      const [begin] = await tonesIn(out);
      expect(Math.abs(begin! + start / 1000 - 3)).toBeLessThan(0.15);
    }
  });

  test.each(["ts", "mpg"])("also in MPEG streams (.%s)", async (ending) => {
    const folder = scratch();
    const sound = makeRecording(join(folder, "sound.wav"), ...tones(8, [1, 2]));
    const pictures = ["-f", "lavfi", "-i", "color=s=32x32:r=25:d=10"];
    const path = makeRecording(join(folder, `late.${ending}`), ...pictures, "-itsoffset", "2", "-i", sound);
    const { audio } = await probe(path, options());
    const { silences } = await listen(path, { ...options(), stream: audio[0].index });
    expect(Math.abs(silences[0]!.end - 3000)).toBeLessThan(150);
    for (const start of [0, 1000]) {
      const out = join(folder, "part.wav");
      const stretch = { start, end: 6000 };
      await cutPart(path, { ...options(), stream: audio[0].index, stretch, to: "wav", out });
      const [begin] = await tonesIn(out);
      expect(Math.abs(begin! + start / 1000 - 3)).toBeLessThan(0.15);
    }
  });

  test("a recording ends where its sound does, whatever the file says of its length", async () => {
    const path = join(scratch(), "vbr.mp3");
    // A loud first half and a quiet second: without a head, the length is guessed from the first bits.
    const noise = "aevalsrc=if(lt(t\\,30)\\,random(0)-0.5\\,0.1*sin(880*PI*t)):s=44100:d=60";
    makeRecording(path, "-f", "lavfi", "-i", noise, "-c:a", "libmp3lame", "-q:a", "2", "-write_xing", "0");
    const { duration, audio } = await probe(path, options());
    const { end } = await listen(path, { ...options(), stream: audio[0].index });
    expect(Math.abs(duration - 60_000)).toBeGreaterThan(5000);
    expect(Math.abs(end - 60_000)).toBeLessThan(200);
  });

  test("a file that was cut off is heard from its beginning to where it ends", async () => {
    const folder = scratch();
    const pictures = ["-f", "lavfi", "-i", "color=s=32x32:r=25:d=20"];
    const sound = ["-f", "lavfi", "-i", "aevalsrc=0.5*sin(880*PI*t)*between(t\\,1\\,2):s=16000:d=20"];
    const whole = makeRecording(join(folder, "whole.mkv"), ...pictures, ...sound);
    const path = join(folder, "cut-off.mkv");
    writeFileSync(path, readFileSync(whole).subarray(0, Math.floor(statSync(whole).size / 2)));
    const { end } = await listen(path, { ...options(), stream: 1 });
    expect(end).toBeGreaterThan(3000);
    expect(end).toBeLessThan(19_000);
    const out = join(folder, "part.wav");
    await cutPart(path, { ...options(), stream: 1, stretch: { start: 0, end: 3000 }, to: "wav", out });
    expect((await tonesIn(out))[0]).toBeCloseTo(1, 0);
    const beyond = {
      ...options(),
      stream: 1,
      stretch: { start: 19_000, end: 20_000 },
      to: "wav",
      out,
    } as const;
    await expect(cutPart(path, beyond)).rejects.toThrow("no sound could be cut");
  });

  test("a run ends when it is aborted", async () => {
    const path = makeRecording(join(scratch(), "a.wav"), ...tones(5, [0, 5]));
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(probe(path, { ...options(), signal })).rejects.toThrow("stopped");
  });
});
