import { expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  adding,
  addProject,
  batch,
  cancelled,
  completed,
  failed,
  finishing,
  line,
  refused,
  request,
  SCOPE,
  SMALL,
  START,
  take,
} from "./support.js";

const tick = (startedAt: number) => ({
  ...{ kind: "tick", pid: 7, host: "host", startedAt, finishedAt: startedAt + SECOND },
  ...{ rescued: 0, claimed: 1, completed: 1, failed: 0, message: null },
});

const figures = (store: Store, since = START) => store.stats({ since, liveSince: START - MINUTE });

const NO_TOKENS = { input: null, cached: null, output: null };

const NOTHING = {
  ...{ pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 },
  ...{ completedLately: 0, failedLately: 0 },
};

export function statisticsContract(open: () => Store) {
  test("where nothing ever happened, nothing is counted", async () => {
    const store = open();
    expect(await figures(store)).toEqual({
      counts: { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 },
      kinds: { translation: NOTHING, transcription: NOTHING, generation: NOTHING },
      inWork: { translation: 0, transcription: 0, generation: 0 },
      ...{ meanSeconds: null, latencies: [] },
      ...{ rejections: 0, cacheHits: 0, cacheMisses: 0, linesUnproved: 0 },
      ...{ lanes: [], workers: [], completed: 0, failed: 0, segments: 0, processingSeconds: 0 },
      ...{ thirtySegments: null, quality: null, requests: 0, badRequests: 0, refusals: 0 },
      tokens: { input: 0, cached: 0, output: 0 },
      ...{ cost: 0, unpricedRequests: 0, memoryLines: 0, ticks: 0, lastTick: null },
    });
  });

  test("the queue is counted as it stands, whatever the period", async () => {
    const store = open();
    await completed(store);
    await failed(store);
    await cancelled(store);
    await addAndTake(store);
    await addProject(store);
    expect((await figures(store, START + DAY)).counts).toEqual({
      ...{ pending: 1, processing: 1, completed: 1, failed: 1, cancelled: 1 },
    });
  });

  test("each lane tells how many wait, since when, and how many are in work", async () => {
    const store = open();
    await addAndTake(store, { now: START - DAY });
    await addProject(store, { now: START });
    await addProject(store, { now: START + SECOND });
    await addAndTake(store, { lane: SMALL });
    await completed(store, { lane: { ...SMALL, name: "idle" } });
    expect((await figures(store)).lanes).toEqual([
      { kind: "translation", lane: "normal", pending: 2, processing: 1, oldest: START },
      { kind: "translation", lane: "small", pending: 0, processing: 1, oldest: null },
    ]);
  });

  test("what ended in the period is counted, with its lines, its time and its quality", async () => {
    const store = open();
    await completed(store, { now: START - DAY });
    await failed(store);
    const project = await addAndTake(store);
    await store.saveBatch(
      project,
      batch([0, 1], { done: [0, 1, 2].map((index) => line(index, { quality: 80 })) }),
    );
    await store.finishProject(project, finishing({ now: START + 6 * SECOND }));
    expect(await figures(store)).toMatchObject({
      ...{ completed: 1, failed: 1, segments: 5, processingSeconds: 6, quality: 80 },
    });
    expect(await figures(store, START + DAY)).toMatchObject({ completed: 0, failed: 0, segments: 0 });
  });

  test("the time of about thirty segments is the mean of projects of that size", async () => {
    const store = open();
    for (const [lines, seconds] of [
      [24, 100],
      [25, 10],
      [35, 20],
      [36, 100],
    ] as const) {
      const project = await addAndTake(store, { lines });
      await store.saveBatch(project, batch(Array.from({ length: lines }, (_, index) => index)));
      await store.finishProject(project, finishing({ now: START + seconds * SECOND }));
    }
    expect((await figures(store)).thirtySegments).toBe(15);
  });

  test("requests of the period are counted by what became of them, and unknown costs apart", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.logRequest(project, request(), START - DAY);
    for (const outcome of ["ok", "repaired", "late", "refused", "timeout"])
      await store.logRequest(project, request({ outcome }), START);
    await store.logRequest(project, request({ outcome: "ok", cost: null }), START);
    await store.logRequest(
      project,
      request({ outcome: "unreachable", cost: null, tokens: NO_TOKENS }),
      START,
    );
    expect(await figures(store)).toMatchObject({
      ...{ requests: 7, badRequests: 3, refusals: 1, cost: 2.5, unpricedRequests: 1 },
      tokens: { input: 600, cached: 60, output: 120 },
    });
  });

  test("how long requests took is told in buckets: fine where they are short, coarse where they are long", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.logRequest(project, request({ duration: 99 }), START - DAY);
    for (const duration of [0, 50, 51, 1000, 1001, 9999, 10_001, 59_000])
      await store.logRequest(project, request({ duration }), START);
    const { latencies } = await figures(store);
    expect(latencies.map(({ upTo, count }) => [upTo, count])).toEqual([
      ...[
        [0, 1],
        [50, 1],
        [100, 1],
        [1000, 1],
        [1250, 1],
      ],
      ...[
        [10_000, 1],
        [11_000, 1],
        [59_000, 1],
      ],
    ]);
  });

  test("lines that nothing proves are counted, by the hour", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 10 });
    const done = [line(0, { marks: ["unproved"] }), line(1, { marks: ["wide", "unproved"] }), line(2)];
    await store.saveBatch(project, batch([], { done, now: START }));
    expect(await figures(store)).toMatchObject({ linesUnproved: 2 });
    expect(await figures(store, START + DAY)).toMatchObject({ linesUnproved: 0 });
  });

  test("lines that are asked for are counted, and those that need not be, by the hour", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 10 });
    const origins = ["memory", "duplicate", "verbatim", "provider", "provider", "provider"] as const;
    const done = origins.map((origin, index) => line(index, { origin }));
    await store.saveBatch(project, batch([], { done, failed: [refused(9)], now: START }));
    await store.saveBatch(project, batch([6, 7], { now: START + DAY }));
    expect(await figures(store)).toMatchObject({ cacheHits: 2, cacheMisses: 6 });
    expect(await figures(store, START + DAY)).toMatchObject({ cacheHits: 0, cacheMisses: 2 });
  });

  test("what a full lane refuses is counted", async () => {
    const store = open();
    const full = { ...SMALL, places: 1 };
    await addProject(store, { lane: full });
    for (const now of [START, START + DAY])
      expect(await store.createProjects(adding({ lane: full, now }))).toEqual({ full: { waiting: 1 } });
    expect((await figures(store)).rejections).toBe(2);
    expect((await figures(store, START + DAY)).rejections).toBe(1);
  });

  test("what is in progress is told by kind, and the mean time of what was completed", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0, 1, 2]));
    await store.finishProject(project, finishing({ now: START + 6 * SECOND }));
    await completed(store);
    await failed(store);
    await addAndTake(store);
    expect(await figures(store)).toMatchObject({ inWork: { translation: 1 }, meanSeconds: 3 });
  });

  test("workers are listed with what they hold while they were seen, or their lease renewed, lately", async () => {
    const store = open();
    const [seen, busy, gone] = ["host:1:1", "host:2:1", "host:3:1"];
    const greeting = { kind: "tick", memoryBytes: 1000 };
    await store.greet({ ...greeting, worker: gone, now: START - 3 * DAY });
    await store.greet({ ...greeting, worker: busy, now: START - 2 * DAY });
    await store.greet({ ...greeting, worker: seen, now: START });
    await addProject(store);
    const { id } = await take(store, { worker: busy });
    const at = (time: number) => ({ startedAt: time, seenAt: time });
    expect((await figures(store)).workers).toEqual([
      { worker: busy, ...greeting, ...at(START - 2 * DAY), projects: [id] },
      { worker: seen, ...greeting, ...at(START), projects: [] },
    ]);
  });

  test("ticks of the period are counted, and the last is told", async () => {
    const store = open();
    for (const at of [START - DAY, START, START + MINUTE]) await store.recordTick(tick(at));
    expect(await figures(store)).toMatchObject({ ticks: 2, lastTick: START + MINUTE });
  });

  test("the lines that are remembered are counted", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([0, 1], { scope: SCOPE }));
    expect((await figures(store)).memoryLines).toBe(2);
  });
}
