import { describe, expect, test } from "vitest";
import { french, openaiServer } from "./support/openai-server.js";
import { addLines, shown, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

const LINES = ["Good evening.", "Thank you all.", "Until tomorrow."];

/** A completed project, whose second line a person then corrected; version 2 is a copy of the first. */
async function corrected() {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, LINES);
  await here.cli("tick");
  await here
    .context()
    .store()
    .then((store) =>
      store.newVersion(id, {
        ...{ now: here.clock.time, reason: "a copy", open: [], recalls: "all" as const },
        ...{ model: null, note: null },
      }),
    );
  await here.cli("set", id, "2", "Merci\nà tous.");
  return { here, server, id };
}

const translations = async (here: World, id: string) =>
  (await shown(here, id)).segments.map(({ translation }: { translation: string }) => translation);

test("versions tells of each where its lines are from, and which is current", async () => {
  const { here, id } = await corrected();
  const { data } = await here.json("versions", id);
  expect(data).toMatchObject({
    ...{ id, status: "completed" },
    versions: [
      { number: 2, current: true, reason: "a copy", lines: { provider: 2, hand: 1 }, lacking: 0, edits: 1 },
      { number: 1, current: false, lines: { provider: 3, hand: 0 }, model: "m", quality: 100 },
    ],
  });
  const { out } = await here.cli("versions", id.slice(0, 12));
  expect(out).toMatch(
    / 2 +2026-01-06 14:30:15 UTC +openai m +2 provider, 1 hand .* current, completed; a copy\n/,
  );
});

describe("diff", () => {
  test("shows the lines that differ, with both translations below the source", async () => {
    const { here, id } = await corrected();
    expect((await here.cli("diff", id, "1", "2")).out).toBe(
      `    2  Thank you all.\n       - ${french("Thank you all.")}\n       + Merci\n         à tous.\n`,
    );
    expect((await here.json("diff", id, "2", "1")).data).toMatchObject({
      ...{ id, from: 2, to: 1 },
      lines: [
        {
          index: 1,
          before: "Merci\nà tous.",
          after: french("Thank you all."),
          origins: ["hand", "provider"],
        },
      ],
    });
  });

  test("says that versions do not differ", async () => {
    const { here, id } = await corrected();
    expect((await here.cli("diff", id, "1", "1")).out).toBe(`versions 1 and 1 of ${id} do not differ\n`);
  });

  test("refuses a version that is not there", async () => {
    const { here, id } = await corrected();
    expect(await here.cli("diff", id, "1", "7")).toMatchObject({
      ...{ code: 2, err: expect.stringContaining(`${id} has no version 7`) },
    });
  });
});

describe("publish", () => {
  test("makes an earlier version current, as a new one, and is audited", async () => {
    const { here, id } = await corrected();
    expect(await here.cli("publish", id, "1")).toMatchObject({
      ...{ code: 0, out: `${id}: version 1 is current again, as version 3, still completed\n` },
    });
    expect(await translations(here, id)).toEqual(LINES.map((line) => french(line)));
    expect((await here.json("audit")).data.changes[0]).toMatchObject({
      ...{ action: "publish", id, details: "version 3 (version 1 again): completed → completed" },
    });
    await here.cli("publish", id, "2");
    expect((await translations(here, id))[1]).toBe("Merci\nà tous.");
  });

  test.each([
    ["2", "version 2 of ID is the current one already"],
    ["3", "ID has no version 3"],
    ["0", 'the version is "0"'],
  ])("refuses version %s", async (number, message) => {
    const { here, id } = await corrected();
    const { code, err } = await here.cli("publish", id, number);
    expect([code, err]).toEqual([2, expect.stringContaining(message.replace("ID", id))]);
    expect((await here.json("versions", id)).data.versions).toHaveLength(2);
  });

  test("refuses a cancelled project", async () => {
    const { here } = await corrected();
    const id = await addLines(here, ["Another one."]);
    const store = await here.context().store();
    await store.newVersion(id, {
      ...{ now: here.clock.time, reason: "a copy", open: [], recalls: "all", model: null, note: null },
    });
    await here.cli("cancel", id);
    expect(await here.cli("publish", id, "1")).toMatchObject({
      ...{ code: 2, err: expect.stringContaining(`${id} is cancelled`) },
    });
    expect(await statusOf(here, id)).toBe("cancelled");
  });
});
