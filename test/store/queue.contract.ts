import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, addProject, batch, givingBack, NORMAL, SMALL, START, take, wish } from "./support.js";

const claim = (store: Store, changes = {}) => store.claim("translation", wish(changes));

const LATER = START + 30 * MINUTE;

export function queueContract(open: () => Store) {
  test("a kind is due from the moment its first work is, until that is taken", async () => {
    const store = open();
    expect(await store.kindsDue(START)).toEqual([]);
    await addProject(store);
    expect(await store.kindsDue(START - SECOND)).toEqual([]);
    expect(await store.kindsDue(START)).toEqual(["translation"]);
    await take(store);
    expect(await store.kindsDue(START)).toEqual([]);
  });

  test("what has not ended is counted with its units that are open, all of it or some", async () => {
    const store = open();
    expect(await store.backlog(["translation"])).toEqual({ pieces: 0, units: 0 });
    const first = await addProject(store);
    await addProject(store);
    expect(await store.backlog(["translation"])).toEqual({ pieces: 2, units: 6 });
    expect(await store.backlog(["translation"], [first.id])).toEqual({ pieces: 1, units: 3 });
    expect(await store.backlog([])).toEqual({ pieces: 0, units: 0 });
  });

  test("work is claimed by one worker only", async () => {
    const store = open();
    await addProject(store);
    const claims = await Promise.all([claim(store), claim(store)]);
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("a claim brings what is needed to work, and its token", async () => {
    const store = open();
    const { id } = await addProject(store, { path: "/talk.srt" });
    expect(await claim(store, { token: "secret" })).toMatchObject({
      kind: "translation",
      id,
      token: "secret",
      name: "talk.srt",
      lane: "normal",
      attempts: 1,
      unitsCount: 3,
      unitsDone: 0,
      startedAt: START,
      path: "/talk.srt",
      sourceLang: "en",
      targetLang: "fr",
    });
  });

  test("claims go by priority, then by what is due first, then by what came first", async () => {
    const store = open();
    const late = await addProject(store, { now: START + MINUTE });
    const first = await addProject(store);
    const second = await addProject(store);
    const urgent = await addProject(store, { priority: 5, now: START + MINUTE });
    const lanes = [{ ...NORMAL, workers: 4 }];
    const order = [];
    for (let turn = 0; turn < 4; turn++) order.push((await claim(store, { lanes, now: LATER }))?.id);
    expect(order).toEqual([urgent.id, first.id, second.id, late.id]);
  });

  test("work that waits until later is not claimed before", async () => {
    const store = open();
    await store.giveBack(await addAndTake(store), givingBack({ availableAt: START + 30 * SECOND }));
    expect(await claim(store, { now: START + 29 * SECOND })).toBeUndefined();
    expect(await claim(store, { now: START + 30 * SECOND })).toBeDefined();
  });

  test("work asked for by name is claimed before it is due and whatever its lane, in the order asked", async () => {
    const store = open();
    const waiting = await addAndTake(store, { lane: SMALL });
    await store.giveBack(waiting, givingBack({ availableAt: LATER }));
    const other = await addProject(store);
    const ids = [waiting.id, other.id];
    expect(await claim(store, { ids, lanes: [NORMAL] })).toMatchObject({ id: waiting.id });
    expect(await claim(store, { ids, lanes: [NORMAL] })).toMatchObject({ id: other.id });
    expect(await claim(store, { ids })).toBeUndefined();
  });

  test("only work of the wished size is claimed", async () => {
    const store = open();
    const small = await addProject(store, { lines: 3 });
    const large = await addProject(store, { lines: 8 });
    expect(await claim(store, { units: { most: 2 } })).toBeUndefined();
    expect(await claim(store, { units: { least: 4 } })).toMatchObject({ id: large.id });
    expect(await claim(store, { ids: [small.id], units: { least: 4 } })).toBeUndefined();
    expect(await claim(store, { units: { least: 3, most: 3 } })).toMatchObject({ id: small.id });
  });

  test("no more is in work than there is capacity, over all lanes and also by name", async () => {
    const store = open();
    await addProject(store);
    await addProject(store, { lane: SMALL });
    const third = await addProject(store);
    expect(await claim(store, { capacity: 2 })).toBeDefined();
    expect(await claim(store, { capacity: 2 })).toBeDefined();
    expect(await claim(store, { capacity: 2 })).toBeUndefined();
    expect(await claim(store, { capacity: 2, ids: [third.id] })).toBeUndefined();
  });

  test("a lane has no more in work than its workers, and does not hold up the other", async () => {
    const store = open();
    for (let count = 0; count < 5; count++) await addProject(store);
    await addProject(store, { lane: SMALL });
    const lanes = [];
    for (let count = 0; count < 5; count++) lanes.push((await claim(store))?.lane);
    expect(lanes).toEqual(["normal", "small", "normal", "normal", undefined]);
  });

  test("a lease that was not renewed does not count against the caps; one that was, does", async () => {
    const store = open();
    const project = await addAndTake(store);
    await addProject(store);
    const now = START + 11 * MINUTE;
    expect(await claim(store, { capacity: 1, now })).toBeDefined();
    await addProject(store);
    expect(await store.renew(project, now)).toBe(true);
    expect(await claim(store, { capacity: 2, now })).toBeUndefined();
  });

  test("leases tell who holds what since when", async () => {
    const store = open();
    expect(await store.leases()).toEqual([]);
    await addProject(store);
    const project = await take(store, { worker: "host:7:1" });
    await store.renew(project, START + MINUTE);
    expect(await store.leases()).toEqual([
      { kind: "translation", id: project.id, worker: "host:7:1", renewedAt: START + MINUTE, attempts: 1 },
    ]);
    await store.giveBack(project, givingBack());
    expect(await store.leases()).toEqual([]);
  });

  test("a claim that was lost is not renewed and not given back", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.cancel("translation", [project.id], START);
    expect(await store.renew(project, START)).toBe(false);
    expect(await store.giveBack(project, givingBack())).toBeUndefined();
    expect((await store.showProject(project.id)).status).toBe("cancelled");
  });

  test("what is given back says how it ended: why it waits, how far it came", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.saveBatch(project, batch([0]));
    const settled = await store.giveBack(project, givingBack({ reason: "quota", counted: false }));
    expect(settled).toEqual({ status: "pending", unitsDone: 1, quality: null, error: null });
    expect(await store.showProject(project.id)).toMatchObject({ waitReason: "quota", worker: null });
  });

  test("attempts that are not counted never fail, however many", async () => {
    const store = open();
    const { id } = await addProject(store);
    for (let turn = 0; turn < 10; turn++)
      await store.giveBack(await take(store), givingBack({ counted: false }));
    expect(await store.showProject(id)).toMatchObject({ status: "pending", attempts: 0, error: null });
  });

  test("attempts that are counted end in failed, with the reason", async () => {
    const store = open();
    const { id } = await addProject(store);
    const settled = [];
    for (let attempt = 0; attempt < 3; attempt++)
      settled.push(await store.giveBack(await take(store), givingBack()));
    expect(settled).toMatchObject([{ status: "pending" }, { status: "pending" }, { status: "failed" }]);
    expect(settled[2]!.error).toBe("timeout");
    expect(await store.showProject(id)).toMatchObject({ error: "timeout", completedAt: START });
  });

  test("working time is summed over claims, and a clock set back takes nothing off", async () => {
    const store = open();
    const { id } = await addProject(store);
    for (const now of [START + 2.5 * SECOND, START - MINUTE, START + 2.5 * SECOND])
      await store.giveBack(await take(store), givingBack({ now, counted: false }));
    expect((await store.showProject(id)).processingSeconds).toBe(5);
  });
}
