import { expect, test } from "vitest";
import { type KindName, NO_TOKENS } from "../src/core/model.js";
import { HOUR, MINUTE } from "../src/core/time.js";
import { RetryLater } from "../src/errors.js";
import type { Kind } from "../src/queue/kind.js";
import { rescueStuck } from "../src/queue/rescue.js";
import { tick } from "../src/queue/tick.js";
import { TurnOver } from "../src/queue/turn.js";
import { translation } from "../src/translation/kind.js";
import { CHORES, type Chore, choreIn, chores, withChores } from "./support/chores.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

// The queue runs any kind of work: here a made-up one beside translations.

/** One tick over these kinds, of which the others know nothing. */
const tickOver = (here: World, ...kinds: Kind[]) =>
  tick(here.context(), { budget: 10 * MINUTE, role: "tick", kinds: async () => kinds, scan: async () => {} });

test("one tick works on what is due of each kind, and tells of it in the kind's own words", async () => {
  const here = world();
  await withChores(here, "kitchen", "attic");
  const id = await addTo(here, "a.srt", 2);
  const swept: string[] = [];
  const kind = chores(here, ({ work }) => void swept.push(work.room));
  const ticked = await tickOver(here, translation() as Kind, kind as Kind);
  expect(here.printed().err).toContain("completed: 1/1 rooms");
  expect(swept.sort()).toEqual(["attic", "kitchen"]);
  expect(await statusOf(here, id)).toBe("completed");
  expect(ticked).toMatchObject({ kind: "worked" });
  const pieces = "pieces" in ticked ? ticked.pieces : [];
  expect(pieces.map(({ kind, title, status }) => [kind, title, status])).toEqual(
    expect.arrayContaining([
      [CHORES, "sweep in the kitchen", "completed"],
      [CHORES, "sweep in the attic", "completed"],
      ["translation", "a.srt → fr", "completed"],
    ]),
  );
  expect(await tickOver(here, translation() as Kind, kind as Kind)).toEqual({ kind: "idle", rescued: 0 });
});

/** Whether claims of these kinds, one after another by different workers, get something of three pieces of each. */
async function claims(kinds: KindName[], { capacity = 10, workers = 10 }) {
  const here = world();
  await withChores(here, "kitchen", "attic", "cellar");
  for (const name of ["a.srt", "b.srt", "c.srt"]) await addTo(here, name, 1);
  const context = here.context();
  const store = await context.store();
  const lanes = [...chores(here, () => {}, { workers }).lanes(context.config), ...context.config.LANES];
  const got: boolean[] = [];
  for (const kind of kinds) {
    const now = here.clock.time;
    const wish = {
      worker: `elsewhere:${got.length}:1`,
      token: context.newToken(),
      now,
      liveSince: now - HOUR,
    };
    got.push((await store.claim(kind, { ...wish, lanes, capacity })) !== undefined);
  }
  return got;
}

test("the cap holds over all kinds together", async () => {
  const kinds = ["translation", CHORES, "translation", CHORES] as KindName[];
  expect(await claims(kinds, { capacity: 3 })).toEqual([true, true, true, false]);
  expect(await claims([CHORES, CHORES, CHORES], { capacity: 2 })).toEqual([true, true, false]);
});

test("a kind that has nothing in progress may go one above the cap, so that none starves another", async () => {
  expect(await claims([CHORES, CHORES, "translation"], { capacity: 2 })).toEqual([true, true, true]);
  expect(await claims([CHORES, "translation", "translation"], { capacity: 1 })).toEqual([true, true, false]);
});

test("a lane's workers are those of its kind", async () => {
  expect(await claims([CHORES, CHORES, "translation"], { workers: 1 })).toEqual([true, false, true]);
});

test("a turn that ends itself goes back uncounted; one that fails is an attempt, and the third is the last", async () => {
  const here = world();
  await withChores(here, "kitchen");
  const over = chores(here, () => {
    throw new TurnOver({ reason: "it is late", availableAt: here.clock.time + MINUTE });
  });
  await tickOver(here, over as Kind);
  expect(choreIn(here, "kitchen")).toMatchObject({ status: "pending", attempts: 0 });
  here.clock.time += HOUR;
  const failing = chores(here, () => {
    throw new RetryLater("bad_reply", "the broom broke");
  });
  for (const status of ["pending", "pending", "failed"]) {
    await tickOver(here, failing as Kind);
    expect(choreIn(here, "kitchen").status).toBe(status);
    here.clock.time += HOUR;
  }
  expect(choreIn(here, "kitchen")).toMatchObject({ attempts: 3, error_message: "the broom broke" });
});

test("an endpoint that is down rests for every kind that needs it", async () => {
  const here = world();
  await withChores(here, "kitchen", "attic");
  const down = chores(here, () => {
    throw new RetryLater("unreachable", "no answer");
  });
  await tickOver(here, down as Kind);
  const id = await addTo(here, "a.srt", 1);
  const ticked = await tickOver(here, down as Kind, translation() as Kind);
  expect(ticked).toMatchObject({ kind: "idle", waitsFor: { code: "down" } });
  expect(await statusOf(here, id)).toBe("pending");
});

test("what a dead worker holds is taken back, and given up when it kills its workers", async () => {
  const here = world();
  await withChores(here, "kitchen");
  const context = here.context();
  const store = await context.store();
  const claim = () =>
    store.claim(CHORES, {
      ...{ token: context.newToken(), worker: "elsewhere:1:1", now: here.clock.time },
      ...{
        liveSince: here.clock.time - HOUR,
        lanes: chores(here, () => {}).lanes(context.config),
        capacity: 5,
      },
    }) as Promise<Chore | undefined>;
  for (const status of ["pending", "pending", "failed"]) {
    const claimed = await claim();
    expect(claimed).toMatchObject({ kind: CHORES, room: "kitchen" });
    here.clock.time += HOUR;
    expect(await rescueStuck(context)).toMatchObject([{ kind: CHORES, id: "chore_kitchen", status }]);
    expect(await store.renew(claimed!, here.clock.time)).toBe(false);
  }
  expect((await here.cli("errors")).out).toContain("worker_died");
});

test("a request is billed to the work it was for", async () => {
  const here = world();
  await withChores(here, "kitchen");
  const asking = chores(here, async ({ store, work }) => {
    const request = { provider: "broom", model: null, units: 1, tokens: NO_TOKENS, cost: null, duration: 5 };
    await store.logRequest(work, { ...request, outcome: "ok" }, here.clock.time);
  });
  await tickOver(here, asking as Kind);
  expect(choreIn(here, "kitchen").requests).toBe(1);
});

test("list, cancel and retry-failed of translations leave other kinds alone; stats count them", async () => {
  const here = world();
  await withChores(here, "kitchen");
  await addTo(here, "a.srt", 1);
  expect((await here.json("list")).data.projects).toHaveLength(1);
  await here.cli("retry-failed", "--all");
  expect(choreIn(here, "kitchen").status).toBe("pending");
  expect((await here.json("stats")).data.active_tasks.types_breakdown).toHaveProperty(CHORES, 0);
});
