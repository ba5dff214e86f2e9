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

  test("the memory answers only under the same languages, provider, model and prompt", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0], { scope: SCOPE }));
    const project = await addAndTake(store);
    expect(await store.recall(project, SCOPE)).toHaveLength(1);
    const others = [
      { to: "es" },
      { model: "n" },
      { model: null },
      { promptVersion: "2" },
      { provider: "command" },
    ];
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
}
