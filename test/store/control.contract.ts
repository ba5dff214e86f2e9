import { expect, test } from "vitest";
import { DAY } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, addProject, givingBack, START, wish } from "./support.js";

const LATER = START + DAY;
const QUOTA = { code: "quota", message: "used up", lasts: { until: LATER }, now: START };

export function controlContract(open: () => Store) {
  test("at first nothing is paused and nobody is to restart", async () => {
    expect(await open().control()).toEqual({ paused: null, restartAt: null });
  });

  test("a pause of all work says since when, by whom and why; the first one stands", async () => {
    const store = open();
    expect(await store.pause({ by: "ana", reason: "new glossary", now: START })).toBe(true);
    expect(await store.pause({ by: "ben", reason: "", now: LATER })).toBe(false);
    expect((await store.control()).paused).toEqual({ by: "ana", reason: "new glossary", since: START });
  });

  test("resuming lifts a pause of all work, paused endpoints and waiting, and tells what", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.giveBack(project, givingBack({ availableAt: LATER }));
    await addProject(store);
    await store.pause({ by: "ana", reason: "", now: START });
    await store.pauseEndpoint("p", QUOTA);
    await store.setPace("q", 100);
    expect(await store.resume(START)).toEqual({ work: true, endpoints: ["p"], waiting: 1 });

    expect((await store.control()).paused).toBeNull();
    expect(await store.endpointState("p")).toMatchObject({ pause: null, failures: 0 });
    expect(await store.claim("translation", wish({ ids: [project.id] }))).toBeDefined();
    expect(await store.claim("translation", wish())).toBeDefined();
  });

  test("what waited is due at once after resuming", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.giveBack(project, givingBack({ availableAt: LATER }));
    await store.resume(START);
    expect(await store.claim("translation", wish())).toMatchObject({ id: project.id });
  });

  test("resuming forgets a moment that was booked far ahead with a paused endpoint", async () => {
    const store = open();
    await store.bookRequest("p", { now: START, delay: DAY, until: LATER, farthest: LATER });
    await store.pauseEndpoint("p", QUOTA);
    await store.resume(START);
    expect(await store.bookRequest("p", { now: START, delay: DAY, until: LATER, farthest: LATER })).toBe(
      START,
    );
  });

  test("resuming what goes on lifts nothing", async () => {
    const store = open();
    await addProject(store);
    expect(await store.resume(START)).toEqual({ work: false, endpoints: [], waiting: 0 });
  });

  test("workers are told to restart by the newest wish", async () => {
    const store = open();
    await store.restart(START + 1);
    await store.restart(LATER + 2);
    expect(await store.control()).toEqual({ paused: null, restartAt: LATER + 2 });
  });

  test("a note is swapped for the one before, each under its own name", async () => {
    const store = open();
    const swap = (name: string, value: string) => store.swapNote({ name, value, now: START });
    expect(await swap("settings", "a")).toBeNull();
    expect(await swap("chore", "x")).toBeNull();
    expect(await swap("settings", "b")).toBe("a");
    expect(await swap("settings", "b")).toBe("b");
    expect(await swap("chore", "y")).toBe("x");
    expect(await store.control()).toEqual({ paused: null, restartAt: null });
  });
}
