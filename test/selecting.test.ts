import { dirname } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { pathMatcher } from "../src/core/path-pattern.js";
import { distinctEnds, shortIds } from "../src/core/short-names.js";
import { srtOf, world } from "./support/world.js";

describe("a name", () => {
  const PATH = "/srv/films/Season 1/01.en.srt";

  test.each([
    [PATH, true],
    ["01.en.srt", true],
    ["Season 1/01.en.srt", true],
    ["1/01.en.srt", false],
    ["en.srt", false],
    ["*.en.srt", true],
    ["Season ?/*", true],
    ["films/*", false],
    ["films/**", true],
    ["/srv/**/01.*", true],
    ["Season 1", false],
    ["0[1].en.srt", false],
    ["01xen.srt", false],
  ])("%s means /srv/films/Season 1/01.en.srt: %s", (pattern, fits) => {
    expect(pathMatcher(pattern)(PATH)).toBe(fits);
  });

  test.each([
    [["/a/film.srt"], ["film.srt"]],
    [
      ["/a/1/x.srt", "/a/2/x.srt", "/a/2/y.srt"],
      ["1/x.srt", "2/x.srt", "y.srt"],
    ],
    [
      ["/a/x.srt", "/a/x.srt", "/b/a/x.srt"],
      ["a/x.srt", "a/x.srt", "b/a/x.srt"],
    ],
    [
      ["stdin.srt", "/a/stdin.srt"],
      ["stdin.srt", "a/stdin.srt"],
    ],
  ])("of %j the ends are told apart: %j", (paths, ends) => {
    expect(distinctEnds(paths)).toEqual(ends);
  });

  test("an id is as short as it can be told from others", () => {
    expect(shortIds(["trans_abcdefgh_1", "trans_abcdefgh_2", "trans_zzzzzzzz_1"])).toEqual([
      "abcdefgh_1",
      "abcdefgh_2",
      "zzzzzzzz_1",
    ]);
    expect(shortIds(["trans_abcdefgh_1"])).toEqual(["abcdefgh"]);
  });
});

/** Two seasons of two films, each into French and Spanish. */
async function archive() {
  const here = world({ TRANSCRON_PROVIDER: "pseudo" });
  const files = ["Season 1/01.srt", "Season 1/02.srt", "Season 2/01.srt", "Season 2/02.srt"];
  for (const [at, file] of files.entries())
    await here.cli(
      "add",
      here.file(
        file,
        srtOf(2, (line) => `Line ${line} of ${at}.`),
      ),
      "--to",
      "fr,es",
    );
  const ofName = async (...argv: string[]) => {
    const { data } = await here.json("list", "--all", ...argv);
    return data.projects.map(
      ({ path, targetLang }: { path: string; targetLang: string }) =>
        `${path.split("/").slice(-2).join("/")} ${targetLang}`,
    );
  };
  return { here, ofName };
}

describe("where an id goes", () => {
  test("a name means all languages of a file where several may be changed, and one is told by its translation", async () => {
    const { here } = await archive();
    const { data } = await here.json("cancel", "Season 1/01.srt");
    expect(data.changed).toHaveLength(2);
    const one = await here.json("cancel", "Season 2/02.fr.srt");
    expect(one.data.changed).toHaveLength(1);
  });

  test("a name that means several is refused where one is wanted, with those it means", async () => {
    const { here } = await archive();
    const { code, err } = await here.cli("show", "Season 1/01.srt");
    expect(code).toBe(2);
    expect(err).toMatch(/means 2 projects: 01\.srt → es trans_\S+, 01\.srt → fr trans_\S+\n.*`--to es`/);
    expect((await here.cli("show", "Season 1/01.fr.srt")).out).toContain("01.srt → fr");
  });

  test("a pattern to work on leaves out what has ended, and one that is named is refused", async () => {
    const { here, ofName } = await archive();
    await here.cli("cancel", "Season 1/01.fr.srt");
    const { code, err } = await here.cli("batch", "Season 1/*");
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/left out: trans_\S+ \(01\.srt → fr\) is cancelled/),
    ]);
    expect(await ofName("--status", "completed")).toHaveLength(3);
    expect((await here.cli("batch", "Season 1/01.fr.srt")).code).toBe(2);
  });

  test("--to tells the languages of a name apart, and refuses one that is not there", async () => {
    const { here } = await archive();
    expect((await here.cli("show", "Season 1/01.srt", "--to", "FR")).out).toContain("01.srt → fr");
    expect((await here.cli("review", "Season 1/01.srt", "--to", "es")).out).toContain("01.srt → es");
    const { code, err } = await here.cli("show", "Season 1/01.srt", "--to", "it");
    expect([code, err]).toEqual([2, expect.stringContaining("no translation into it, only into es, fr")]);
    expect((await here.cli("show", "01.srt", "--to", "fr")).err).toContain("write more of its path");
    expect((await here.cli("errors", "--project", "Season 1/01.srt")).err).not.toContain("--to");
  });

  test.each([
    ["./*/01.srt", 4],
    ["../files/Season ?/*", 8],
    ["./Season 1/01.srt", 2],
    ["./01.srt", 0],
  ])("%s begins at the current folder, and means %i projects", async (text, count) => {
    const { here } = await archive();
    vi.spyOn(process, "cwd").mockReturnValue(dirname(here.file("here.txt", "")));
    const { data } = await here.json("cancel", text, "--dry-run");
    expect(data.projects ?? []).toHaveLength(count);
  });

  test("a path that is there goes before the same name elsewhere", async () => {
    const { here } = await archive();
    vi.spyOn(process, "cwd").mockReturnValue(dirname(here.file("Season 2/here.txt", "")));
    const { data } = await here.json("show", "02.srt", "--to", "fr");
    expect(data.path).toContain("Season 2/02.srt");
    expect((await here.json("show", "02.fr.srt")).data.id).toBe(data.id);
  });

  test("an unknown name is refused with similar ones", async () => {
    const { here } = await archive();
    await here.cli("add", here.file("holiday.srt", srtOf(1)), "--to", "fr");
    expect((await here.cli("show", "hloiday.srt")).err).toContain("similar name: holiday.srt\n");
    expect((await here.cli("show", "Other/Holidays.fr.srt")).err).toContain("similar name: holiday.srt\n");
    expect((await here.cli("show", "zebra.srt")).err).not.toContain("similar");
  });

  test("of older versions the newest is meant", async () => {
    const here = world({ TRANSCRON_PROVIDER: "pseudo" });
    await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr");
    await here.cli("tick");
    const { data } = await here.json("add", here.file("a.srt", srtOf(2)), "--to", "fr");
    const shown = await here.json("show", "a.srt");
    expect(shown.data.id).toBe(data.files[0].projects[0].id);
  });
});

afterEach(() => vi.restoreAllMocks());

describe("filters", () => {
  test.each<[string, string[], number]>([
    ["a language", ["--to", "fr"], 4],
    ["a folder", ["--folder", "FOLDER"], 4],
    ["a pattern", ["--name", "*/02.srt"], 4],
    ["a pattern and a language", ["--name", "Season 2/*", "--to", "es"], 2],
    ["a status", ["--status", "failed"], 0],
    ["a time", ["--since", "1h"], 8],
  ])("by %s", async (_, flags, count) => {
    const { here, ofName } = await archive();
    const season = dirname(here.file("Season 1/03.txt", "x"));
    const given = flags.map((flag) => (flag === "FOLDER" ? season : flag));
    expect(await ofName(...given)).toHaveLength(count);
  });

  test("change nothing with --dry-run, and say what they would", async () => {
    const { here, ofName } = await archive();
    const { out } = await here.cli("cancel", "Season 2/*", "--to", "es", "--dry-run");
    expect(out).toMatch(/02\.srt → es {2}pending\n.*01\.srt → es {2}pending\nwould cancel 2 projects\n/);
    expect(await ofName("--status", "pending")).toHaveLength(8);
  });

  test("say how many they mean, and leave out what can't be meant", async () => {
    const { here } = await archive();
    await here.cli("cancel", "--to", "es");
    const { code, err, out } = await here.cli("forget", "--folder", "/");
    expect([code, err]).toEqual([0, expect.stringContaining("left out: 4 projects that are pending")]);
    expect(err).toContain("forget 4 projects");
    expect(out.match(/cancelled → deleted/g)).toHaveLength(4);
  });

  test("are answered with the files, not only with ids", async () => {
    const { here } = await archive();
    const { out } = await here.cli("cancel", "Season 1/01.srt");
    expect(out).toMatch(/^trans_\S+: pending → cancelled {2}01\.srt → es\n.* {2}01\.srt → fr\n$/);
    const { err } = await here.cli("export", "Season 2/01.fr.srt");
    expect(err).toMatch(/^error: trans_\S+ \(01\.srt → fr\): /);
    await here.cli("tick");
    expect((await here.cli("forget", "Season 2/01.fr.srt")).err).toMatch(/\(01\.srt → fr\) is completed/);
  });

  test.each([
    [["--to", "fr", "--yes"], 4],
    [["--name", "Season 1/01.srt", "--to", "fr"], 1],
  ])("say how many they mean also where nobody is asked: %j", async (flags, count) => {
    const { here } = await archive();
    const { err } = await here.cli("cancel", ...flags);
    expect(err).toContain(`cancel ${count} project`);
  });

  test("a name that means several is no single name, however often it is written", async () => {
    const { here, ofName } = await archive();
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end("n\n");
    here.outside.stdin = stdin;
    const { err } = await here.cli("cancel", "Season 1/01.srt", "Season 1/01.srt");
    expect(err).toContain("cancel 2 projects? [y/N]");
    expect(await ofName("--status", "cancelled")).toEqual([]);
  });

  test("a pipe is not given nothing for a translation", async () => {
    const { here } = await archive();
    expect(await here.cli("export", "--to", "fr", "-o", "-")).toMatchObject({ code: 2, out: "" });
    expect(await here.cli("export", "--to", "fr")).toMatchObject({ code: 0, out: "nothing to export\n" });
  });

  test("say that they mean nothing", async () => {
    const { here } = await archive();
    expect(await here.cli("cancel", "--name", "zz*")).toMatchObject({ code: 0, out: "nothing to cancel\n" });
  });

  test("choose nothing to export where nothing is completed, and with --all only what was not written", async () => {
    const { here } = await archive();
    const nothing = { code: 0, out: "nothing to export\n" };
    expect(await here.cli("export", "--to", "fr")).toMatchObject(nothing);
    await here.cli("tick");
    const written = async (...argv: string[]) =>
      (await here.json("export", ...argv)).data.exported.filter(({ path }: { path?: string }) => path).length;
    expect(await written("Season 1/*", "--to", "es")).toBe(2);
    expect(await written("--to", "es", "--all")).toBe(2);
    expect(await written("--to", "es")).toBe(4);
    expect(await here.cli("export", "--to", "es", "--all")).toMatchObject(nothing);
  });

  test.each([["--folder"], ["--name"], ["--lane"], ["--to"]])(
    "%s is refused if it is empty",
    async (flag) => {
      const { here, ofName } = await archive();
      expect((await here.cli("cancel", flag, "")).code).toBe(2);
      expect(await ofName("--status", "pending")).toHaveLength(8);
    },
  );

  test.each([["cancel"], ["forget"], ["export"], ["retry-failed"]])(
    "%s asks which are meant if nothing says it",
    async (command) => {
      const { here } = await archive();
      expect(await here.cli(command)).toMatchObject({
        code: 2,
        err: expect.stringContaining("which projects?"),
      });
    },
  );

  test.each([
    ["y\n", 4],
    ["n\n", 0],
    ["", 0],
  ])("at a terminal a person is asked, and answers %j", async (answer, count) => {
    const { here, ofName } = await archive();
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(answer);
    here.outside.stdin = stdin;
    const { err } = await here.cli("cancel", "--to", "fr");
    expect(err).toContain("cancel 4 projects? [y/N]");
    expect(await ofName("--status", "cancelled")).toHaveLength(count);
  });

  test("nobody is asked with --yes, or about one that was named", async () => {
    const { here, ofName } = await archive();
    here.outside.stdin = Object.assign(new PassThrough(), { isTTY: true });
    await here.cli("cancel", "--to", "fr", "--yes");
    await here.cli("cancel", "Season 1/01.es.srt");
    expect(await ofName("--status", "cancelled")).toHaveLength(5);
  });
});

describe("list", () => {
  test("shows work that waits before what has ended, with enough of each path and a short id", async () => {
    const { here } = await archive();
    await here.cli("cancel", "Season 2/*");
    const { out } = await here.cli("list");
    const [head, ...rows] = out.split("\n");
    expect(head).toMatch(/^ID +STATUS +DONE +TO +FILE +NOTE$/);
    expect(rows[0]).toMatch(/^\w{8} {2}pending .* Season 1\/02\.srt /);
    expect(rows[7]).toMatch(/cancelled .* Season 2\/01\.srt /);
    expect((await here.cli("show", rows[0]!.slice(0, 8))).code).toBe(0);
  });
});
