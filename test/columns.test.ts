import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { french, openaiServer } from "./support/openai-server.js";
import { shown } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const TEXTS = ["Good evening, all of you.", 'He said "hello" to us.', "Come back soon."];
const ITEMS = `id;text;note\r\n1;${TEXTS[0]};"x"\r\n2;"He said ""hello"" to us.";\r\n3;${TEXTS[2]};z;\r\n`;
const FRENCH = ITEMS.replace(TEXTS[0]!, french(TEXTS[0]!))
  .replace('He said ""hello"" to us.', french(TEXTS[1]!).replaceAll('"', '""'))
  .replace(TEXTS[2]!, french(TEXTS[2]!));

/** A completed project of a table. */
async function done(content = ITEMS, name = "items.csv", column = "text") {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const file = here.file(name, content);
  const { data } = await here.json("add", file, "--to", "fr", "--from", "en", "--column", column);
  await here.cli("tick");
  return { here, file, id: data.files[0].projects[0].id as string };
}

describe("a column that is named when a table is added", () => {
  test.each([
    ["items.csv", ITEMS, FRENCH],
    ["items.tsv", ITEMS.replaceAll(";", "\t"), FRENCH.replaceAll(";", "\t")],
  ])("is what an export of %s changes, and nothing else", async (name, content, translated) => {
    const { here, id } = await done(content, name);
    expect(await here.cli("export", id)).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(join(here.home, "..", "files", name.replace(".", ".fr.")), "utf8")).toBe(translated);
    expect((await here.cli("export", id, "--format", "txt", "-o", "-")).out.split("\n")[2]).toBe(
      french(TEXTS[2]!),
    );
  });

  test("is what later versions and exports read", async () => {
    const { here, id } = await done();
    await here.cli("set", id, "3", "À bientôt; oui.");
    expect((await here.cli("export", id, "-o", "-")).out).toBe(
      FRENCH.replace(french(TEXTS[2]!), '"À bientôt; oui."'),
    );
    expect((await here.json("show", id)).data.format).toBe("csv:text");
  });

  test("is what corrections are taken from", async () => {
    const { here, id } = await done();
    const edited = here.file("edited.csv", FRENCH.replace(french(TEXTS[2]!), "À bientôt."));
    expect((await here.json("import-translation", id, edited)).data.lines).toEqual([
      { line: 3, before: french(TEXTS[2]!), after: "À bientôt." },
    ]);
    expect((await here.json("import-translation", id, edited)).data.lines).toEqual([]);
    expect((await shown(here, id)).segments[2].origin).toBe("hand");
  });

  test("may be another in the file that corrections are taken from", async () => {
    const { here, id } = await done();
    const edited = here.file("edited.csv", FRENCH.replace("text", "texte"));
    expect((await here.cli("import-translation", id, edited)).err).toContain("`--column texte`");
    expect((await here.cli("import-translation", id, edited, "--column", "2")).code).toBe(0);
  });

  test("makes the file known, however it is named; another column is refused", async () => {
    const { here, file, id } = await done();
    const add = (...words: string[]) => here.cli("add", file, "--to", "fr", ...words);
    for (const words of [[], ["--column", "text"], ["--column", "2"], ["--format", "csv"]])
      expect(await add(...words)).toMatchObject({ code: 0, out: expect.stringContaining(`known ${id}`) });
    const { code, err } = await add("--column", "note");
    expect([code, err]).toEqual([2, expect.stringContaining("it was added as csv:text in utf-8")]);
    expect((await add("--format", "csv:note")).code).toBe(2);
    expect((await add("--format", "csv:2")).code).toBe(0);
    expect((await add("--column", "note", "--again")).code).toBe(0);
  });

  test("is in the command that adds a file once more, with a format that its name does not tell", async () => {
    const here = world();
    const file = here.file("items.txt", ITEMS.replace("text", "the text"));
    const reading = ["--format", "csv", "--column", "the text"];
    const { data } = await here.json("add", file, "--to", "fr", ...reading);
    await here.cli("cancel", data.files[0].projects[0].id);
    const { err } = await here.cli("batch", data.files[0].projects[0].id);
    expect(err).toContain(`\`transcron add ${file} --to fr --format csv --column 'the text' --again\``);
  });
});

describe("a table in a folder", () => {
  test("is left out with the reason if no column is named, and the rest is added", async () => {
    const here = world();
    here.file("items.csv", ITEMS);
    here.file("talk.srt", srtOf(2));
    const folder = join(here.home, "..", "files");
    const { code, out, err } = await here.cli("--verbose", "add", folder, "--to", "fr");
    expect([code, out.match(/added/g)]).toEqual([0, ["added"]]);
    expect(err).toContain(
      "items.csv: the file has the columns id, text, note; say which to translate: `--column text`\n",
    );
    expect((await here.cli("add", folder, "--to", "fr")).err).toBe(
      "skipped: 1 table whose column is not named\n",
    );
    expect(await here.cli("--quiet", "add", join(here.home, "..", "files"), "--to", "fr")).toMatchObject({
      code: 0,
      out: "",
      err: "",
    });
  });

  test("is read with the column that is named, which other files don't have", async () => {
    const here = world();
    here.file("items.csv", ITEMS);
    here.file("talk.srt", srtOf(2));
    const { code, data } = await here.json(
      "add",
      join(here.home, "..", "files"),
      "--to",
      "fr",
      "--column",
      "text",
    );
    expect([code, data.files.map(({ segments }: { segments: number }) => segments)]).toEqual([0, [3, 2]]);
  });
});

describe("without a project", () => {
  test("two tables are checked by a column, or a table and another file", async () => {
    const here = world();
    const source = here.file("items.en.csv", ITEMS);
    const target = here.file("items.fr.csv", FRENCH);
    const texts = here.file("texts.en.txt", `${TEXTS.join("\n")}\n`);
    for (const against of [source, texts]) {
      const { data } = await here.json("check", target, "--against", against, "--column", "text");
      expect([data.pairs, data.passed]).toEqual([3, true]);
    }
    expect((await here.cli("check", target, "--against", source)).err).toContain(
      `${target}: the file has the columns`,
    );
  });

  test("a column becomes text or a transcript, the table stays a table, and there are no times for subtitles", async () => {
    const here = world();
    const file = here.file("items.csv", ITEMS);
    const convert = (...words: string[]) =>
      here.cli("convert", file, "--column", "text", "-o", "-", ...words);
    expect((await convert("--format", "txt")).out).toBe(`${TEXTS.join("\n")}\n`);
    expect((await convert()).out).toBe(ITEMS);
    expect(await convert("--format", "srt")).toMatchObject({
      code: 2,
      err: expect.stringContaining("SubRip needs times, and this csv file has none"),
    });
    expect(await convert("--format", "tsv")).toMatchObject({
      code: 2,
      err: expect.stringContaining("CSV can't become TSV"),
    });
  });

  test("subtitles become a table that can be read again", async () => {
    const here = world();
    const talk = here.file(
      "talk.srt",
      srtOf(2, (line) => (line === 1 ? '<i>"One",</i>\ntwo' : "three")),
    );
    const table = here.file("talk.csv", "");
    await here.cli("convert", talk, "-o", table, "--force");
    expect(readFileSync(table, "utf8")).toBe(
      'start,end,text\n00:00:00.000,00:00:02.500,"""One"",\ntwo"\n00:00:03.000,00:00:05.500,three\n',
    );
    expect((await here.cli("convert", table, "--column", "text", "--format", "txt", "-o", "-")).out).toBe(
      '"One",\ntwo\nthree\n',
    );
  });
});
