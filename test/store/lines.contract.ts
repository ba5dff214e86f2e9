import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.js";
import type { FailedLine, HandSaving } from "../../src/store/lines.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  addProject,
  ask,
  batch,
  cancelled,
  completed,
  ENDPOINT,
  finishing,
  givingBack,
  line,
  refused,
  request,
  rescuing,
  SCOPE,
  START,
  statusOf,
  take,
} from "./support.js";

const LATER = START + 30 * MINUTE;

export function linesContract(open: () => Store) {
  test("lines come in the file's order with their times, and are open at first", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 2 });
    expect(await store.lines(project)).toEqual([
      { index: 0, start: 0, end: SECOND, text: "line 1", translation: null, state: "open" },
      { index: 1, start: SECOND, end: 2 * SECOND, text: "line 2", translation: null, state: "open" },
    ]);
  });

  test("a file of thousands of lines comes back whole", async () => {
    const store = open();
    const lines = await store.lines(await addAndTake(store, { lines: 2345 }));
    expect(lines.map(({ text }) => text)).toEqual(lines.map((_, index) => `line ${index + 1}`));
    expect(lines).toHaveLength(2345);
  });

  test("a saved line keeps its translation, where it came from, its marks and its quality", async () => {
    const store = open();
    const project = await addAndTake(store);
    const done = [
      line(1, { text: "deux\n« 2 »", origin: "duplicate", marks: ["fast", "wide"], quality: 90 }),
    ];
    await store.saveBatch(project, batch([], { done, failed: [refused(2)] }));
    expect(await store.projectLines(project.id)).toMatchObject([
      { index: 0, state: "open", translation: null, origin: null, marks: [], quality: null },
      {
        index: 1,
        state: "done",
        translation: "deux\n« 2 »",
        ...{ origin: "duplicate", marks: ["fast", "wide"] },
      },
      { index: 2, state: "failed", translation: null, marks: ["refused"], quality: 0 },
    ]);
    const shown = await store.showProject(project.id);
    expect(shown).toMatchObject({ segmentsDone: 1, errors: [{ code: "refused", segments: [3] }] });
    expect((await store.projectLines(project.id))[1]!.quality).toBe(90);
  });

  describe("the last answer to a line that was given up", () => {
    const answer = { text: "line 2", marks: ["untranslated" as const] };
    const givenUp = (more: Partial<FailedLine> = {}) => ({ ...refused(1), answer, ...more });
    const rejected = async (store: Store, id: string) =>
      (await store.projectLines(id)).map(({ rejected }) => rejected);

    test("is kept, and the next one takes its place", async () => {
      const store = open();
      const project = await addAndTake(store);
      await store.saveBatch(project, batch([0], { failed: [givenUp(), refused(2)] }));
      expect(await rejected(store, project.id)).toEqual([null, answer, null]);
      await store.finishProject(project, finishing({ error: "line 2" }));
      await store.retryFailed("translation", [project.id], START);
      const again = await take(store);
      expect(await rejected(store, project.id)).toEqual([null, answer, null]);
      const other = { text: "deux", marks: ["markup" as const] };
      await store.saveBatch(again, batch([], { failed: [givenUp({ answer: other })] }));
      expect(await rejected(store, project.id)).toEqual([null, other, null]);
    });

    test("stays where the line is given up again without an answer, and is gone when it is translated", async () => {
      const store = open();
      const project = await addAndTake(store);
      await store.saveBatch(project, batch([0, 2], { failed: [givenUp()] }));
      for (const failed of [true, false]) {
        await store.finishProject(project, finishing({ error: "line 2" }));
        await store.retryFailed("translation", [project.id], START);
        const again = await take(store);
        await store.saveBatch(again, failed ? batch([], { failed: [refused(1)] }) : batch([1]));
        expect(await rejected(store, project.id)).toEqual([null, failed ? answer : null, null]);
        Object.assign(project, again);
      }
    });

    test("is not kept for a line that is done", async () => {
      const store = open();
      const project = await addAndTake(store);
      await store.saveBatch(project, batch([1]));
      await store.saveBatch(project, batch([], { failed: [givenUp()] }));
      expect(await rejected(store, project.id)).toEqual([null, null, null]);
    });
  });

  test("a line that is done is never translated over, given up or counted twice", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0]));
    await store.saveBatch(project, batch([], { done: [line(0, { text: "autre chose" })] }));
    await store.saveBatch(project, batch([], { failed: [refused(0)] }));
    expect((await store.lines(project))[0]).toMatchObject({ state: "done", translation: "ligne 1" });
    expect((await store.showProject(project.id)).segmentsDone).toBe(1);
  });

  test("a saved batch renews the lease and starts the attempts anew", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0], { now: LATER }));
    expect(await store.leases()).toMatchObject([{ renewedAt: LATER, attempts: 0 }]);
  });

  test("a batch that brought nothing leaves the attempts as they are", async () => {
    const store = open();
    const project = await addAndTake(store);
    expect(await store.saveBatch(project, batch([], { failed: [refused(0)] }))).toEqual({ opened: [] });
    expect(await store.leases()).toMatchObject([{ attempts: 1 }]);
  });

  test("a worker that was rescued cannot overwrite its successor", async () => {
    const store = open();
    const slow = await addAndTake(store);
    await store.rescue(rescuing({ now: LATER }));
    const quick = await take(store, { now: LATER });
    expect(quick.id).toBe(slow.id);

    expect(await store.renew(slow, LATER)).toBe(false);
    expect(await store.saveBatch(slow, batch([0, 1], { failed: [refused(2)], now: LATER }))).toBeUndefined();
    expect(await store.finishProject(slow, finishing({ now: LATER }))).toBeUndefined();
    expect(await store.tally(quick)).toMatchObject({ done: 0, failed: 0, open: 3 });
    expect(await store.showProject(slow.id)).toMatchObject({
      status: "processing",
      errors: [{ code: "worker_died" }],
    });

    expect(await store.saveBatch(quick, batch([0, 1, 2], { now: LATER }))).toBeDefined();
    expect(await store.finishProject(quick, finishing({ now: LATER }))).toMatchObject({
      status: "completed",
    });
  });

  test("what a rescued worker paid for is billed and remembered all the same", async () => {
    const store = open();
    const slow = await addAndTake(store);
    await store.cancel("translation", [slow.id], START);
    const late = batch([0], { scope: SCOPE, request: request() });
    expect(await store.saveBatch(slow, late)).toBeUndefined();
    expect(await store.showProject(slow.id)).toMatchObject({ segmentsDone: 0, cost: 0.5 });
    const next = await addAndTake(store);
    expect(await store.recall(next, SCOPE)).toEqual([{ index: 0, text: "ligne 1", marks: [] }]);
  });

  test("the tally counts lines done, failed and open, and names the first", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 60 });
    expect(await store.tally(project)).toMatchObject({ done: 0, failed: 0, open: 60 });
    const given = Array.from({ length: 30 }, (_, index) => refused(index * 2));
    await store.saveBatch(project, batch([1, 3], { failed: given }));
    expect(await store.tally(project)).toEqual({
      done: 2,
      failed: 30,
      open: 28,
      failedLines: given.slice(0, 20).map(({ index }) => index),
      openLines: Array.from({ length: 20 }, (_, index) => 5 + index * 2),
    });
  });

  test("a project is completed only if every line has a translation", async () => {
    const store = open();
    const project = await addAndTake(store);
    const done = [line(0, { quality: 80 }), line(1), line(2, { quality: 95 })];
    await store.saveBatch(project, batch([], { done }));
    expect(await store.finishProject(project, finishing({ now: START + SECOND }))).toEqual({
      ...{ status: "completed", unitsDone: 3, quality: 91.7, error: null },
    });
    expect(await store.showProject(project.id)).toMatchObject({ completedAt: START + SECOND, quality: 91.7 });
  });

  test("a project with open lines is not finished: its claim and its figures stay", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 2]));
    expect(await store.finishProject(project, finishing({ now: LATER }))).toBe("open");
    expect(await store.showProject(project.id)).toMatchObject({ status: "processing", quality: null });
    expect(await store.renew(project, LATER)).toBe(true);
  });

  test("a project with a line given up is failed with what is said of it, and keeps the rest", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 2], { failed: [refused(1)] }));
    const error = "line 2 could not be translated";
    expect(await store.finishProject(project, finishing({ error }))).toMatchObject({
      ...{ status: "failed", unitsDone: 2, error },
    });
    expect(await store.showProject(project.id)).toMatchObject({
      ...{ segmentsDone: 2, error, quality: 66.7, completedAt: START },
      errors: [{ code: "refused", segments: [2] }],
    });
  });

  test("an error is kept only if the lines say so", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 1, 2]));
    expect(await store.finishProject(project, finishing({ error: "no line fits this" }))).toMatchObject({
      ...{ status: "completed", error: null },
    });
  });

  describe("lines that a person decides on", () => {
    const byHand = (...indexes: number[]): HandSaving => ({
      now: LATER,
      lines: indexes.map((index) => line(index, { text: `main ${index + 1}`, origin: "hand" })),
      error: ({ failedLines }) => `still: ${failedLines.map((index) => index + 1)}`,
    });
    /** Six lines, of which these have failed and the others are done. */
    async function withFailed(store: Store, ...indexes: number[]) {
      const project = await addAndTake(store, { lines: 6, path: "/hand.srt" });
      const done = [0, 1, 2, 3, 4, 5].filter((index) => !indexes.includes(index));
      await store.saveBatch(project, batch(done, { failed: indexes.map(refused) }));
      await store.finishProject(project, finishing({ error: "lines failed" }));
      return project;
    }

    test("are done from then on, and the project is completed with the last of them", async () => {
      const store = open();
      const { id } = await withFailed(store, 1, 4);
      expect(await store.saveByHand(id, byHand(4))).toEqual({ saved: [4], from: "failed", to: "failed" });
      expect(await store.showProject(id)).toMatchObject({
        ...{ status: "failed", error: "still: 2", segmentsDone: 5, quality: 83.3 },
      });
      expect(await store.saveByHand(id, byHand(1))).toEqual({ saved: [1], from: "failed", to: "completed" });
      expect(await store.showProject(id)).toMatchObject({
        ...{ status: "completed", error: null, segmentsDone: 6, quality: 100, completedAt: LATER },
      });
      expect((await store.projectLines(id))[4]).toMatchObject({ translation: "main 5", origin: "hand" });
    });

    test("complete a project in every way: it is exported, its file is done, and nothing is asked on", async () => {
      const store = open();
      const project = await withFailed(store, 1);
      await store.openAsk(project, { ask: ask(), endpoint: ENDPOINT, now: START });
      await store.saveByHand(project.id, byHand(1));
      expect(await store.unexported()).toEqual([project.id]);
      expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
      await store.cleanup({
        before: LATER + MINUTE,
        statuses: ["completed"],
        exportedOnly: false,
        dryRun: false,
      });
      expect(await addProject(store, { lines: 6, path: "/hand.srt" })).toMatchObject({
        status: "done before",
      });
    });

    test("are never translated over, neither by them nor by a later turn", async () => {
      const store = open();
      const { id } = await withFailed(store, 1, 2);
      await store.saveByHand(id, byHand(1));
      expect(await store.saveByHand(id, byHand(0, 1))).toMatchObject({ saved: [] });
      await store.retryFailed("translation", [id], START);
      const again = await take(store);
      expect((await store.lines(again)).filter(({ state }) => state === "open")).toMatchObject([
        { index: 2 },
      ]);
      await store.saveBatch(again, batch([0, 1, 2]));
      expect(await store.finishProject(again, finishing())).toMatchObject({
        status: "completed",
        unitsDone: 6,
      });
      const translations = (await store.projectLines(id)).map(({ translation }) => translation);
      expect(translations.slice(0, 3)).toEqual(["ligne 1", "main 2", "ligne 3"]);
    });

    test("do not complete a project with open lines", async () => {
      const store = open();
      const project = await addAndTake(store);
      await store.saveBatch(project, batch([0], { failed: [refused(1)] }));
      await store.giveBack(project, givingBack());
      expect(await store.saveByHand(project.id, byHand(1))).toEqual({
        saved: [1],
        from: "pending",
        to: "pending",
      });
      expect(await store.showProject(project.id)).toMatchObject({ quality: null, segmentsDone: 2 });
      expect(await store.saveByHand(project.id, byHand(2))).toMatchObject({ saved: [2], to: "completed" });
    });

    test("leave a project that failed with open lines as it says it is", async () => {
      const store = open();
      const project = await addAndTake(store);
      await store.saveBatch(project, batch([], { failed: [refused(1)] }));
      await store.giveBack(project, givingBack({ attemptLimit: 1, reason: "no answer" }));
      expect(await store.saveByHand(project.id, byHand(1))).toMatchObject({ from: "failed", to: "failed" });
      expect(await store.showProject(project.id)).toMatchObject({ status: "failed", error: "no answer" });
    });

    test("drop what was answered to them, and are not remembered", async () => {
      const store = open();
      const project = await addAndTake(store);
      const answer = { text: "line 2", marks: ["untranslated" as const] };
      await store.saveBatch(project, batch([0, 2], { failed: [{ ...refused(1), answer }], scope: SCOPE }));
      await store.finishProject(project, finishing({ error: "line 2" }));
      await store.saveByHand(project.id, byHand(1));
      expect((await store.projectLines(project.id))[1]!.rejected).toBeNull();
      const known = await store.recall(await addAndTake(store), SCOPE);
      expect(known.map(({ index }) => index)).toEqual([0, 2]);
    });

    test("are refused while a worker has the project, and when it has ended otherwise", async () => {
      const store = open();
      const working = await addAndTake(store);
      const others = [await completed(store), await cancelled(store), "unknown"];
      for (const id of [working.id, ...others]) expect(await store.saveByHand(id, byHand(0))).toBeUndefined();
      expect(await store.tally(working)).toMatchObject({ done: 0 });
    });
  });

  test("a project without lines is completed and flawless", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 0 });
    expect(await store.finishProject(project, finishing())).toMatchObject({
      status: "completed",
      quality: 100,
    });
  });

  test("a finished project says who translated it, and its claim is over", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 1, 2]));
    await store.finishProject(project, finishing({ provider: "command", model: null }));
    expect(await store.showProject(project.id)).toMatchObject({ provider: "command", model: null });
    expect(await store.finishProject(project, finishing())).toBeUndefined();
    expect(await statusOf(store, project.id)).toBe("completed");
  });
}
