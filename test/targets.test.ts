import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filmOf, oneSpelling } from "../src/core/film-name.js";
import { countSkips, sumOfSkips, whySkipped } from "../src/core/skips.js";
import { HOUR } from "../src/core/time.js";
import { add } from "../src/verbs/add.js";
import { srtOf, world } from "./support/world.js";

type World = ReturnType<typeof world>;

const beside = (here: World, name: string) => join(here.home, "..", name);

/** A world with a series of two seasons, in which every episode has a name that the other season has, too. */
function series(exportDir?: string) {
  const here = world();
  if (exportDir !== undefined) here.outside.env.EXPORT_DIR = beside(here, exportDir);
  for (const season of ["Season 1", "Season 2"])
    here.file(
      `${season}/01.srt`,
      srtOf(2, (line) => `${season} ${line} is here.`),
    );
  return { here, folder: beside(here, "files") };
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".srt"))
    .sort();

const MIRRORED = ["Season 1/01.fr.srt", "Season 2/01.fr.srt"];

describe("translations of a folder that go to another", () => {
  test("keep its subfolders, which are made", async () => {
    const { here, folder } = series("out");
    await here.cli("add", folder, "--to", "fr");
    expect((await here.cli("tick")).code).toBe(0);
    expect(filesIn(beside(here, "out"))).toEqual(MIRRORED);
  });

  test("go where they were to go when they were added, whatever EXPORT_DIR is later", async () => {
    const { here, folder } = series("out");
    await here.cli("add", folder, "--to", "fr");
    here.outside.env.EXPORT_DIR = beside(here, "other");
    await here.cli("tick");
    expect([filesIn(beside(here, "out")), existsSync(beside(here, "other"))]).toEqual([MIRRORED, false]);
  });

  test("may go to a folder of their own", async () => {
    const { here, folder } = series("out");
    const exportDir = beside(here, "own");
    await add(here.context(), [{ path: folder }], { to: ["fr"], from: null, exportDir });
    await here.cli("tick");
    expect(filesIn(exportDir)).toEqual(MIRRORED);
  });

  test("wait for a disk that is away: no folder is made above the one they go to", async () => {
    const { here, folder } = series("disk/out");
    await here.cli("add", folder, "--to", "fr");
    expect(await here.cli("tick")).toMatchObject({
      code: 1,
      err: expect.stringContaining(`the folder ${beside(here, "disk")} is not there`),
    });
    expect(existsSync(beside(here, "disk"))).toBe(false);
    mkdirSync(beside(here, "disk"));
    here.clock.time += HOUR;
    await here.cli("tick");
    expect(filesIn(beside(here, "disk/out"))).toEqual(MIRRORED);
  });

  test("beside their sources make no folder: one that is gone may be a missing disk", async () => {
    const { here, folder } = series();
    await here.cli("add", folder, "--to", "fr");
    rmSync(join(folder, "Season 1"), { recursive: true });
    expect((await here.cli("tick")).code).toBe(1);
    expect(readdirSync(folder)).toEqual(["Season 2"]);
  });

  test("keep their subfolders in an export of several; one file goes right into a folder", async () => {
    const { here, folder } = series();
    const { data } = await here.json("add", folder, "--to", "fr", "--no-deliver");
    await here.cli("tick");
    mkdirSync(beside(here, "one"));
    const id = data.files[1].projects[0].id;
    await here.cli("export", id, "-o", beside(here, "one"));
    expect(filesIn(beside(here, "one"))).toEqual(["01.fr.srt"]);
    const ids = data.files.map(({ projects }: { projects: { id: string }[] }) => projects[0]!.id);
    mkdirSync(beside(here, "several"));
    expect((await here.cli("export", ...ids, "-o", beside(here, "several"))).code).toBe(0);
    expect(filesIn(beside(here, "several"))).toEqual(MIRRORED);
  });
});

describe("what is skipped", () => {
  test("is counted on standard error, and named with --verbose and in JSON", async () => {
    const here = world();
    for (const name of ["a.srt", "a.fr.srt", "b.en.srt", "b.de.srt", "b.sub", "c.SUB"])
      here.file(name, srtOf(1));
    const folder = beside(here, "files");
    const words = ["add", folder, "--to", "fr", "--prefer", "en"];
    const sum =
      "skipped: 1 already translated, 1 in a target language, 1 in favour of another source, 2 .sub not readable\n";
    const { code, err, out } = await here.cli(...words);
    expect([code, err, out]).toEqual([0, sum, expect.stringMatching(/^added .* b\.en\.srt → fr/)]);
    const { err: whole } = await here.cli("--verbose", ...words);
    expect(whole).toContain(
      `skipped ${folder}/b.de.srt: into fr: ${folder}/b.en.srt is translated instead\n`,
    );
    expect(whole.split("\n")).toHaveLength(7);
    const { data } = await here.json(...words);
    expect(data.files).toContainEqual({
      file: join(folder, "a.srt"),
      projects: [],
      skipped: "exists",
      to: "fr",
      why: `into fr: ${folder}/a.fr.srt is there, and transcron did not write it`,
    });
    expect(await here.cli("--quiet", ...words)).toEqual({ code: 0, out: "", err: "" });
  });

  test("a folder without any file that can be read is named to people, and to no cron", async () => {
    const here = world();
    const folder = join(here.file("film.mkv", ""), "..");
    const adding = ["add", folder, "--to", "fr"];
    expect(await here.cli(...adding)).toEqual({ code: 0, out: "", err: "" });
    here.onTerminal(80);
    expect((await here.cli(...adding)).err).toContain(`no files that transcron can read in ${folder}`);
  });

  test("is shown under the path that was given", async () => {
    const here = world();
    here.file("a.fr.srt", srtOf(1));
    const folder = `${beside(here, "files")}/../files`;
    const { data } = await here.json("add", folder, "--to", "fr");
    expect(data.files).toMatchObject([{ file: join(folder, "a.fr.srt"), skipped: "same" }]);
  });

  test("counts once for each file, by the first of its reasons", () => {
    const skips = [
      { path: "/a.srt", reason: "preferred" as const },
      { path: "/a.srt", reason: "exists" as const },
      { path: "/l1", reason: "link" as const },
      { path: "/l2", reason: "link" as const },
    ];
    expect(sumOfSkips(countSkips(skips))).toBe("1 already translated, 2 links");
    expect(sumOfSkips(countSkips([]))).toBe("");
    expect(whySkipped({ to: null, reason: "column", by: "no column" })).toBe("no column");
  });
});

describe("a file that was named itself", () => {
  test("is translated whatever is beside its source, since nothing is written there by itself", async () => {
    const here = world();
    here.file("a.fr.srt", "by hand");
    const { code, out } = await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr");
    expect([code, out]).toEqual([0, expect.stringContaining("added")]);
  });

  test("is refused unpaid where its translation can't be written; its other languages are added", async () => {
    const here = world();
    here.file("a.fr.srt", "by hand");
    const { code, out, err } = await here.cli(
      "add",
      here.file("a.srt", srtOf(1)),
      "--to",
      "fr,de",
      "--deliver",
    );
    expect([code, out]).toEqual([1, expect.stringMatching(/^added .* → de .*\n$/)]);
    expect(err).toMatch(
      /a\.srt: into fr: \S*a\.fr\.srt is there, and transcron did not write it\ntry: .*--no-deliver/,
    );
  });

  test("may be new, and is added again when it has changed", async () => {
    const here = world();
    here.outside.env.EXPORT_DIR = beside(here, "out");
    for (const lines of [1, 2]) {
      here.clock.time = Date.now();
      expect((await here.cli("add", here.file("a.srt", srtOf(lines)), "--to", "fr")).out).toContain("added");
      await here.cli("tick");
    }
    expect(filesIn(beside(here, "out"))).toEqual(["a.fr.srt"]);
  });
});

test.each([
  ["film.srt", "film.srt", "film.srt"],
  ["film.en.srt", "film.srt", "film.en.srt"],
  ["film.PT-br.SRT", "film.srt", "film.pt-BR.srt"],
  ["film.en.forced.srt", "film.forced.srt", "film.en.forced.srt"],
  ["Film.2019.srt", "Film.2019.srt", "Film.2019.srt"],
  ["fr", "fr", "fr"],
  ["en.en.srt", "en.srt", "en.en.srt"],
])("%s is of the film %s, and spelled %s", (name, film, spelling) => {
  expect([filmOf(name), oneSpelling(name)]).toEqual([film, spelling]);
});
