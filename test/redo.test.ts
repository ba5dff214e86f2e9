import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import { FAULTS, french, openaiServer, translated } from "./support/openai-server.js";
import { addLines, shown, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

const LINES = ["Good evening.", "It was in 1984.", "Thank you all.", "See you soon."];
/** What the answers begin with, by the round in which the server gave them. */
const [FIRST, AGAIN] = ["Voilà", "Encore"] as const;

/** A completed project of four lines, of which the second has a mark; the server says in which round it answered. */
async function done() {
  let round: string = FIRST;
  const server = await openaiServer((given) =>
    translated(given, (line) => `${round} ${french(line.replace("1984", ""))}`),
  );
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, LINES);
  await here.cli("tick");
  const before = server.count();
  const since = () => server.asked().slice(before);
  const bodies = () => server.bodies().slice(before);
  round = AGAIN;
  return { here, server, id, since, bodies };
}

const rounds = async (here: World, id: string) =>
  (await shown(here, id)).segments.map(
    ({ translation }: { translation: string | null }) => translation?.split(" ")[0],
  );

const messageOf = (result: { code: number; err: string }) => [result.code, result.err];

describe("redo", () => {
  test("asks for these lines alone, in a new version, and not the memory", async () => {
    const { here, id, since } = await done();
    expect(await here.cli("redo", id.slice(0, 12), "--lines", "1,3-4")).toMatchObject({
      ...{ code: 0, out: `${id}: lines 1, 3-4 to be done again, as version 2, completed → pending\n` },
    });
    await here.cli("tick");
    expect(since()).toEqual([[LINES[0], LINES[2], LINES[3]]]);
    expect(await rounds(here, id)).toEqual([AGAIN, FIRST, AGAIN, AGAIN]);
    expect(await statusOf(here, id)).toBe("completed");
    const { versions } = (await here.json("versions", id)).data;
    expect(versions).toMatchObject([{ number: 2, reason: "lines 1, 3-4 again" }, { number: 1 }]);
    expect((await here.json("audit")).data.changes[0]).toMatchObject({
      ...{ action: "redo", id, details: "version 2 (lines 1, 3-4 again): completed → pending" },
    });
  });

  test("puts the new answer in the memory, in place of the old one", async () => {
    const { here, id } = await done();
    await here.cli("redo", id, "--lines", "1");
    await here.cli("tick");
    const other = await addLines(here, [LINES[0]!, LINES[2]!]);
    await here.cli("tick");
    expect(await rounds(here, other)).toEqual([AGAIN, FIRST]);
  });

  test("asks another model, and no other project does", async () => {
    const { here, id, bodies } = await done();
    await here.cli("redo", id, "--lines", "1", "--model", "better");
    await addLines(here, ["Something else."]);
    await here.cli("tick");
    expect(
      bodies()
        .map(({ model }) => model)
        .sort(),
    ).toEqual(["better", "m"]);
    expect((await here.json("versions", id)).data.versions[0]).toMatchObject({ model: "better" });
  });

  test("tells the model a note beside the rules and the lines", async () => {
    const { here, server, id, bodies } = await done();
    const [first] = server.bodies();
    await here.cli("redo", id, "--lines", "1,3", "--note", "She speaks to her mother.");
    await here.cli("tick");
    const [{ messages }] = bodies() as [NonNullable<typeof first>];
    expect(messages[0]).toEqual(first!.messages[0]);
    expect(messages[1]!.content).toContain("About the lines to translate:\nShe speaks to her mother.");
    expect(JSON.parse(messages.at(-1)!.content)).toEqual({ 1: LINES[0], 2: LINES[2] });
  });

  test("leaves a corrected line as it is, unless the correction is given up", async () => {
    const { here, id } = await done();
    await here.cli("set", id, "3", "Merci.");
    const [code, err] = messageOf(await here.cli("redo", id, "--lines", "1-4"));
    expect([code, err]).toEqual([2, expect.stringContaining(`line 3 of ${id} was corrected by hand`)]);
    await here.cli("redo", id, "--lines", "1-2");
    await here.cli("tick");
    expect(await rounds(here, id)).toEqual([AGAIN, AGAIN, "Merci.", FIRST]);
    await here.cli("redo", id, "--lines", "3", "--force");
    await here.cli("tick");
    expect(await rounds(here, id)).toEqual([AGAIN, AGAIN, AGAIN, FIRST]);
  });

  test.each([
    ["5", "ID has no line 5: it has 4 lines"],
    ["2-1", '"2-1" does not name lines'],
  ])("refuses lines %s", async (lines, message) => {
    const { here, id } = await done();
    const refused = messageOf(await here.cli("redo", id, "--lines", lines));
    expect(refused).toEqual([2, expect.stringContaining(message.replace("ID", id))]);
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("refuses a cancelled project, and a model and a note for a provider that has none", async () => {
    const { here } = await done();
    const id = await addLines(here, ["Not this one."]);
    await here.cli("cancel", id);
    expect(messageOf(await here.cli("redo", id, "--lines", "1"))).toEqual([
      ...[2, expect.stringContaining("is cancelled")],
    ]);
    const pseudo = world();
    const other = await addLines(pseudo, LINES);
    await pseudo.cli("batch");
    for (const flags of [
      ["--model", "better"],
      ["--note", "be polite"],
    ])
      expect((await pseudo.cli("redo", other, "--lines", "1", ...flags)).code).toBe(2);
    expect(await statusOf(pseudo, other)).toBe("completed");
  });
});

describe("while a new version is pending", () => {
  test("export says so, and the old version can be brought back", async () => {
    const { here, id } = await done();
    await here.cli("redo", id, "--lines", "1");
    const { code, err } = await here.cli("export", id, "-o", "-");
    expect([code, err]).toEqual([
      ...[2, expect.stringContaining(`\`transcron publish ${id} 1\` brings version 1 back`)],
    ]);
    expect((await here.cli("publish", id, "1")).out).toContain("pending → completed");
    expect((await here.cli("export", id, "-o", "-")).out).toContain(`${FIRST} ${french("Good evening.")}`);
    expect((await here.cli("tick")).out).toBe("");
  });

  test("a model that the server does not know fails this project alone", async () => {
    const { here, server, id } = await done();
    await here.cli("redo", id, "--lines", "1", "--model", "nonesuch");
    const other = await addLines(here, ["Something else."]);
    server.failWhere((text) => text.includes(LINES[0]!), FAULTS.unknownModel);
    for (let tick = 0; tick < 5; tick++) {
      await here.cli("tick");
      here.clock.time += 30 * MINUTE;
    }
    expect(await statusOf(here, other)).toBe("completed");
    expect(await shown(here, id)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("nonesuch"),
    });
    expect((await here.cli("publish", id, "1")).out).toContain("failed → completed");
  });
});

test("a model that has to rest is waited for by this project alone", async () => {
  const { here, server, id } = await done();
  await here.cli("redo", id, "--lines", "1", "--model", "better");
  const other = await addLines(here, ["Something else."]);
  server.failWhere((text) => text.includes(LINES[0]!), FAULTS.quota);
  await here.cli("tick");
  const { status, attempts, availableAt } = await shown(here, id);
  expect([status, attempts, availableAt]).toEqual(["pending", 0, here.clock.time + 60 * MINUTE]);
  expect(await statusOf(here, other)).toBe("completed");
});

describe("retranslate", () => {
  test("asks for every line that no person corrected, here or elsewhere", async () => {
    const { here, id, since } = await done();
    await here.cli("set", id, "3", "Merci.");
    const other = await addLines(here, [LINES[3]!]);
    await here.cli("tick");
    await here.cli("set", other, "1", "À bientôt.");
    expect((await here.cli("retranslate", id)).out).toContain("3 lines to be done again, as version 2");
    await here.cli("tick");
    expect(since()[0]).toEqual([LINES[0], LINES[1]]);
    expect(await rounds(here, id)).toEqual([AGAIN, AGAIN, "Merci.", "À"]);
    expect((await shown(here, id)).segments[3]).toMatchObject({ origin: "memory", marks: [] });
  });

  test("asks for the marked lines alone", async () => {
    const { here, id, since } = await done();
    expect((await here.json("retranslate", id, "--only", "marked")).data).toMatchObject({ lines: [2] });
    await here.cli("tick");
    expect(new Set(since().flat())).toEqual(new Set([LINES[1]]));
  });

  test("says that there is nothing to do again", async () => {
    const { here } = await done();
    const id = await addLines(here, ["Good evening."]);
    await here.cli("tick");
    expect(messageOf(await here.cli("retranslate", id, "--only", "marked"))).toEqual([
      ...[2, expect.stringContaining(`no line of ${id} has a mark`)],
    ]);
    await here.cli("set", id, "1", "Bonsoir.");
    expect(messageOf(await here.cli("retranslate", id))).toEqual([
      ...[2, expect.stringContaining("corrected by hand, and corrections stay")],
    ]);
  });
});
