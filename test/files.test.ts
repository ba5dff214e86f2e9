import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../src/core/time.js";
import { openaiServer, translated } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

type World = ReturnType<typeof world>;

const SILENT = { code: 0, out: "", err: "" };

/** Adds a file of so many lines to be written on its own; returns its path and its project's id. */
async function deliver(here: World, name: string, lines: number) {
  const path = here.file(
    name,
    srtOf(lines, (line) => `In ${name} of ${lines} this is line ${line}.`),
  );
  const { data } = await here.json("add", path, "--to", "fr", "--deliver");
  return { path, target: path.replace(".srt", ".fr.srt"), id: data.files[0].projects[0].id as string };
}

const cuesIn = (path: string) => readFileSync(path, "utf8").split("-->").length - 1;
const statusOf = async (here: World, id: string) => (await here.json("show", id)).data.status;

describe("of a source that changed", () => {
  test("only the newest version is translated: what waits for an older one is cancelled, and that is said", async () => {
    const here = world();
    const older = await deliver(here, "talk.srt", 3);
    const changed = here.file("talk.srt", srtOf(4));
    const { out } = await here.cli("add", changed, "--to", "fr", "--deliver");
    expect(out).toContain(`in place of ${older.id}`);
    await here.cli("tick");
    expect((await here.json("list")).data.counts).toMatchObject({ completed: 1, cancelled: 1 });
    expect((await here.cli("show", older.id)).out).toContain("newer version of the file");
    expect((await here.cli("--json", "audit")).out).toContain("superseded by");
    expect(cuesIn(older.target)).toBe(4);
  });

  test("a worker lets go of an older version after the request that is out", async () => {
    const holder: { change?: () => Promise<unknown> } = {};
    const server = await openaiServer((lines) =>
      Promise.resolve(holder.change?.()).then(() => translated(lines)),
    );
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const older = await deliver(here, "talk.srt", 30);
    const other = world(here.outside.env);
    other.outside.newId = () => "trans_newer001_1";
    holder.change = () => other.cli("add", here.file("talk.srt", srtOf(2)), "--to", "fr", "--deliver");
    await here.cli("batch", older.id);
    expect(server.count()).toBe(1);
    expect(await statusOf(here, older.id)).toBe("cancelled");
    holder.change = async () => {};
    await here.cli("tick");
    expect(cuesIn(older.target)).toBe(2);
  });

  test("an older translation is not delivered any more, with nothing to complain of", async () => {
    const here = world();
    const folder = join(here.home, "..", "files", "away");
    const older = await deliver(here, "away/talk.srt", 3);
    renameSync(folder, `${folder}.mounted`);
    await here.cli("tick");
    renameSync(`${folder}.mounted`, folder);
    const newer = await deliver(here, "away/talk.srt", 4);
    await here.cli("batch", newer.id);
    here.clock.time += HOUR;
    const { err } = await here.cli("tick");
    expect(err).not.toContain("could not be written");
    expect(cuesIn(newer.target)).toBe(4);
    expect((await here.json("list")).data.counts).toMatchObject({ completed: 2 });
    expect((await here.cli("doctor")).out).not.toContain("could not be written");
    expect((await here.cli("export", "--all")).out).toContain("nothing to export");
    expect(await statusOf(here, older.id)).toBe("completed");
  });

  test("an older translation is not exported over the newer one's file, and elsewhere it is", async () => {
    const here = world();
    const older = await deliver(here, "talk.srt", 3);
    await here.cli("tick");
    const newer = await deliver(here, "talk.srt", 4);
    const folder = dirname(older.path);
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    for (const argv of [[], ["--force"], ["-o", folder], ["-o", older.target]]) {
      expect(await here.cli("export", older.id, ...argv)).toMatchObject({
        code: 2,
        err: expect.stringMatching(`of an older version of the file.*${newer.id}`),
      });
    }
    expect((await here.cli("export", older.id, "-o", elsewhere)).code).toBe(0);
    await here.cli("tick");
    expect(cuesIn(older.target)).toBe(4);
    await here.cli("export", newer.id, "-o", join(folder, "new.srt"));
    expect((await here.cli("export", older.id, "-o", join(folder, "new.srt"))).code).toBe(2);
    expect(cuesIn(join(elsewhere, "talk.fr.srt"))).toBe(3);
  });

  test("what is changed back is translated again, and its translation takes the place of the other", async () => {
    const here = world();
    const { target } = await deliver(here, "talk.srt", 3);
    await here.cli("tick");
    for (const lines of [4, 3]) {
      here.clock.time += MINUTE;
      await deliver(here, "talk.srt", lines);
      await here.cli("tick");
      expect(cuesIn(target)).toBe(lines);
    }
    expect(await here.cli("tick")).toEqual(SILENT);
  });
});

describe("a finished file whose disk is away", () => {
  test("is written when the disk is back, tried with growing pauses, and complained of once", async () => {
    const here = world();
    const disk = join(here.home, "..", "disk");
    here.outside.env.EXPORT_DIR = join(disk, "out");
    const { id } = await deliver(here, "talk.srt", 2);
    expect(await here.cli("tick")).toMatchObject({
      code: 1,
      err: expect.stringContaining(`the folder ${disk} is not there`),
    });
    expect(existsSync(disk)).toBe(false);
    expect((await here.cli("doctor")).out).toContain("1 finished files could not be written");
    const tries: number[] = [];
    for (let minute = 1; minute <= 16; minute++) {
      here.clock.time += MINUTE + SECOND;
      if ((await here.cli("tick")).err.includes(id)) tries.push(minute);
    }
    expect(tries).toEqual([1, 3, 7, 15]);
    expect((await here.json("errors")).data.errors).toHaveLength(1);
    mkdirSync(disk);
    here.clock.time += HOUR;
    await here.cli("tick");
    expect(readdirSync(join(disk, "out"))).toEqual(["talk.fr.srt"]);
    expect((await here.cli("doctor")).out).not.toContain("could not be written");
    expect(await here.cli("tick")).toEqual(SILENT);
  });

  test("does not keep those of other disks", async () => {
    const here = world();
    const away = await deliver(here, "away/a.srt", 2);
    const near = await deliver(here, "near/b.srt", 2);
    rmSync(dirname(away.path), { recursive: true });
    await here.cli("tick");
    expect(existsSync(near.target)).toBe(true);
  });
});

describe("export --missing", () => {
  test("writes again what was written and is gone, where it was and as it was, and nothing else", async () => {
    const here = world();
    const folder = join(here.home, "..", "files");
    const [beside, elsewhere, there] = [
      await deliver(here, "a.srt", 2),
      await deliver(here, "b.srt", 3),
      await deliver(here, "c.srt", 4),
    ];
    await here.cli("tick");
    await here.cli("export", elsewhere.id, "-o", join(folder, "b.vtt"));
    writeFileSync(there.target, "edited");
    rmSync(beside.target);
    rmSync(join(folder, "b.vtt"));
    const { code, data } = await here.json("export", "--missing");
    expect(code).toBe(0);
    expect(data.exported.map(({ path }: { path: string }) => path)).toEqual([
      beside.target,
      join(folder, "b.vtt"),
    ]);
    expect(cuesIn(beside.target)).toBe(2);
    expect(readFileSync(join(folder, "b.vtt"), "utf8")).toMatch(/^WEBVTT\n/);
    expect(readFileSync(there.target, "utf8")).toBe("edited");
    expect((await here.cli("export", "--missing")).out).toContain("nothing to export");
  });

  test("--dry-run writes nothing, and says what would be written", async () => {
    const here = world();
    const { target, id } = await deliver(here, "a.srt", 2);
    await here.cli("tick");
    rmSync(target);
    const { data } = await here.json("export", "--missing", "--dry-run");
    expect(data.projects).toMatchObject([{ id }]);
    expect(existsSync(target)).toBe(false);
    expect((await here.cli("export", id, "--missing")).code).toBe(2);
  });

  test("tells of a folder that is gone, and writes the others", async () => {
    const here = world();
    const gone = await deliver(here, "gone/a.srt", 2);
    const other = await deliver(here, "b.srt", 3);
    await here.cli("tick");
    rmSync(dirname(gone.target), { recursive: true });
    rmSync(other.target);
    expect(await here.cli("export", "--missing")).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not there"),
    });
    expect(existsSync(other.target)).toBe(true);
  });

  test("keeps a format that its ending does not tell", async () => {
    const here = world();
    const path = here.file("a.txt", "One\nline.\n\nAnother.\n");
    await here.cli("add", path, "--to", "fr", "--format", "paragraphs", "--deliver");
    await here.cli("tick");
    const target = path.replace(".txt", ".fr.txt");
    const before = readFileSync(target, "utf8");
    rmSync(target);
    await here.cli("export", "--missing");
    expect(readFileSync(target, "utf8")).toBe(before);
  });
});

describe("a translation beside its source", () => {
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test("has the source's mode; one that is exported elsewhere does not", async () => {
    const here = world();
    const { id, path, target } = await deliver(here, "talk.srt", 2);
    chmodSync(path, 0o660);
    await here.cli("tick");
    expect(modeOf(target)).toBe("660");
    chmodSync(path, 0o600);
    await here.cli("export", id);
    expect(modeOf(target)).toBe("600");
    await here.cli("export", id, "-o", `${target}.copy`);
    expect(modeOf(`${target}.copy`)).not.toBe("600");
  });

  test.skipIf(process.getuid?.() !== 0)(
    "written by root, it belongs to the source's owner and group",
    async () => {
      const here = world();
      const { path, target } = await deliver(here, "talk.srt", 2);
      chownSync(path, 1234, 2345);
      await here.cli("tick");
      expect([statSync(target).uid, statSync(target).gid]).toEqual([1234, 2345]);
    },
  );

  test("is written all the same if the source is gone meanwhile", async () => {
    const here = world();
    const { path, target } = await deliver(here, "talk.srt", 2);
    rmSync(path);
    await here.cli("tick");
    expect(existsSync(target)).toBe(true);
  });
});
