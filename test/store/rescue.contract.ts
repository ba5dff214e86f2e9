import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.js";
import type { Lease } from "../../src/store/queue.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, addProject, batch, completed, rescuing, START, take } from "./support.js";

const LATER = START + 30 * MINUTE;

export function rescueContract(open: () => Store) {
  test("a rescue takes what was silent and leaves what was heard of", async () => {
    const store = open();
    await addAndTake(store);
    const heard = await addAndTake(store);
    await store.renew(heard, LATER - 10 * MINUTE);
    expect(await store.rescue(rescuing({ now: LATER }))).toHaveLength(1);
    expect(await store.rescue(rescuing({ now: LATER }))).toEqual([]);
    expect(await store.renew(heard, LATER)).toBe(true);
  });

  test("of two rescues at once, one takes a project, and tells who held it", async () => {
    const store = open();
    await addProject(store);
    const { id } = await take(store, { worker: "host:7:1" });
    const rescues = await Promise.all([1, 2].map(() => store.rescue(rescuing({ now: LATER }))));
    expect(rescues.flat()).toEqual([
      { kind: "translation", id, worker: "host:7:1", renewedAt: START, attempts: 1, status: "pending" },
    ]);
  });

  test("a worker known to be dead is not waited for", async () => {
    const store = open();
    await addProject(store);
    await addProject(store);
    const { id } = await take(store, { worker: "host:7:1" });
    await take(store, { worker: "host:8:1" });
    const isDead = (worker: string) => worker === "host:7:1";
    expect(await store.rescue(rescuing({ isDead }))).toMatchObject([{ id, worker: "host:7:1" }]);
  });

  test("a rescue writes down what it is told about each lease, and the time that was worked", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.renew(project, START + 4 * SECOND);
    const describe = ({ id, attempts }: Lease) => ({
      waitReason: `${id} waits`,
      error: `died ${attempts} times`,
      note: "not heard of",
    });
    const rescued = {
      waitReason: `${project.id} waits`,
      availableAt: LATER,
      processingSeconds: 4,
      worker: null,
    };
    await store.rescue(rescuing({ now: LATER, describe }));
    expect(await store.showProject(project.id)).toMatchObject({
      ...rescued,
      status: "pending",
      error: null,
      errors: [{ code: "worker_died", message: "not heard of", at: LATER }],
    });
    await take(store, { now: LATER });
    const [taken] = await store.rescue(
      rescuing({ now: LATER, describe, attemptLimit: 2, isDead: () => true }),
    );
    expect(taken!.status).toBe("failed");
    expect(await store.showProject(project.id)).toMatchObject({ error: "died 2 times", completedAt: LATER });
  });

  test("work that keeps killing its worker ends failed, not for ever pending", async () => {
    const store = open();
    await addProject(store);
    const statuses = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await take(store);
      const [rescued] = await store.rescue(rescuing({ isDead: () => true }));
      statuses.push(rescued!.status);
    }
    expect(statuses).toEqual(["pending", "pending", "failed"]);
  });

  test("five reboots do not fail a healthy long project", async () => {
    const store = open();
    const { id } = await addProject(store, { lines: 10 });
    for (let reboot = 0; reboot < 5; reboot++) {
      await store.saveBatch(await take(store), batch([reboot]));
      await store.rescue(rescuing({ isDead: () => true }));
    }
    expect(await store.showProject(id)).toMatchObject({ status: "pending", segmentsDone: 5 });
  });

  test("what is in nobody's hands is not rescued", async () => {
    const store = open();
    await addProject(store);
    await completed(store);
    expect(await store.rescue(rescuing({ now: LATER, isDead: () => true }))).toEqual([]);
  });
}
