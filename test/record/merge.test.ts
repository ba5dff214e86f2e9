import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/core/json.js";
import { EMPTY, extracted, merged } from "./support.js";

const FIRST = ["Bonjour, ici Jean Dupont, 35 ans, de Lyon.", "J'aime le tennis, et le thé vert."];

/** The owner's own case: a client, and a second recording with a new number. */
const dupont = () =>
  merged(
    EMPTY,
    extracted([
      ["name", "Jean Dupont", "ici Jean Dupont"],
      ["age", 35, "35 ans"],
      ["phone", null, ""],
      ["city", "Lyon", "de Lyon"],
      ["tags", ["tennis", "thé vert"], "J'aime le tennis, et le thé vert."],
    ]),
    FIRST,
  );

const record = (fields: JsonObject, locked: string[] = []) => ({ fields, locked });

const say = (before: JsonObject, field: string, value: Json, line: string, locked: string[] = []) =>
  merged(record(before, locked), extracted([[field, value, line]]), [line]);

const takeBack = (before: JsonObject, field: string, line: string, locked: string[] = []) =>
  merged(record(before, locked), extracted([], [[field, line]]), [line]);

describe("a second recording", () => {
  test("with a new phone number changes the number, and leaves all else as it was", () => {
    const first = dupont();
    const line = "C'est Jean Dupont, mon nouveau numéro est le 06 12 34 56 78.";
    const all = ["age", "city", "tags", "vip", "address"].map((name): [string, Json, string] => [
      name,
      null,
      "",
    ]);
    const second = merged(
      record(first.fields),
      extracted([["name", "Jean Dupont", "C'est Jean Dupont"], ["phone", "06 12 34 56 78", line], ...all]),
      [line],
    );
    expect(second.fields).toEqual({
      ...{ name: "Jean Dupont", age: 35, city: "Lyon", tags: ["tennis", "thé vert"] },
      phone: "06 12 34 56 78",
    });
    expect(second.changes).toMatchObject([
      { field: "name", what: "confirmed", old: "Jean Dupont", new: "Jean Dupont" },
      { field: "phone", what: "said", old: null, new: "06 12 34 56 78", quote: line, position: 0 },
    ]);
  });

  test("that says nothing of the client changes nothing", () => {
    const { fields } = dupont();
    const unsaid = ["", null, [], "unknown", "Inconnu", "n/a", {}];
    const silent = extracted(unsaid.map((value) => ["name", value, "ici Jean Dupont"]));
    expect(merged(record(fields), silent, FIRST)).toEqual({ fields, changes: [] });
  });
});

describe("a value", () => {
  test("said again is replaced, and the old one is in the history", () => {
    const { fields, changes } = say({ city: "Lyon", age: 35 }, "city", "Paris", "J'habite à Paris.");
    expect(fields).toEqual({ city: "Paris", age: 35 });
    expect(changes).toMatchObject([{ field: "city", what: "said", old: "Lyon", new: "Paris" }]);
  });

  test.each<[string, Json, Json, string]>([
    ["name", "Jean Dupont", "jean  DUPONT", "jean dupont"],
    ["phone", "0612345678", "06 12 34 56 78", "06 12 34 56 78"],
    ["age", 35, 35, "35 ans"],
    ["city", "Orléans", "Orleans", "Orleans"],
  ])("of %s written otherwise is confirmed, and stays as it is written", (field, old, value, line) => {
    const { fields, changes } = say({ [field]: old }, field, value, line);
    expect(fields).toEqual({ [field]: old });
    expect(changes).toMatchObject([{ what: "confirmed", old, new: old, quote: line }]);
  });

  test.each<[string, string, string]>([
    ["1.5", "15", "environ 15"],
    ["C", "C++", "en C++"],
    ["Dupont", "Dupond", "Monsieur Dupond"],
  ])("%s is another than %s", (old, value, line) => {
    expect(say({ city: old }, "city", value, line).changes).toMatchObject([{ what: "said", new: value }]);
  });

  test("said twice is what was said last, whatever the order of the reply", () => {
    const lines = ["J'habite à Lyon.", "Non, j'habite à Paris."];
    const both: [string, Json, string][] = [
      ["city", "Paris", "Non, j'habite à Paris."],
      ["city", "Lyon", "J'habite à Lyon."],
    ];
    const { fields, changes } = merged(record({}), extracted(both), lines);
    expect(fields).toEqual({ city: "Paris" });
    expect(changes).toMatchObject([{ what: "said", old: null, new: "Paris", position: 10_000 }]);
  });

  test("that does not stand in its quote leaves the field, with a mark", () => {
    const { fields, changes } = say({ age: 35 }, "age", 40, "j'ai bientôt quarante-et-un ans");
    expect(fields).toEqual({ age: 35 });
    expect(changes).toMatchObject([
      { what: "dropped", old: 35, new: 40, reason: "it does not stand in its quote" },
    ]);
  });
});

describe("lists and objects", () => {
  test("a list grows by what is new, and never loses an item", () => {
    const { fields, changes } = say({ tags: ["tennis"] }, "tags", ["Tennis", "golf"], "du tennis et du golf");
    expect(fields).toEqual({ tags: ["tennis", "golf"] });
    expect(changes).toMatchObject([
      { field: "tags", within: [{ by: null, is: "Tennis" }], what: "confirmed", new: "tennis" },
      { field: "tags", within: [{ by: null, is: "golf" }], what: "said", old: null, new: "golf" },
    ]);
  });

  test("an object is filled property by property", () => {
    const before = { address: { city: "Lyon", street: "rue Pasteur" } };
    const { fields } = say(before, "address", { city: "Paris", street: "", floor: 3 }, "à Paris, étage 3");
    expect(fields).toEqual({ address: { city: "Paris", street: "rue Pasteur", floor: 3 } });
  });

  test("an item is known by its key, and only what is said of it changes", () => {
    const before: JsonObject = { children: [{ name: "Léa", age: 4 }, { name: "Max" }] };
    const line = "Lea a cinq ans, et Tom est né";
    const { fields, changes } = say(before, "children", [{ name: "Lea", age: 5 }, { name: "Tom" }], line);
    expect(fields).toEqual({ children: [{ name: "Léa", age: 5 }, { name: "Max" }, { name: "Tom" }] });
    const lea = { by: "name", is: "Lea" };
    expect(changes).toMatchObject([
      { within: [lea, "name"], what: "confirmed" },
      { within: [lea, "age"], what: "said", old: 4, new: 5 },
      { within: [{ by: "name", is: "Tom" }], what: "said", old: null, new: { name: "Tom" } },
    ]);
  });

  test("a field named like something that every object has is one like any other", () => {
    const output = JSON.parse('{"__proto__": "a", "constructor": "b"}') as JsonObject;
    const { fields } = say(output, "city", "Lyon", "à Lyon");
    expect(Object.entries(fields)).toEqual([...Object.entries(output), ["city", "Lyon"]]);
  });
});

describe("a retraction", () => {
  test("with a quote takes a field away", () => {
    const { fields, changes } = takeBack({ phone: "06", city: "Lyon" }, "phone", "oubliez mon numéro");
    expect(fields).toEqual({ city: "Lyon" });
    expect(changes).toMatchObject([
      { what: "retracted", old: "06", new: null, quote: "oubliez mon numéro", position: 0 },
    ]);
  });

  test("of an object takes all of it away, and leaves nothing empty behind", () => {
    const before = { address: { city: "Lyon", street: "rue Pasteur" }, city: "Lyon" };
    const { fields, changes } = takeBack(before, "address", "oubliez mon adresse");
    expect(fields).toEqual({ city: "Lyon" });
    expect(changes).toMatchObject([
      { what: "retracted", within: ["city"], old: "Lyon" },
      { what: "retracted", within: ["street"], old: "rue Pasteur" },
    ]);
    expect(takeBack({ tags: ["golf"] }, "tags", "plus de golf").fields).toEqual({});
  });

  test("of what the record does not have changes nothing", () => {
    expect(takeBack({ city: "Lyon" }, "phone", "oubliez mon numéro").changes).toEqual([]);
  });

  test("without words of the transcript takes nothing away", () => {
    const lie = extracted([], [["phone", "oubliez mon numéro"]]);
    const { fields, changes } = merged(record({ phone: "06" }), lie, ["Bonjour à tous."]);
    expect(fields).toEqual({ phone: "06" });
    expect(changes).toMatchObject([{ what: "dropped", old: "06", new: null }]);
  });

  test("takes of a list what its quote names, and else nothing", () => {
    const tags = ["tennis", "golf"];
    expect(takeBack({ tags }, "tags", "je ne joue plus au golf").fields).toEqual({ tags: ["tennis"] });
    const { fields, changes } = takeBack({ tags }, "tags", "je ne joue plus à rien");
    expect(fields).toEqual({ tags });
    expect(changes).toMatchObject([{ what: "dropped", reason: "its quote names no item of the list" }]);
  });

  test("of an item that is said again, in parts, changes nothing", () => {
    const before: JsonObject = { children: [{ name: "Léa", age: 5 }] };
    const line = "Non, pas Léa, si, Léa, cinq ans";
    const parts: [string, Json, string][] = [
      ["children", [{ name: "Léa" }], line],
      ["children", [{ name: "Léa", age: 5 }], line],
    ];
    const { fields, changes } = merged(record(before), extracted(parts, [["children", line]]), [line]);
    expect(fields).toEqual(before);
    expect(new Set(changes.map(({ what }) => what))).toEqual(new Set(["confirmed"]));
  });

  test("goes before what is said in its place", () => {
    const line = "Je n'ai plus le 06 11 11 11 11 mais le 06 22 22 22 22.";
    const both = extracted([["phone", "06 22 22 22 22", line]], [["phone", line]]);
    const { fields, changes } = merged(record({ phone: "06 11 11 11 11" }), both, [line]);
    expect(fields).toEqual({ phone: "06 22 22 22 22" });
    expect(changes).toMatchObject([{ what: "said", old: "06 11 11 11 11", new: "06 22 22 22 22" }]);
  });
});

describe("a field that a person set", () => {
  test("stays, and what a recording says of it is noted", () => {
    const { fields, changes } = say({ city: "Lyon" }, "city", "Paris", "à Paris", ["city"]);
    expect(fields).toEqual({ city: "Lyon" });
    expect(changes).toMatchObject([
      { what: "dropped", old: "Lyon", new: "Paris", reason: "a person set this field", quote: "à Paris" },
    ]);
  });

  test("is confirmed by a recording that says the same", () => {
    expect(say({ city: "Lyon" }, "city", "lyon", "à lyon", ["city"]).changes).toMatchObject([
      { what: "confirmed" },
    ]);
  });

  test("is not taken away by a recording", () => {
    const { fields, changes } = takeBack({ phone: "06" }, "phone", "oubliez mon numéro", ["phone"]);
    expect(fields).toEqual({ phone: "06" });
    expect(changes).toMatchObject([{ what: "dropped", old: "06", new: null }]);
  });
});
