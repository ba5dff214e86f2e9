import { expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  addAndTake,
  addProject,
  cancelled,
  completed,
  failed,
  START,
  statusOf,
  take,
  wish,
} from "./support.js";

const LATER = START + DAY;

export function changesContract(open: () => Store) {
  test("cancelling ends pending, working and failed work and nothing else, and says what it was", async () => {
    const store = open();
    const done = await completed(store);
    const broken = await failed(store);
    const working = await addAndTake(store);
    const { id } = await addProject(store);
    expect(await store.cancel("translation", [id, done, working.id, broken, "unknown"], LATER)).toEqual([
      { id, from: "pending", to: "cancelled" },
      { id: working.id, from: "processing", to: "cancelled" },
      { id: broken, from: "failed", to: "cancelled" },
    ]);
    expect(await statusOf(store, done)).toBe("completed");
    expect(await store.showProject(id)).toMatchObject({ status: "cancelled", completedAt: LATER });
    expect(await store.cancel("translation", [id], LATER)).toEqual([]);
  });

  test("cancelling takes work out of its worker's hands", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.cancel("translation", [project.id], START);
    expect(await store.renew(project, START)).toBe(false);
    expect(await store.leases()).toEqual([]);
  });

  test("retrying opens only the lines that failed and starts anew; a second time changes nothing", async () => {
    const store = open();
    const id = await failed(store);
    expect(await store.retryFailed("translation", [id], LATER)).toEqual([
      { id, from: "failed", to: "pending" },
    ]);
    expect(await store.retryFailed("translation", [id], LATER)).toEqual([]);
    expect(await store.showProject(id)).toMatchObject({ attempts: 0, error: null, completedAt: null });
    const project = await take(store, { now: LATER });
    expect((await store.lines(project)).map(({ state }) => state)).toEqual(["done", "done", "open"]);
  });

  test("what is retried is due from then on", async () => {
    const store = open();
    const id = await failed(store);
    await store.retryFailed("translation", [id], LATER);
    expect(await store.claim("translation", wish({ now: LATER - SECOND }))).toBeUndefined();
    expect(await store.claim("translation", wish({ now: LATER }))).toMatchObject({ id });
  });

  test("those that failed since a moment are chosen, to be retried", async () => {
    const store = open();
    const early = await failed(store);
    const late = await failed(store, { now: LATER });
    const since = async (endedSince: number) =>
      (await store.selectProjects({ status: "failed", endedSince })).map(({ id }) => id);
    expect(await since(LATER - MINUTE)).toEqual([late]);
    expect(await since(0)).toEqual([late, early]);
    expect(await store.retryFailed("translation", [late], LATER)).toMatchObject([
      { id: late, to: "pending" },
    ]);
  });

  test("what has not failed is not retried", async () => {
    const store = open();
    const ids = [await completed(store), await cancelled(store), (await addProject(store)).id];
    expect(await store.retryFailed("translation", ids, LATER)).toEqual([]);
  });

  test("forgetting deletes failed and cancelled work only", async () => {
    const store = open();
    const kept = [(await addProject(store)).id, await completed(store), (await addAndTake(store)).id];
    const gone = [await failed(store), await cancelled(store)];
    expect(await store.forget("translation", [...kept, ...gone])).toEqual([
      { id: gone[0], from: "failed", to: "deleted" },
      { id: gone[1], from: "cancelled", to: "deleted" },
    ]);
    const projects = await store.selectProjects({ limit: 10 });
    expect(projects.map(({ id }) => id).sort()).toEqual(kept.sort());
    expect(await store.forget("translation", gone)).toEqual([]);
  });

  test("all that hangs on forgotten work is gone, and its file may be added anew", async () => {
    const store = open();
    const id = await failed(store, { path: "/f.srt" });
    await store.forget("translation", [id]);
    expect(await store.listProblems({ since: 0, limit: 10 })).toEqual([]);
    expect(await store.projectLines(id)).toEqual([]);
    expect(await addProject(store, { path: "/f.srt" })).toMatchObject({ created: true });
  });
}
