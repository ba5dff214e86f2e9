import { chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import { tick } from "../src/queue/tick.js";
import { scan } from "../src/verbs/scan.js";
import { tick as tickAll } from "../src/verbs/tick.js";
import { type Watching, withWatched } from "./support/watched.js";
import { srtOf } from "./support/world.js";

const added = async ({ here }: Watching) =>
  (await here.json("list", "--limit", "100")).data.projects.map(
    (one: { name: string; targetLang: string }) => `${one.name} ${one.targetLang}`,
  );

const problems = async ({ here }: Watching) =>
  (await here.json("errors")).data.errors.map(({ code }: { code: string }) => code);

const scanned = async ({ here }: Watching, ...argv: string[]) => {
  const { data, code } = await here.json("scan", ...argv);
  return { code, ...data.folders[0] };
};

describe("a scan", () => {
  test("adds what is new and what has changed, and reads nothing else", async () => {
    const watching = await withWatched("--to fr,es");
    watching.put("a.srt", 2);
    watching.put("b.srt", 3);
    expect((await scanned(watching)).figures).toMatchObject({ files: 2, added: { fr: 2, es: 2 } });
    expect((await scanned(watching)).figures).toMatchObject({ added: {}, unchanged: 2, known: 0 });
    watching.put("b.srt", 4);
    expect((await scanned(watching)).figures).toMatchObject({ added: { fr: 1, es: 1 }, unchanged: 1 });
  });

  test("does not open a file whose size and time are as before", async () => {
    const watching = await withWatched();
    const path = watching.put("a.srt", 2);
    await scanned(watching);
    // Other words in as many bytes, at the same time: who looks into the file sees that.
    watching.write(
      "a.srt",
      srtOf(2, (line) => `That was line number ${line} of the talk`),
    );
    expect(watching.sizeOf("a.srt")).toBe(Buffer.byteLength(srtOf(2)));
    expect((await scanned(watching)).figures).toMatchObject({ added: {}, unchanged: 1 });
    utimesSync(path, 2, 2);
    expect((await scanned(watching)).figures).toMatchObject({ added: { fr: 1 }, unchanged: 0 });
  });

  test("names each file that is skipped, and why, with --verbose", async () => {
    const watching = await withWatched();
    watching.put("a.srt", 2);
    watching.put("a.fr.srt", 2);
    const { err } = await watching.here.cli("--verbose", "scan", "--dry-run");
    expect(err).toMatch(/skipped \S+a\.srt: into fr: \S+a\.fr\.srt is there, and transcron did not write it/);
  });

  test("leaves a file that may still be written to for later", async () => {
    const watching = await withWatched();
    const path = watching.put("a.srt", 2);
    utimesSync(path, watching.here.clock.time / 1000, watching.here.clock.time / 1000);
    expect((await scanned(watching)).figures).toMatchObject({ added: {}, skipped: { recent: 1 } });
    watching.here.clock.time += 11 * SECOND;
    expect((await scanned(watching)).figures).toMatchObject({ added: { fr: 1 }, skipped: {} });
  });

  test("looks again at a file whose project was forgotten", async () => {
    const watching = await withWatched();
    watching.put("a.srt", 2);
    await scanned(watching);
    const { id } = (await watching.here.json("list")).data.projects[0];
    await watching.here.cli("cancel", id);
    expect((await scanned(watching)).figures).toMatchObject({ added: {}, unchanged: 1 });
    await watching.here.cli("forget", id);
    expect((await scanned(watching)).figures).toMatchObject({ added: { fr: 1 } });
  });

  test("says what it would add, and leaves all as it is", async () => {
    const watching = await withWatched("--to fr,es");
    watching.put("a.srt", 2);
    watching.write("b.srt", "");
    const dry = await scanned(watching, "--dry-run");
    expect(dry).toMatchObject({ code: 1, figures: { files: 2, added: { fr: 1, es: 1 }, unreadable: 1 } });
    expect(await added(watching)).toEqual([]);
    expect((await scanned(watching)).figures).toEqual(dry.figures);
    expect((await scanned(watching, "--dry-run")).figures).toMatchObject({ added: {}, unchanged: 1 });
  });

  test("knows files that were added by hand", async () => {
    const watching = await withWatched();
    await watching.here.cli("add", watching.put("a.srt", 2), "--to", "fr");
    expect((await scanned(watching, "--dry-run")).figures).toMatchObject({ added: {}, known: 1 });
    expect((await scanned(watching)).figures).toMatchObject({ added: {}, known: 1 });
    expect((await scanned(watching)).figures).toMatchObject({ known: 0, unchanged: 1 });
  });

  test("that a full lane stops goes on with the rest when there is room", async () => {
    const watching = await withWatched("--to fr", { LANES: "normal:2:1" });
    for (const name of ["a.srt", "b.srt", "c.srt"]) watching.put(name, 1);
    const { code, stopped, figures } = await scanned(watching);
    expect({ code, stopped }).toEqual({ code: 75, stopped: expect.stringContaining("lane normal is full") });
    expect(figures.added).toEqual({ fr: 2 });
    await watching.here.cli("tick");
    expect((await scanned(watching)).figures.added).toEqual({ fr: 1 });
  });

  test.skipIf(process.getuid?.() === 0)("looks each time at a file that can't be opened", async () => {
    const watching = await withWatched();
    const path = watching.put("a.srt", 2);
    chmodSync(path, 0);
    expect((await scanned(watching)).figures).toMatchObject({ unreadable: 1 });
    chmodSync(path, 0o600);
    expect((await scanned(watching)).figures).toMatchObject({ added: { fr: 1 } });
  });
});

test("a table whose column is not named is read once, and again when it is named", async () => {
  const watching = await withWatched();
  watching.write("a.csv", "id,text\n1,Good evening.\n");
  await watching.here.cli("tick");
  const [folder] = (await watching.here.json("folder", "list")).data.folders;
  expect(folder.figures.skipped).toEqual({ column: 1 });
  watching.write("a.csv", "no,text\n1,Good evening.\n"); // the same size and time: not read, so not seen
  await watching.tickLater();
  const [later] = (await watching.here.json("folder", "list")).data.folders;
  expect(later.figures).toEqual(folder.figures);
  await watching.here.cli("folder", "add", watching.folder, "--column", "text");
  await watching.tickLater();
  expect(await added(watching)).toEqual(["a.csv fr"]);
});

describe("a tick", () => {
  test("loads no scan where none is due", async () => {
    const { here } = await withWatched();
    let scans = 0;
    const scan = async () => void scans++;
    await here.cli("tick");
    await tick(here.context(), { budget: MINUTE, role: "tick", kinds: async () => [], scan });
    expect(scans).toBe(0);
    here.clock.time += 5 * MINUTE;
    await tick(here.context(), { budget: MINUTE, role: "tick", kinds: async () => [], scan });
    expect(scans).toBe(1);
  });

  test("translates at once also what a long scan adds", async () => {
    const { here, put } = await withWatched();
    put("a.srt", 2);
    const { newId } = here.outside;
    here.outside.newId = (now) => {
      here.clock.time += MINUTE;
      return newId(now);
    };
    await here.cli("tick");
    expect((await here.json("list")).data.projects).toMatchObject([{ name: "a.srt", status: "completed" }]);
  });

  test("scans when the interval has passed, and translates what is new at once", async () => {
    const watching = await withWatched("--to fr", { SCAN_EVERY: "5m" });
    const { here } = watching;
    watching.put("a.srt", 2);
    await here.cli("tick");
    expect((await here.json("list")).data.projects).toMatchObject([{ name: "a.srt", status: "completed" }]);
    watching.put("b.srt", 2);
    here.clock.time += 4 * MINUTE;
    await here.cli("tick");
    expect(await added(watching)).toEqual(["a.srt fr"]);
    here.clock.time += MINUTE;
    await here.cli("tick");
    expect(await added(watching)).toContain("b.srt fr");
  });

  test("names a file that can't be read once, until it changes", async () => {
    const watching = await withWatched();
    watching.write("a.srt", "");
    await watching.tickLater();
    await watching.tickLater();
    expect((await watching.here.json("errors")).data.errors).toMatchObject([
      { code: "unreadable_file", count: 1 },
    ]);
    expect((await watching.here.json("folder", "list")).data.folders[0].figures.unreadable).toBe(1);
    watching.put("a.srt", 2);
    await watching.tickLater();
    expect(await added(watching)).toEqual(["a.srt fr"]);
  });

  test("notes a folder that is away once, and again only after it was back", async () => {
    const watching = await withWatched();
    const { folder } = watching;
    const awayTwice = async () => {
      renameSync(folder, `${folder}.away`);
      await watching.tickLater();
      await watching.tickLater();
      renameSync(`${folder}.away`, folder);
    };
    watching.put("a.srt", 2);
    await awayTwice();
    expect(await problems(watching)).toEqual(["folder_away"]);
    await watching.tickLater();
    expect(await added(watching)).toEqual(["a.srt fr"]);
    await awayTwice();
    expect((await watching.here.json("errors")).data.errors).toMatchObject([
      { code: "folder_away", count: 2 },
    ]);
  });

  test("scans other folders though one is away, and works", async () => {
    const watching = await withWatched();
    const { here } = watching;
    const other = join(here.home, "..", "other");
    mkdirSync(other);
    writeFileSync(join(other, "b.srt"), srtOf(2));
    await here.cli("folder", "add", other, "--to", "fr");
    rmSync(watching.folder, { recursive: true });
    expect((await here.cli("tick")).code).toBe(0);
    expect((await here.json("list")).data.projects).toMatchObject([{ name: "b.srt", status: "completed" }]);
  });

  test("takes a folder that suddenly looks empty for one that is away", async () => {
    const watching = await withWatched();
    watching.put("a.srt", 2);
    await watching.tickLater();
    rmSync(join(watching.folder, "a.srt"));
    rmSync(join(watching.folder, "a.fr.srt"));
    await watching.tickLater();
    expect(await problems(watching)).toEqual(["folder_away"]);
    watching.put("a.srt", 2);
    await watching.tickLater();
    const [{ error, figures }] = (await watching.here.json("folder", "list")).data.folders;
    expect({ error, unchanged: figures.unchanged }).toEqual({ error: null, unchanged: 1 });
  });

  test("whose folder waits in a lane that is gone scans the others", async () => {
    const watching = await withWatched("--to fr", { LANES: "normal:9:1,any:9:1" });
    watching.put("a.srt", 2);
    await watching.here.cli("folder", "add", watching.folder, "--lane", "any");
    watching.here.outside.env.LANES = "normal:9:1";
    expect((await watching.here.cli("tick")).code).toBe(0);
    expect((await watching.here.json("errors")).data.errors[0].message).toContain('there is no lane "any"');
  });
});

test("a scan by hand while a tick scans adds each file once", async () => {
  const watching = await withWatched();
  for (let number = 0; number < 30; number++) watching.put(`${number}.srt`, 1);
  await Promise.all([
    scan(watching.here.context(), [], { dryRun: false }),
    tickAll(watching.here.context(), { budget: 10 * MINUTE }),
  ]);
  expect(await added(watching)).toHaveLength(30);
});

test("a stop in the middle leaves the rest of a folder, known or new, for the next scan", async () => {
  const watching = await withWatched();
  const { here } = watching;
  watching.put("9.srt", 1);
  await scanned(watching);
  for (let number = 0; number < 3; number++) watching.put(`${number}.srt`, 1);
  const { newId } = here.outside;
  here.outside.newId = (now) => {
    here.stop.ask("SIGTERM");
    return newId(now);
  };
  expect((await here.cli("scan")).code).toBe(143);
  const store = await here.context().store();
  const [folder] = await store.listFolders();
  const known = (await store.folderFiles(folder!.id)).map(({ path }) => basename(path));
  expect(known.sort()).toEqual(["0.srt", "9.srt"]);
});
