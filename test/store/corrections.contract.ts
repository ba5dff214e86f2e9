import { describe, expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Correcting } from "../../src/store/corrections.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  addProject,
  batch,
  completed,
  failed,
  finishing,
  line,
  SCOPE,
  START,
  take,
} from "./support.js";

const LATER = START + 30 * MINUTE;
const { version, from, to } = SCOPE;

/** A person's words for lines by index. */
const correcting = (words: Record<number, string>, changes: Partial<Correcting> = {}): Correcting => ({
  now: LATER,
  who: "ana",
  lines: Object.entries(words).map(([index, text]) => ({ index: Number(index), text })),
  corrections: { version, from, to },
  error: ({ failedLines }) => `still: ${failedLines.map((index) => index + 1)}`,
  ...changes,
});

export function correctionsContract(open: () => Store) {
  test("a correction takes the place of any translation, and keeps what was there with who and when", async () => {
    const store = open();
    const project = await addAndTake(store);
    const done = [line(0, { marks: ["fast"], quality: 95 }), line(1), line(2)];
    await store.saveBatch(project, batch([], { done }));
    await store.finishProject(project, finishing());
    const { id } = project;
    expect(await store.correct(id, correcting({ 0: "main 1", 2: "main 3" }))).toEqual({
      ...{ saved: [0, 2], from: "completed", to: "completed" },
    });
    expect(await store.projectLines(id)).toMatchObject([
      { translation: "main 1", origin: "hand", marks: [], quality: 100 },
      { translation: "ligne 2", origin: "provider" },
      { translation: "main 3", origin: "hand" },
    ]);
    await store.correct(id, correcting({ 0: "autre main" }, { who: "bo", now: LATER + MINUTE }));
    expect(await store.edits(id)).toEqual([
      { index: 0, before: "ligne 1", after: "main 1", who: "ana", at: LATER },
      { index: 2, before: "ligne 3", after: "main 3", who: "ana", at: LATER },
      { index: 0, before: "main 1", after: "autre main", who: "bo", at: LATER + MINUTE },
    ]);
    expect(await store.showProject(id)).toMatchObject({ quality: 100, segmentsDone: 3, completedAt: START });
  });

  test("a failed project is completed with its last line", async () => {
    const store = open();
    const project = await addAndTake(store);
    const refused = [1, 2].map((index) => ({ index, code: "refused", message: "refused" }));
    await store.saveBatch(project, batch([0], { failed: refused }));
    await store.finishProject(project, finishing({ error: "lines failed" }));
    expect(await store.correct(project.id, correcting({ 1: "main 2" }))).toMatchObject({ to: "failed" });
    expect(await store.showProject(project.id)).toMatchObject({ error: "still: 3", segmentsDone: 2 });
    expect(await store.correct(project.id, correcting({ 2: "main 3" }))).toEqual({
      ...{ saved: [2], from: "failed", to: "completed" },
    });
    expect(await store.showProject(project.id)).toMatchObject({
      ...{ status: "completed", error: null, completedAt: LATER, segmentsDone: 3 },
    });
    expect((await store.edits(project.id))[0]).toMatchObject({ before: null, after: "main 2" });
  });

  test("a pending project keeps it, whatever is answered later; a cancelled one stays cancelled", async () => {
    const store = open();
    const { id } = await addProject(store);
    expect(await store.correct(id, correcting({ 1: "main 2" }))).toMatchObject({ to: "pending" });
    const project = await take(store);
    await store.saveBatch(project, batch([0, 1, 2]));
    await store.finishProject(project, finishing());
    expect((await store.projectLines(id)).map(({ translation }) => translation)).toEqual([
      ...["ligne 1", "main 2", "ligne 3"],
    ]);
    const other = await addProject(store);
    await store.cancel("translation", [other.id], START);
    expect(await store.correct(other.id, correcting({ 0: "a", 1: "b", 2: "c" }))).toMatchObject({
      ...{ from: "cancelled", to: "cancelled" },
    });
  });

  test("nothing is corrected while a worker has the project", async () => {
    const store = open();
    const { id } = await addAndTake(store);
    expect(await store.correct(id, correcting({ 0: "main 1" }))).toBeUndefined();
    expect(await store.edits(id)).toEqual([]);
  });

  test("no retry asks for a corrected line again", async () => {
    const store = open();
    const id = await failed(store);
    await store.correct(id, correcting({ 0: "main 1" }));
    await store.retryFailed("translation", [id], LATER);
    const again = await take(store, { now: LATER });
    const openLines = (await store.lines(again)).filter(({ state }) => state === "open");
    expect(openLines.map(({ index }) => index)).toEqual([2]);
  });

  describe("a corrected project", () => {
    const file = (revision: number) => ({
      ...{ path: "/out/a.srt", bytes: Buffer.from("a"), whole: true, now: START },
      revision,
    });

    test("is delivered again, and counts as not written", async () => {
      const store = open();
      const id = await completed(store, { deliver: true });
      await store.markExported(id, file(0));
      expect(await store.hasDeliveries(LATER)).toBe(false);
      await store.correct(id, correcting({ 0: "main 1" }));
      expect(await store.unexported()).toEqual([id]);
      expect(await store.claimDelivery("translation", LATER)).toMatchObject({ id });
    });

    test("is still to be written if its lines were read before the correction", async () => {
      const store = open();
      const id = await completed(store, { deliver: true });
      await store.claimDelivery("translation", START);
      const { revision } = await store.showProject(id);
      await store.correct(id, correcting({ 0: "main 1" }));
      await store.markExported(id, file(revision));
      expect(await store.isOurs(id, file(revision))).toBe(true);
      expect(await store.claimDelivery("translation", LATER)).toMatchObject({ id });
    });

    test("goes with all its edits", async () => {
      const store = open();
      const id = await failed(store);
      await store.correct(id, correcting({ 0: "main 1" }));
      await store.forget("translation", [id]);
      expect(await store.edits(id)).toEqual([]);
    });
  });

  describe("in the memory a correction", () => {
    const recalled = async (store: Store, scope = SCOPE) =>
      (await store.recall(await addAndTake(store), scope)).map(({ text }) => text);

    test("goes before every answer, whoever is asked, in these languages only", async () => {
      const store = open();
      await store.saveBatch(
        await addAndTake(store),
        batch([], { done: [line(0, { marks: ["fast"] }), line(1)], scope: SCOPE }),
      );
      await store.correct(await completed(store), correcting({ 0: "main 1" }));
      const project = await addAndTake(store);
      expect(await store.recall(project, SCOPE)).toEqual([
        { index: 0, text: "main 1", marks: [] },
        { index: 1, text: "ligne 2", marks: [] },
      ]);
      expect(await recalled(store, { ...SCOPE, endpoint: "other", model: "n" })).toEqual(["main 1"]);
      expect(await recalled(store, { ...SCOPE, to: "es" })).toEqual([]);
      expect(await store.recall(project, SCOPE, [1])).toMatchObject([{ text: "ligne 2" }]);
    });

    test("is replaced by a later one, and not by what is answered", async () => {
      const store = open();
      const id = await completed(store);
      for (const text of ["main 1", "meilleure main"]) await store.correct(id, correcting({ 0: text }));
      await store.saveBatch(await addAndTake(store), batch([0], { scope: SCOPE }));
      expect(await recalled(store)).toEqual(["meilleure main"]);
    });

    test("is forgotten with its languages", async () => {
      const store = open();
      await store.correct(await completed(store), correcting({ 0: "main 1" }));
      const asked = { endpoint: "x", model: null, version: "1" };
      expect(await store.forgetMemory({ asked, to: "es" })).toBe(0);
      expect(await store.forgetMemory({ asked, from: "en", to: "fr" })).toBe(1);
      expect(await recalled(store)).toEqual([]);
    });

    test("is not recalled by a project that takes nothing from the memory", async () => {
      const store = open();
      await store.correct(await completed(store), correcting({ 0: "main 1" }));
      expect(await store.recall(await addAndTake(store, { fresh: true }), SCOPE)).toEqual([]);
    });
  });
}
