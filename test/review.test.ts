import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { openaiServer, translated } from "./support/openai-server.js";
import { addLines, type World } from "./support/projects.js";
import { world } from "./support/world.js";

const ANSWERS: Record<string, string> = {
  "We met here in 1984.": "On s'est rencontrés ici.",
  "Say it.": `Dis-le donc, ${"et encore, ".repeat(4)}enfin.`,
  "All is well with us.": "Tout va bien chez nous.",
  "This one is refused.": "Это сказано по-русски",
};
const LINES = Object.keys(ANSWERS);

/** A project of four lines: one lost a number, one is too wide and fast, one is flawless, one failed. */
async function reviewed(lines = LINES, env: NodeJS.ProcessEnv = {}) {
  const server = await openaiServer((asked) => translated(asked, (line) => ANSWERS[line] ?? line));
  const here = world({ ...server.env, TRANSCRON_MODEL: "m", NO_COLOR: "1", ...env });
  const id = await addLines(here, lines);
  await here.cli("tick");
  return { here, id };
}

const linesOf = async (here: World, ...argv: string[]) =>
  (await here.json("review", ...argv)).data.lines.map(({ line }: { line: number }) => line);

describe("review of a project", () => {
  test("shows each line beside its translation, with its time and marks, and says once what a mark means", async () => {
    const { here, id } = await reviewed();
    const { code, out } = await here.cli("review", id.slice(0, 14));
    expect(code).toBe(0);
    expect(out).toMatch(
      /^1 +00:00:00\.000 --> 00:00:02\.500 +We met here in 1984\. +On s'est rencontrés ici\. +number$/m,
    );
    expect(out).toMatch(/^3 .*All is well with us\. +Tout va bien chez nous\.$/m);
    expect(out).toMatch(/^4 .*answered: Это сказано по-русски +failed, script$/m);
    expect(out.match(/^number +1 +does not have the same numbers as its source$/gm)).toHaveLength(1);
    expect(out).toMatch(/^script +1 +is not written in the script of the target language$/m);
  });

  test("its marks are explained below the lines that `show` prints, each once and none that is not there", async () => {
    const { here, id } = await reviewed([...LINES, LINES[0]!]);
    const { out } = await here.cli("show", id, "--segments");
    const legend = out.slice(out.lastIndexOf("\n\n")).trimEnd();
    expect(legend.split("\n").slice(2)).toEqual([
      "  number  does not have the same numbers as its source",
      "  fast  is too long to be read while it is shown",
      "  wide  is wider than the screen",
    ]);
  });

  test("shows only the lines that are asked for", async () => {
    const { here, id } = await reviewed();
    await here.cli("accept", id, "4");
    expect(await linesOf(here, id)).toEqual([1, 2, 3, 4]);
    expect(await linesOf(here, id, "--marked")).toEqual([1, 2]);
    expect(await linesOf(here, id, "--doubtful")).toEqual([1]);
    expect(await linesOf(here, id, "--edited")).toEqual([4]);
    expect(await linesOf(here, id, "--edited", "--marked")).toEqual([]);
    expect(await linesOf(here, id, "--limit", "2")).toEqual([1, 2]);
    expect((await here.cli("review", id, "--limit", "3")).err).toContain("1 more not shown");
    expect((await here.cli("review", id, "--edited", "--marked")).out).toContain("no such lines");
  });

  test("counts lines from 1 in JSON, and says what their marks mean", async () => {
    const { here, id } = await reviewed();
    const { data } = await here.json("review", id, "--doubtful");
    expect(data).toMatchObject({
      ...{ id, sourceLang: "en", targetLang: "fr", status: "failed" },
      lines: [
        { line: 1, start: 0, end: 2500, text: LINES[0], translation: ANSWERS[LINES[0]!], marks: ["number"] },
        { line: 4, state: "failed", translation: null, rejected: { text: ANSWERS[LINES[3]!] } },
      ],
      meanings: { number: "does not have the same numbers as its source" },
    });
  });

  test("names what can be done about lines that failed, and nothing where none did", async () => {
    const { here, id } = await reviewed();
    const { err } = await here.cli("review", id);
    expect(err).toContain(`\`transcron accept ${id} 4\``);
    expect(err).toContain(`\`transcron retry-failed ${id}\``);
    await here.cli("accept", id, "4");
    expect((await here.cli("review", id)).err).toBe("");
  });

  test("is no wider than the terminal, whatever script a line is in, and keeps a line's own breaks", async () => {
    const source = "Something rather long is said\nhere on two lines of the screen.";
    ANSWERS[source] = "ここで画面の二行にわたってかなり長いことが\n言われています。とても長い話です。";
    const { here, id } = await reviewed([source]);
    here.onTerminal(60);
    await here.cli("accept", id, "1");
    const { out } = await here.cli("review", id);
    const shown = out.split("\n").slice(2);
    for (const line of shown) expect(stringWidth(line), line).toBeLessThanOrEqual(60);
    expect(out).not.toContain("␊");
    expect(shown[1]).toContain("00:00:00.000");
    expect(shown[2]).toContain("00:00:02.500");
    const piped = world({ ...here.outside.env });
    expect((await piped.cli("review", id)).out).toContain("said␊here on two lines");
  });

  test("does nothing that a text asks the terminal to do", async () => {
    const line = "Look at\u202E this \x1b[31mtext.";
    ANSWERS[line] = "Regarde\u202E ce \x1b[31mtexte.";
    const { here, id } = await reviewed([line]);
    here.onTerminal(200);
    const { out } = await here.cli("review", id);
    expect(out).toContain("Look at\\u202e this ␛[31mtext.");
    expect(out).toContain("Regarde\\u202e ce ␛[31mtexte.");
  });
});

describe("review of everything", () => {
  test("has the most doubtful lines of all projects, the worst first", async () => {
    const { here, id } = await reviewed();
    const other = await addLines(here, ["We met here in 1984.", "All is well with us."]);
    await here.cli("tick");
    const { data } = await here.json("review", "--all");
    const found = data.lines.map(({ projectId, line }: { projectId: string; line: number }) => [
      projectId,
      line,
    ]);
    expect(found).toEqual([
      [id, 4],
      [other, 1],
      [id, 1],
    ]);
    expect(await linesOf(here, "--all", "--limit", "1")).toEqual([4]);
    expect(await linesOf(here, "--all", "--marked")).toEqual([4, 1, 1, 2]);
    const { out } = await here.cli("review", "--all");
    expect(out).toMatch(new RegExp(`^${id} +4 +fr +4 lines from .* +failed, script$`, "m"));
    here.onTerminal(80);
    expect((await here.cli("review", "--all")).out).toMatch(new RegExp(`^${id.split("_")[1]} line 4 `, "m"));
  });

  test("says so where nothing is doubtful", async () => {
    expect((await world().cli("review", "--all")).out).toBe("no line is doubtful\n");
  });

  test.each([[[]], [["--edited", "--all"]], [["abc", "--all"]], [["zzz"]]])("refuses %j", async (argv) => {
    expect((await world().cli("review", ...argv)).code).toBe(2);
  });
});
