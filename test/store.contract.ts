import { expect, test } from "vitest";
import type { Lane } from "../src/core/model.js";
import { DAY, MINUTE, SECOND } from "../src/core/time.js";
import type { Claimed, ClaimWish, NewDocument, Outcome, Store } from "../src/store/store.js";
import { START } from "./support/world.js";

export const LANES: Lane[] = [
  { name: "normal", places: 100, workers: 3 },
  { name: "any", places: 2, workers: 2 },
];

let sequence = 0;

const documentOf = (count: number, path = `/talks/${++sequence}.srt`): NewDocument => ({
  name: "talk.srt",
  path,
  format: "srt",
  encoding: { name: "utf-8", bom: false },
  bytes: Buffer.from(`bytes of ${path}`),
  segments: Array.from({ length: count }, (_, index) => ({
    start: index * SECOND,
    end: (index + 1) * SECOND,
    text: `line ${index + 1}`,
  })),
});

export interface Adding {
  segments?: number;
  lane?: string;
  priority?: number;
  to?: string;
  path?: string;
  now?: number;
  again?: boolean;
}

export async function addProject(store: Store, options: Adding = {}) {
  const {
    segments = 3,
    lane = "normal",
    priority = 0,
    to = "fr",
    path,
    now = START,
    again = false,
  } = options;
  const id = `trans_${String(++sequence).padStart(8, "0")}_${Math.floor(now / SECOND)}`;
  const project = { id, name: "talk.srt", sourceLang: "en", targetLang: to, lane, priority, deliver: false };
  const [added] = await store.createProjects(documentOf(segments, path), [project], LANES, now, again);
  return added!;
}

export const wish = (changes: Partial<ClaimWish> = {}): ClaimWish => {
  const now = changes.now ?? START;
  return {
    token: `token-${++sequence}`,
    worker: `host:${sequence}:1`,
    now,
    liveSince: now - 10 * MINUTE,
    lanes: LANES,
    capacity: 10,
    ...changes,
  };
};

export const line = (index: number, text = `ligne ${index + 1}`) =>
  ({ index, text, origin: "provider", marks: [], quality: 100 }) as const;

export const batch = (indexes: number[], now = START) => ({
  now,
  done: indexes.map((index) => line(index)),
  failed: [],
});

export const finished = (now = START): Outcome => ({
  kind: "finished",
  now,
  promptVersion: "1",
  provider: "openai",
  model: "gpt-6-luna",
});

export const again = (changes: Partial<Extract<Outcome, { kind: "again" }>> = {}): Outcome => ({
  kind: "again",
  now: START,
  availableAt: START,
  reason: "timeout",
  counted: true,
  attemptLimit: 3,
  ...changes,
});

const SCOPE = { provider: "openai", model: "gpt-6-luna", promptVersion: "1", from: "en", to: "fr" };

const mustClaim = async (store: Store, changes: Partial<ClaimWish> = {}): Promise<Claimed> => {
  const claimed = await store.claim(wish(changes));
  if (!claimed) throw new Error("nothing was claimed");
  return claimed;
};

/** The rules every store keeps, whatever it is made of. */
export function storeContract(open: () => Store) {
  test("a project is claimed by one worker only", async () => {
    const store = open();
    await addProject(store);
    expect(await store.claim(wish())).toBeDefined();
    expect(await store.claim(wish())).toBeUndefined();
  });

  test("claims go by priority, then by who is due first, then by who came first", async () => {
    const store = open();
    const first = await addProject(store);
    const second = await addProject(store);
    const urgent = await addProject(store, { priority: 5 });
    const order = [await mustClaim(store), await mustClaim(store), await mustClaim(store)];
    expect(order.map(({ id }) => id)).toEqual([urgent.id, first.id, second.id]);
  });

  test("a project that waits until later is not claimed before", async () => {
    const store = open();
    await addProject(store);
    const project = await mustClaim(store);
    await store.settle(project, again({ availableAt: START + 30 * SECOND }));
    expect(await store.claim(wish({ now: START + 29 * SECOND }))).toBeUndefined();
    expect(await store.claim(wish({ now: START + 30 * SECOND }))).toBeDefined();
  });

  test("a project that is asked for by name is claimed before it is due", async () => {
    const store = open();
    const { id } = await addProject(store);
    await store.settle(await mustClaim(store), again({ availableAt: START + 30 * MINUTE }));
    expect(await store.claim(wish({ ids: [id] }))).toMatchObject({ id });
  });

  test("no more projects are in work than there are workers, over all lanes", async () => {
    const store = open();
    for (let count = 0; count < 4; count++) await addProject(store);
    await mustClaim(store, { capacity: 2 });
    await mustClaim(store, { capacity: 2 });
    expect(await store.claim(wish({ capacity: 2 }))).toBeUndefined();
  });

  test("a lane has no more projects in work than its workers, and does not hold up the other", async () => {
    const store = open();
    for (let count = 0; count < 5; count++) await addProject(store);
    await addProject(store, { lane: "any" });
    const lanes = [];
    for (let count = 0; count < 5; count++) lanes.push((await store.claim(wish()))?.lane);
    expect(lanes).toEqual(["normal", "any", "normal", "normal", undefined]);
  });

  test("a lease that was not renewed does not count against the caps", async () => {
    const store = open();
    await addProject(store);
    await addProject(store);
    await mustClaim(store, { capacity: 1 });
    expect(await store.claim(wish({ capacity: 1, now: START + 11 * MINUTE }))).toBeDefined();
  });

  test("a full lane takes nothing more, and the other lane does", async () => {
    const store = open();
    await addProject(store, { lane: "any" });
    await addProject(store, { lane: "any" });
    await expect(addProject(store, { lane: "any" })).rejects.toThrow("lane any is full: 2 of 2 places");
    await expect(addProject(store)).resolves.toMatchObject({ created: true });
  });

  test("adding the same file for the same language again adds nothing", async () => {
    const store = open();
    const first = await addProject(store, { path: "/same.srt" });
    const second = await addProject(store, { path: "/same.srt" });
    expect(second).toMatchObject({ ...first, created: false, status: "pending" });
    expect(await addProject(store, { path: "/same.srt", to: "es" })).toMatchObject({ created: true });
  });

  test("a worker that was rescued cannot overwrite its successor", async () => {
    const store = open();
    await addProject(store);
    const slow = await mustClaim(store);
    const later = START + 30 * MINUTE;
    await store.rescue(await store.leases(later - 10 * MINUTE), later, 3);
    const quick = await mustClaim(store, { now: later });
    expect(quick.id).toBe(slow.id);

    expect(await store.renew(slow, later)).toBe(false);
    expect(await store.saveBatch(slow, batch([0, 1, 2], later))).toBe(false);
    expect(await store.settle(slow, finished(later))).toBeUndefined();
    expect((await store.lines(quick)).map(({ state }) => state)).toEqual(["open", "open", "open"]);

    expect(await store.saveBatch(quick, batch([0, 1, 2], later))).toBe(true);
    expect(await store.settle(quick, finished(later))).toBe("completed");
  });

  test("what a rescued worker paid for is remembered all the same", async () => {
    const store = open();
    const { id } = await addProject(store);
    const slow = await mustClaim(store);
    await store.cancel([id], START);
    expect(await store.saveBatch(slow, { ...batch([0]), scope: SCOPE })).toBe(false);
    await addProject(store);
    const next = await mustClaim(store);
    expect(await store.recall(next, SCOPE)).toEqual([{ index: 0, text: "ligne 1", marks: [] }]);
  });

  test("a project is completed only if every line has a translation", async () => {
    const store = open();
    await addProject(store);
    const project = await mustClaim(store);
    await store.saveBatch(project, batch([0, 2]));
    expect(await store.settle(project, finished())).toBe("pending");
  });

  test("a project with a line given up is failed, names it, and keeps the rest", async () => {
    const store = open();
    const { id } = await addProject(store);
    const project = await mustClaim(store);
    await store.saveBatch(project, {
      ...batch([0, 2]),
      failed: [{ index: 1, code: "refused", message: "line 2" }],
    });
    expect(await store.settle(project, finished())).toBe("failed");
    const shown = await store.showProject(id);
    expect(shown).toMatchObject({ segmentsDone: 2, error: "line 2 could not be translated", quality: 66.7 });
    expect(shown.errors).toMatchObject([{ code: "refused", segments: [2] }]);
  });

  test("a line that is done is never translated over", async () => {
    const store = open();
    const { id } = await addProject(store);
    const project = await mustClaim(store);
    await store.saveBatch(project, batch([0]));
    await store.saveBatch(project, { now: START, done: [line(0, "autre chose")], failed: [] });
    const [first] = await store.projectLines(id);
    expect(first!.translation).toBe("ligne 1");
    expect((await store.showProject(id)).segmentsDone).toBe(1);
  });

  test("a project that keeps killing its worker ends failed, not for ever pending", async () => {
    const store = open();
    const { id } = await addProject(store);
    const statuses = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await mustClaim(store, { now: START });
      const [rescued] = await store.rescue(await store.leases(), START, 3);
      statuses.push(rescued!.status);
    }
    expect(statuses).toEqual(["pending", "pending", "failed"]);
    expect((await store.showProject(id)).error).toContain("its worker died 3 times");
  });

  test("three reboots do not fail a healthy long project", async () => {
    const store = open();
    const { id } = await addProject(store, { segments: 10 });
    for (let reboot = 0; reboot < 5; reboot++) {
      const project = await mustClaim(store);
      await store.saveBatch(project, batch([reboot]));
      await store.rescue(await store.leases(), START, 3);
    }
    expect(await store.showProject(id)).toMatchObject({ status: "pending", segmentsDone: 5 });
  });

  test("attempts that are counted end in failed; those that are not, never", async () => {
    const store = open();
    const { id } = await addProject(store);
    for (let turn = 0; turn < 10; turn++)
      await store.settle(await mustClaim(store), again({ counted: false }));
    expect(await store.showProject(id)).toMatchObject({ status: "pending", attempts: 0 });
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt++)
      statuses.push(await store.settle(await mustClaim(store), again()));
    expect(statuses).toEqual(["pending", "pending", "failed"]);
  });

  test("working time is summed over claims", async () => {
    const store = open();
    const { id } = await addProject(store);
    for (let turn = 0; turn < 2; turn++) {
      const project = await mustClaim(store, { now: START });
      await store.settle(project, again({ now: START + 2.5 * SECOND, counted: false }));
    }
    expect((await store.showProject(id)).processingSeconds).toBe(5);
  });

  test("cancelling ends pending, working and failed projects and nothing else", async () => {
    const store = open();
    const waiting = await addProject(store);
    const done = await addProject(store, { priority: 1 });
    const project = await mustClaim(store);
    expect(project.id).toBe(done.id);
    await store.saveBatch(project, batch([0, 1, 2]));
    await store.settle(project, finished());
    const changed = await store.cancel([waiting.id, done.id], START);
    expect(changed).toEqual([{ id: waiting.id, from: "pending", to: "cancelled" }]);
    expect(await store.cancel([waiting.id], START)).toEqual([]);
  });

  test("the memory answers only under the same languages, provider, model and prompt", async () => {
    const store = open();
    await addProject(store);
    const first = await mustClaim(store);
    await store.saveBatch(first, { ...batch([0, 1]), scope: SCOPE });
    await store.settle(first, again({ counted: false, availableAt: START + DAY }));
    await addProject(store);
    const second = await mustClaim(store);
    expect((await store.recall(second, SCOPE)).map(({ index }) => index)).toEqual([0, 1]);
    for (const change of [
      { to: "es" },
      { model: "other" },
      { promptVersion: "2" },
      { provider: "command" },
      { from: null },
    ]) {
      expect(await store.recall(second, { ...SCOPE, ...change })).toEqual([]);
    }
  });

  test("tokens and cost are summed, and an unknown cost is not zero", async () => {
    const store = open();
    const { id } = await addProject(store);
    const project = await mustClaim(store);
    const request = { provider: "openai", model: "m", segments: 1, duration: 10, outcome: "ok" };
    const tokens = { input: 100, cached: 10, output: 20 };
    await store.saveBatch(project, { ...batch([0]), request: { ...request, tokens, cost: null } });
    expect((await store.showProject(id)).cost).toBeNull();
    await store.saveBatch(project, { ...batch([1]), request: { ...request, tokens, cost: 0.5 } });
    expect(await store.showProject(id)).toMatchObject({
      cost: 0.5,
      tokens: { input: 200, cached: 20, output: 40 },
    });
  });

  test("requests of all workers are spaced by the delay", async () => {
    const store = open();
    const starts = [];
    for (let request = 0; request < 3; request++)
      starts.push(await store.bookRequest("p", START, 1000, START + DAY));
    expect(starts).toEqual([START, START + 1000, START + 2000]);
    expect(await store.bookRequest("p", START + DAY, 1000, START + 2 * DAY)).toBe(START + DAY);
  });

  test("a moment that comes too late is told and not booked", async () => {
    const store = open();
    await store.bookRequest("p", START, MINUTE, START + DAY);
    for (let asked = 0; asked < 3; asked++) {
      expect(await store.bookRequest("p", START, MINUTE, START + SECOND)).toBe(START + MINUTE);
    }
  });

  test("a pause is known to everybody until the provider answers again", async () => {
    const store = open();
    const pause = { code: "quota", message: "used up", settings: null, until: START + DAY };
    await store.pauseProvider("p", pause, 1);
    expect(await store.providerState("p")).toMatchObject({ pause, failures: 1 });
    expect(await store.clearPause("p")).toBe(true);
    expect(await store.clearPause("p")).toBe(false);
    expect((await store.providerState("p")).pause).toBeNull();
  });

  test("each 429 doubles the delay for a while", async () => {
    const store = open();
    await store.slowDown("p", START, MINUTE);
    await store.slowDown("p", START + SECOND, MINUTE);
    expect((await store.providerState("p")).slowFactor).toBe(4);
    await store.slowDown("p", START + DAY, MINUTE);
    expect((await store.providerState("p")).slowFactor).toBe(2);
  });

  const complete = async (store: Store, now = START) => {
    const project = await mustClaim(store, { now });
    await store.saveBatch(project, batch([0, 1, 2], now));
    await store.settle(project, finished(now));
    return project.id;
  };

  const fail = async (store: Store, now = START) => {
    const project = await mustClaim(store, { now });
    const failed = [{ index: 2, code: "refused", message: "line 3" }];
    await store.saveBatch(project, { ...batch([0, 1], now), failed });
    await store.settle(project, finished(now));
    return project.id;
  };

  test("retrying failed projects opens only their failed lines, and a second time changes nothing", async () => {
    const store = open();
    await addProject(store);
    const id = await fail(store);
    const later = START + DAY;
    expect(await store.retryFailed({ ids: [id] }, later)).toEqual([{ id, from: "failed", to: "pending" }]);
    expect(await store.retryFailed({ since: null }, later)).toEqual([]);
    expect(await store.claim(wish({ now: later - SECOND }))).toBeUndefined();
    const project = await mustClaim(store, { now: later });
    expect((await store.lines(project)).map(({ state }) => state)).toEqual(["done", "done", "open"]);
    expect(project.attempts).toBe(1);
  });

  test("retrying by time takes those that failed since", async () => {
    const store = open();
    await addProject(store);
    await fail(store);
    await addProject(store, { now: START + DAY });
    const late = await fail(store, START + DAY);
    expect(await store.retryFailed({ since: START + DAY - MINUTE }, START + DAY)).toMatchObject([
      { id: late },
    ]);
  });

  test("forgetting deletes failed and cancelled projects only, and their files may be added anew", async () => {
    const store = open();
    const waiting = await addProject(store, { path: "/f.srt" });
    expect(await store.forget([waiting.id])).toEqual([]);
    await store.cancel([waiting.id], START);
    expect(await store.forget([waiting.id])).toEqual([{ id: waiting.id, from: "cancelled", to: "deleted" }]);
    expect(await addProject(store, { path: "/f.srt" })).toMatchObject({ created: true });
  });

  test("cleaning up by age keeps what is young, in work, waiting, or was never written anywhere", async () => {
    const store = open();
    await addProject(store, { now: START });
    const written = await complete(store);
    await store.markExported(written, "/out/a.srt", Buffer.from("a"), true, START);
    await addProject(store);
    await complete(store);
    await addProject(store, { now: START + 20 * DAY });
    const young = await complete(store, START + 20 * DAY);
    await store.markExported(young, "/out/b.srt", Buffer.from("b"), true, START);
    await addProject(store);
    const cleaning = {
      before: START + 10 * DAY,
      statuses: ["completed"],
      exportedOnly: true,
      dryRun: true,
    } as const;
    expect((await store.cleanup(cleaning)).projects).toBe(1);
    expect((await store.cleanup({ ...cleaning, dryRun: false })).projects).toBe(1);
    expect((await store.cleanup({ ...cleaning, dryRun: false })).projects).toBe(0);
    const { counts } = await store.listProjects({ limit: 10 });
    expect(counts).toMatchObject({ completed: 2, pending: 1 });
    expect((await store.cleanup({ ...cleaning, exportedOnly: false, dryRun: false })).projects).toBe(1);
  });

  test("a pause of all work says who and why, once, and resuming lifts it and paused providers", async () => {
    const store = open();
    expect(await store.pause("ana", "new glossary", START)).toBe(true);
    expect(await store.pause("ben", "", START + DAY)).toBe(false);
    expect((await store.control()).paused).toEqual({ by: "ana", reason: "new glossary", since: START });
    await store.pauseProvider(
      "p",
      { code: "quota", message: "used up", settings: null, until: START + DAY },
      1,
    );
    expect(await store.resume(START)).toEqual(["all work", "provider p"]);
    expect(await store.resume(START)).toEqual([]);
    expect((await store.control()).paused).toBeNull();
  });

  test("a notice is due until it is sent, and later again when it could not be", async () => {
    const store = open();
    await store.enqueueNotice("failed", "webhook", "{}", START);
    const [notice] = await store.dueNotices(START);
    await store.settleNotice(notice!.id, START + MINUTE);
    expect(await store.dueNotices(START + 59 * SECOND)).toEqual([]);
    expect(await store.dueNotices(START + MINUTE)).toMatchObject([{ attempts: 1, event: "failed" }]);
    await store.settleNotice(notice!.id, null);
    expect(await store.dueNotices(START + DAY)).toEqual([]);
  });

  test("figures count a period's ends, requests and workers", async () => {
    const store = open();
    await addProject(store);
    await addProject(store);
    await complete(store);
    await fail(store, START + 2 * SECOND);
    await store.greet("host:1:1", "tick", 1000, START);
    const stats = await store.stats(START - DAY, START - MINUTE);
    expect(stats).toMatchObject({
      completed: 1,
      failed: 1,
      segments: 5,
      workers: [{ worker: "host:1:1", projects: [] }],
    });
    expect((await store.stats(START + DAY, START + DAY)).completed).toBe(0);
  });

  test("an id may be shortened as long as it fits one project", async () => {
    const store = open();
    const { id } = await addProject(store);
    expect(await store.resolveIds([id.slice(0, 14), id.slice(6, 14)])).toEqual([id]);
    await addProject(store);
    await expect(store.resolveIds(["trans_0"])).rejects.toThrow("fits several projects");
    await expect(store.resolveIds(["zzz"])).rejects.toThrow('no project begins with "zzz"');
  });
}
