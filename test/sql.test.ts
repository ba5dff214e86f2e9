import { readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { KEY, withoutCipher } from "./support/cipher.js";
import { addTo } from "./support/projects.js";
import { world } from "./support/world.js";

const HOMES: [string, NodeJS.ProcessEnv][] = [
  ["a plain", {}],
  ...(withoutCipher ? [] : ([["an encrypted", { DATABASE_KEY: KEY }]] as [string, NodeJS.ProcessEnv][])),
];

describe.each(HOMES)("sql on %s database", (_, env) => {
  async function home() {
    const here = world(env);
    const id = await addTo(here, "a.srt", 2);
    return { here, id };
  }

  test("prints rows with tabs where they are piped, and a table on a terminal", async () => {
    const { here, id } = await home();
    const statement = "select id, units_count, quality_score from translation_projects";
    expect(await here.cli("sql", statement)).toMatchObject({ code: 0, out: `${id}\t2\t\n` });
    here.onTerminal(100);
    expect((await here.cli("sql", statement)).out).toMatch(/^id +units_count +quality_score\n/);
  });

  test("gives programs columns and values, with large integers and bytes as texts", async () => {
    const { here } = await home();
    const { data } = await here.json(
      "sql",
      "select 1 as n, 9007199254740993 as large, x'00ff' as b, null as none",
    );
    expect(data).toEqual({
      columns: ["n", "large", "b", "none"],
      rows: [[1, "9007199254740993", "x'00ff'", null]],
      changed: 0,
    });
  });

  test("runs the owner's statements, if it may write, and notes them", async () => {
    const { here, id } = await home();
    await here.cli("cancel", id);
    const statement = `update translation_projects set status = 'pending' where id = '${id}'`;
    const refused = await here.cli("sql", statement);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("this statement writes")]);
    expect((await here.json("show", id)).data.status).toBe("cancelled");
    expect((await here.json("sql", "--write", statement)).data).toMatchObject({ changed: 1 });
    expect((await here.json("show", id)).data.status).toBe("pending");
    const [change] = (await here.json("audit")).data.changes;
    expect(change).toMatchObject({ action: "sql", details: statement });
  });

  test("counts what a statement with returning changed", async () => {
    const { here, id } = await home();
    const statement = "update translation_projects set priority = 3 returning id";
    expect((await here.json("sql", "--write", statement)).data).toMatchObject({ rows: [[id]], changed: 1 });
  });

  test("takes a wrong statement as the mistake it is", async () => {
    const { here } = await home();
    for (const [statement, says] of [
      ["selec 1", "syntax error"],
      ["select * from nowhere", "no such table"],
      ["select 1; select 2", "more than one statement"],
      ["", "contains no statements"],
      ["select ?", "parameter"],
    ])
      expect(await here.cli("sql", statement!)).toMatchObject({
        code: 2,
        err: expect.stringContaining(says!),
      });
  });

  test("reads a statement from standard input, and shows what would steer the terminal", async () => {
    const { here } = await home();
    here.outside.stdin = Readable.from([Buffer.from("select char(27) || '[2J', "), Buffer.from("'a\tb'")]);
    expect((await here.cli("sql", "-")).out).toBe("␛[2J\ta␉b\n");
  });

  test("makes no database", async () => {
    const here = world(env);
    const { code, err } = await here.cli("sql", "select 1");
    expect([code, err]).toEqual([2, expect.stringContaining("there is no database")]);
    expect(readdirSync(here.home)).toEqual([]);
  });
});
