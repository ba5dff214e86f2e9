import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NO_EVIDENCE } from "../../src/core/record/change.js";
import Database from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import type { Store } from "../../src/store/store.js";
import { addProject, START, scratch } from "./support.js";

/** Words that stand nowhere else, each in long values, so that they spread over pages. */
const SECRETS = ["zyxophon", "quibberdick", "marluvex"];

function setup() {
  const folder = scratch();
  const file = join(folder, "transcron.db");
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  /** Which of the words are in any of the database's files. */
  const found = () => {
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    return SECRETS.filter((word) => bytes.includes(word));
  };
  return { file, store, found };
}

/** A record whose value was replaced often, with long quotes. */
async function replaced(store: Store) {
  const about = {
    template: null,
    output: null,
    locked: [],
    recording: "audio-1",
    job: null,
    who: "x",
    now: START,
  };
  const change = (word: string, old: string | null) => ({
    ...NO_EVIDENCE,
    ...{ field: "note", within: [], what: "said" as const, old, new: word, reason: null, undoes: null },
    quote: `${word} `.repeat(900),
  });
  let version = 0;
  for (let round = 0; round < 3; round++)
    for (const word of SECRETS) {
      const saving = {
        ...about,
        fields: { note: word.repeat(500) },
        changes: [change(word, word.repeat(300))],
      };
      const target = version === 0 ? { name: "dupont" } : { id: "record-1", version };
      ({ version } = (await store.mergeInto(target, saving))!);
    }
  return "record-1";
}

test("what is forgotten is in none of the database's files afterwards", async () => {
  const { store, found } = setup();
  await addProject(store);
  const id = await replaced(store);
  expect(found()).toEqual(SECRETS);
  await store.forgetRecord(id);
  expect(found()).toEqual(SECRETS);
  expect(await store.eraseTraces()).toBe(true);
  expect(found()).toEqual([]);
  expect((await store.countProjects()).pending).toBe(1);
});

test("a reader that keeps the log is told of, and when it is gone a second time erases the rest", async () => {
  const { file, store, found } = setup();
  const id = await replaced(store);
  const reader = new Database(file);
  onTestFinished(() => void reader.close());
  reader.exec("begin; select count(*) from records");
  reader.prepare("select count(*) from records").get();
  await store.forgetRecord(id);
  expect(await store.eraseTraces()).toBe(false);
  reader.exec("commit");
  expect(await store.eraseTraces()).toBe(true);
  expect(found()).toEqual([]);
});
