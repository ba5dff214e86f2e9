import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAULTS, openaiServer, translated } from "./support/openai-server.js";
import { addLines, shown, statusOf, type World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

const LATIN = "Gallia est omnis divisa";
const TAGGED = "Press <b>this</b> to go on.";
const LINES = [
  LATIN,
  "sudo apt install nginx",
  TAGGED,
  "Nothing comes back here.",
  "It says hello.",
  "Not this one.",
];

const RUSSIAN = "Это сказано по-русски";

/** A project of six lines: two are answered in Russian, one loses its tags, one comes back empty, one is refused. */
async function withFailed() {
  let fails = true;
  const server = await openaiServer((lines) =>
    translated(lines, (line) => {
      if (line === LINES[3]) return "";
      if (line.startsWith("Press")) return fails ? "Appuyez\x1b[31m sur ceci." : undefined;
      return fails && LINES.slice(0, 2).includes(line) ? RUSSIAN : "C'est dit.";
    }),
  );
  server.failWhere((text) => text.includes(LINES[5]!), FAULTS.contentPolicy);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, LINES);
  await here.cli("tick");
  return {
    here,
    id,
    server,
    translate: () => {
      fails = false;
    },
  };
}

/** A project of two lines that are both echoed. */
async function echoed() {
  const server = await openaiServer((lines) => lines);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, LINES.slice(0, 2));
  await here.cli("tick");
  return { here, id, server };
}

describe("the last answer to a line that failed", () => {
  test("is shown, with signs for what would steer the terminal; JSON has it as it is", async () => {
    const { here, id } = await withFailed();
    const answer = "Appuyez\x1b[31m sur ceci.";
    for (const argv of [
      ["show", id],
      ["show", id, "--segments"],
    ]) {
      expect((await here.cli(...argv)).out, argv.join(" ")).toContain("answered: Appuyez␛[31m sur ceci.");
    }
    // A list of errors may be mailed, so it quotes no text unless it is asked to.
    expect((await here.cli("errors", "--project", id)).out).not.toContain("Appuyez");
    const quoting = world({ ...here.outside.env, QUOTE_TEXT: "yes", TRANSCRON_HOME: here.home });
    expect((await quoting.cli("errors", "--project", id)).out).toContain("answered: Appuyez␛[31m");
    const { segments, errors } = await shown(here, id);
    expect(segments[2]).toMatchObject({
      state: "failed",
      rejected: { text: answer, marks: ["markup", "control"] },
    });
    const told = (await here.json("errors", "--project", id)).data.errors;
    for (const list of [errors, told]) {
      expect(list.find(({ segments: [line] }: { segments: number[] }) => line === 3)).toMatchObject({
        answer,
      });
      expect(list.find(({ code }: { code: string }) => code === "empty")).toMatchObject({ answer: null });
    }
    expect((await here.cli("show", id)).out).toContain(`transcron accept ${id} LINE`);
  });

  test("is cut where it is long, but not in JSON", async () => {
    const long = `${"mot ".repeat(100)}fin`;
    const server = await openaiServer((lines) => translated(lines, () => long));
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addLines(here, [TAGGED]);
    await here.cli("tick");
    expect((await here.cli("show", id)).out).toMatch(/answered: (mot ){50}…\n/);
    expect((await shown(here, id)).segments[0].rejected.text).toBe(long);
  });
});

describe("accept", () => {
  test("stores what was answered, by hand; the project is completed with its last line", async () => {
    const { here, id } = await echoed();
    expect(await here.cli("accept", id, "2")).toMatchObject({
      ...{ code: 0, out: `${id}: line 2 accepted, still failed\n` },
    });
    expect(await shown(here, id)).toMatchObject({ error: "line 1 could not be translated", segmentsDone: 1 });
    const { data } = await here.json("accept", id.slice(0, 12), "1");
    expect(data).toEqual({ changed: [{ id, from: "failed", to: "completed" }], lines: [1] });
    const { status, error, quality, segments } = await shown(here, id);
    expect([status, error, quality]).toEqual(["completed", null, 100]);
    expect(segments).toMatchObject([
      { translation: LINES[0], origin: "hand", marks: [], rejected: null },
      { translation: LINES[1], origin: "hand", marks: [], rejected: null },
    ]);
    const { changes } = (await here.json("audit")).data;
    expect(changes.filter(({ action }: { action: string }) => action === "accept")).toMatchObject([
      { kind: "translation", id, details: "line 1: failed → completed" },
      { kind: "translation", id, details: "line 2: failed → failed" },
    ]);
  });

  test.each([[["1-2"]], [["1,2"]], [["2", "1"]], [["1-2,2", "1"]]])("takes lines as %j", async (lines) => {
    const { here, id } = await echoed();
    expect((await here.cli("accept", id, ...lines)).out).toBe(
      `${id}: lines 1-2 accepted, failed → completed\n`,
    );
  });

  test("takes an answer that was rejected for any reason, and a later retry asks only for the others", async () => {
    const { here, id, server, translate } = await withFailed();
    expect((await here.cli("accept", id, "1", "3")).code).toBe(0);
    translate();
    await here.cli("retry-failed", id);
    const before = server.asked().length;
    await here.cli("tick");
    const asked = server.asked().slice(before).flat();
    expect(asked.some((line) => line === LATIN || line.startsWith("Press"))).toBe(false);
    const { segments } = await shown(here, id);
    expect(segments[0]).toMatchObject({ translation: RUSSIAN, origin: "hand" });
    expect(segments[2]).toMatchObject({ origin: "hand" });
  });

  test("does not make others believe it: another document asks for the line again", async () => {
    const { here, id, server } = await echoed();
    await here.cli("accept", id, "1-2");
    const before = server.count();
    await addLines(here, [LINES[1]!]);
    await here.cli("tick");
    expect(server.count()).toBeGreaterThan(before);
  });

  test("a project that was added for delivery is delivered by the next tick", async () => {
    const server = await openaiServer((lines) => lines);
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const file = here.file(
      "films/a.srt",
      srtOf(1, () => LATIN),
    );
    const { data } = await here.json("add", dirname(file), "--to", "fr", "--from", "en");
    const id = data.files[0].projects[0].id;
    await here.cli("tick");
    const output = join(dirname(file), "a.fr.srt");
    expect(existsSync(output)).toBe(false);
    await here.cli("accept", id, "1");
    expect((await here.cli("tick")).code).toBe(0);
    expect(readFileSync(output, "utf8")).toBe(readFileSync(file, "utf8"));
  });

  test("a pending project keeps what was accepted, and the rest is translated", async () => {
    const { here, id } = await withFailed();
    await here.cli("retry-failed", id);
    expect((await here.cli("accept", id, "1-3")).out).toContain("still pending");
    await here.cli("tick");
    expect((await shown(here, id)).segments.slice(0, 3)).toMatchObject(Array(3).fill({ origin: "hand" }));
  });
});

describe("accept changes nothing, and says what would help", () => {
  /** What is advised for a line or a state; the advice is followed. */
  async function refused(here: World, id: string, line: string) {
    const before = await shown(here, id);
    const { code, data } = await here.json("accept", id, line);
    expect(await shown(here, id)).toEqual(before);
    return { code, ...data.error } as { code: number; message: string; hint: string };
  }

  const follow = async (here: World, hint: string) => {
    const argv = /transcron ([\w-]+(?: trans_\w+)?(?: --\w+)*)/.exec(hint)![1]!.split(" ");
    return (await here.cli(...argv)).code;
  };

  test.each([
    ["an empty answer", "4", "line 4 of ID has no answer that could be accepted (empty)"],
    ["a refusal", "6", "line 6 of ID has no answer that could be accepted (refused)"],
    ["an empty answer among others", "1-4", "line 4 of ID has no answer that could be accepted (empty)"],
  ])("for %s: the line can be asked for again", async (_, line, message) => {
    const { here, id } = await withFailed();
    const told = await refused(here, id, line);
    expect([told.code, told.message]).toEqual([2, message.replace("ID", id)]);
    expect(await follow(here, told.hint)).toBe(0);
    expect(await statusOf(here, id)).toBe("pending");
    const pending = await refused(here, id, line);
    expect(pending.hint).toContain(`transcron batch ${id}`);
    expect(await follow(here, pending.hint)).toBe(1);
  });

  test("for a line that has a translation", async () => {
    const { here, id } = await withFailed();
    const { code, message, hint } = await refused(here, id, "5");
    expect([code, message]).toEqual([2, `line 5 of ${id} has a translation already`]);
    expect(await follow(here, hint)).toBe(0);
  });

  test.each(["7", "1-7", "999999999", "0", "x", "2-1", "1;2"])(
    "for %s, which is none of its lines",
    async (line) => {
      const { here, id } = await withFailed();
      expect(await refused(here, id, line)).toMatchObject({ code: 2 });
    },
  );

  test("for a project that is completed or cancelled", async () => {
    const { here, id } = await echoed();
    await here.cli("accept", id, "1-2");
    const { code, message, hint } = await refused(here, id, "1");
    expect([code, message]).toEqual([2, `${id} is completed: each of its lines has a translation`]);
    expect(await follow(here, hint)).toBe(0);
    const other = await addLines(here, [LATIN]);
    await here.cli("cancel", other);
    expect(await refused(here, other, "1")).toMatchObject({ code: 2, message: `${other} is cancelled` });
  });

  test("for a project that is being translated: exit 75", async () => {
    const answers: unknown[] = [];
    const holder: { here?: World; id?: string } = {};
    const server = await openaiServer(async (lines) => {
      const other = world(holder.here!.outside.env);
      if (answers.length === 0) answers.push(await other.json("accept", holder.id!, "1"));
      return translated(lines);
    });
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    holder.here = here;
    holder.id = await addLines(here, [LATIN, "This one too."]);
    await here.cli("tick");
    expect(answers).toMatchObject([
      {
        code: 75,
        data: {
          error: { message: `${holder.id} is being translated`, hint: expect.stringContaining("batch") },
        },
      },
    ]);
    expect(await statusOf(here, holder.id)).toBe("completed");
  });
});
