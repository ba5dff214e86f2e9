import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { scan } from "../src/verbs/scan.js";
import { hasMedia, makeRecording, tones } from "./support/media.js";
import { recordingOf } from "./support/talks.js";
import { type Watching, withWatched } from "./support/watched.js";
import { world } from "./support/world.js";

const PSEUDO = { TRANSCRON_TRANSCRIBE_PROVIDER: "pseudo" };

/** A recording of a few seconds in the watched folder, of one and the same time. */
function record({ folder }: Watching, name: string, seconds = 3): string {
  const path = makeRecording(join(folder, name), ...tones(seconds, [0, seconds]));
  utimesSync(path, 1, 1);
  return path;
}

const figuresOf = async ({ here }: Watching) => (await here.json("folder", "list")).data.folders[0].figures;
const countOf = async ({ here }: Watching) =>
  (await here.json("sql", "select count(*) from audio_records")).data.rows[0][0];

describe.runIf(hasMedia)("a watched folder with recordings", () => {
  test("has their transcripts and translations beside them after ticks, and takes none of these for a source", async () => {
    const watching = await withWatched("--to es --from en", PSEUDO);
    const { here, folder, tickLater } = watching;
    record(watching, "talk.mp3");
    await tickLater();
    expect(readFileSync(join(folder, "talk.en.srt"), "utf8")).toContain("[pseudo transcript 00:00:00]");
    expect(existsSync(join(folder, "talk.es.srt"))).toBe(true);
    for (const name of ["talk.en.srt", "talk.es.srt"]) utimesSync(join(folder, name), 1, 1);
    await tickLater();
    await tickLater();
    expect((await here.json("list")).data.projects).toHaveLength(1);
    expect(await countOf(watching)).toBe(1);
    expect(await figuresOf(watching)).toMatchObject({ files: 3, unchanged: 1, skipped: { written: 2 } });
  });

  test("is scanned without opening a recording again that is as it was", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const { here } = watching;
    const path = record(watching, "talk.mp3");
    expect((await here.cli("scan")).out).toContain("1 file: 1 recording added, 1 added → fr");
    // Whoever looked into it would find that it is no recording any more.
    writeFileSync(path, "x".repeat(readFileSync(path).length));
    utimesSync(path, 1, 1);
    expect((await here.cli("scan")).out).toContain("1 file: 1 unchanged");
    expect((await here.json("scan", "--dry-run")).data.folders[0].files).toEqual([]);
  });

  test("says in a dry run how many would be transcribed, and estimates nothing for them", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const { here } = watching;
    record(watching, "a.mp3");
    record(watching, "b.mp3");
    const { code, out, err } = await here.cli("scan", "--dry-run");
    expect([code, out]).toEqual([0, expect.stringContaining("2 files: 2 recordings to add, 2 to add → fr")]);
    expect(out).not.toContain("nothing to translate");
    expect(err).toContain("The estimate is for texts");
    expect(await countOf(watching)).toBe(0);
  });

  test("leaves out a recording that has subtitles", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    record(watching, "film.mp3");
    watching.put("film.en.srt", 2);
    await watching.tickLater();
    expect(await countOf(watching)).toBe(0);
    expect(await figuresOf(watching)).toMatchObject({ skipped: { subtitled: 1 } });
    expect((await watching.here.cli("folder", "list")).out).toContain("1 recording with subtitles");
  });

  test("names once what is no recording, and adds the others", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const { here, write, tickLater } = watching;
    record(watching, "good.mp3");
    write("text.mp3", "not a recording");
    const errors = async () =>
      (await here.json("errors", "--code", "unreadable_file")).data.errors.reduce(
        (sum: number, { count }: { count: number }) => sum + count,
        0,
      );
    await tickLater();
    await tickLater();
    expect(await errors()).toBe(1);
    expect(await figuresOf(watching)).toMatchObject({ files: 4, unreadable: 1 });
    expect(await countOf(watching)).toBe(1);
  });

  test("has a changed recording transcribed anew", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    record(watching, "talk.mp3");
    await watching.here.cli("scan");
    record(watching, "talk.mp3", 6);
    await watching.here.cli("scan");
    expect(await countOf(watching)).toBe(2);
    expect((await recordingOf(watching.here, "audio-2")).status).toBe("pending");
  });

  test("adds a language that is named later without transcribing again", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const { here, folder, tickLater } = watching;
    record(watching, "talk.mp3");
    await tickLater();
    await here.cli("folder", "add", folder, "--to", "fr,es");
    await tickLater();
    expect(existsSync(join(folder, "talk.es.srt"))).toBe(true);
    expect(await countOf(watching)).toBe(1);
  });

  test("adds texts though the lane of recordings is full", async () => {
    const watching = await withWatched("--to fr", {
      ...PSEUDO,
      LANES: "normal:100:1,audio:1:1,generation:1:1",
    });
    const { here, put } = watching;
    record(watching, "one.mp3");
    record(watching, "two.mp3");
    put("a.srt", 1);
    const { code, err } = await here.cli("scan");
    expect([code, err]).toEqual([75, expect.stringContaining("lane audio is full")]);
    expect(await countOf(watching)).toBe(1);
    expect((await here.json("list")).data.projects).toHaveLength(2);
    await here.cli("tick");
    here.clock.time += 5 * MINUTE;
    await here.cli("tick");
    expect(await countOf(watching)).toBe(2);
  });

  test.each(["failed", "cancelled"])(
    "does not pay for one that %s again when its settings change",
    async (status) => {
      const watching = await withWatched("--to fr", PSEUDO);
      const { here, folder, tickLater } = watching;
      const path = record(watching, "talk.mp3");
      await here.cli("scan");
      await here.cli("sql", "--write", `update audio_records set status = '${status}'`);
      await here.cli("folder", "add", folder, "--to", "fr,es");
      await tickLater();
      expect((await here.json("transcribe", folder)).data.files).toMatchObject([
        { added: { id: "audio-1", created: false, status } },
      ]);
      expect(await countOf(watching)).toBe(1);
      // Who names it wants it.
      expect((await here.json("transcribe", path)).data.files).toMatchObject([{ added: { id: "audio-2" } }]);
    },
  );

  test("takes none where that is not wanted, and none in a folder of before there were any", async () => {
    const watching = await withWatched("--to fr --no-recordings", PSEUDO);
    const { here, folder } = watching;
    record(watching, "talk.mp3");
    expect((await here.cli("scan")).out).toContain("0 files");
    expect((await here.cli("folder", "list")).out).toContain("no recordings");
    expect((await here.cli("folder", "add", folder, "--recordings")).out).toContain("recordings: no → yes");
    expect((await here.cli("scan")).out).toContain("1 recording added");

    const db = new Database(join(here.home, "transcron.db"));
    db.exec(
      "insert into folders (path, targets, prefer, created_at) values ('/older', '[\"fr\"]', '[]', '2026-01-01 00:00:00')",
    );
    db.close();
    const { data } = await here.json("folder", "list");
    expect(data.folders.map(({ recordings }: { recordings: boolean }) => recordings)).toEqual([false, true]);
  });

  test("leaves the rest for the next scan when a stop is asked for", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const { here } = watching;
    for (const name of ["a.mp3", "b.mp3", "c.mp3"]) record(watching, name);
    const context = here.context();
    const store = await context.store();
    const addRecording = store.addRecording.bind(store);
    store.addRecording = async (adding) => {
      here.stop.ask("SIGTERM");
      return addRecording(adding);
    };
    const [scanned] = (await scan(context, [], { dryRun: false })).folders;
    expect(scanned).toMatchObject({ stopped: "it was stopped" });
    expect(await countOf(watching)).toBe(1);
    expect((await store.listFolders())[0]!.figures).toBeNull();
    const next = world(here.outside.env);
    let ids = 0;
    next.outside.newId = () => `trans_later00${++ids}_1767709815`;
    expect((await next.cli("scan")).code).toBe(0);
    expect(await countOf(watching)).toBe(3);
  });

  test("whose disk is away changes nothing", async () => {
    const watching = await withWatched("--to fr", PSEUDO);
    const path = record(watching, "talk.mp3");
    await watching.here.cli("scan");
    rmSync(path);
    watching.here.clock.time += MINUTE;
    const { err } = await watching.here.cli("scan");
    expect(err).toContain("none of the 1 files it had are there");
  });
});
