import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY, HOUR } from "../../src/core/time.js";
import Database from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { addAndTake, batch, line, SCOPE, START, scratch } from "./support.js";

function setup() {
  const file = join(scratch(), "transcron.db");
  const store = openSqliteStore(file);
  const shell = new Database(file);
  onTestFinished(() => {
    store.close();
    shell.close();
  });
  const use = async (now: number) => {
    const done = [line(0, { origin: "memory" })];
    await store.saveBatch(await addAndTake(store), batch([], { done, scope: SCOPE, now }));
  };
  return { store, shell, use };
}

const pruning = (memoryBefore: number) => ({
  ...{ before: 0, statuses: [], exportedOnly: false, dryRun: false, memoryBefore },
});

test("a use is written once a day, and not on the day on which the line was stored", async () => {
  const { store, shell, use } = setup();
  await store.saveBatch(await addAndTake(store), batch([0, 1], { scope: SCOPE }));
  shell.exec(`
    create table written (used_on text);
    create trigger wrote after update on memory begin insert into written values (new.used_on); end;`);
  for (const now of [START + HOUR, START + DAY, START + DAY + HOUR, START, START + 2 * DAY]) await use(now);
  expect(shell.prepare("select used_on from written").pluck().all()).toEqual(["2026-01-07", "2026-01-08"]);
});

test("what there was before the migration counts as used when it was stored", async () => {
  const { store, shell } = setup();
  await store.saveBatch(await addAndTake(store), batch([0], { scope: SCOPE, now: START }));
  expect(shell.prepare("select used_on from memory").pluck().all()).toEqual([null]);
  expect((await store.cleanup(pruning(START))).memoryLines).toBe(0);
  expect((await store.cleanup(pruning(START + DAY))).memoryLines).toBe(1);
});
