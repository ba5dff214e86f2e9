import { expect, test } from "vitest";
import type { Store } from "../../src/store/store.js";
import { addAndTake, batch, line, refused, SCOPE } from "./support.js";

export function memoryContract(open: () => Store) {
  test("what was answered for a text is known to other projects, with its marks", async () => {
    const store = open();
    const done = [line(0, { marks: ["fast"] }), line(1)];
    await store.saveBatch(await addAndTake(store), batch([], { done, scope: SCOPE }));
    expect(await store.recall(await addAndTake(store), SCOPE)).toEqual([
      { index: 0, text: "ligne 1", marks: ["fast"] },
      { index: 1, text: "ligne 2", marks: [] },
    ]);
  });

  test("the memory answers only under the same languages, endpoint, model and version", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0], { scope: SCOPE }));
    const project = await addAndTake(store);
    expect(await store.recall(project, SCOPE)).toHaveLength(1);
    const others = [{ to: "es" }, { model: "n" }, { model: null }, { version: "2" }, { endpoint: "command" }];
    for (const change of [...others, { from: null }])
      expect(await store.recall(project, { ...SCOPE, ...change })).toEqual([]);
  });

  test("only lines that are still open are recalled", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0, 1, 2], { scope: SCOPE }));
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0], { failed: [refused(1)] }));
    expect((await store.recall(project, SCOPE)).map(({ index }) => index)).toEqual([2]);
  });

  test("which lines are known is told of all lines, and only under the same settings", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0, 2], { scope: SCOPE }));
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 1], { failed: [refused(2)] }));
    expect(await store.remembered(project, SCOPE)).toEqual([0, 2]);
    expect(await store.remembered(project, { ...SCOPE, model: "n" })).toEqual([]);
  });

  test("a line that is not proved at its place is known to be answered, and never recalled, until it is proved", async () => {
    const store = open();
    const save = async (...done: ReturnType<typeof line>[]) =>
      store.saveBatch(await addAndTake(store), batch([], { done, scope: SCOPE }));
    const unproved = { ...line(0, { text: "un" }), unproved: true as const };
    await save(unproved, { ...line(1), unproved: true as const, doubted: true as const });
    expect(await store.remembered(await addAndTake(store), SCOPE)).toEqual([0]);
    expect(await store.remembered(await addAndTake(store), { ...SCOPE, model: "n" })).toEqual([]);
    expect(await store.recall(await addAndTake(store), SCOPE)).toEqual([]);
    await save(line(0, { text: "one" }));
    expect(await store.remembered(await addAndTake(store), SCOPE)).toEqual([0]);
    expect(await store.recall(await addAndTake(store), SCOPE)).toMatchObject([{ text: "one" }]);
  });

  test("only what an endpoint answered is remembered, and only where that is wished", async () => {
    const store = open();
    const done = [line(0), line(1, { origin: "verbatim" }), line(2, { origin: "duplicate" })];
    await store.saveBatch(await addAndTake(store), batch([], { done, scope: SCOPE }));
    await store.saveBatch(await addAndTake(store), batch([1, 2]));
    const recalled = await store.recall(await addAndTake(store), SCOPE);
    expect(recalled.map(({ index }) => index)).toEqual([0]);
  });

  test("the first answer to a text stays", async () => {
    const store = open();
    for (const text of ["un", "deux"])
      await store.saveBatch(await addAndTake(store), batch([], { done: [line(0, { text })], scope: SCOPE }));
    expect(await store.recall(await addAndTake(store), SCOPE)).toMatchObject([{ text: "un" }]);
  });

  test("lines are recalled for an ask alone", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0, 1, 2], { scope: SCOPE }));
    const recalled = await store.recall(await addAndTake(store), SCOPE, [2, 1]);
    expect(recalled.map(({ index }) => index)).toEqual([1, 2]);
    expect(await store.recall(await addAndTake(store), SCOPE, [])).toEqual([]);
  });

  test("what is forgotten is between the languages named, whoever was asked", async () => {
    const store = open();
    const scopes = [SCOPE, { ...SCOPE, to: "es" }, { ...SCOPE, from: null }, { ...SCOPE, endpoint: "o" }];
    for (const scope of scopes) await store.saveBatch(await addAndTake(store), batch([0, 1], { scope }));
    const { endpoint, model, version } = SCOPE;
    const asked = { endpoint, model, version };
    expect(await store.forgetMemory({ asked, to: "es" })).toBe(2);
    expect(await store.forgetMemory({ asked, from: "en", to: "fr" })).toBe(4);
    const project = await addAndTake(store);
    expect(await store.recall(project, SCOPE)).toEqual([]);
    expect(await store.recall(project, scopes[2]!)).toHaveLength(2);
    expect(await store.forgetMemory({ asked })).toBe(2);
  });
}
