import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { srtOf, world } from "./support/world.js";

const added = async (here: ReturnType<typeof world>, ...argv: string[]) =>
  (await here.json("add", ...argv)).data.files;

describe("add", () => {
  test("one project for each file and language", async () => {
    const here = world();
    const { code, out } = await here.cli("add", here.file("talk.srt", srtOf(3)), "--to", "fr,pt-br");
    expect(code).toBe(0);
    expect(out).toMatch(
      /added trans_test0001_1767709815 {2}talk\.srt → fr {2}3 segments, from en \(detected\)\n.*→ pt-BR/,
    );
  });

  test("the same file again is no error and adds nothing, so that it can stand in crontab", async () => {
    const here = world();
    const file = here.file("talk.srt", srtOf(3));
    await here.cli("add", file, "--to", "fr");
    const again = await here.cli("add", file, "--to", "fr");
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("known trans_test0001") });
    expect((await here.json("list")).data.counts.pending).toBe(1);
    writeFileSync(file, srtOf(4));
    expect((await added(here, file, "--to", "fr"))[0].projects[0].created).toBe(true);
  });

  test("a file that can't be read is one file's error: the rest of its folder is added", async () => {
    const here = world();
    here.file("a.json", "[".repeat(100_000));
    const folder = dirname(here.file("b.srt", srtOf(1)));
    const { code, data } = await here.json("add", folder, "--to", "fr");
    expect([code, data.files.length, data.files[1].projects.length]).toEqual([1, 2, 1]);
    expect(data.files[0].error).toBe("this JSON is nested more than 500 levels deep");
  });

  test("a folder stands for the subtitles in it, less those that are translations", async () => {
    const here = world();
    const folder = dirname(here.file("a.srt", srtOf(1)));
    here.file("deep/b.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n");
    here.file("a.fr.srt", srtOf(1));
    here.file("notes.docx", "x");
    const files = await added(here, folder, "--to", "fr");
    const name = ({ file }: { file: string }) => file.slice(folder.length + 1);
    expect(files.map((file: { file: string; skipped?: string }) => [name(file), file.skipped])).toEqual([
      ["a.fr.srt", "same"],
      ["a.srt", "exists"],
      ["deep/b.vtt", undefined],
    ]);
  });

  test("the source language is left out of the targets, which is said; alone it is a mistake", async () => {
    const here = world();
    const file = here.file("talk.srt", srtOf(1));
    const { code, err } = await here.cli("add", file, "--to", "en,fr", "--from", "en");
    expect([code, err]).toEqual([0, expect.stringContaining("en is the source language")]);
    expect((await here.json("list")).data.projects).toMatchObject([{ targetLang: "fr" }]);
    expect((await here.cli("add", file, "--to", "en", "--from", "en")).code).toBe(2);
  });

  test("standard input, with its format", async () => {
    const here = world();
    here.outside.stdin = Readable.from([Buffer.from(srtOf(2))]);
    expect((await here.cli("add", "-", "--format", "srt", "--to", "fr", "--name", "live")).code).toBe(0);
    expect((await here.cli("add", "-", "--to", "fr")).err).toContain("--format srt");
  });

  test.runIf(process.platform === "linux")(
    "a name that is not UTF-8 is reported once, and the rest of the folder is added",
    async () => {
      const here = world();
      const folder = dirname(here.file("good.srt", srtOf(1)));
      const odd = (end: string) => Buffer.from(`${folder}/caf\xe9${end}`, "latin1");
      writeFileSync(odd(".srt"), srtOf(1));
      writeFileSync(odd(".docx"), "");
      mkdirSync(odd(""));
      writeFileSync(odd("/in.srt"), srtOf(1));
      const { code, out, err } = await here.cli("--verbose", "add", folder, "--to", "fr");
      expect([code, out]).toEqual([0, expect.stringMatching(/^added .* good\.srt → fr/)]);
      expect(err.split("\n").filter((line) => line.includes("not UTF-8"))).toEqual([
        expect.stringContaining("caf\ufffd: its name"),
        expect.stringContaining("caf\ufffd.srt: its name"),
        "skipped: 2 names that are not UTF-8",
      ]);
      expect((await here.cli("--quiet", "add", folder, "--to", "fr")).err).toBe("");
    },
  );

  test("a broken time line is reported by add and show, also behind the last cue", async () => {
    const here = world();
    const file = here.file("talk.srt", `${srtOf(2)}\n3\n00:00:09,0OO --> 00:00:11,000\nLost.\n`);
    const says = "talk.srt:10: time line that can't be read: 00:00:09,0OO --> 00:00:11,000";
    expect((await here.cli("add", file, "--to", "fr")).err).toContain(says);
    const { data } = await here.json("list");
    const { id } = data.projects[0];
    expect((await here.cli("show", id)).out).toContain("line 10: time line that can't be read");
    expect((await here.json("show", id)).data.oddities[0]).toMatchObject({ line: 10 });
  });

  test.each([
    ["srt", "piped", srtOf(1), "piped.fr.srt"],
    ["vtt", "Film 2.0", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "Film 2.0.fr.vtt"],
    ["srt", "film.txt", srtOf(1), "film.fr.txt"],
    ["paragraphs", "notes.en", "Hello there.\n", "notes.fr.txt"],
  ])("standard input as %s named %j is exported with an ending", async (format, name, text, exported) => {
    const here = world();
    here.outside.stdin = Readable.from([Buffer.from(text)]);
    await here.cli("add", "-", "--format", format, "--to", "fr", "--name", name);
    await here.cli("tick");
    const folder = dirname(here.file("out/x", ""));
    const { data } = await here.json("export", "--all", "-o", folder);
    expect(data.exported).toMatchObject([{ path: join(folder, exported) }]);
  });

  test("one bad file of several is told, the others are added, exit 1", async () => {
    const here = world();
    const result = await here.cli(
      "add",
      here.file("good.srt", srtOf(1)),
      here.file("bad.srt", "nothing"),
      "--to",
      "fr",
    );
    expect(result).toMatchObject({
      code: 1,
      out: expect.stringContaining("added"),
      err: expect.stringContaining("no cue found"),
    });
  });

  test.each([
    ["srt", "1\n99999999999990:00:01,000 --> 99999999999990:00:03,000\nHello there.\n"],
    [
      "json",
      '{"segments":[{"start":9999999999999999999.0,"end":99999999999999999999.5,"text":"Hello there."}]}',
    ],
    ["vtt", "WEBVTT\n\n99999999999999999:00:01.000 --> 99999999999999999:00:03.000\nHello there.\n"],
  ])("a time beyond all measure is an error of that %s file: the others are added", async (ending, text) => {
    const here = world();
    const bad = here.file(`bad.${ending}`, text);
    const { code, out, err } = await here.cli("add", bad, here.file("good.srt", srtOf(1)), "--to", "fr");
    expect([code, out]).toEqual([1, expect.stringContaining("good.srt")]);
    expect(err).toContain("segment 1 has a time that no player can show");
  });

  test.each([
    ["a device", (path: string) => symlinkSync("/dev/zero", path), "this is a device, not a file"],
    ["a pipe", (path: string) => void execFileSync("mkfifo", [path]), "this is a pipe, not a file"],
    ["a link to itself", (path: string) => symlinkSync(path, path), "links that lead in a circle"],
  ])("%s is that file's error, and the others are added", async (_, make, message) => {
    const here = world();
    const good = here.file("good.srt", srtOf(1));
    const odd = join(dirname(good), "odd.srt");
    make(odd);
    const result = await here.cli("add", odd, good, "--to", "fr");
    expect(result).toMatchObject({
      code: 1,
      out: expect.stringContaining("added"),
      err: expect.stringContaining(`${odd}: ${message}`),
    });
  });

  test("a segment longer than may be sent is refused with its line", async () => {
    const here = world();
    const at = (length: number) => here.file(`${length}.txt`, `short\n${"word ".repeat(length / 5)}end\n`);
    expect(await here.cli("add", at(20_000), "--to", "fr")).toMatchObject({
      code: 2,
      err: expect.stringContaining("line 2: a segment of 20003 characters, and one may have 20000"),
    });
    expect((await here.cli("add", at(19_000), "--to", "fr")).code).toBe(0);
  });

  test.each([
    ["no such file", ["missing.srt", "--to", "fr"], "missing.srt: no such file or folder"],
    ["an unknown language", ["FILE", "--to", "spanish"], "did you mean es (Spanish)?"],
    ["a country for a language", ["FILE", "--to", "fr,cn"], "did you mean zh (Chinese)?"],
    ["nonsense for a language", ["FILE", "--to", "xx"], '"xx" is no language tag'],
    ["an unknown lane", ["FILE", "--to", "fr", "--lane", "fast"], 'there is no lane "fast"'],
    ["no language", ["FILE"], "required option '--to <languages>'"],
    ["an unknown encoding", ["FILE", "--to", "fr", "--encoding", "klingon"], 'unknown encoding "klingon"'],
    ["a priority that is none", ["FILE", "--to", "fr", "--priority", "high"], '--priority is "high"'],
  ])("%s: exit 2, nothing added", async (_, argv, message) => {
    const here = world();
    const file = here.file("talk.srt", srtOf(1));
    const result = await here.cli("add", ...argv.map((word) => (word === "FILE" ? file : word)));
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining(message) });
    expect((await here.json("list")).data.projects).toEqual([]);
  });

  test("a file that was added in the wrong encoding is not taken for known", async () => {
    const here = world();
    const file = here.file(
      "ru.srt",
      Buffer.from("1\n00:00:01,000 --> 00:00:02,000\n\xcf\xf0\xe8\xe2\xe5\xf2\n", "latin1"),
    );
    const [first] = await added(here, file, "--to", "fr", "--encoding", "windows-1252");
    const { id } = first.projects[0];
    expect(await here.cli("add", file, "--to", "fr", "--encoding", "windows-1251")).toMatchObject({
      code: 2,
      err: expect.stringContaining(`it was added as srt in windows-1252 (${id}, pending)`),
    });
  });

  test.each(["utf-16", "UTF16", "utf-16le"])("a file in %s is known the second time", async (encoding) => {
    const here = world();
    const file = here.file("a.srt", Buffer.from(`\uFEFF${srtOf(1)}`, "utf16le"));
    await here.cli("add", file, "--to", "fr", "--encoding", encoding);
    expect(await here.cli("add", file, "--to", "fr", "--encoding", encoding)).toMatchObject({
      code: 0,
      out: expect.stringContaining("known"),
    });
  });

  test.each([
    ["--encoding", "klingon"],
    ["--format", "docx"],
    ["--lane", "fast"],
    ["--from", "fr"],
  ])("nonsense (%s %s) is refused for a known file too", async (...option) => {
    const here = world();
    const file = here.file("talk.srt", srtOf(1));
    await here.cli("add", file, "--to", "fr");
    expect((await here.cli("add", file, "--to", "fr", ...option)).code).toBe(2);
  });

  test("a file with nothing to translate is refused", async () => {
    const here = world();
    expect(await here.cli("add", here.file("a.txt", "\n \n"), "--to", "fr")).toMatchObject({
      code: 2,
      err: expect.stringContaining("nothing in it to translate"),
    });
  });

  test("--wait without a key says what was added, and that it is to be done later", async () => {
    const here = world({ TRANSCRON_PROVIDER: "openai" });
    const result = await here.cli("add", here.file("talk.srt", srtOf(2)), "--to", "fr", "--wait");
    expect(result).toMatchObject({
      code: 75,
      out: expect.stringContaining("added"),
      err: expect.stringContaining("OPENAI_API_KEY"),
    });
  });

  test("a full lane is exit 75, and adds nothing", async () => {
    const here = world({ LANES: "normal:1:1,any:5:1" });
    await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr");
    const full = await here.cli("add", here.file("b.srt", srtOf(2)), "--to", "fr");
    expect(full).toMatchObject({
      code: 75,
      err: expect.stringContaining("lane normal is full: 1 of 1 places are taken"),
    });
    expect((await here.cli("add", here.file("b.srt", srtOf(2)), "--to", "fr", "--lane", "any")).code).toBe(0);
  });

  test("a lane that fills up half way is exit 75 too: the same command adds the rest later", async () => {
    const here = world({ LANES: "normal:2:1" });
    const files = [1, 2, 3].map((lines) => here.file(`${lines}.srt`, srtOf(lines)));
    expect((await here.cli("add", ...files, "--to", "fr")).code).toBe(75);
    await here.cli("tick");
    expect((await here.cli("add", ...files, "--to", "fr")).code).toBe(0);
    expect((await here.json("list")).data.counts).toMatchObject({ pending: 1, completed: 2 });
  });

  test("--wait stays until they are done", async () => {
    const here = world();
    expect((await here.cli("add", here.file("talk.srt", srtOf(3)), "--to", "fr", "--wait")).code).toBe(0);
    expect((await here.json("list")).data.counts.completed).toBe(1);
  });
});

describe("workers", () => {
  test("tick is silent when there is nothing to do", async () => {
    const here = world();
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    expect(existsSync(join(here.home, "logs"))).toBe(false);
  });

  test("tick translates what is due and logs it as designed", async () => {
    const here = world();
    await here.cli("add", here.file("talk.srt", srtOf(31)), "--to", "fr", "--from", "en");
    const { code, err } = await here.cli("tick");
    expect(code).toBe(0);
    const log = err
      .replace(/pid \d+/, "pid 1")
      .split("\n")
      .map((line) => line.replace("[pseudo", ""));
    expect(log.slice(0, 8)).toEqual([
      "[2026-01-06 14:30:15] tick started (pid 1), times in UTC",
      "[2026-01-06 14:30:15] trans_test0001_1767709815  talk.srt → fr",
      "  - segments: 31 (4 batches of 8)",
      "  - batch 1/4 ... 0s",
      "  - batch 2/4 ... 0s",
      "  - batch 3/4 ... 0s",
      "  - batch 4/4 ... 0s",
      expect.stringMatching(
        /^\[2026-01-06 14:30:15\] completed: 31\/31 segments in 0s, quality \d+(\.\d)?%$/,
      ),
    ]);
    expect(readFileSync(join(here.home, "logs/cron.log"), "utf8")).toBe(err);
  });

  test("simple refuses a project of 20 segments and names batch; without ids it leaves it", async () => {
    const here = world();
    const [file] = await added(here, here.file("talk.srt", srtOf(20)), "--to", "fr");
    const { id } = file.projects[0];
    expect(await here.cli("simple", id)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`transcron batch ${id}`),
    });
    expect((await here.cli("simple")).code).toBe(0);
    expect((await here.json("show", id)).data.status).toBe("pending");
    expect((await here.cli("batch", id)).code).toBe(0);
  });

  test("a project that has ended is not worked again, and the error names what would", async () => {
    const here = world();
    const [file] = await added(here, here.file("talk.srt", srtOf(2)), "--to", "fr");
    const { id } = file.projects[0];
    await here.cli("batch");
    expect((await here.cli("batch", id)).code).toBe(0);
    const [other] = await added(here, here.file("b.srt", srtOf(3)), "--to", "fr");
    await here.cli("cancel", other.projects[0].id);
    expect(await here.cli("batch", other.projects[0].id)).toMatchObject({
      code: 2,
      err: expect.stringContaining("is cancelled"),
    });
  });

  test("a spent budget gives the project back uncounted, with what was done kept", async () => {
    const here = world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "sed s/line/LIGNE/" });
    await here.cli("add", here.file("talk.srt", srtOf(30)), "--to", "fr");
    here.stop.ask();
    await here.cli("batch");
    expect((await here.json("list")).data.projects[0]).toMatchObject({ status: "pending", attempts: 0 });
  });

  test.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stopped by %s: exit %i, also when there was nothing to do", async (signal, code) => {
    const here = world();
    here.stop.ask(signal);
    here.stop.ask("SIGINT"); // the first one counts
    for (const command of ["tick", "batch"]) expect((await here.cli(command)).code).toBe(code);
  });
});

describe("the command provider", () => {
  const env = (command: string) => ({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: command });
  const translations = async (here: ReturnType<typeof world>) => {
    const { data } = await here.json("list");
    const { segments } = (await here.json("show", data.projects[0].id, "--segments")).data;
    return segments.map(({ translation }: { translation: string | null }) => translation);
  };

  test("lines go in, lines come out, breaks and tags stay where they were", async () => {
    const here = world(env("tr a-z n-za-m"));
    await here.cli(
      "add",
      here.file(
        "a.srt",
        srtOf(1, () => "<i>one two\nthree</i>"),
      ),
      "--to",
      "art-x-rot",
    );
    await here.cli("batch");
    expect(await translations(here)).toEqual(["<i>bar gjb\nguerr</i>"]);
  });

  test("it is told the languages, gets a file as its input, and no key", async () => {
    const here = world({
      ...env('read line; test -f /dev/stdin && echo "{from} {to} [$OPENAI_API_KEY]"'),
      OPENAI_API_KEY: "sk-secret",
    });
    await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr", "--from", "en");
    await here.cli("batch");
    expect(await translations(here)).toEqual(["en fr []"]);
  });

  test("a count of lines that differs is caught, and the batch is repaired line by line", async () => {
    const here = world(
      env(
        'if [ "$(wc -l < /dev/stdin)" -gt 1 ]; then echo lost; else sed -e "s/This is line number/Voici la ligne/" -e "s/of the talk/du discours/"; fi',
      ),
    );
    await here.cli("add", here.file("a.srt", srtOf(4)), "--to", "fr");
    expect((await here.cli("batch")).err).toContain("1 lines came back for 4");
    expect((await translations(here))[3]).toBe("Voici la ligne 4 du discours.");
  });

  test("a program that is not there is said once", async () => {
    const here = world(env("no-such-program"));
    await here.cli("add", here.file("a.srt", srtOf(4)), "--to", "fr");
    expect(await here.cli("tick")).toMatchObject({
      code: 2,
      err: expect.stringContaining("the command can't be run"),
    });
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
  });

  test("a program that hangs is ended with all its children", async () => {
    const here = world({ ...env("sleep 100; cat"), TIMEOUT_PER_BATCH: "1" });
    await here.cli("add", here.file("a.srt", srtOf(12)), "--to", "fr");
    const { err } = await here.cli("batch");
    expect(err).toContain("the command took longer than 1 s, halved");
    expect(err.match(/batch 1\/2 \.\.\./g)).toHaveLength(1);
    expect((await here.json("list")).data.projects[0].status).toBe("pending");
  });
});

describe("export", () => {
  async function done(name = "talk.srt", ...argv: string[]) {
    const here = world();
    const path = here.file(name, srtOf(2));
    const [file] = await added(here, path, "--to", "fr", "--from", "en", ...argv);
    await here.cli("batch");
    return { here, path, id: file.projects[0].id as string };
  }

  test.each([
    ["talk.srt", "talk.fr.srt"],
    ["talk.en.srt", "talk.fr.srt"],
    ["talk.v2.srt", "talk.v2.fr.srt"],
  ])("%s is written beside it as %s", async (name, expected) => {
    const { here, path, id } = await done(name);
    expect(await here.cli("export", id)).toMatchObject({ code: 0 });
    expect(readFileSync(join(dirname(path), expected), "utf8")).toContain(
      "[pseudo fr] Ţĥíš íš ļíñé ñúɱƀéŕ 1",
    );
  });

  test("it overwrites what it wrote itself and nothing else", async () => {
    const { here, path, id } = await done();
    const target = join(dirname(path), "talk.fr.srt");
    writeFileSync(target, "mine");
    expect(await here.cli("export", id)).toMatchObject({
      code: 2,
      err: expect.stringContaining("exists already"),
    });
    expect(readFileSync(target, "utf8")).toBe("mine");
    expect((await here.cli("export", id, "--force")).code).toBe(0);
    expect((await here.cli("export", id)).code).toBe(0);
  });

  test("another format, both languages, a folder", async () => {
    const { here, path, id } = await done();
    const folder = join(dirname(path), "out");
    mkdirSync(folder);
    expect((await here.cli("export", id, "-o", folder, "--format", "vtt", "--bilingual")).code).toBe(0);
    const text = readFileSync(join(folder, "talk.fr.vtt"), "utf8");
    expect(text).toMatch(
      /^WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n\[pseudo fr\] .*\nThis is line number 1 of the talk\.\n/,
    );
  });

  test.each([
    [
      "a line that reads otherwise",
      "update segments set text = 'As it was' where idx = 1",
      "line 2 reads otherwise than when it was added",
    ],
    ["a line too many", "insert into segments values (1, 2, 0, 0, 'Third', 0)", "line 3"],
  ])(
    "%s than when it was added: the file is not written, and the line is named",
    async (_, parsedThen, line) => {
      const { here, path, id } = await done();
      const db = new Database(join(here.home, "transcron.db"));
      db.exec(parsedThen);
      db.close();
      const result = await here.cli("export", id, "--partial");
      expect(result).toMatchObject({ code: 2, err: expect.stringContaining(line) });
      expect(result.err).toContain("--again --name talk-2.srt");
      expect(existsSync(join(dirname(path), "talk.fr.srt"))).toBe(false);
      // The way out that the message names.
      const [again] = await added(here, path, "--to", "fr", "--again", "--name", "new.srt");
      await here.cli("batch");
      expect((await here.cli("export", again.projects[0].id)).code).toBe(0);
    },
  );

  test("an incomplete project is refused without --partial", async () => {
    const here = world();
    const [file] = await added(here, here.file("talk.srt", srtOf(2)), "--to", "fr");
    expect(await here.cli("export", file.projects[0].id)).toMatchObject({
      code: 2,
      err: expect.stringContaining("2 of 2 lines have no translation"),
    });
  });
});

test("convert gives back the same bytes, and says what is odd", async () => {
  const here = world();
  const odd = "\uFEFF00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n\r\n";
  const file = here.file("odd.srt", odd);
  const out = join(dirname(file), "copy.srt");
  expect(await here.cli("convert", file, "-o", out)).toMatchObject({
    code: 0,
    err: expect.stringContaining("odd.srt:1: cue without a number"),
  });
  expect(readFileSync(out, "utf8")).toBe(odd);
  expect(await here.cli("convert", file, "-o", file)).toMatchObject({
    code: 2,
    err: expect.stringContaining("the output is the file itself"),
  });
});

describe("the command line", () => {
  test.each([
    [["--help"], 0],
    [["--version"], 0],
    [[], 0],
    [["nonsense"], 2],
    [["list", "--status", "done"], 2],
    [["list", "--limit", "many"], 2],
    [["show", "zzz"], 2],
    [["tick", "--budget", "soon"], 2],
    [["batch", "--provider", "deepl"], 2],
  ])("%j ends with %i", async (argv, code) => {
    expect((await world().cli(...argv)).code).toBe(code);
  });

  test.each([
    ["BATCH_SIZE", "ten", "a number, or a rule such as 10,50:5"],
    ["STUCK_AFTER", "10s", "a duration of 30s or more"],
    ["TRANSCRON_PROVIDER", "deepl", "openai, anthropic, command, pseudo"],
    ["OPENAI_BASE_URL", "localhost", "an http or https address"],
    ["LANES", "normal:10", "name:places:workers"],
    ["MEMORY_LIMIT", "1M", "at least 64M"],
  ])("%s=%s is refused with its name, its value and what is allowed", async (name, value, allowed) => {
    const { code, err } = await world({ [name]: value }).cli("config");
    expect([code, err]).toEqual([2, expect.stringContaining(name)]);
    expect(err).toContain(allowed);
  });

  test("settings come from flags, environment, .env and defaults, in this order", async () => {
    const here = world({ BATCH_SIZE: "7" });
    mkdirSync(here.home, { recursive: true });
    writeFileSync(
      join(here.home, ".env"),
      "BATCH_SIZE=5\nMAX_RETRIES=9\nOPENAI_API_KEY=sk-abcdefghijklmnop\n",
    );
    const { settings } = (await here.json("config")).data;
    const found = Object.fromEntries(
      settings.map(({ name, value, origin }: Record<string, string>) => [name, [value, origin]]),
    );
    expect(found).toMatchObject({
      BATCH_SIZE: ["7", "environment"],
      MAX_RETRIES: ["9", ".env"],
      LANES: ["normal:10000:3,any:10000:2,audio:1000:1,generation:1000:2", "default"],
      OPENAI_API_KEY: ["…", ".env"],
    });
    expect((await here.cli("config")).out).not.toContain("abcdefghijklmnop");
  });

  test("--json is one document on standard output, also for an error", async () => {
    const here = world();
    expect(JSON.parse((await here.cli("--json", "show", "zzz")).out)).toEqual({
      error: {
        message: 'no project\'s id begins with "zzz", and no file has that name',
        hint: "`transcron list` shows what there is",
      },
    });
  });

  test("wrong usage is one JSON document too", async () => {
    const { code, out } = await world().cli("--json", "add", "x.srt");
    expect([code, JSON.parse(out).error.message]).toEqual([
      2,
      "required option '--to <languages>' not specified",
    ]);
  });

  test("a name that would steer the terminal is shown without doing so", async () => {
    const here = world();
    const { err } = await here.cli("add", here.file("\x1b[31mred.srt", "nothing"), "--to", "fr");
    expect(err).toContain("␛[31mred.srt");
  });

  test("a list fits a terminal of 80 columns, with long and right-to-left names", async () => {
    const here = world({ NO_COLOR: "1" });
    here.onTerminal(80);
    for (const name of [
      "a-very-long-name-of-a-talk-about-everything-and-then-some-more-episode-12.srt",
      "محادثة طويلة جدا عن كل شيء في هذا العالم.srt",
      "短い話.srt",
    ]) {
      await here.cli(
        "add",
        here.file(
          name,
          srtOf(2, (line) => `${name} ${line}`),
        ),
        "--to",
        "zh-Hant",
      );
    }
    const { out } = await here.cli("list");
    for (const line of out.split("\n"))
      expect([...line.replace(/[\u2068\u2069]/g, "")].length).toBeLessThanOrEqual(80);
    expect(out).toContain("…");
    expect(out).toContain("12.srt");
  });

  test("cancelling twice changes nothing the second time", async () => {
    const here = world();
    const [file] = await added(here, here.file("talk.srt", srtOf(2)), "--to", "fr");
    expect((await here.cli("cancel", file.projects[0].id)).out).toContain("pending → cancelled");
    expect((await here.cli("cancel", file.projects[0].id)).out).toContain("nothing to cancel");
  });

  test("the home and its files are nobody else's", async () => {
    const here = world();
    await here.cli("add", here.file("talk.srt", srtOf(2)), "--to", "fr");
    await here.cli("tick");
    const mode = (name: string) => (statSync(join(here.home, name)).mode & 0o777).toString(8);
    expect([mode("."), mode("transcron.db"), mode("logs"), mode("logs/cron.log")]).toEqual([
      "700",
      "600",
      "700",
      "600",
    ]);
  });
});

test("an idle minute later nothing has changed", async () => {
  const here = world();
  await here.cli("add", here.file("talk.srt", srtOf(3)), "--to", "fr");
  await here.cli("tick");
  here.clock.time += MINUTE;
  expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
});
