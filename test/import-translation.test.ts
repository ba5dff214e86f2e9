import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { french, openaiServer } from "./support/openai-server.js";
import { shown, type World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const LINES = ["Good evening,\nall of you.", "<i>Tom & Jerry</i> are here.", "Yes.", "See you soon.", "Yes."];
const SEE = french("See you soon.");

const SOURCES: Record<string, string> = {
  srt: srtOf(5, (line) => LINES[line - 1]!),
  vtt: `WEBVTT\n\n${srtOf(5, (line) => LINES[line - 1]!.replace("&", "&amp;")).replaceAll(",", ".")}`,
  json: JSON.stringify(LINES.map((text, index) => ({ start: index, end: index + 0.5, text }))),
  txt: `${LINES.map((line) => line.replaceAll("\n", " ")).join("\n")}\n`,
};

/** A completed project of a file of this format. */
async function done(format = "srt", content = SOURCES[format]!) {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const file = here.file(`talk.${format}`, content);
  const { data } = await here.json("add", file, "--to", "fr", "--from", "en");
  await here.cli("tick");
  const id = data.files[0].projects[0].id as string;
  /** The translation in a format, edited. */
  const edited = async (edit: (text: string) => string, into = format) => {
    const path = join(here.home, "..", "files", `edited.${into}`);
    await here.cli("export", id, "-o", path, "--force");
    return here.file(`edited.${into}`, edit(readFileSync(path, "utf8")));
  };
  return { here, id, edited };
}

const translations = async (here: World, id: string) =>
  (await shown(here, id)).segments.map(({ translation }: { translation: string }) => translation);

const FORMATS = Object.keys(SOURCES);
const PAIRS = FORMATS.flatMap((own) =>
  FORMATS.filter((into) => into === own || into === "txt" || own !== "txt").map(
    (into) => [own, into] as const,
  ),
);

test.each(PAIRS)("an unchanged export of %s as %s changes nothing", async (own, into) => {
  const { here, id, edited } = await done(own);
  const file = await edited((text) => text, into);
  const before = await shown(here, id);
  const { code, data } = await here.json("import-translation", id, file);
  if (into === "txt" && own !== "txt") {
    // Two lines of a cue are two lines of text, which can't be told from two cues.
    expect([code, data.error.message]).toEqual([2, expect.stringContaining("6 pieces for 5 lines")]);
  } else expect([code, data]).toEqual([0, { id, lines: [], unmatched: [], missing: [] }]);
  expect(await shown(here, id)).toEqual(before);
});

describe("import-translation", () => {
  test("makes what differs a person's words, as one change", async () => {
    const { here, id, edited } = await done();
    const file = await edited((text) => text.replace(SEE, "À bientôt.").replace("dooGé gnineveé", "Bonsoir"));
    expect(await here.cli("import-translation", id.slice(0, 12), file)).toMatchObject({
      ...{ code: 0, out: `${id}: 2 lines changed, still completed\n` },
    });
    const { segments } = await shown(here, id);
    expect(segments.map(({ origin }: { origin: string }) => origin)).toEqual([
      ...["hand", "provider", "provider", "hand", "duplicate"],
    ]);
    expect(segments[0].translation).toBe("FR(Bonsoir,\nllaé foé uoyé.)");
    expect((await here.json("audit")).data.changes[0]).toMatchObject({
      ...{ action: "import-translation", id, details: "lines 1, 4: completed → completed" },
    });
    expect((await here.json("import-translation", id, file)).data.lines).toEqual([]);
  });

  test.each([
    ["vtt", "<i>FR(moTé & yrreJé</i> sont là.)", []],
    ["json", "FR(moTé & yrreJé sont là.)", [expect.stringContaining("lost, added or changed a tag")]],
  ])("takes them from another format: %s", async (into, translation, remarks) => {
    const { here, id, edited } = await done();
    const file = await edited((text) => text.replaceAll("eraé erehé", "sont là"), into);
    expect((await here.json("import-translation", id, file)).data).toMatchObject({
      lines: [{ line: 2, before: "<i>FR(moTé & yrreJé</i> eraé erehé.)", after: translation }],
      corrected: { remarks },
    });
    expect((await translations(here, id))[1]).toBe(translation);
    expect((await here.json("import-translation", id, file)).data.lines).toEqual([]);
  });

  test("shows with --dry-run what it would change", async () => {
    const { here, id, edited } = await done();
    const file = await edited((text) => text.replace(SEE, "À bientôt."));
    const before = await shown(here, id);
    expect(await here.cli("import-translation", id, file, "--dry-run")).toMatchObject({
      ...{
        code: 0,
        out: `    4  - ${SEE}\n       + À bientôt.\n${id}: 1 line would be changed\n`,
      },
    });
    expect(await shown(here, id)).toEqual(before);
  });

  test.each([
    ["hundredths of a second", 10],
    ["frames", 1000 / 24],
  ])("places cues whose times were rounded to %s", async (_, step) => {
    const source = srtOf(5, (line) => LINES[line - 1]!).replace(/,[05]00/g, (ms) =>
      ms === ",000" ? ",013" : ",487",
    );
    const { here, id, edited } = await done("srt", source);
    const rounded = (ms: string) =>
      `,${String(Math.round(Math.round(Number(ms) / step) * step)).padStart(3, "0")}`;
    const file = await edited((text) =>
      text.replace(SEE, "À bientôt.").replace(/,(\d{3})/g, (_time, ms: string) => rounded(ms)),
    );
    expect(readFileSync(file, "utf8")).not.toContain(",013");
    expect((await here.json("import-translation", id, file)).data).toMatchObject({
      ...{ lines: [{ line: 4, before: SEE, after: "À bientôt." }], unmatched: [], missing: [] },
    });
  });

  test("reports cues that it can't place, ends with 1, and takes the others", async () => {
    const { here, id, edited } = await done();
    const more = "\n6\n00:01:00,000 --> 00:01:01,000\nSous-titres : Ana\n";
    const file = await edited((text) => text.replace(SEE, "À bientôt.") + more);
    const { code, out, err } = await here.cli("import-translation", id, file);
    expect([code, out]).toEqual([1, `${id}: 1 line changed, still completed\n`]);
    expect(err).toContain("cue 6 is no line's for certain: Sous-titres : Ana");
  });

  test("leaves lines as they are that the file lacks or has without a text", async () => {
    const { here, id, edited } = await done();
    const before = await translations(here, id);
    const file = await edited((text) =>
      text.replace(/4\n.* --> .*\nFR\(eeSé.*\n/, "").replace(french(LINES[0]!), ""),
    );
    const { code, data } = await here.json("import-translation", id, file);
    expect([code, data]).toMatchObject([0, { lines: [], missing: [1, 4] }]);
    expect(await translations(here, id)).toEqual(before);
  });

  test("completes a project whose lacking lines it has", async () => {
    const here = world();
    const file = here.file("talk.srt", SOURCES.srt!);
    const { data } = await here.json("add", file, "--to", "fr");
    const id = data.files[0].projects[0].id;
    const whole = here.file(
      "whole.srt",
      srtOf(5, (line) => `Ligne ${line}.`),
    );
    expect((await here.cli("import-translation", id, whole)).out).toBe(
      `${id}: 5 lines changed, pending → completed\n`,
    );
  });

  test.each([
    ["a file that is not there", "gone.srt", undefined],
    ["a file that can't be read", "odd.srt", "no times"],
    ["a control character", "bell.srt", srtOf(5, (line) => `Ligne\u0007 ${line}`)],
  ])("refuses %s, and changes nothing", async (_, name, content) => {
    const { here, id } = await done();
    const before = await shown(here, id);
    const path = content === undefined ? join(here.home, name) : here.file(name, content);
    expect((await here.cli("import-translation", id, path)).code).toBe(2);
    expect(await shown(here, id)).toEqual(before);
  });

  test("takes a delivered file that was edited where it is for what is delivered", async () => {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const source = here.file("films/a.srt", srtOf(2));
    const { data } = await here.json("add", dirname(source), "--to", "fr", "--from", "en");
    const id = data.files[0].projects[0].id;
    await here.cli("tick");
    const output = join(dirname(source), "a.fr.srt");
    writeFileSync(
      output,
      readFileSync(output, "utf8").replace(french("This is line number 1 of the talk."), "Voici."),
    );
    await here.cli("import-translation", id, output);
    expect((await here.cli("tick")).code).toBe(0);
    expect(await shown(here, id)).toMatchObject({ exportedPath: output });
    expect(readFileSync(output, "utf8")).toContain("Voici.");
  });
});
