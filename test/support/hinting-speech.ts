import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Case } from "./hinting-states.js";
import type { World } from "./projects.js";
import { say } from "./ways-out.js";
import { world } from "./world.js";

const RATE = 16_000;
const SECONDS = 3;

/** A recording with a tone in it, also where there is no ffmpeg to make one: 16-bit samples behind a RIFF header. */
export function tone(here: World, name: string): string {
  const samples = Buffer.alloc(RATE * SECONDS * 2);
  for (let at = 0; at < RATE * SECONDS; at++)
    samples.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 440 * at) / RATE)), at * 2);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  for (const [value, at] of [
    [16, 16],
    [RATE, 24],
    [RATE * 2, 28],
    [samples.length, 40],
  ] as const)
    header.writeUInt32LE(value, at);
  for (const [value, at] of [
    [1, 20],
    [1, 22],
    [2, 32],
    [16, 34],
  ] as const)
    header.writeUInt16LE(value, at);
  header.write("data", 36, "latin1");
  return here.file(name, Buffer.concat([header, samples]));
}

const listening = () => world({ TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" });

/** A world with recordings in English that were transcribed. */
async function transcribed(...names: string[]) {
  const here = listening();
  const paths = names.map((name) => tone(here, name));
  await here.cli("transcribe", ...paths, "--from", "en");
  await here.cli("tick");
  return { here, paths };
}

/** The ways out of what is said of recordings. */
export const SPEECH_CASES: Case[] = [
  ...["transcron export … -o …", "transcron export … -o … --force"].map((way) => ({
    way: `queue/write-piece.ts: ${way}`,
    when: "a file is where a transcript belongs",
    state: async () => {
      const here = listening();
      const path = tone(here, "talk.wav");
      here.file("talk.en.srt", "of somebody else");
      await here.cli("transcribe", path, "--from", "en", "--deliver");
      await here.cli("tick");
      return { here, said: await say(here, "errors") };
    },
  })),
  {
    way: "verbs/work-on-pieces.ts: transcron resume",
    when: "work is paused",
    state: async () => {
      const here = listening();
      await here.cli("pause");
      return { here, said: await say(here, "transcribe", tone(here, "talk.wav"), "--wait") };
    },
  },
  {
    way: "verbs/source.ts: transcron transcribe … --to …",
    when: "a recording is added as a text",
    state: async () => {
      const here = listening();
      return { here, said: await say(here, "add", tone(here, "talk.wav"), "--to", "fr,es") };
    },
  },
  {
    way: "verbs/export-pieces.ts: -o",
    when: "several transcripts would go to one file",
    state: async () => {
      const { here, paths } = await transcribed("a.wav", "b.wav");
      const folder = join(dirname(paths[0]!), "out");
      mkdirSync(folder);
      const argv = ["export", "audio-1", "audio-2"];
      const said = await say(here, ...argv, "-o", join(folder, "one.srt"));
      return { here, said: { ...said, argv }, values: { "": folder } };
    },
  },
  {
    way: "verbs/export-pieces.ts: -o",
    when: "a transcript would go over its recording",
    state: async () => {
      const { here, paths } = await transcribed("a.wav");
      const argv = ["export", "audio-1"];
      const said = await say(here, ...argv, "-o", paths[0]!);
      return { here, said: { ...said, argv }, values: { "": join(dirname(paths[0]!), "b.srt") } };
    },
  },
];
