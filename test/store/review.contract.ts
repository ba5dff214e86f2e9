import { expect, test } from "vitest";
import { SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, batch, line, refused, START } from "./support.js";

const number = { marks: ["number" as const], quality: 80 };
const language = { marks: ["language" as const], quality: 60 };
const wide = { marks: ["wide" as const], quality: 95 };

/** A project whose lines have these marks. */
async function withMarks(store: Store, ...changes: Parameters<typeof line>[1][]) {
  const project = await addAndTake(store, { lines: changes.length });
  const done = changes.map((change, index) => line(index, change));
  await store.saveBatch(project, batch([], { done }));
  return project;
}

const found = async (store: Store, limit = 50, besides = ["wide" as const, "fast" as const]) =>
  (await store.doubtfulLines({ limit, besides })).map(({ projectId, index }) => [projectId, index]);

export function reviewContract(open: () => Store) {
  test("doubtful lines of all projects come worst first, then those of the newest project, in its order", async () => {
    const store = open();
    const older = (await withMarks(store, number, {}, language)).id;
    const newer = (await withMarks(store, number, {}, number)).id;
    expect(await found(store)).toEqual([
      [older, 2],
      [newer, 0],
      [newer, 2],
      [older, 0],
    ]);
    expect(await found(store, 2)).toEqual([
      [older, 2],
      [newer, 0],
    ]);
  });

  test("a doubtful line comes with all that is known of it", async () => {
    const store = open();
    const { id } = await withMarks(store, {}, number);
    expect(await store.doubtfulLines({ limit: 1, besides: [] })).toEqual([
      {
        ...{ projectId: id, name: "talk.srt", sourceLang: "en", targetLang: "fr" },
        ...{ index: 1, start: SECOND, end: 2 * SECOND, text: "line 2", translation: "ligne 2" },
        ...{ state: "done", origin: "provider", marks: ["number"], quality: 80, rejected: null },
      },
    ]);
  });

  test("a line with no other marks than those that are left out is not doubtful", async () => {
    const store = open();
    const { id } = await withMarks(store, wide, { marks: ["wide", "number"], quality: 75 });
    expect(await found(store)).toEqual([[id, 1]]);
    expect(await found(store, 50, [])).toEqual([
      [id, 1],
      [id, 0],
    ]);
  });

  test("a line that was given up is the most doubtful, and has what was answered to it", async () => {
    const store = open();
    const project = await addAndTake(store);
    const answer = { text: "line 2", marks: ["untranslated" as const] };
    await store.saveBatch(
      project,
      batch([], { done: [line(0, language)], failed: [{ ...refused(1), answer }] }),
    );
    expect(await store.doubtfulLines({ limit: 1, besides: [] })).toMatchObject([
      { index: 1, state: "failed", translation: null, rejected: answer },
    ]);
  });

  test("a cancelled project is not reviewed", async () => {
    const store = open();
    const { id } = await withMarks(store, number);
    await store.cancel("translation", [id], START);
    expect(await found(store)).toEqual([]);
  });
}
