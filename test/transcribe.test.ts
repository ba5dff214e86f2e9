import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { hasMedia, makeRecording } from "./support/media.js";
import { statusOf, type World } from "./support/projects.js";
import { say } from "./support/speech-server.js";
import { listening, recordingOf, talk, transcribing, transcriptOf } from "./support/talks.js";
import { srtOf, world } from "./support/world.js";

const PSEUDO = { TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" };

const project = async (here: World, id: string) => (await here.json("show", id, "--segments")).data;
const memoryOf = async (here: World) =>
  (await here.json("sql", "select count(*) from memory")).data.rows[0][0] as number;

describe.runIf(hasMedia)("a recording", () => {
  test("becomes a transcript; its translations are there from the start, wait for it and follow", async () => {
    const here = world(PSEUDO);
    const added = await transcribing(here, talk(here, "talk.wav", 12), "--to", "fr,es", "--from", "en");
    expect(added).toMatchObject({ id: "audio-1", created: true, status: "pending" });
    expect(added.projects.map(({ targetLang }) => targetLang)).toEqual(["fr", "es"]);
    const [fr] = added.projects;
    expect(await project(here, fr!.id)).toMatchObject({ status: "pending", segmentsCount: 0 });
    expect((await here.cli("tick")).code).toBe(0);
    expect(await recordingOf(here)).toMatchObject({ status: "completed", unitsDone: 1, duration: 12_000 });
    expect(await transcriptOf(here)).toBe(
      "1\n00:00:00,000 --> 00:00:05,000\n[pseudo transcript 00:00:00]\n\n" +
        "2\n00:00:05,000 --> 00:00:10,000\n[pseudo transcript 00:00:05]\n\n" +
        "3\n00:00:10,000 --> 00:00:12,000\n[pseudo transcript 00:00:10]\n",
    );
    for (const { id } of added.projects) {
      const { status, segments } = await project(here, id);
      expect([status, segments.length]).toEqual(["completed", 3]);
    }
  });

  test("is written beside itself with its translations where that is asked for", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.wav", 6);
    await transcribing(here, path, "--to", "fr", "--from", "en", "--deliver");
    await here.cli("tick");
    const beside = (name: string) => join(dirname(path), name);
    expect(readFileSync(beside("talk.en.srt"), "utf8")).toBe(await transcriptOf(here));
    expect(readFileSync(beside("talk.fr.srt"), "utf8")).toContain("00:00:05,000 --> 00:00:06,000");
    expect(readdir(path)).toHaveLength(3);
  });

  test("that was transcribed before is known, also when it is named with more languages", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.mp3", 6);
    await transcribing(here, path, "--to", "fr");
    await here.cli("tick");
    const again = await transcribing(here, path, "--to", "fr,es");
    expect(again).toMatchObject({ id: "audio-1", created: false, status: "completed" });
    expect(again.projects.map(({ status }) => status)).toEqual(["completed", "pending"]);
    await here.cli("tick");
    expect(await statusOf(here, again.projects[1]!.id)).toBe("completed");
    expect(await transcribing(here, path, "--again")).toMatchObject({ id: "audio-2", created: true });
  });

  test("with --text becomes a line a segment, and may not be translated", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.mp3", 12);
    await transcribing(here, path, "--text");
    await here.cli("tick");
    expect(await transcriptOf(here)).toBe(
      "[pseudo transcript 00:00:00]\n[pseudo transcript 00:00:05]\n[pseudo transcript 00:00:10]\n",
    );
    const { code, err } = await here.cli("transcribe", path, "--text", "--to", "fr");
    expect([code, err]).toEqual([2, expect.stringContaining("translations need times")]);
  });

  test("with --text is transcribed by a model that has no times", async () => {
    const { here, server } = await listening(() => undefined);
    server.fail(say({ text: "Hello there." }));
    await transcribing(here, talk(here, "talk.mp3", 4), "--text");
    await here.cli("tick");
    expect((await recordingOf(here)).transcription).toBe("Hello there.");
  });

  test("keeps who speaks before what is said", async () => {
    const { here, server } = await listening(() => ({
      segments: [
        { start: 0, end: 3, text: "Good evening.", speaker: "A" },
        { start: 3, end: 6, text: "How do you do?", speaker: "B" },
      ],
    }));
    const { projects } = await transcribing(here, talk(here, "talk.mp3", 6), "--speakers", "--to", "fr");
    await here.cli("tick");
    expect(server.asked()[0]).toBe("diarized_json");
    expect(await transcriptOf(here)).toContain("A: Good evening.");
    const { segments } = await project(here, projects[0]!.id);
    expect(segments.map(({ text }: { text: string }) => text)).toEqual([
      "A: Good evening.",
      "B: How do you do?",
    ]);
  });

  test("in a language that it was to be translated into is transcribed, and that translation cancelled", async () => {
    const { here } = await listening();
    const path = talk(here, "talk.mp3", 10);
    const { projects } = await transcribing(here, path, "--to", "en,fr", "--deliver");
    const [en, fr] = projects;
    await here.cli("tick");
    expect([await statusOf(here, en!.id), await statusOf(here, fr!.id)]).toEqual(["cancelled", "completed"]);
    expect(existsSync(join(dirname(path), "talk.en.srt"))).toBe(true);
  });

  test("known to be in that language is not even added for it", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.mp3", 5);
    const { projects } = await transcribing(here, path, "--to", "en,fr", "--from", "en");
    expect(projects.map(({ targetLang }) => targetLang)).toEqual(["fr"]);
  });

  test("leaves the translation memory as it was, unless --memory lets it be used and filled", async () => {
    const { here } = await listening();
    const path = talk(here, "talk.mp3", 10);
    const first = await transcribing(here, path, "--to", "fr", "--from", "en");
    await here.cli("tick");
    expect(await statusOf(here, first.projects[0]!.id)).toBe("completed");
    expect(await memoryOf(here)).toBe(0);
    await transcribing(here, path, "--to", "fr", "--from", "en", "--again", "--memory");
    await here.cli("tick");
    const filled = await memoryOf(here);
    expect(filled).toBe(2);
    const third = await transcribing(here, path, "--to", "fr", "--from", "en", "--again");
    const fourth = await transcribing(here, path, "--to", "fr", "--from", "en", "--again", "--memory");
    await here.cli("tick");
    const originsOf = async ({ projects }: typeof first) =>
      (await project(here, projects[0]!.id)).segments.map(({ origin }: { origin: string }) => origin);
    expect(await originsOf(third)).not.toContain("memory");
    expect(await originsOf(fourth)).toEqual(["memory", "memory"]);
  });

  test("is worked off with all that is made of it by --wait", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.mp3", 6);
    const { code, data } = await here.json("transcribe", path, "--to", "fr", "--wait");
    expect(code).toBe(0);
    const [{ added }] = data.files;
    expect((await recordingOf(here)).status).toBe("completed");
    expect(await statusOf(here, added.projects[0].id)).toBe("completed");
  });
});

describe.runIf(hasMedia)("what can't be transcribed is named, and the others are added", () => {
  const silentFilm = (here: World) =>
    makeRecording(here.file("film.mp4", ""), "-f", "lavfi", "-i", "color=black:s=16x16:d=1");
  const NOT_ONE = "it can't be read as a recording: its content is not that of one";
  const NO_RECORDINGS: [string, (here: World) => string, string][] = [
    ["a film without sound", silentFilm, "it has no sound"],
    ["an empty file", (here) => here.file("empty.mp3", ""), "the file is empty"],
    ["a text", (here) => here.file("text.mp3", "Good morning.\n".repeat(9)), NOT_ONE],
    ["subtitles", (here) => here.file("film.srt", srtOf(2)), "can't be read as a recording"],
    ["a device", () => "/dev/null", "it is not a file"],
    ["a path that is not there", (here) => join(here.home, "nothing.mp3"), "no such file or folder"],
  ];

  test.each(NO_RECORDINGS)("%s", async (_, make, reason) => {
    const here = world(PSEUDO);
    const bad = make(here);
    const { code, out, err } = await here.cli("transcribe", bad, talk(here, "good.mp3", 2));
    expect([code, out]).toEqual([1, expect.stringContaining("good.mp3")]);
    expect(err).toContain(`${bad}: `);
    expect(err).toContain(reason);
    expect(err.split(basename(bad))).toHaveLength(2);
  });

  test("an empty path, and not the folder that it would stand for", async () => {
    const { code, err } = await world(PSEUDO).cli("transcribe", "");
    expect([code, err]).toEqual([2, expect.stringContaining("the path is empty")]);
  });

  test("a recording among texts is named by add, with the command that takes it", async () => {
    const here = world(PSEUDO);
    const path = talk(here, "talk.mp3", 2);
    const { code, err } = await here.cli("add", path, here.file("a.srt", srtOf(1)), "--to", "fr");
    expect(code).toBe(1);
    expect(err).toContain("it is a recording");
    expect(err).toContain(`\`transcron transcribe ${path} --to fr\``);
  });
});

test("a forgotten recording takes with it what waits for its transcript", async () => {
  const here = world(PSEUDO);
  const { projects } = await transcribing(here, talk(here, "talk.mp3", 2), "--to", "fr,es");
  const [fr, es] = projects.map(({ id }) => id);
  await here.cli("cancel", "audio-1");
  const { out } = await here.cli("forget", "audio-1");
  expect(out).toContain("audio-1 and 2 that wait for its transcript: cancelled → deleted");
  for (const id of [fr, es]) expect((await here.cli("show", id!)).code).toBe(2);
});

describe.runIf(hasMedia)("a folder", () => {
  test("stands for the recordings in it that have no subtitles", async () => {
    const here = world(PSEUDO);
    for (const name of ["a.mp3", "deep/b.mp3", "c.mp3"]) talk(here, name, 2);
    const folder = dirname(here.file("c.en.srt", srtOf(2)));
    here.clock.time = statSync(join(folder, "c.en.srt")).mtimeMs + 20_000;
    const { data } = await here.json("transcribe", folder, "--to", "fr");
    expect(
      data.files.map(({ file, skipped }: { file: string; skipped?: string }) => [file, skipped]),
    ).toEqual([
      [join(folder, "c.mp3"), "subtitled"],
      [join(folder, "a.mp3"), undefined],
      [join(folder, "deep/b.mp3"), undefined],
    ]);
    await here.cli("tick");
    expect(readFileSync(join(folder, "deep/b.fr.srt"), "utf8")).toContain("-->");
    writeFileSync(join(folder, "a.txt"), "a text is not a recording");
    expect((await here.json("transcribe", folder)).data.files).toHaveLength(3);
  });
});

function readdir(path: string): string[] {
  return readdirSync(dirname(path));
}
