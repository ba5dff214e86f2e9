import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../src/core/time.js";
import { srtOf, world } from "./support/world.js";

type World = ReturnType<typeof world>;

/** A file that was last written so long ago. */
function aged(here: World, path: string, age: number) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "part");
  const time = (here.clock.time - age) / 1000;
  utimesSync(path, time, time);
  return path;
}

const OURS = [
  ".transcron-0123abcd.tmp",
  ".transcron-0123abcd.tmp-wal",
  "transcron-20260105030000.db.partial",
  "transcron-20260105030000-2.db.partial",
  "transcron.db.restoring",
  "transcron.db.rekeying",
  "transcron.db.rekeying-journal",
];

const FOREIGN = [
  "transcron.db",
  "notes.db.partial",
  "transcron-20260105030000.db",
  ".transcron-notes.tmp",
  "x.transcron-0123abcd.tmp",
  "0123abcd.tmp",
];

test("once a day what a kill left behind goes: in the home, in backups and where files were written", async () => {
  const here = world();
  const source = here.file("talk.srt", srtOf(2));
  await here.cli("add", source, "--to", "fr", "--deliver");
  await here.cli("tick");
  here.clock.time += DAY;
  const swept = [here.home, join(here.home, "backups"), dirname(source)];
  const left = swept.flatMap((folder) => OURS.map((name) => aged(here, join(folder, name), 25 * HOUR)));
  const { err } = await here.cli("tick");
  expect(err).toContain(`removed ${left.length} files that killed processes left behind`);
  expect(left.filter((path) => existsSync(path))).toEqual([]);
});

test("files of a day, of others, of other folders and no files stay", async () => {
  const here = world();
  await here.cli("list");
  const backups = join(here.home, "backups");
  const kept = [
    ...OURS.map((name) => aged(here, join(backups, name), 23 * HOUR)),
    ...FOREIGN.map((name) => aged(here, join(backups, "..", "backups", name), 100 * DAY)),
    aged(here, here.file(OURS[0]!, ""), 100 * DAY),
  ];
  const folder = join(backups, ".transcron-00000000.tmp");
  const link = join(backups, ".transcron-11111111.tmp");
  mkdirSync(folder);
  symlinkSync(kept.at(-1)!, link);
  expect((await here.cli("tick")).err).not.toContain("removed");
  expect([...kept, folder, link].filter((path) => !existsSync(path))).toEqual([]);
});

test("a folder that is gone is no reason to fail", async () => {
  const here = world();
  const source = here.file("gone/talk.srt", srtOf(2));
  await here.cli("add", source, "--to", "fr", "--deliver");
  await here.cli("tick");
  rmSync(dirname(source), { recursive: true });
  here.clock.time += DAY;
  expect((await here.cli("tick")).code).toBe(0);
});

test("two backups in one second have two names, and the older of them goes first", async () => {
  const here = world();
  await here.cli("resume");
  const names = () => readdirSync(join(here.home, "backups")).sort();
  for (let backup = 0; backup < 3; backup++) expect((await here.cli("backup")).code).toBe(0);
  expect(names()).toEqual([
    "transcron-20260106143015-2.db",
    "transcron-20260106143015-3.db",
    "transcron-20260106143015.db",
  ]);
  await here.cli("backup", "--keep", "2");
  expect(names()).toEqual(["transcron-20260106143015-3.db", "transcron-20260106143015-4.db"]);
  const named = join(here.home, "..", "named.db");
  expect((await here.cli("backup", named)).code).toBe(0);
  expect(await here.cli("backup", named)).toMatchObject({
    code: 2,
    err: expect.stringContaining("exists already"),
  });
});

test("backups at once have names of their own, and none is overwritten", async () => {
  const here = world();
  await here.cli("resume");
  const program = fileURLToPath(new URL("../bin/transcron.js", import.meta.url));
  const backups = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [program, "--home", here.home, "backup"], { stdio: "ignore" }),
  );
  const codes = await Promise.all(backups.map((child) => new Promise((done) => child.on("exit", done))));
  expect(codes).toEqual(codes.map(() => 0));
  expect(readdirSync(join(here.home, "backups"))).toHaveLength(6);
});
