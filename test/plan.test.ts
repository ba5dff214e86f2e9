import { lutimesSync, mkdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import type { PlanOptions } from "../src/verbs/plan.js";
import { planFolder } from "../src/verbs/plan.js";
import { openaiServer, translated } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

type World = ReturnType<typeof world>;

const folderOf = (here: World) => join(here.home, "..", "files");

/** Plans a folder of these files: what goes where, and what is skipped for which language and why. */
async function plan(here: World, names: readonly string[], options: Partial<PlanOptions> = {}) {
  for (const name of names) here.file(name, srtOf(2));
  const folder = folderOf(here);
  const { planned, skipped } = await planFolder(here.context(), folder, {
    to: ["fr"],
    from: null,
    ...options,
  });
  const short = (path: string) => path.slice(folder.length + 1);
  return {
    planned: planned.flatMap(({ path, targets }) =>
      targets.map((target) => `${short(path)} → ${short(target.path)}`),
    ),
    skipped: skipped.map(({ path, to, reason }) => `${short(path)}${to ? ` → ${to}` : ""}: ${reason}`),
  };
}

describe("of the sources of one film, one is translated", () => {
  test.each<[string, string[], Partial<PlanOptions>, string]>([
    ["the preferred language", ["f.srt", "f.en.srt", "f.de.srt"], { prefer: ["en", "de"] }, "f.en.srt"],
    ["the next one preferred", ["f.es.srt", "f.de.srt"], { prefer: ["en", "de"] }, "f.de.srt"],
    ["a region of the preferred one", ["f.srt", "f.en-GB.srt"], { prefer: ["en"] }, "f.en-GB.srt"],
    ["the language of --from", ["f.srt", "f.en.srt", "f.de.srt"], { from: "en" }, "f.en.srt"],
    ["the name without a language", ["f.en.srt", "f.srt", "f.de.srt"], {}, "f.srt"],
    ["the first of the alphabet", ["f.es.srt", "f.de.srt"], {}, "f.de.srt"],
  ])("%s", async (_, names, options, best) => {
    const { planned, skipped } = await plan(world(), names, options);
    expect(planned).toEqual([`${best} → f.fr.srt`]);
    const others = names.filter((name) => name !== best);
    expect(skipped.sort()).toEqual(others.map((name) => `${name} → fr: preferred`).sort());
  });

  test("rather one whose language is not itself asked for", async () => {
    const { planned, skipped } = await plan(world(), ["f.de.srt", "f.it.srt"], { to: ["de", "fr"] });
    expect(planned).toEqual(["f.it.srt → f.fr.srt"]);
    expect(skipped).toEqual(["f.de.srt → de: same", "f.de.srt → fr: preferred", "f.it.srt → de: exists"]);
  });

  test("and none twice: other endings, folders and films are apart", async () => {
    const names = ["f.srt", "f.vtt", "deep/f.srt", "f.2.srt", "g.en.srt"];
    expect(await plan(world(), names)).toEqual({
      planned: [
        "deep/f.srt → deep/f.fr.srt",
        "f.2.srt → f.2.fr.srt",
        "f.srt → f.fr.srt",
        "f.vtt → f.fr.vtt",
        "g.en.srt → g.fr.srt",
      ],
      skipped: [],
    });
  });

  test("also across runs: the one that was begun stays, and a better one comes too late", async () => {
    const here = world();
    await here.cli("add", join(here.file("f.de.srt", srtOf(2)), ".."), "--to", "fr");
    expect(await plan(here, ["f.en.srt"], { prefer: ["en"] })).toEqual({
      planned: ["f.de.srt → f.fr.srt"],
      skipped: ["f.en.srt → fr: preferred"],
    });
    unlinkSync(join(folderOf(here), "f.de.srt"));
    expect((await plan(here, [], { prefer: ["en"] })).skipped).toEqual(["f.en.srt → fr: taken"]);
    await here.cli("cancel", "trans_test0001");
    expect((await plan(here, [])).planned).toEqual(["f.en.srt → f.fr.srt"]);
  });

  test("one that failed does not keep the place, so that a better file may take it", async () => {
    const server = await openaiServer((lines) => translated(lines, () => ""));
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const broken = here.file("f.en.srt", srtOf(1));
    await here.cli("add", folderOf(here), "--to", "fr");
    await here.cli("tick");
    expect((await here.json("list")).data.projects).toMatchObject([{ status: "failed" }]);
    unlinkSync(broken);
    expect((await plan(here, ["f.srt"])).planned).toEqual(["f.srt → f.fr.srt"]);
  });

  test("no two that a name leads to one place", async () => {
    const { planned, skipped } = await plan(world(), ["a.srt", "b.srt"], { name: "x.srt" });
    expect([planned, skipped]).toEqual([["a.srt → x.fr.srt"], ["b.srt → fr: preferred"]]);
  });
});

describe("a translation that is there", () => {
  test.each(["f.fr.srt", "f.FR.srt", "f.fr.SRT"])("as %s is not made again", async (there) => {
    expect(await plan(world(), ["f.srt", there])).toEqual({
      planned: [],
      skipped: [`${there} → fr: same`, "f.srt → fr: exists"].sort(),
    });
  });

  test("is no better source than the film's own, when the database is lost", async () => {
    const { planned, skipped } = await plan(world(), ["f.srt", "f.fr.srt"], { to: ["fr", "de"] });
    expect(planned).toEqual(["f.srt → f.de.srt"]);
    expect(skipped).toContain("f.fr.srt → de: preferred");
    expect(skipped).toContain("f.srt → fr: exists");
  });

  test("is a source where it is the only one, but not into its own language", async () => {
    const { planned, skipped } = await plan(world(), ["f.en.srt"], { to: ["en", "fr"] });
    expect([planned, skipped]).toEqual([["f.en.srt → f.fr.srt"], ["f.en.srt → en: same"]]);
  });

  test("by a link or under another ending: a link counts, an ending does not", async () => {
    const here = world();
    here.file("f.fr.vtt", "");
    symlinkSync("/nowhere", join(folderOf(here), "g.fr.srt"));
    const { planned, skipped } = await plan(here, ["f.srt", "g.srt"]);
    expect(planned).toEqual(["f.srt → f.fr.srt"]);
    expect(skipped).toContain("g.srt → fr: exists");
  });

  test("does not keep those that are not written by themselves", async () => {
    const { planned } = await plan(world(), ["f.srt", "f.fr.srt"], { deliver: false });
    expect(planned).toEqual(["f.srt → f.fr.srt"]);
  });
});

describe("in a folder", () => {
  test("what systems and programs keep there is not looked at", async () => {
    const theirs = [".git", "node_modules", ".Trash-1000", "$RECYCLE.BIN", "#recycle", "@Recycle", "@eaDir"];
    const others = ["lost+found", "System Volume Information", "RECYCLER", "#snapshot", "~snapshot"];
    const names = [...theirs, ...others].map((name) => `${name}/f.srt`);
    expect(await plan(world(), [...names, ".f.srt"])).toEqual({ planned: [], skipped: [] });
  });

  test("links and subtitles of other formats are counted, other files are not mentioned", async () => {
    const here = world();
    const at = (name: string) => join(folderOf(here), name);
    mkdirSync(at("deep"), { recursive: true });
    symlinkSync(at("deep"), at("round"));
    symlinkSync(at("film.mkv"), at("film-link.mkv"));
    symlinkSync(at("a.srt"), at("b.srt"));
    const { planned, skipped } = await plan(here, [
      "a.srt",
      "film.mkv",
      "film.SUB",
      "film.sup",
      "notes.docx",
    ]);
    expect(planned).toEqual(["a.srt → a.fr.srt"]);
    expect(skipped).toEqual(["film.SUB: unreadable", "film.sup: unreadable", "b.srt: link", "round: link"]);
  });

  test("a file that changed just now waits, and with it the film's other sources", async () => {
    const here = world();
    const touch = (name: string, ago: number) => {
      const at = new Date(here.clock.time - ago);
      utimesSync(here.file(name, srtOf(2)), at, at);
    };
    touch("f.en.srt", MINUTE);
    touch("f.srt", 9 * SECOND);
    touch("ahead.srt", -MINUTE);
    expect(await plan(here, [])).toEqual({
      planned: ["ahead.srt → ahead.fr.srt"],
      skipped: ["f.en.srt → fr: preferred", "f.srt: recent"],
    });
    here.clock.time += 2 * SECOND;
    expect((await plan(here, [])).planned).toContain("f.srt → f.fr.srt");
  });

  test("what transcron wrote is not a source, whatever its name", async () => {
    const here = world();
    const { data } = await here.json("add", here.file("f.srt", srtOf(2)), "--to", "fr");
    await here.cli("tick");
    await here.cli("export", data.files[0].projects[0].id, "-o", join(folderOf(here), "x.srt"));
    await here.cli("export", data.files[0].projects[0].id, "-o", join(folderOf(here), "g.FR.srt"));
    expect((await plan(here, ["g.srt"])).skipped).toEqual([
      "g.FR.srt: written",
      "x.srt: written",
      "g.srt → fr: taken",
    ]);
  });
});

describe("with a folder for translations", () => {
  test("the subfolders are those of the sources", async () => {
    const here = world();
    const out = join(folderOf(here), "out");
    const names = ["Season 1/01.srt", "Season 2/01.srt", "out/old.srt"];
    expect(await plan(here, names, { exportDir: out })).toEqual({
      planned: ["Season 1/01.srt → out/Season 1/01.fr.srt", "Season 2/01.srt → out/Season 2/01.fr.srt"],
      skipped: ["out/old.srt: output"],
    });
  });

  test("what is there already is looked for there", async () => {
    const here = world();
    here.outside.env.EXPORT_DIR = join(here.home, "..", "out");
    here.file("../out/Season 1/01.FR.srt", "by hand");
    const { planned, skipped } = await plan(here, [
      "Season 1/01.srt",
      "Season 1/02.srt",
      "Season 1/02.fr.srt",
    ]);
    expect(planned.map((one) => one.split(" →")[0])).toEqual(["Season 1/02.srt"]);
    expect(skipped).toEqual(["Season 1/02.fr.srt → fr: same", "Season 1/01.srt → fr: exists"]);
  });
});

test("a plan changes nothing and reads no file", async () => {
  const here = world();
  lutimesSync(here.file("a.srt", ""), new Date(0), new Date(0));
  writeFileSync(join(folderOf(here), "b.srt"), "not subtitles");
  expect((await plan(here, [])).planned).toEqual(["a.srt → a.fr.srt", "b.srt → b.fr.srt"]);
  expect((await here.json("list")).data.projects).toEqual([]);
});
