import { truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { listening, recordingOf, transcribing, transcriptOf } from "./support/talks.js";
import { scratch } from "./support/world.js";

// Whether there is an ffmpeg is looked up once a process, so these tests have a file of their own.

const TOLD = { segments: [{ start: 0, end: 2, text: "Good evening." }], language: "english" };

const RECORDING = "\0stands for a recording";

const withoutFfmpeg = () => listening(() => TOLD, { PATH: scratch() });

test("without ffmpeg a recording is sent as it is", async () => {
  const { here, server } = await withoutFfmpeg();
  await transcribing(here, here.file("talk.m4a", RECORDING));
  await here.cli("tick");
  expect(server.forms.map(({ file }) => [file!.name, file!.bytes.toString()])).toEqual([
    ["talk.m4a", RECORDING],
  ]);
  expect(await recordingOf(here)).toMatchObject({ status: "completed", duration: null, unitsDone: 1 });
  expect(await transcriptOf(here)).toBe("1\n00:00:00,000 --> 00:00:02,000\nGood evening.\n");
});

test("without ffmpeg one that is too large for the server fails, and says how it is installed", async () => {
  const { here, server } = await withoutFfmpeg();
  const path = here.file("talk.wav", "RIFF");
  truncateSync(path, 30 * 1024 ** 2);
  await transcribing(here, path);
  await here.cli("tick");
  expect(server.forms).toHaveLength(0);
  const { status, error } = await recordingOf(here);
  expect(status).toBe("failed");
  expect(error).toContain("talk.wav has 30 MB, and the server takes 24");
  expect(error).toContain("`apt-get install ffmpeg`");
});

test("without ffmpeg a file whose name is not that of a recording is refused", async () => {
  const { here } = await withoutFfmpeg();
  const { code, err } = await here.cli("transcribe", here.file("talk.srt", "1\n"));
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("the ending of talk.srt is not that of a recording"),
  ]);
});

test.each([
  ["a text", "Bonsoir à tous.\n"],
  ["a playlist", "#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n"],
  ["a long text whose character is cut off where it is looked at", `.${"é".repeat(4000)}`],
])("without ffmpeg %s named talk.mp3 is refused, and nothing is added", async (_, text) => {
  const { here } = await withoutFfmpeg();
  const { code, err } = await here.cli("transcribe", here.file("talk.mp3", text));
  expect([code, err]).toEqual([2, expect.stringContaining("talk.mp3: it holds text and no sound")]);
  expect((await here.cli("list")).out).not.toContain("audio-1");
});
