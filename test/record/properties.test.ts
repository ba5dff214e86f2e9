import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/core/json.js";
import type { Extraction } from "../../src/core/record/extraction.js";
import { lastChanges, replay, undo } from "../../src/core/record/history.js";
import { valueAt } from "../../src/core/record/place.js";
import { EMPTY, merged, past } from "./support.js";

const WORDS = ["lyon", "paris", "tennis", "golf", "jean", "dupont", "Léa", "max", "35", "06 12 34 56 78"];
/** Every quote stands in it, and every value in every quote. */
const LINE = WORDS.join(" ");

const text = fc.constantFrom(...WORDS);
const number = fc.constantFrom(35, 12);
const unsaid = fc.constantFrom<Json>(null, "", "unknown", "N/A", "inconnu", []);

const orUnsaid = (value: fc.Arbitrary<Json>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: unsaid });

const VALUES: Record<string, fc.Arbitrary<Json>> = {
  name: text,
  city: text,
  phone: text,
  age: number,
  tags: fc.array(text, { maxLength: 4 }),
  address: fc.record({ city: orUnsaid(text), floor: number }, { requiredKeys: [] }),
  children: fc.array(fc.record({ name: text, age: number }, { requiredKeys: [] }), { maxLength: 3 }),
};

const entry = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((name) => orUnsaid(VALUES[name]!).map((value) => ({ name, value, quote: LINE, confidence: null })));

const fields = fc.array(entry, { maxLength: 6 });
const said: fc.Arbitrary<Extraction> = fields.map((list) => ({ fields: list, retracted: [] }));
const any: fc.Arbitrary<Extraction> = fc.record({
  fields,
  retracted: fc.array(
    fc.record({
      name: fc.constantFrom(...Object.keys(VALUES)),
      quote: fc.constantFrom("golf paris", "lyon paris", LINE),
    }),
    { maxLength: 2 },
  ),
});

const LINES = [LINE, "golf paris", "lyon paris"];

/** A record that some recordings filled, its history, and what a person had set. */
function told(extractions: readonly Extraction[]) {
  let record = EMPTY as { fields: JsonObject; locked: string[] };
  const history = extractions.flatMap((extraction, at) => {
    const { fields, changes } = merged(record, extraction, LINES);
    record = { ...record, fields };
    return past(changes, `audio-${at + 1}`, 1 + at * 1000);
  });
  return { record, history };
}

const changedIn = (changes: readonly { what: string }[]) =>
  changes.filter(({ what }) => what !== "confirmed" && what !== "dropped");

describe("whatever recordings say", () => {
  const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
    fc.assert(fc.property(arbitrary, holds), { numRuns: 300 });
  const before = fc.array(any, { maxLength: 3 });

  test("merging nothing changes nothing", () => {
    check(fc.tuple(before, fc.array(unsaid)), ([earlier, values]) => {
      const { record } = told(earlier);
      const silent = values.map((value, at) => ({
        ...{ name: Object.keys(VALUES)[at % 7]!, value },
        quote: LINE,
        confidence: 1,
      }));
      expect(merged(record, { fields: silent, retracted: [] }, LINES)).toEqual({
        fields: record.fields,
        changes: [],
      });
    });
  });

  test("merging the same twice changes nothing the second time", () => {
    check(fc.tuple(before, any), ([earlier, extraction]) => {
      const { record } = told([...earlier, extraction]);
      const again = merged(record, extraction, LINES);
      expect(again.fields).toEqual(record.fields);
      expect(changedIn(again.changes)).toEqual([]);
    });
  });

  test("fields that are not mentioned stay as they were", () => {
    check(fc.tuple(before, any), ([earlier, extraction]) => {
      const { record } = told(earlier);
      const { fields: after } = merged(record, extraction, LINES);
      const mentioned = new Set([...extraction.fields, ...extraction.retracted].map(({ name }) => name));
      for (const name of Object.keys(VALUES))
        if (!mentioned.has(name)) expect(after[name]).toEqual(record.fields[name]);
    });
  });

  test("nothing goes, and no list shrinks, unless it is retracted", () => {
    check(fc.tuple(before, said), ([earlier, extraction]) => {
      const { record } = told(earlier);
      const { fields: after } = merged(record, extraction, LINES);
      expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(record.fields)));
      for (const name of ["tags", "children"])
        expect((after[name] as Json[] | undefined)?.length ?? 0).toBeGreaterThanOrEqual(
          (record.fields[name] as Json[] | undefined)?.length ?? 0,
        );
    });
  });

  test("the history has all of the record, and each change what was before it", () => {
    check(before, (extractions) => {
      const { record, history } = told(extractions);
      expect(replay(history).fields).toEqual(record.fields);
    });
  });

  test("undoing the last recording restores the record as it was", () => {
    check(fc.tuple(before, any), ([earlier, extraction]) => {
      const { record } = told(earlier);
      const { history } = told([...earlier, extraction]);
      const last = history.filter(({ recording }) => recording === `audio-${earlier.length + 1}`);
      expect(undo(history, new Set(last.map(({ number }) => number))).fields).toEqual(record.fields);
    });
  });

  test("undoing an undo brings back what was undone", () => {
    check(fc.tuple(before, any), ([earlier, extraction]) => {
      const { record, history } = told([...earlier, extraction]);
      const undone = undo(history, new Set(lastChanges(history).map(({ number }) => number)));
      const longer = [...history, ...past(undone.changes, null, 100_000)];
      expect(replay(longer).fields).toEqual(undone.fields);
      const redone = undo(longer, new Set(longer.slice(history.length).map(({ number }) => number)));
      expect(redone.fields).toEqual(record.fields);
    });
  });

  test("what a person set stays", () => {
    check(
      fc.tuple(before, any, fc.constantFrom("city", "tags", "address")),
      ([earlier, extraction, field]) => {
        const { record } = told(earlier);
        const { fields: after } = merged({ ...record, locked: [field] }, extraction, LINES);
        expect(after[field]).toEqual(record.fields[field]);
      },
    );
  });

  test("a change tells what its place held before, and what it holds now", () => {
    check(fc.tuple(before, any), ([earlier, extraction]) => {
      const { record } = told(earlier);
      const { fields: after, changes } = merged(record, extraction, LINES);
      for (const change of changedIn(changes) as ReturnType<typeof merged>["changes"])
        if (change.within.length === 0) {
          expect(change.old).toEqual(valueAt(record.fields, change) ?? null);
          expect(change.new).toEqual(valueAt(after, change) ?? null);
        }
    });
  });
});
