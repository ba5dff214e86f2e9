import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { read } from "../src/formats/index.js";
import { hasMedia } from "./support/media.js";
import { talk, transcribing, transcriptOf } from "./support/talks.js";
import { scratch, world } from "./support/world.js";

/** A recording in English that was transcribed. */
async function transcribed(name = "talk.wav") {
  const here = world({ TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" });
  const path = talk(here, name, 6);
  await transcribing(here, path, "--from", "en");
  await here.cli("tick");
  return { here, path, out: scratch() };
}

describe.runIf(hasMedia)("export of a recording", () => {
  test.each(["srt", "vtt", "json", "txt", "ass", "csv"])("writes the transcript as .%s", async (ending) => {
    const { here, out } = await transcribed();
    const path = join(out, `mine.${ending}`);
    expect(await here.cli("export", "audio-1", "-o", path)).toMatchObject({
      code: 0,
      out: `wrote ${path}\n`,
    });
    const { cues } = read(path, readFileSync(path), ending === "csv" ? { column: "text" } : {});
    expect(cues.map(({ text }) => text)).toEqual([
      "[pseudo transcript 00:00:00]",
      "[pseudo transcript 00:00:05]",
    ]);
  });

  test("writes it beside the recording, and again over its own file only", async () => {
    const { here, path } = await transcribed();
    const beside = join(dirname(path), "talk.en.srt");
    expect((await here.cli("export", "audio-1")).out).toBe(`wrote ${beside}\n`);
    expect((await here.cli("export", "audio-1")).code).toBe(0);
    writeFileSync(beside, "of somebody else");
    const { code, err } = await here.cli("export", "audio-1");
    expect([code, err]).toEqual([2, expect.stringContaining(`${beside} exists already`)]);
    expect(readFileSync(beside, "utf8")).toBe("of somebody else");
    expect((await here.cli("export", "audio-1", "--force")).code).toBe(0);
    expect(readFileSync(beside, "utf8")).toBe(await transcriptOf(here));
  });

  test("writes it into a folder, and several into the subfolders they were found in", async () => {
    const { here, out } = await transcribed();
    await here.cli("export", "audio-1", "-o", out);
    expect(existsSync(join(out, "talk.en.srt"))).toBe(true);
    const folder = dirname(talk(here, "more/deep/b.wav", 3));
    utimesSync(join(folder, "b.wav"), 1, 1);
    await transcribing(here, dirname(folder), "--no-deliver");
    await here.cli("tick");
    const many = join(out, "many");
    mkdirSync(many);
    expect(await here.cli("export", "audio-1", "audio-2", "-o", many)).toMatchObject({ code: 0, err: "" });
    expect(existsSync(join(many, "talk.en.srt"))).toBe(true);
    expect(existsSync(join(many, "deep/b.srt"))).toBe(true);
    const { code, err } = await here.cli("export", "audio-1", "audio-2", "-o", join(out, "one.srt"));
    expect([code, err]).toEqual([2, expect.stringContaining("2 files can't go to one")]);
  });

  test("writes it to standard output in the format that is named", async () => {
    const { here } = await transcribed();
    expect((await here.cli("export", "audio-1", "-o", "-")).out).toBe(await transcriptOf(here));
    expect((await here.cli("export", "audio-1", "-o", "-", "--format", "vtt")).out).toMatch(/^WEBVTT\n/);
  });

  test("refuses the recording's own path, an unknown one, and one that is not transcribed", async () => {
    const { here, path } = await transcribed();
    const own = await here.cli("export", "audio-1", "-o", path, "--format", "srt", "--force");
    expect([own.code, own.err]).toEqual([2, expect.stringContaining("is the recording itself")]);
    await transcribing(here, talk(here, "later.mp3", 2));
    const { code, err } = await here.cli("export", "audio-1", "audio-2", "audio-9");
    expect(code).toBe(1);
    expect(err).toContain("audio-2 (later.mp3): it is not transcribed yet");
    expect(err).toContain("there is no audio-9");
  });

  test("has no use for what is for translations", async () => {
    const { here } = await transcribed();
    expect((await here.cli("export", "audio-1", "--bilingual")).err).toContain("only one language");
    expect((await here.cli("export", "audio-1", "trans_x")).err).toContain("trans_x is not a recording");
  });

  test("of plain text can't become subtitles, and says so", async () => {
    const here = world({ TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" });
    await transcribing(here, talk(here, "talk.wav", 6), "--text");
    await here.cli("tick");
    const { code, err } = await here.cli("export", "audio-1", "-o", join(scratch(), "talk.srt"));
    expect([code, err]).toEqual([2, expect.stringContaining("needs times")]);
  });
});
