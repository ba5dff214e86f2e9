import { expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { START } from "./support.js";

const greeting = (worker: string, now = START) => ({ worker, kind: "tick", memoryBytes: 1000.5, now });

export function workersContract(open: () => Store) {
  test("a worker is there from its greeting until it leaves", async () => {
    const store = open();
    await store.greet(greeting("host:1:1"));
    await store.greet(greeting("host:2:1"));
    expect(await store.workers()).toHaveLength(2);
    await store.leave("host:1:1");
    expect(await store.workers()).toEqual([{ worker: "host:2:1", seenAt: START }]);
  });

  test("a worker that greets again is the same one, seen anew and perhaps larger", async () => {
    const store = open();
    await store.greet(greeting("host:1:1"));
    await store.greet({ ...greeting("host:1:1", START + MINUTE), kind: "watch", memoryBytes: 2000 });
    expect(await store.workers()).toEqual([{ worker: "host:1:1", seenAt: START + MINUTE }]);
    const { workers } = await store.stats({ since: START, liveSince: START });
    expect(workers).toMatchObject([
      { kind: "watch", memoryBytes: 2000, startedAt: START, seenAt: START + MINUTE },
    ]);
  });

  test("a worker that never greeted may leave", async () => {
    const store = open();
    await store.greet(greeting("host:1:1"));
    await store.leave("host:2:1");
    expect(await store.workers()).toHaveLength(1);
  });

  test("those that ended without leaving are swept off the list", async () => {
    const store = open();
    for (const worker of ["host:1:1", "host:2:1", "host:3:1"]) await store.greet(greeting(worker));
    await store.sweepWorkers((worker) => worker !== "host:2:1");
    expect(await store.workers()).toMatchObject([{ worker: "host:2:1" }]);
  });
}
