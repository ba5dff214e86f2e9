import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { french, openaiServer, translated } from "./support/openai-server.js";
import { addLines, shown, statusOf, type World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const LINES = ["Good evening.", "It was in 1984.", "Press <b>this</b> to go on."];

/** A completed project of three lines, and the server that translated it. */
async function done(lines = LINES) {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, lines);
  await here.cli("tick");
  return { here, server, id };
}

const translations = async (here: World, id: string) =>
  (await shown(here, id)).segments.map(({ translation }: { translation: string }) => translation);

describe("set", () => {
  test("puts a line in a person's words, which is audited", async () => {
    const { here, id } = await done();
    expect(await here.cli("set", id.slice(0, 12), "1", "Bonsoir.")).toMatchObject({
      ...{ code: 0, out: `${id}: line 1 set, still completed\n`, err: "" },
    });
    const { segments, edits } = await shown(here, id);
    expect(segments[0]).toMatchObject({ translation: "Bonsoir.", origin: "hand", marks: [], quality: 100 });
    const now = here.clock.time;
    expect(edits).toEqual([
      { index: 0, before: french("Good evening."), after: "Bonsoir.", who: "tester", at: now },
    ]);
    expect((await here.cli("show", id, "--segments")).out).toContain(
      "Bonsoir.\n       [hand, tester, 2026-01-06 14:30:15 UTC]",
    );
    const { changes } = (await here.json("audit")).data;
    expect(changes[0]).toMatchObject({
      ...{ action: "set", who: "tester", id, details: "line 1: completed → completed" },
    });
  });

  test.each([
    ["a\\nb", "a\nb"],
    ["a\nb", "a\nb"],
    ["- Oui.", "- Oui."],
    ["-- Oui.", "-- Oui."],
    ["<i>a</i>", "<i>a</i>"],
  ])("stores %j as it is to stand in the file", async (text, stored) => {
    const { here, id } = await done();
    expect((await here.cli("set", id, "1", text)).code).toBe(0);
    expect((await translations(here, id))[0]).toBe(stored);
  });

  test("leaves \\n as it is where the source has it too", async () => {
    const { here, id } = await done(["Write \\n for a break."]);
    await here.cli("set", id, "1", "Écrivez \\n.");
    expect(await translations(here, id)).toEqual(["Écrivez \\n."]);
  });

  test("remarks on what the checks find, and stores it all the same", async () => {
    const { here, id } = await done();
    expect((await here.json("set", id, "2", "C'était autrefois.")).data.remarks).toEqual([
      "line 2 does not have the same numbers as its source",
    ]);
    expect((await here.cli("set", id, "3", "Appuyez <b>ici.")).err).toContain(
      "line 3 lost, added or changed a tag",
    );
    expect((await here.json("set", id, "3", "Appuyez <b>ici</b>.")).data.remarks).toEqual([]);
    expect(await translations(here, id)).toEqual([
      french("Good evening."),
      "C'était autrefois.",
      "Appuyez <b>ici</b>.",
    ]);
  });

  test.each([
    ["the source language", "Good evening to you and all of us.", "line 1 is still in the source language"],
    [
      "a third language",
      "Guten Abend, meine lieben Freunde.",
      "line 1 is in neither the source nor the target language",
    ],
  ])("remarks that a line is in %s, and stores it all the same", async (_, text, remark) => {
    const { here, id } = await done(["Good evening, my dear friends over there."]);
    expect((await here.json("set", id, "1", text)).data.remarks).toEqual([remark]);
    expect(await translations(here, id)).toEqual([text]);
  });

  test.each([
    ["1", " ", "the text for line 1 is empty"],
    ["1", "a\x1b[31mb", "the text for line 1 contains a control character"],
    ["4", "a", "has no line 4: it has 3 lines"],
    ["0", "a", 'the line is "0"'],
    ["x", "a", 'the line is "x"'],
  ])("refuses line %s and %j, and changes nothing", async (line, text, message) => {
    const { here, id } = await done();
    const before = await shown(here, id);
    expect(await here.cli("set", id, line, text)).toMatchObject({
      ...{ code: 2, err: expect.stringContaining(message) },
    });
    expect(await shown(here, id)).toEqual(before);
  });

  test("completes a failed project with its last line", async () => {
    const server = await openaiServer((given) => translated(given, () => ""));
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addLines(here, LINES.slice(0, 2));
    await here.cli("tick");
    expect((await here.cli("set", id, "1", "Bonsoir.")).out).toContain("still failed");
    expect((await here.cli("set", id, "2", "En 1984.")).out).toContain("failed → completed");
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("is refused while a worker has the project: exit 75", async () => {
    const answers: unknown[] = [];
    const holder: { here?: World; id?: string } = {};
    const server = await openaiServer(async (given) => {
      const other = world(holder.here!.outside.env);
      if (answers.length === 0) answers.push(await other.cli("set", holder.id!, "1", "a"));
      return translated(given);
    });
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    holder.here = here;
    holder.id = await addLines(here, LINES);
    await here.cli("tick");
    expect(answers).toMatchObject([{ code: 75, err: expect.stringContaining("is being translated") }]);
  });
});

describe("a corrected project that is delivered", () => {
  async function delivered() {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const file = here.file("films/a.srt", srtOf(2));
    const { data } = await here.json("add", dirname(file), "--to", "fr", "--from", "en");
    await here.cli("tick");
    return { here, id: data.files[0].projects[0].id, output: join(dirname(file), "a.fr.srt") };
  }

  test("is written again by the next tick", async () => {
    const { here, id, output } = await delivered();
    expect(readFileSync(output, "utf8")).toContain(french("This is line number 2 of the talk."));
    await here.cli("set", id, "2", "Deuxième ligne.");
    expect((await here.cli("tick")).code).toBe(0);
    expect(readFileSync(output, "utf8")).toContain("Deuxième ligne.");
  });

  test("is not written over what something else made of the file", async () => {
    const { here, id, output } = await delivered();
    writeFileSync(output, "of somebody else");
    await here.cli("set", id, "2", "Deuxième ligne.");
    await here.cli("tick");
    expect(readFileSync(output, "utf8")).toBe("of somebody else");
  });
});

test("a file that was exported by hand is named with the command that writes it again", async () => {
  const { here, id } = await done();
  const output = join(here.home, "..", "files", "mine.vtt");
  await here.cli("export", id, "-o", output);
  const { err } = await here.cli("set", id, "1", "Bonsoir.");
  expect(err).toContain(
    `${output} does not have it yet: \`transcron export ${id} -o ${output}\` writes it again`,
  );
  expect((await here.cli("export", id, "-o", output)).code).toBe(0);
  expect(readFileSync(output, "utf8")).toMatch(/^WEBVTT[\s\S]*Bonsoir\./);
  expect((await here.cli("set", id, "1", "Bonsoir !")).err).toContain("writes it again");
});

describe("a correction in the memory", () => {
  test("is used by the next project, by whatever model, and bears no mark", async () => {
    const { here, server, id } = await done();
    await here.cli("set", id, "1", "Bonsoir.");
    here.outside.env.TRANSCRON_MODEL = "another";
    const before = server.asked().length;
    const other = await addLines(here, [LINES[0]!, "Something else."]);
    await here.cli("tick");
    expect(server.asked().slice(before)).toEqual([["Something else."]]);
    expect((await shown(here, other)).segments[0]).toMatchObject({
      ...{ translation: "Bonsoir.", origin: "memory", marks: [], quality: 100 },
    });
  });

  test("goes before the answer that the memory has of this model", async () => {
    const { here, id } = await done();
    await here.cli("set", id, "1", "Bonsoir.");
    const other = await addLines(here, [LINES[0]!, LINES[1]!]);
    await here.cli("tick");
    expect(await translations(here, other)).toEqual(["Bonsoir.", french("It was in 1984.")]);
  });

  test("can be forgotten", async () => {
    const { here, id } = await done();
    await here.cli("set", id, "1", "Bonsoir.");
    expect((await here.json("memory", "forget", "--to", "fr")).data).toEqual({ lines: 4 });
    const other = await addLines(here, [LINES[0]!]);
    await here.cli("tick");
    expect(await translations(here, other)).toEqual([french("Good evening.")]);
  });
});
