import { describe, expect, test } from "vitest";
import { beginningsOf } from "../src/core/anchors.js";
import { MINUTE } from "../src/core/time.js";
import { openaiServer } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

type Lines = Record<string, string>;

/** Short lines that no fit can tell apart. */
const SHORT = ["Run.", "Stop.", "Wait.", "Look.", "Come.", "Sit.", "Talk.", "Read.", "Write.", "Sleep."];
const FRENCH: Record<string, string> = {
  ...{ "Run.": "Cours.", "Stop.": "Arrête.", "Wait.": "Attends.", "Look.": "Regarde.", "Come.": "Viens." },
  ...{ "Sit.": "Assieds.", "Talk.": "Parle.", "Read.": "Lis.", "Write.": "Écris.", "Sleep.": "Dors." },
};

/** A world whose server says what it says: nothing is added to a reply that is text. */
async function setup(answer: (lines: Lines, anchored: boolean) => Lines, lines: readonly string[] = SHORT) {
  const server = await openaiServer((asked, { messages }) =>
    JSON.stringify(answer(asked, messages[0]!.content.includes("Good morning | Bonjour"))),
  );
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const add = async (name: string) => {
    const source = srtOf(lines.length, (line) => lines[line - 1]!);
    const { data } = await here.json("add", here.file(name, source), "--to", "fr", "--from", "en");
    return data.files[0].projects[0].id as string;
  };
  const show = async (id: string) => (await here.json("show", id, "--segments")).data;
  return { server, here, add, show };
}

const texts = (segments: { translation: string }[]) => segments.map(({ translation }) => translation);
const anchored = (lines: readonly string[]) =>
  lines.map((line, at) => `${beginningsOf(lines)[at]} | ${FRENCH[line]}`);
const keyed = (values: readonly string[]): Lines =>
  Object.fromEntries(values.map((value, at) => [`${at + 1}`, value]));

describe("a model that keeps to anchors", () => {
  const spoilt: [string, (values: string[]) => string[]][] = [
    ["is shifted from the third line on", ([one, two, , ...rest]) => [one!, two!, ...rest, rest.at(-1)!]],
    ["begins with the line before", (values) => [values[9]!, ...values.slice(0, 9)]],
    ["has two lines swapped", ([one, two, ...rest]) => [two!, one!, ...rest]],
    ["has one sentence in every line", (values) => values.map(() => values[4]!)],
  ];

  test.each(spoilt)("whose reply %s has no line stored at a wrong place", async (_, spoil) => {
    let replies = 0;
    const { here, add, show } = await setup((lines, asksAnchors) => {
      const sources = Object.values(lines);
      if (!asksAnchors) return keyed(sources.map((line) => FRENCH[line]!));
      return keyed(replies++ === 0 ? spoil(anchored(sources)) : anchored(sources));
    });
    const id = await add("a.srt");
    await here.cli("batch");
    const { status, segments } = await show(id);
    expect(status).toBe("completed");
    expect(texts(segments)).toEqual(SHORT.map((line) => FRENCH[line]));
  });
});

describe("a model that keeps to no anchors", () => {
  const twice = [...SHORT, ...SHORT.map((line) => `${line.slice(0, -1)} now.`)];
  const translate = (lines: Lines) =>
    keyed(Object.values(lines).map((_, at) => `Ligne ${"abcdefghij"[at]}.`));

  test("is remembered: it is asked for none, in smaller batches, and its lines bear a mark", async () => {
    const forms: [number, boolean][] = [];
    const { here, add, show } = await setup((lines, asksAnchors) => {
      forms.push([Object.keys(lines).length, asksAnchors]);
      return translate(lines);
    }, twice);
    await here.cli("batch", await add("a.srt"));
    expect(forms).toEqual([
      [10, true],
      [10, true],
    ]);
    const id = await add("b.srt");
    await here.cli("batch", id);
    expect(forms.slice(2)).toEqual(Array(4).fill([5, false]));
    const { segments } = await show(id);
    expect(segments.every(({ marks }: { marks: string[] }) => marks.includes("unproved"))).toBe(true);
  });

  const COMMAND = "sudo apt install nginx";
  const KEPT = ["OK", "Paris", COMMAND];
  /** All lines of a film but those that are rightly left as they are. */
  const translateMost = (lines: Lines) =>
    keyed(Object.values(lines).map((line) => (KEPT.includes(line) ? line : (FRENCH[line] ?? "Bonjour."))));

  test("is believed about lines that are rightly left as they are, for it translates the others", async () => {
    const { here, add, show } = await setup(translateMost, ["OK", ...SHORT, "Paris", COMMAND]);
    const id = await add("a.srt");
    expect((await here.cli("tick")).code).toBe(0);
    const { status, segments } = await show(id);
    expect(status).toBe("completed");
    expect(texts(segments)).toEqual(["OK", ...SHORT.map((line) => FRENCH[line]), "Paris", COMMAND]);
    const marks = segments.map((line: { marks: string[] }) => line.marks);
    expect([marks[0], marks[11], marks[12]]).toEqual([["same"], ["same"], ["confirmed"]]);
    expect(marks.slice(1, 11)).toEqual(SHORT.map(() => ["unproved"]));
  });

  test("is believed about such a line also in a later turn than the one that translated the others", async () => {
    let asked = 0;
    const { here, add, show } = await setup(
      (lines) => {
        if (Object.values(lines).includes(COMMAND) && asked++ < 2) here.clock.time += 3 * MINUTE;
        return translateMost(lines);
      },
      [...SHORT, COMMAND],
    );
    const id = await add("a.srt");
    for (let tick = 0; tick < 4; tick++) {
      await here.cli("tick", "--budget", "1m");
      here.clock.time += MINUTE;
    }
    const { status, segments } = await show(id);
    expect([status, segments[10].marks]).toEqual(["completed", ["confirmed"]]);
  });

  test("is not believed where it echoes all there is", async () => {
    const { here, add, show } = await setup((lines) => lines, [...SHORT, COMMAND]);
    const id = await add("a.srt");
    await here.cli("tick");
    expect((await show(id)).status).toBe("failed");
  });

  test("leaves nothing unproved in the memory", async () => {
    const { server, here, add } = await setup(translate);
    await here.cli("batch", await add("a.srt"));
    const before = server.count();
    await here.cli("batch", await add("b.srt"));
    expect(server.asked().slice(before).flat()).toEqual(SHORT);
  });
});
