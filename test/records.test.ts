import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { World } from "./support/projects.js";
import { hear, JEAN, NEW_NUMBER } from "./support/records.js";
import { world } from "./support/world.js";

/** A home in which the client called twice. */
async function called(name: string | null = "dupont") {
  const here = world();
  await hear(here, name, JEAN, NEW_NUMBER);
  return here;
}

const fieldsOf = async (here: World, id = "record-1") =>
  (await here.json("record", "show", id)).data.record.fields;

describe("a second recording of a client", () => {
  test("changes what it mentions, and leaves the rest", async () => {
    const here = await called();
    expect(await fieldsOf(here)).toEqual({
      ...{ name: "Jean Dupont", age: 35, city: "Lyon", tags: ["tennis", "thé"] },
      phone: "06 12 34 56 78",
    });
  });

  test("is shown with the words that say so, and when they were spoken", async () => {
    const { out } = await (await called()).cli("record", "show", "DUPONT");
    expect(out).toMatch(/^record-1 {2}dupont {2}client\n/);
    expect(out).toMatch(/^name +Jean Dupont +audio-2 at 0s +C'est Jean Dupont$/m);
    expect(out).toMatch(/^phone +06 12 34 56 78 +audio-2 at 10s +Mon nouveau numéro/m);
    expect(out).toMatch(/^age +35 +audio-1 at 0s +35 ans$/m);
  });

  test("is in the history, with what was dropped and why", async () => {
    const here = await called();
    const { out } = await here.cli("record", "history", "dupont");
    expect(out).toMatch(/confirmed +name +Jean Dupont +Jean Dupont +audio-2/);
    expect(out).toMatch(
      /dropped +city +Lyon +Paris +audio-2 +its quote does not stand in the transcript: "je vis à Paris"/,
    );
    const { data } = await here.json("record", "history", "dupont", "--field", "phone");
    expect(data.changes).toMatchObject([
      { what: "said", old: null, new: "06 12 34 56 78", recording: "audio-2", job: "job-2", who: "worker" },
    ]);
  });

  test("of which nothing is known makes no record, and one of a forgotten record does not bring it back", async () => {
    const here = world();
    expect(await hear(here, "nobody", [["Bonjour."], [["name", null, ""]]])).toBeUndefined();
    expect(await hear(here, "record-7", JEAN)).toBeUndefined();
    expect((await here.cli("record", "list")).out).toBe("no records yet\n");
  });
});

test("records are listed, the one that changed last first", async () => {
  const here = await called();
  await hear(here, null, JEAN);
  const { out } = await here.cli("record", "list");
  expect(out.split("\n").slice(1)).toEqual([
    expect.stringMatching(/^record-2 +client .* name: Jean Dupont · age: 35/),
    expect.stringMatching(/^record-1 +dupont +client /),
    "",
  ]);
  expect((await here.json("record", "list", "--limit", "1")).data.records).toMatchObject([
    { id: "record-2" },
  ]);
  expect((await here.cli("record", "list", "--limit", "1")).out).toContain("more are not shown");
  expect((await here.cli("record", "list", "--template", "lesson")).out).toBe("no records fit\n");
  here.clock.time += 3_600_000;
  expect((await here.json("record", "list", "--since", "1h")).data.records).toEqual([]);
});

describe("record set", () => {
  test("writes fields that no recording changes afterwards", async () => {
    const here = await called();
    const { code, out } = await here.cli(
      "record",
      "set",
      "dupont",
      "city=Nice",
      'tags=["golf"]',
      "phone=0611",
    );
    expect([code, out]).toEqual([
      0,
      "record-1: city: Lyon → Nice\nrecord-1: tags: tennis; thé → golf\nrecord-1: phone: 06 12 34 56 78 → 0611\n",
    ]);
    await hear(here, "dupont", JEAN, NEW_NUMBER);
    expect(await fieldsOf(here)).toMatchObject({ city: "Nice", tags: ["golf"], phone: "0611" });
    const { out: shown } = await here.cli("record", "show", "dupont");
    expect(shown).toMatch(/^city +Nice +tester \(stays\)$/m);
    expect((await here.cli("record", "history", "dupont", "--field", "city")).out).toMatch(
      /dropped +city +Nice +Lyon +audio-1 at 0s +a person set this field: "de Lyon"/,
    );
  });

  test("is audited without the values", async () => {
    const here = await called();
    await here.cli("record", "set", "dupont", "city=Nice", "age=36");
    const { data } = await here.json("audit");
    expect(data.changes[0]).toMatchObject({
      action: "record set",
      who: "tester",
      details: "record-1: city, age",
    });
  });

  test("takes a field away, and changes nothing twice", async () => {
    const here = await called();
    expect((await here.cli("record", "set", "dupont", "phone=")).out).toBe(
      "record-1: phone: 06 12 34 56 78 → nothing\n",
    );
    expect((await here.cli("record", "set", "dupont", "phone=")).out).toBe("nothing to change\n");
    await hear(here, "dupont", JEAN, NEW_NUMBER);
    expect(await fieldsOf(here)).not.toHaveProperty("phone");
  });

  test.each([
    [["name=X", "shoe=42"], 'the template has no field "shoe"', "allowed: name, age"],
    [["name=X", "age=old"], 'age can\'t be "old": it is not a whole number', ""],
    [["level=master"], 'level can\'t be "master": it is none of the values', ""],
    [["shoe="], 'the template has no field "shoe"', "allowed: name, age"],
    [["city"], '"city" is not field=value', "phone="],
    [["=x"], '"=x" is not field=value', ""],
    [[], "record set needs field=value", ""],
  ])("refuses %j, and changes nothing", async (words, message, hint) => {
    const here = await called();
    const before = await fieldsOf(here);
    const { code, err } = await here.cli("record", "set", "dupont", ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).toContain(hint);
    expect(await fieldsOf(here)).toEqual(before);
  });
});

describe("record undo", () => {
  test("takes back all of a recording, and what a later one said stays", async () => {
    const here = await called();
    expect((await here.cli("record", "undo", "dupont", "--recording", "audio-1")).code).toBe(0);
    expect(await fieldsOf(here)).toEqual({ name: "Jean Dupont", phone: "06 12 34 56 78" });
  });

  test("takes back the last recording, or what was last set, if nothing is named", async () => {
    const here = await called();
    await here.cli("record", "set", "dupont", "city=Nice", "age=36");
    expect((await here.cli("record", "undo", "dupont")).out).toMatch(/age: 36 → 35 .*\n.*city: Nice → Lyon/);
    expect((await here.json("record", "show", "dupont")).data.record.locked).toEqual([]);
    await here.cli("record", "undo", "dupont");
    expect(await fieldsOf(here)).not.toHaveProperty("phone");
    await here.cli("record", "undo", "dupont");
    expect(await fieldsOf(here)).toEqual({});
    expect((await here.cli("record", "undo", "dupont")).out).toBe("nothing to take back\n");
  });

  test("can be taken back itself, by the number of its change", async () => {
    const here = await called();
    const { data } = await here.json("record", "history", "dupont", "--field", "phone");
    await here.cli("record", "undo", "dupont", "--change", String(data.changes[0].number));
    expect(await fieldsOf(here)).not.toHaveProperty("phone");
    const { out } = await here.cli("record", "history", "dupont", "--field", "phone");
    const [, undone] = /^ *(\d+) .* undone /m.exec(out)!;
    await here.cli("record", "undo", "dupont", "--change", undone!);
    expect(await fieldsOf(here)).toMatchObject({ phone: "06 12 34 56 78" });
  });

  test.each([
    [["--change", "99"], "the history of record-1 does not have change 99"],
    [["--recording", "audio-9"], "the history of record-1 does not have audio-9"],
    [["--change", "1", "--recording", "audio-1"], "don't go together"],
  ])("refuses %j", async (flags, message) => {
    const { code, err } = await (await called()).cli("record", "undo", "dupont", ...flags);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("refuses what was taken back already", async () => {
    const here = await called();
    await here.cli("record", "undo", "dupont", "--recording", "audio-1");
    const { code, err } = await here.cli("record", "undo", "dupont", "--recording", "audio-1");
    expect([code, err]).toEqual([2, expect.stringContaining("nothing left to take back")]);
  });
});

describe("record export", () => {
  const CSV = [
    "record,name,age,phone,city,vip,level,born,tags,address,children\r\n",
    "record-1,Jean Dupont,35,06 12 34 56 78,Lyon,,,,tennis; thé,,\r\n",
  ].join("");

  test("writes a table, lines of JSON, or JSON, by the file's ending", async () => {
    const here = await called();
    const written = async (name: string, ...flags: string[]) => {
      const path = here.file(`out/${name}.old`, "").replace(".old", "");
      expect((await here.cli("record", "export", "-o", path, ...flags)).out).toBe(
        `wrote ${path}: 1 record\n`,
      );
      return readFileSync(path, "utf8");
    };
    expect(await written("a.csv")).toBe(CSV);
    const entry = { id: "record-1", name: "dupont", template: "client", fields: await fieldsOf(here) };
    expect(JSON.parse(await written("a.json", "--template", "client"))).toMatchObject([entry]);
    expect(JSON.parse(await written("a.jsonl"))).toMatchObject(entry);
    expect(await written("b.json", "--format", "csv")).toBe(CSV);
  });

  test("without a file goes to standard output, and only what is named", async () => {
    const here = await called();
    await hear(here, null, JEAN);
    expect((await here.cli("record", "export", "dupont", "--format", "csv")).out).toBe(CSV);
    expect(JSON.parse((await here.cli("record", "export", "record-2", "dupont")).out)).toHaveLength(2);
    expect((await here.cli("record", "export", "--template", "lesson", "--format", "jsonl")).out).toBe("");
  });

  test("does not overwrite a file unless it is forced to, and knows its formats", async () => {
    const here = await called();
    const path = here.file("clients.csv", "mine");
    expect(await here.cli("record", "export", "-o", path)).toMatchObject({
      ...{ code: 2, err: expect.stringContaining("exists already") },
    });
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect((await here.cli("record", "export", "-o", path, "--force")).code).toBe(0);
    expect((await here.cli("record", "export", "--format", "xml")).err).toContain(
      "allowed: json, jsonl, csv",
    );
    expect((await here.cli("record", "export", "durand")).code).toBe(2);
  });
});

describe("record forget", () => {
  const filesOf = (here: World) =>
    Buffer.concat(
      readdirSync(here.home)
        .filter((name) => name.startsWith("transcron.db"))
        .map((name) => readFileSync(join(here.home, name))),
    );

  test("erases the record, its history and quotes, also from the database's bytes and the audit log", async () => {
    const here = await called();
    await here.cli("record", "set", "dupont", "city=Nice");
    for (const word of ["Jean Dupont", "nouveau numéro", "Nice", "dupont"])
      expect(filesOf(here).includes(word), word).toBe(true);
    const { code, out, err } = await here.cli("record", "forget", "dupont");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^forgot record-1 \(dupont\): \d+ changes of its history\ndeleted audio-1, audio-2 with what was said in them; their files stay where they are\n$/,
      ),
    ]);
    expect(err).toContain("Backups that were made before still hold it.");
    for (const word of ["Jean Dupont", "nouveau numéro", "Nice", "dupont", "06 12"])
      expect(filesOf(here).includes(word), word).toBe(false);
    expect((await here.json("audit")).data.changes[0]).toMatchObject({
      action: "record forget",
      details: "record-1",
    });
    expect((await here.cli("record", "show", "dupont")).code).toBe(2);
  });

  test.each([
    ["no\n", [], true],
    ["", [], true],
    ["yes\n", [], false],
    ["", ["--yes"], false],
  ])("at a terminal is told %j with %j", async (answer, flags, stays) => {
    const here = await called();
    here.outside.stdin = Object.assign(Readable.from(answer ? [answer] : []), { isTTY: true });
    await here.cli("record", "forget", "dupont", ...flags);
    expect((await here.json("record", "list")).data.records).toHaveLength(stays ? 1 : 0);
  });
});

test.each([
  [["record"], "missing required argument"],
  [["record", "dance"], "Allowed choices are list, show"],
  [["record", "list", "dupont"], "record list takes no record"],
  [["record", "show"], "record show needs a record"],
  [["record", "show", "a", "b"], "record show takes one record"],
  [["record", "show", "a", "--yes"], "record show takes no --yes"],
  [["record", "list", "--limit", "0"], '--limit is "0"'],
  [["record", "show", "durand"], "there is no record durand"],
  [["record", "show", ""], "record show needs a record"],
])("%j is a mistake that is explained", async (argv, message) => {
  const here = await called();
  writeFileSync(join(here.home, ".env"), "", { mode: 0o600 });
  expect(await here.cli(...argv)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});
