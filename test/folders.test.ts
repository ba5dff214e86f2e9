import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withCrontab } from "./support/crontab.js";
import type { World } from "./support/projects.js";
import { type Watching, withWatched } from "./support/watched.js";
import { srtOf, world } from "./support/world.js";

const listed = async (here: World) => (await here.json("folder", "list")).data.folders;

const audited = async (here: World) =>
  (await here.json("audit")).data.changes.flatMap(({ action, details }: Record<string, string>) =>
    action === "folder" ? [details] : [],
  );

function folderIn(here: World, name: string) {
  const path = join(here.home, "..", name);
  mkdirSync(path, { recursive: true });
  return path;
}

describe("folder add", () => {
  test("keeps every setting, and says what is set", async () => {
    const { here, folder } = await withWatched(
      "--to fr,es --from en --prefer en,de --encoding windows-1252 --column text --lane any --export-dir /out",
    );
    expect(await listed(here)).toMatchObject([
      {
        path: folder,
        targets: ["fr", "es"],
        from: "en",
        prefer: ["en", "de"],
        encoding: "windows-1252",
        column: "text",
        lane: "any",
        exportDir: "/out",
        scannedAt: null,
        figures: null,
      },
    ]);
    expect((await here.cli("folder", "list")).out).toMatch(
      /watched → fr, es\n {2}from en, prefer en,de, encoding windows-1252, column text, lane any, export to \/out\n/,
    );
  });

  test("again changes what is given, keeps the rest, and says what changed", async () => {
    const { here, folder } = await withWatched("--to fr --from en --lane any");
    const { out } = await here.cli("folder", "add", folder, "--to", "fr,es", "--lane", "");
    expect(out).toContain("to: fr → fr,es; lane: any → –");
    expect(await listed(here)).toMatchObject([{ targets: ["fr", "es"], from: "en", lane: null }]);
    expect((await here.cli("folder", "add", folder, "--to", "fr,es")).out).toContain("is watched already");
  });

  test("with another language adds the files that are there for it", async () => {
    const { here, folder, put } = await withWatched("--to fr");
    put("a.srt", 2);
    await here.cli("scan");
    await here.cli("folder", "add", folder, "--to", "fr,es");
    expect((await here.json("scan")).data.folders[0].figures.added).toEqual({ es: 1 });
  });

  test.each([
    [["--to", "fr", "--from", "fr"], "--from and --to are both fr"],
    [["--to", "xx-"], "is no language tag"],
    [["--to", "fr", "--lane", "fast"], 'there is no lane "fast"'],
    [["--to", "fr", "--encoding", "martian"], "martian"],
    [["--to", "fr", "--prefer", "doc"], "doc"],
    [[], "into which languages"],
  ])("refuses %j", async (argv, says) => {
    const here = world();
    const { code, err } = await here.cli("folder", "add", folderIn(here, "a"), ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    expect(await listed(here)).toEqual([]);
  });

  test("refuses what is not a folder", async () => {
    const here = world();
    const { code, err } = await here.cli("folder", "add", here.file("a.srt", srtOf(1)), "--to", "fr");
    expect([code, err]).toEqual([2, expect.stringContaining("is not a folder")]);
  });

  test("refuses a folder inside a watched one, around it, or the same by a link", async () => {
    const here = world();
    const [outer, middle, inner] = ["o", "o/m", "o/m/i"].map((name) => folderIn(here, name)) as [
      string,
      string,
      string,
    ];
    const link = join(here.home, "..", "link");
    symlinkSync(middle, link);
    await here.cli("folder", "add", middle, "--to", "fr");
    const refusal = async (path: string) => (await here.cli("folder", "add", path, "--to", "fr")).err;
    expect(await refusal(inner)).toContain(`${inner} is inside ${middle}`);
    expect(await refusal(outer)).toContain(`${middle} is inside ${outer}`);
    expect(await refusal(link)).toContain(`${link} is the same folder as ${middle}`);
    expect((await here.cli("folder", "add", folderIn(here, "o/m2"), "--to", "fr")).code).toBe(0);
  });
});

describe("folder list", () => {
  test("says when the last scan was, what it found, and why files were skipped", async () => {
    const { here, put, write } = await withWatched();
    put("a.srt", 2);
    write("b.srt", "");
    write("items.csv", "id,text\n1,Good evening.\n");
    await here.cli("tick");
    const { out } = await here.cli("folder", "list");
    expect(out).toContain("last scan 2026-01-06 14:30:15 UTC");
    expect(out).toMatch(
      /3 files: 1 added → fr, 1 unreadable\n {2}skipped: 1 table whose column is not named/,
    );
    await here.cli("scan");
    expect((await listed(here))[0].figures).toMatchObject({ unchanged: 1, unreadable: 1, added: {} });
    expect((await listed(here))[0].figures.skipped).toEqual({ column: 1, written: 1 });
  });
});

describe("folder remove", () => {
  test("keeps what was added, and works for a folder that is gone", async () => {
    const { here, folder, put } = await withWatched();
    put("a.srt", 2);
    await here.cli("scan");
    rmSync(folder, { recursive: true });
    const { code, out } = await here.cli("folder", "remove", `${folder}/`);
    expect([code, out]).toEqual([0, expect.stringContaining("what was added from it stays")]);
    expect(await listed(here)).toEqual([]);
    expect((await here.json("list")).data.counts.pending).toBe(1);
    expect((await here.cli("folder", "remove", folder)).err).toContain("is not a watched folder");
  });

  test("adding, changing and removing are in the audit log", async () => {
    const { here, folder } = await withWatched();
    await here.cli("folder", "add", folder, "--to", "es");
    await here.cli("folder", "remove", folder);
    const done = [`${folder} removed`, `${folder} changed: to: fr → es`, `${folder} added: to fr`];
    expect((await audited(here)).sort()).toEqual(done.sort());
  });
});

test("doctor says which watched folders are missing or could not be scanned", async () => {
  const finding = async ({ here }: Watching) =>
    (await here.json("doctor")).data.findings.filter(({ check }: { check: string }) => check === "folders");
  const watching = await withWatched();
  expect(await finding(watching)).toMatchObject([{ state: "ok", says: "1 watched" }]);
  watching.put("a.srt", 1);
  await watching.here.cli("scan");
  rmSync(join(watching.folder, "a.srt"));
  await watching.here.cli("scan");
  expect(await finding(watching)).toMatchObject([
    { state: "warning", says: expect.stringContaining("none of the 1") },
  ]);
  rmSync(watching.folder, { recursive: true });
  expect(await finding(watching)).toMatchObject([
    { state: "warning", says: expect.stringContaining("is missing") },
  ]);
});

test("watched folders come back with a backup, with what is known of their files", async () => {
  const { here, folder, put } = await withWatched();
  put("a.srt", 2);
  await here.cli("scan");
  const backup = join(here.home, "..", "backup.db");
  await here.cli("backup", backup);
  await here.cli("folder", "remove", folder);
  await here.cli("restore", backup, "--force");
  expect((await here.json("scan")).data.folders).toMatchObject([{ path: folder, figures: { unchanged: 1 } }]);
});

describe("crontab --install", () => {
  const addLine = (here: World, folder: string) =>
    `*/5 * * * * /node /transcron.js --home ${here.home} --quiet add ${folder} --to fr,es >>/log 2>&1`;
  const entry = (here: World, ...folders: string[]) =>
    [
      "# >>> transcron >>>",
      ...folders.map((folder) => addLine(here, folder)),
      "# <<< transcron <<<",
      "",
    ].join("\n");

  test("with a folder watches it, and a second one drops no first", async () => {
    const here = world();
    const crontab = withCrontab("");
    const [a, b] = [folderIn(here, "a"), folderIn(here, "b")];
    expect((await here.cli("crontab", "--install", "--folder", a, "--to", "fr")).out).toContain(
      `watching ${a} → fr`,
    );
    await here.cli("crontab", "--install", "--folder", b, "--to", "es");
    expect(crontab()).not.toContain(" add ");
    expect(await listed(here)).toMatchObject([
      { path: a, targets: ["fr"] },
      { path: b, targets: ["es"] },
    ]);
    expect((await here.cli("crontab", "--install")).out).toContain("installed already");
  });

  test("takes the add lines of its older entry over, also of a folder that is away", async () => {
    const here = world();
    const gone = join(here.home, "..", "gone");
    const crontab = withCrontab(entry(here, folderIn(here, "a"), gone));
    await here.cli("folder", "add", folderIn(here, "a"), "--to", "de");
    await here.cli("crontab", "--install");
    expect(existsSync(gone)).toBe(false);
    expect(crontab()).not.toContain(" add ");
    expect(await listed(here)).toMatchObject([
      { targets: ["de", "fr", "es"] },
      { path: gone, targets: ["fr", "es"] },
    ]);
  });

  test("leaves an older entry as it is where its folders can't be watched", async () => {
    const here = world();
    const before = entry(here, folderIn(here, "a"), folderIn(here, "a/b"));
    const crontab = withCrontab(before);
    expect((await here.cli("crontab", "--install")).code).toBe(2);
    expect(crontab()).toBe(before);
  });

  test("printing alone watches nothing", async () => {
    const here = world();
    await here.cli("crontab", "--folder", folderIn(here, "a"), "--to", "fr");
    expect(await listed(here)).toEqual([]);
  });
});
