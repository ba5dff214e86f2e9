import { describe, expect, test } from "vitest";
import { readExtraction } from "../src/core/record/extraction.js";
import { UserError } from "../src/errors.js";
import { keepRecord } from "../src/generation/keep-record.js";
import { wantedRecord } from "../src/verbs/record/find.js";
import { CLIENT, KEYS, reply, spoken } from "./record/support.js";
import { hear, JEAN, NEW_NUMBER } from "./support/records.js";
import { world } from "./support/world.js";

const about = {
  template: "client",
  output: CLIENT,
  keys: KEYS,
  language: "french",
  job: null,
  who: "worker",
};

describe("recordings that are merged at once", () => {
  test("into one record all count, whoever makes it", async () => {
    const here = world();
    const tags = Array.from({ length: 5 }, (_, at) => `tag${at}`);
    await Promise.all(
      tags.map(async (tag, at) =>
        keepRecord(await here.context().store(), readExtraction(reply([["tags", [tag], tag]]))!, {
          ...{ ...about, record: "dupont", recording: `audio-${at}`, now: here.clock.time },
          transcript: spoken(tag),
        }),
      ),
    );
    const { data } = await here.json("record", "show", "dupont");
    expect(data.record.fields.tags.toSorted()).toEqual(tags);
    expect(data.record.version).toBe(5);
    expect((await here.json("record", "list")).data.records).toHaveLength(1);
  });
});

test("a language that the recogniser names by a word is no obstacle", async () => {
  const here = world();
  const kept = await keepRecord(
    await here.context().store(),
    readExtraction(reply([["age", 35, "trente-cinq ans"]]))!,
    {
      ...{ ...about, record: null, recording: "audio-1", now: here.clock.time },
      transcript: spoken("J'ai trente-cinq ans."),
    },
  );
  expect(kept?.record.fields).toEqual({ age: 35 });
});

test("a recording that only confirms keeps the record, and one that is silent does not touch it", async () => {
  const here = world();
  const { record } = await hear(here, "dupont", JEAN, NEW_NUMBER);
  const again = await hear(here, "dupont", NEW_NUMBER);
  expect(again.record.fields).toEqual(record.fields);
  const silent = await hear(here, "dupont", [["Bonjour."], [["name", null, ""]]]);
  expect(silent).toEqual({ record: again.record, changes: [] });
});

describe("the record that a person wants filled", () => {
  test("is one that is there, by its id, or a new name", async () => {
    const here = world();
    await hear(here, "dupont", JEAN);
    const context = here.context();
    expect(
      await Promise.all(["Dupont", "record-1", "durand"].map((text) => wantedRecord(context, text))),
    ).toEqual(["record-1", "record-1", "durand"]);
  });

  test.each(["record-2", "a b", "", "record-x/y"])("is not %j", async (text) => {
    await expect(wantedRecord(world().context(), text)).rejects.toThrow(UserError);
  });
});
