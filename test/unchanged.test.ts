import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import { FAULTS, french, openaiServer, translated } from "./support/openai-server.js";
import { addLines, shown, type World } from "./support/projects.js";
import { world } from "./support/world.js";

// Lines whose right translation is their source: what is believed of an endpoint, and what never is.

const COMMAND = "sudo apt install nginx";
const LATIN = "Gallia est omnis divisa";
const prose = (count: number) =>
  Array.from({ length: count }, (_, line) => `This is sentence number ${line}.`);

type Answer = (line: string, here: World) => string | undefined;

/** A world whose server leaves some lines as they are, and translates the others. */
async function setup(answer: Answer, env: NodeJS.ProcessEnv = {}) {
  const holder: { here?: World } = {};
  const server = await openaiServer((lines) => translated(lines, (line) => answer(line, holder.here!)));
  const here = world({ ...server.env, TRANSCRON_MODEL: "m", ...env });
  holder.here = here;
  return { server, here };
}

const leaving =
  (...kept: string[]): Answer =>
  (line) =>
    kept.includes(line) ? line : french(line);

describe("a line that is rightly left as it is", () => {
  test.each([
    ["the first line", [COMMAND, ...prose(9)], {}],
    ["the first line, with four batches in flight", [COMMAND, ...prose(40)], { CONCURRENCY: "4" }],
    ["the last line", [...prose(9), COMMAND], {}],
    ["one of two lines", ["This sentence stands here.", COMMAND], {}],
    ["one of several, of which each is asked for alone", [COMMAND, LATIN, ...prose(2)], {}],
    ["a line that comes twice", [COMMAND, ...prose(4), COMMAND], {}],
  ])(
    "%s is stored with a mark when it was answered the same twice, and the project completes",
    async (_, lines, env) => {
      const { server, here } = await setup(leaving(COMMAND, LATIN), env);
      const id = await addLines(here, lines);
      expect((await here.cli("tick")).code).toBe(0);
      const { status, segments } = await shown(here, id);
      expect(status).toBe("completed");
      for (const { text, translation, marks } of segments) {
        const left = [COMMAND, LATIN].includes(text);
        expect([text, translation, marks]).toEqual([
          text,
          left ? text : french(text),
          left ? ["confirmed"] : [],
        ]);
      }
      const alone = server.asked().filter((asked) => asked.length === 1 && asked[0] === COMMAND);
      expect(alone).toHaveLength(2);
    },
  );

  test("is not remembered: another document asks for it again", async () => {
    const { server, here } = await setup(leaving(COMMAND));
    await addLines(here, [COMMAND, ...prose(5)]);
    await here.cli("tick");
    const before = server.count();
    const id = await addLines(here, [...prose(5), COMMAND]);
    await here.cli("tick");
    expect(new Set(server.asked().slice(before).flat())).toEqual(new Set([COMMAND]));
    // What the memory knows was translated by this endpoint.
    expect(await shown(here, id)).toMatchObject({ status: "completed", segmentsDone: 6 });
  });

  test("waits for the rest of the document over turns, and is asked for alone no more than twice", async () => {
    const { server, here } = await setup(
      (line, world) => {
        if (line === COMMAND) world.clock.time += 3 * MINUTE;
        return leaving(COMMAND)(line, world);
      },
      { BATCH_SIZE: "1" },
    );
    const id = await addLines(here, [COMMAND, ...prose(9)]);
    for (let tick = 0; tick < 5 && (await shown(here, id)).status === "pending"; tick++) {
      await here.cli("tick", "--budget", "1m");
      here.clock.time += MINUTE;
    }
    const { status, segments } = await shown(here, id);
    expect([status, segments[0].marks]).toEqual(["completed", ["confirmed"]]);
    expect(server.asked().filter(([line]) => line === COMMAND)).toHaveLength(2);
  });

  test("is asked for a third time where the endpoint is believed about fewer lines, and may get its translation", async () => {
    let asked = 0;
    const { here } = await setup((line, world) =>
      line === LATIN && ++asked === 5 ? "La Gaule entière est divisée" : leaving(COMMAND, LATIN)(line, world),
    );
    const id = await addLines(here, [COMMAND, LATIN, "This sentence stands here."]);
    expect((await here.cli("tick")).code).toBe(0);
    const { segments } = await shown(here, id);
    expect(segments.map(({ marks }: { marks: string[] }) => marks)).toEqual([["confirmed"], [], []]);
  });

  test("an engine, which would only say it again, is believed after one answer to the line alone", async () => {
    const here = world({
      TRANSCRON_PROVIDER: "command",
      TRANSCRON_COMMAND: "sed '/apt/!s/[a-z][a-z]*/é&é/g'",
    });
    const id = await addLines(here, [COMMAND, ...prose(3)]);
    expect((await here.cli("tick")).code).toBe(0);
    expect((await shown(here, id)).segments[0]).toMatchObject({ translation: COMMAND, marks: ["confirmed"] });
  });
});

describe("is never stored", () => {
  test("what an endpoint leaves as it is that translates less than it leaves", async () => {
    const kept = prose(6);
    const { here } = await setup(leaving(...kept));
    const id = await addLines(here, [
      ...kept,
      "One that is translated here.",
      "Another one that is translated.",
    ]);
    expect((await here.cli("tick")).code).toBe(1);
    const { status, segments } = await shown(here, id);
    expect(status).toBe("failed");
    expect(segments.filter(({ marks }: { marks: string[] }) => marks.includes("confirmed"))).toHaveLength(2);
  });

  test.each([
    ["server", {}],
    ["engine", { TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "cat" }],
  ])("anything of a film that a %s echoes: it fails, also when it is tried again", async (_, env) => {
    const { here } = await setup((line) => line, env);
    const id = await addLines(here, prose(30));
    for (let round = 0; round < 3; round++) {
      expect((await here.cli("tick")).code).toBe(1);
      expect(await shown(here, id)).toMatchObject({ status: "failed", segmentsDone: 0 });
      await here.cli("retry-failed", id);
    }
  });

  test("what a new model echoes of a project that another one has half translated", async () => {
    let replies = 0;
    const { here } = await setup((line, world) => {
      if (world.outside.env.TRANSCRON_MODEL === "new") return line;
      if (++replies === 10) world.clock.time += 6 * MINUTE; // the turn is over when these ten are saved
      return leaving()(line, world);
    });
    const id = await addLines(here, prose(20));
    await here.cli("tick", "--budget", "5m");
    expect(await shown(here, id)).toMatchObject({ status: "pending", segmentsDone: 10 });
    here.outside.env.TRANSCRON_MODEL = "new";
    expect((await here.cli("tick")).code).toBe(1);
    expect(await shown(here, id)).toMatchObject({ status: "failed", segmentsDone: 10 });
  });

  const TAGGED = "Press <b>this</b> to go on with it.";
  test.each([
    ["an empty answer", COMMAND, () => ""],
    ["a line that is missing", COMMAND, () => undefined],
    ["the wrong script", "This is what we say here.", () => "Это совсем не по-французски"],
    ["a lost mark", TAGGED, () => "Appuyez sur ceci pour continuer."],
    ["a lost mark in what was left as it is", TAGGED, () => "Press this to go on with it."],
    ["a control character", "This is what we say here.", () => "Ceci \u001b[2J est dit ici."],
    ["a loop that is far longer than its source", "Go on now!", () => "Allez donc ! ".repeat(20)],
  ])("%s, however often it comes", async (_, line, answer) => {
    const { here } = await setup((asked, world) =>
      prose(9).includes(asked) ? leaving()(asked, world) : answer(),
    );
    const id = await addLines(here, [...prose(9), line]);
    expect((await here.cli("tick")).code).toBe(1);
    expect(await shown(here, id)).toMatchObject({ status: "failed", segmentsDone: 9 });
  });

  test("a line that the provider refuses", async () => {
    const { server, here } = await setup(leaving(COMMAND));
    server.failWhere((text) => text.includes(COMMAND), FAULTS.contentPolicy);
    const id = await addLines(here, [...prose(9), COMMAND]);
    expect((await here.cli("tick")).code).toBe(1);
    expect((await shown(here, id)).segments[9]).toMatchObject({ state: "failed", marks: ["refused"] });
  });
});

test("a short line that is rightly said over and over is believed like one that is left as it is", async () => {
  const { here } = await setup((line, world) =>
    line === "Go!" ? "Va! ".repeat(10) : leaving()(line, world),
  );
  const id = await addLines(here, [...prose(3), "Go!"]);
  expect((await here.cli("tick")).code).toBe(0);
  expect((await shown(here, id)).segments[3].marks).toEqual(["confirmed"]);
});
