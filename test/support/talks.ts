import { expect } from "vitest";
import { makeRecording, tones } from "./media.js";
import type { World } from "./projects.js";
import { type Form, speechServer } from "./speech-server.js";
import { world } from "./world.js";

/** A recording with sound from its beginning to its end, or where it is said. Returns its path. */
export const talk = (here: World, name: string, seconds: number, ...spans: [number, number][]): string =>
  makeRecording(
    here.file(name, ""),
    ...tones(seconds, ...(spans.length ? spans : [[0, seconds] as [number, number]])),
  );

/** As many seconds as a part has that was sent: MP3 of 32 kbit/s. */
export const secondsOf = ({ file }: Form): number => Math.floor(file!.bytes.length / 4000);

const WORDS = "river stone light morning paper window garden number winter bread silver market bottle".split(
  " ",
);

/** What a good recogniser hears in so many seconds of sound: a sentence every five seconds, each its own. */
export function speech(seconds: number) {
  const count = Math.max(1, Math.floor(seconds / 5));
  const segments = Array.from({ length: count }, (_, nth) => {
    const word = (step: number) => WORDS[(nth * step + step) % WORDS.length];
    const end = nth + 1 === count ? Math.max(1, seconds) : nth * 5 + 5;
    return {
      start: nth * 5,
      end,
      text: ` Sentence ${nth + 1}: the ${word(3)}, the ${word(5)} and the ${word(7)}.`,
    };
  });
  return { task: "transcribe", language: "english", duration: seconds, text: "", segments };
}

/** A world whose recordings are transcribed by a server that hears what it is told to, in parts of a minute. */
export async function listening(hear: Hear = (form) => speech(secondsOf(form)), env: NodeJS.ProcessEnv = {}) {
  const server = await speechServer({ hear });
  const here = world({ TRANSCRON_TRANSCRIBE_PART: "60s", ...server.env, ...env });
  return { here, server };
}

type Hear = NonNullable<NonNullable<Parameters<typeof speechServer>[0]>["hear"]>;

/** Adds recordings; returns what was said of the first. */
export async function transcribing(here: World, path: string, ...argv: string[]) {
  const { code, data } = await here.json("transcribe", path, ...argv);
  expect(code).toBe(0);
  return data.files[0].added as Added;
}

interface Added {
  id: string;
  status: string;
  projects: { id: string; targetLang: string; status: string }[];
}

export const recordingOf = async (here: World, id = "audio-1") =>
  (await here.context().store()).recording(id);

/** The transcript as it was stored. */
export async function transcriptOf(here: World, id = "audio-1"): Promise<string | undefined> {
  const document = await (await here.context().store()).transcriptDocument(id);
  return document && Buffer.from(document.bytes).toString("utf8");
}

export const outcomesOf = async (here: World): Promise<string[]> => {
  const { data } = await here.json("sql", "select outcome from requests order by id");
  return data.rows.map(([outcome]: [string]) => outcome);
};
