import { expect, test } from "vitest";
import type { Ask } from "../../src/core/repair.js";
import { MINUTE } from "../../src/core/time.js";
import type { ClaimedProject } from "../../src/store/projects.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  ask,
  asking,
  batch,
  ENDPOINT,
  finishing,
  givingBack,
  refused,
  rescuing,
  START,
  take,
} from "./support.js";

const LATER = START + 30 * MINUTE;

const DEEP = ask({
  lines: [2],
  rung: "single",
  tries: 2,
  problems: ["Line 1 is equal to its source."],
  doubts: new Map([[2, { text: "peut-être", marks: ["same", "number"] }]]),
  rejected: new Map([[2, { text: "line 3", marks: ["untranslated"], alone: 2 }]]),
});

/** As if the worker were killed here: another takes the project over. */
async function takenOver(store: Store): Promise<ClaimedProject> {
  await store.rescue(rescuing({ now: LATER, isDead: () => true }));
  return take(store, { now: LATER });
}

const fail = (store: Store, project: ClaimedProject) =>
  store.giveBack(project, givingBack({ attemptLimit: 1 }));

export function asksContract(open: () => Store) {
  test("what is being asked survives a kill: lines, rung, tries, problems, doubts and rejected answers", async () => {
    const store = open();
    const project = await addAndTake(store);
    expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
    const opened = [
      await store.openAsk(project, asking(ask(), START)),
      await store.openAsk(project, asking(DEEP, START)),
    ];
    expect(opened).toMatchObject([ask(), DEEP]);
    expect(await store.openAsks(await takenOver(store), ENDPOINT)).toEqual(opened);
  });

  test("what is being asked survives being given back", async () => {
    const store = open();
    const project = await addAndTake(store);
    const opened = await store.openAsk(project, asking(DEEP, START));
    await store.giveBack(project, givingBack());
    expect(await store.openAsks(await take(store), ENDPOINT)).toEqual([opened]);
  });

  test("each project has its own asks", async () => {
    const store = open();
    const [one, two] = [await addAndTake(store), await addAndTake(store)];
    await store.openAsk(one, asking(ask(), START));
    expect(await store.openAsks(two, ENDPOINT)).toEqual([]);
  });

  test("opening an ask renews the lease", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(ask(), LATER));
    expect(await store.leases()).toMatchObject([{ renewedAt: LATER }]);
  });

  test("a lost claim opens nothing and closes nothing", async () => {
    const store = open();
    const slow = await addAndTake(store);
    const opened = await store.openAsk(slow, asking(ask(), START));
    const quick = await takenOver(store);
    expect(await store.openAsk(slow, asking(DEEP, LATER))).toBeUndefined();
    const late = batch([0], { now: LATER, closes: opened!.ids, opens: { asks: [DEEP], endpoint: ENDPOINT } });
    expect(await store.saveBatch(slow, late)).toBeUndefined();
    expect(await store.openAsks(quick, ENDPOINT)).toEqual([opened]);
  });

  test("an answer closes its ask and opens what is to be asked next, in that order", async () => {
    const store = open();
    const project = await addAndTake(store);
    const first = await store.openAsk(project, asking(ask({ lines: [0] }), START));
    const other = await store.openAsk(project, asking(ask({ lines: [1] }), START));
    const next: Ask[] = [ask({ lines: [0], rung: "half" }), DEEP];
    const saved = await store.saveBatch(
      project,
      batch([], { closes: first!.ids, opens: { asks: next, endpoint: ENDPOINT } }),
    );
    expect(saved!.opened).toMatchObject(next);
    expect(await store.openAsks(project, ENDPOINT)).toEqual([other, ...saved!.opened]);
    await store.saveBatch(project, batch([1], { closes: other!.ids }));
    expect(await store.openAsks(project, ENDPOINT)).toEqual(saved!.opened);
  });

  test("asks are gone when the project is completed", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(ask(), START));
    await store.saveBatch(project, batch([0, 1, 2]));
    await store.finishProject(project, finishing());
    expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
  });

  test("another endpoint is not being asked anything", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(DEEP, START));
    expect(await store.openAsks(project, "openai other")).toEqual([]);
  });

  test("what was split for want of an answer is dropped; older asks and those that say something stay", async () => {
    const store = open();
    const project = await addAndTake(store, { lines: 6 });
    const older = await store.openAsk(project, asking(ask({ lines: [0] }), START));
    await store.openAsk(project, asking(ask({ lines: [1], rung: "half" }), LATER));
    const telling = [
      ask({ lines: [2], doubts: new Map([[2, { text: "hum", marks: [] }]]) }),
      ask({ lines: [3], problems: ["Line 1 came back empty."] }),
      ask({ lines: [4], rung: "single", tries: 1 }),
    ];
    for (const one of telling) await store.openAsk(project, asking(one, LATER));
    await store.dropAsks(project, LATER);
    expect(await store.openAsks(project, ENDPOINT)).toMatchObject([older, ...telling]);
  });

  test("asks are gone when its lines have failed, and kept while lines are open", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(ask(), START));
    expect(await store.finishProject(project, finishing())).toBe("open");
    await store.giveBack(project, givingBack());
    const again = await take(store);
    expect(await store.openAsks(again, ENDPOINT)).toHaveLength(1);
    await store.saveBatch(again, batch([0, 1], { failed: [refused(2)] }));
    await store.finishProject(again, finishing());
    expect(await store.openAsks(again, ENDPOINT)).toEqual([]);
  });

  test("a project that is tried again starts at the top of the ladder", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(DEEP, START));
    await fail(store, project);
    expect(await store.openAsks(project, ENDPOINT)).toHaveLength(1);
    await store.retryFailed("translation", [project.id], START);
    expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
  });

  test("asks are gone with their project", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.openAsk(project, asking(DEEP, START));
    await fail(store, project);
    await store.forget("translation", [project.id]);
    expect(await store.openAsks(project, ENDPOINT)).toEqual([]);
  });
}
