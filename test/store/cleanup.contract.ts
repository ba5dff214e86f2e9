import { expect, test } from "vitest";
import { DAY } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  addProject,
  batch,
  cancelled,
  cleaning,
  completed,
  countsOf,
  failed,
  line,
  request,
  SCOPE,
  START,
  statusOf,
} from "./support.js";

const OLD = START - 20 * DAY;

async function exported(store: Store, now: number) {
  const id = await completed(store, { now });
  await store.markExported(id, {
    path: `/out/${id}`,
    bytes: Buffer.from(id),
    whole: true,
    revision: 0,
    now,
  });
  return id;
}

/** A row each of problems, requests, ticks and the audit log. */
async function leaveTraces(store: Store, now: number) {
  const project = await addAndTake(store, { now });
  await store.logRequest(project, request(), now);
  await store.noteProblem({ work: null, code: "odd", message: "", now });
  await store.audit([{ at: now, who: "ana", action: "add", kind: null, id: null, details: "" }]);
  const counts = { rescued: 0, claimed: 0, completed: 0, failed: 0 };
  await store.recordTick({
    kind: "tick",
    pid: 1,
    host: "h",
    startedAt: now,
    finishedAt: now,
    message: null,
    ...counts,
  });
}

export function cleanupContract(open: () => Store) {
  test("what ended before goes; what is young, waits or is in work stays", async () => {
    const store = open();
    for (const now of [OLD, START]) {
      await completed(store, { now });
      await failed(store, { now });
      await cancelled(store, { now });
    }
    await addAndTake(store, { now: OLD });
    await addProject(store, { now: OLD });
    expect((await store.cleanup(cleaning())).projects).toBe(3);
    expect(await countsOf(store)).toEqual({
      ...{ pending: 1, processing: 1, completed: 1, failed: 1, cancelled: 1 },
    });
  });

  test("only the statuses asked for go", async () => {
    const store = open();
    const kept = await completed(store, { now: OLD });
    await failed(store, { now: OLD });
    expect((await store.cleanup(cleaning({ statuses: ["failed"] }))).projects).toBe(1);
    expect(await statusOf(store, kept)).toBe("completed");
  });

  test("a translation that was never written anywhere is kept, if so asked", async () => {
    const store = open();
    const kept = await completed(store, { now: OLD });
    await exported(store, OLD);
    await failed(store, { now: OLD });
    expect((await store.cleanup(cleaning({ exportedOnly: true }))).projects).toBe(2);
    expect(await statusOf(store, kept)).toBe("completed");
    expect((await store.cleanup(cleaning())).projects).toBe(1);
  });

  test("old problems, requests, ticks and audit entries go, and young ones stay", async () => {
    const store = open();
    for (const now of [OLD, START]) await leaveTraces(store, now);
    expect((await store.cleanup(cleaning())).rows).toBe(4);
    const all = { since: 0, limit: 10 };
    expect(await store.stats({ since: 0, liveSince: 0 })).toMatchObject({ requests: 1, ticks: 1 });
    expect(await store.listAudit(all)).toHaveLength(1);
    expect(await store.listProblems(all)).toHaveLength(1);
  });

  test("lines of the memory go if they were not used since, and only if that is asked for", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0, 1, 2], { scope: SCOPE, now: OLD }));
    const done = [line(1, { origin: "memory" }), line(2, { origin: "duplicate" })];
    await store.saveBatch(await addAndTake(store), batch([], { done, scope: SCOPE, now: OLD + 3 * DAY }));
    expect(await store.cleanup(cleaning())).toMatchObject({ memoryLines: 0 });
    expect(await store.cleanup(cleaning({ memoryBefore: OLD }))).toMatchObject({ memoryLines: 0 });
    expect(await store.cleanup(cleaning({ memoryBefore: OLD + 2 * DAY }))).toMatchObject({ memoryLines: 2 });
    const known = await store.recall(await addAndTake(store), SCOPE);
    expect(known.map(({ index }) => index)).toEqual([1]);
    expect(await store.cleanup(cleaning({ memoryBefore: OLD + 4 * DAY }))).toMatchObject({ memoryLines: 1 });
    expect(await store.stats({ since: 0, liveSince: 0 })).toMatchObject({ memoryLines: 0 });
  });

  test("an answer that was asked for afresh counts as used", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0], { scope: SCOPE, now: OLD }));
    await store.saveBatch(await addAndTake(store, { fresh: true }), batch([0], { scope: SCOPE }));
    expect(await store.cleanup(cleaning({ memoryBefore: START }))).toMatchObject({ memoryLines: 0 });
  });

  test("a rehearsal tells what would go and deletes nothing", async () => {
    const store = open();
    await cancelled(store, { now: OLD });
    await leaveTraces(store, OLD);
    await store.saveBatch(await addAndTake(store), batch([0, 1], { scope: SCOPE, now: OLD }));
    const memoryBefore = START - 10 * DAY;
    const others = { recordings: 0, jobs: 0, uploads: [] };
    const gone = { projects: 1, rows: 5, memoryLines: 2, ...others }; // a row of the counters, too
    for (let times = 0; times < 2; times++)
      expect(await store.cleanup(cleaning({ dryRun: true, memoryBefore }))).toEqual(gone);
    expect(await store.cleanup(cleaning({ memoryBefore }))).toEqual(gone);
    expect(await store.cleanup(cleaning({ memoryBefore }))).toEqual({
      ...{ projects: 0, rows: 0, memoryLines: 0 },
      ...others,
    });
  });

  test("hundreds go as well as one", async () => {
    const store = open();
    for (let count = 0; count < 230; count++) {
      await addProject(store, {
        id: `trans_${count}`,
        now: OLD,
        lane: { name: "x", places: 999, workers: 1 },
      });
    }
    await store.cancel(
      "translation",
      Array.from({ length: 230 }, (_, index) => `trans_${index}`),
      OLD,
    );
    expect((await store.cleanup(cleaning())).projects).toBe(230);
  });
}
