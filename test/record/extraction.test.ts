import { Validator } from "@cfworker/json-schema";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/core/json.js";
import { extractionSchema, readExtraction } from "../../src/core/record/extraction.js";
import { recordName, recordNumber } from "../../src/core/record/name.js";
import { CLIENT, reply } from "./support.js";

describe("the schema of an extraction", () => {
  const schema = extractionSchema(CLIENT)!;
  const isValid = (value: unknown) => new Validator(schema, "2020-12").validate(value).valid;

  test("takes what a template's fields allow, and null for what was not said", () => {
    expect(isValid(reply([]))).toBe(true);
    expect(isValid(reply([["age", 35, "35 ans"]]))).toBe(true);
    expect(isValid(reply([["age", null, ""]], [["phone", "oubliez mon numéro"]]))).toBe(true);
    expect(isValid(reply([["children", [{ name: "Léa" }], "ma fille Léa"]]))).toBe(true);
  });

  test.each<[string, unknown]>([
    ["a value of another type", reply([["age", "many", "x"]])],
    ["a field that there is not", reply([["shoe", 35, "x"]])],
    ["a retraction of one", reply([], [["shoe", "x"]])],
    ["no quote", { ...reply([]), fields: [{ name: "age", value: 35, confidence: 1 }] }],
    ["no retractions", { fields: [] }],
  ])("refuses %s", (_, value) => {
    expect(isValid(value)).toBe(false);
  });

  test("has every property required and none besides, as strict schemas must", () => {
    const objects = (node: unknown): JsonObject[] =>
      typeof node !== "object" || node === null
        ? []
        : [...("required" in node ? [node as JsonObject] : []), ...Object.values(node).flatMap(objects)];
    const found = objects(schema);
    expect(found.length).toBe(2 + Object.keys(CLIENT.properties as JsonObject).length);
    for (const { properties, required, additionalProperties } of found) {
      expect(required).toEqual(Object.keys(properties as JsonObject));
      expect(additionalProperties).toBe(false);
    }
  });

  test("keeps definitions where references look for them", () => {
    const output = { properties: { a: { $ref: "#/$defs/b" } }, $defs: { b: { type: "integer" } } };
    const own = new Validator(extractionSchema(output)!, "2020-12");
    expect(own.validate(reply([["a", 1, "x"]])).valid).toBe(true);
    expect(own.validate(reply([["a", "b", "x"]])).valid).toBe(false);
  });

  test("is none without fields", () => {
    const without: JsonObject[] = [{}, { type: "string" }, { properties: {} }, { properties: { a: 1 } }];
    for (const output of without) expect(extractionSchema(output)).toBeUndefined();
  });
});

test("a reply is read as far as it is an extraction", () => {
  expect(readExtraction(reply([["age", 35, "35 ans"]], [["phone", "q"]]))).toEqual({
    fields: [{ name: "age", value: 35, quote: "35 ans", confidence: 0.9 }],
    retracted: [{ name: "phone", quote: "q" }],
  });
  expect(
    readExtraction({ fields: [{ name: "a", confidence: 7 }, { value: 1 }, 3, null], retracted: 1 }),
  ).toEqual({
    fields: [{ name: "a", value: null, quote: "", confidence: 1 }],
    retracted: [],
  });
  const others: Json[] = [null, [], "x", {}, { fields: {} }];
  for (const none of others) expect(readExtraction(none)).toBeUndefined();
});

test("a record's name is made of letters and digits, and is no number of a record", () => {
  for (const name of ["dupont", "Jean-Dupont_2", "Élodie", "7", "recorded"])
    expect(recordName(name)).toBe(name);
  for (const name of ["", "-a", "a b", "a/b", "record-12", "Record-0", "x".repeat(65), "a\n"])
    expect(recordName(name)).toBe(name === "a\n" ? "a" : undefined);
  expect([
    recordNumber("record-12"),
    recordNumber("Record-3"),
    recordNumber("record-0"),
    recordNumber("12"),
  ]).toEqual([12, 3, undefined, undefined]);
});
