import { describe, expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import type { NewVersion } from "../../src/store/versions.js";
import {
  addAndTake,
  ask,
  batch,
  completed,
  ENDPOINT,
  failed,
  finishing,
  line,
  request,
  SCOPE,
  START,
  take,
} from "./support.js";

const LATER = START + 30 * MINUTE;

const wanted = (open: number[], changes: Partial<NewVersion> = {}): NewVersion => ({
  now: LATER,
  reason: "lines again",
  open,
  recalls: "nothing",
  model: null,
  note: null,
  ...changes,
});

const correcting = (index: number, text: string) => ({
  now: LATER,
  who: "ana",
  lines: [{ index, text }],
  corrections: { version: SCOPE.version, from: SCOPE.from, to: SCOPE.to },
  error: () => null,
});

const translations = async (store: Store, id: string, version?: number) =>
  (await store.projectLines(id, version)).map(({ translation }) => translation);

export function versionsContract(open: () => Store) {
  test("a version tells by whom it was made, what it cost, and where its lines are from", async () => {
    const store = open();
    const project = await addAndTake(store);
    const done = [line(0), line(1, { origin: "memory", marks: ["fast"], quality: 95 })];
    await store.saveBatch(project, batch([], { done, request: request() }));
    expect(await store.versions(project.id)).toEqual([
      {
        ...{ number: 1, reason: null, createdAt: START, completedAt: null, provider: "openai", model: "m" },
        ...{
          tokens: { input: 100, cached: 10, output: 20 },
          cost: 0.5,
          lacking: 1,
          marked: 1,
          quality: 97.5,
        },
        ...{ edits: 0, lines: { provider: 1, memory: 1, duplicate: 0, verbatim: 0, hand: 0 } },
      },
    ]);
  });

  describe("a new version", () => {
    test("takes over all lines but those to be done again, with their marks and edits", async () => {
      const store = open();
      const project = await addAndTake(store);
      const done = [line(0, { marks: ["fast"], quality: 95 }), line(1), line(2)];
      await store.saveBatch(project, batch([], { done }));
      await store.finishProject(project, finishing());
      const { id } = project;
      await store.correct(id, correcting(1, "main 2"));
      expect(await store.newVersion(id, wanted([2]))).toEqual({
        number: 2,
        from: "completed",
        to: "pending",
      });
      expect(await store.projectLines(id)).toMatchObject([
        { translation: "ligne 1", marks: ["fast"], quality: 95, origin: "provider" },
        { translation: "main 2", origin: "hand" },
        { translation: null, state: "open" },
      ]);
      expect(await store.edits(id)).toMatchObject([{ index: 1, after: "main 2", who: "ana", at: LATER }]);
      expect(await translations(store, id, 1)).toEqual(["ligne 1", "main 2", "ligne 3"]);
      expect(await store.showProject(id)).toMatchObject({
        ...{ status: "pending", segmentsDone: 2, quality: null, completedAt: null, availableAt: LATER },
      });
      expect((await store.versions(id)).map(({ number, reason }) => [number, reason])).toEqual([
        [2, "lines again"],
        [1, null],
      ]);
    });

    test("is translated like any project, and is billed itself", async () => {
      const store = open();
      const id = await completed(store);
      await store.newVersion(id, wanted([1], { model: "better", note: "be polite" }));
      const project = await take(store, { now: LATER });
      expect(project).toMatchObject({ id, recalls: "nothing", wantedModel: "better", note: "be polite" });
      expect((await store.lines(project)).map(({ state }) => state)).toEqual(["done", "open", "done"]);
      await store.saveBatch(project, batch([], { done: [line(1, { text: "mieux" })], request: request() }));
      expect(await store.finishProject(project, finishing())).toMatchObject({ status: "completed" });
      expect(await translations(store, id)).toEqual(["ligne 1", "mieux", "ligne 3"]);
      expect((await store.versions(id)).map(({ cost }) => cost)).toEqual([0.5, null]);
    });

    test("asks for lines that were given up, too, from the top of the ladder", async () => {
      const store = open();
      const id = await failed(store);
      await store.newVersion(id, wanted([0]));
      const project = await take(store, { now: LATER });
      expect((await store.lines(project)).map(({ state }) => state)).toEqual(["open", "done", "open"]);
      await store.openAsk(project, { ask: ask(), endpoint: ENDPOINT, now: LATER });
      expect(await store.openAsks(project, ENDPOINT)).toHaveLength(1);
    });

    test("of an earlier one's lines completes the project, and is delivered", async () => {
      const store = open();
      const id = await completed(store, { deliver: true });
      await store.markExported(id, {
        ...{ path: "/out/a.srt", bytes: Buffer.from("a"), whole: true, revision: 0, now: START },
      });
      await store.newVersion(id, wanted([1]));
      expect(await store.claimDelivery("translation", LATER)).toBeUndefined();
      expect(await store.newVersion(id, wanted([], { from: 1 }))).toEqual({
        ...{ number: 3, from: "pending", to: "completed" },
      });
      expect(await translations(store, id)).toEqual(["ligne 1", "ligne 2", "ligne 3"]);
      expect((await store.versions(id))[0]).toMatchObject({
        cost: 0,
        completedAt: LATER,
        provider: "openai",
      });
      expect(await store.claimDelivery("translation", LATER)).toMatchObject({ id });
    });

    test("of an earlier one that lacks lines leaves the project pending", async () => {
      const store = open();
      const id = await failed(store);
      await store.newVersion(id, wanted([0]));
      expect(await store.newVersion(id, wanted([], { from: 1 }))).toMatchObject({ to: "pending" });
      expect(await translations(store, id)).toEqual(["ligne 1", "ligne 2", null]);
    });

    test("is not made while a worker has the project, nor of a cancelled one", async () => {
      const store = open();
      const { id } = await addAndTake(store);
      expect(await store.newVersion(id, wanted([0]))).toBeUndefined();
      await store.cancel("translation", [id], START);
      expect(await store.newVersion(id, wanted([0]))).toBeUndefined();
      expect(await store.versions(id)).toHaveLength(1);
    });
  });

  describe("what its lines take from the memory", () => {
    /** A project with a new version of three open lines; the memory knows two, one of them by a correction. */
    async function recalling(store: Store, recalls: NewVersion["recalls"]) {
      const other = await addAndTake(store);
      await store.saveBatch(other, batch([0, 1], { scope: SCOPE }));
      await store.correct(await completed(store), correcting(1, "main 2"));
      const id = await completed(store);
      await store.newVersion(id, wanted([0, 1, 2], { recalls }));
      return take(store, { now: LATER, ids: [id] });
    }

    test.each([
      ["all", ["ligne 1", "main 2"]],
      ["corrections", ["main 2"]],
      ["nothing", []],
    ] as const)("%s", async (recalls, texts) => {
      const store = open();
      const found = await store.recall(await recalling(store, recalls), SCOPE);
      expect(found.map(({ text }) => text)).toEqual(texts);
    });

    test("is replaced by what is answered instead", async () => {
      const store = open();
      const project = await recalling(store, "corrections");
      await store.saveBatch(project, batch([], { done: [line(0, { text: "neuf" })], scope: SCOPE }));
      expect(await store.recall(await addAndTake(store), SCOPE)).toMatchObject([
        { text: "neuf" },
        { text: "main 2" },
      ]);
    });
  });
}
