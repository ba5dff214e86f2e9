import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

/** Statements on the database, as another process might have made them. */
function by(here: World, sql: string, ...values: unknown[]) {
  const db = new Database(join(here.home, "transcron.db"));
  try {
    db.prepare(sql).run(...values);
  } finally {
    db.close();
  }
}

const timeOf = (here: World) => new Date(here.clock.time).toISOString().slice(0, 19).replace("T", " ");

/** Another worker takes a project. */
function takenElsewhere(here: World, id: string) {
  by(
    here,
    `update translation_projects set status = 'processing', claim = 'x', reserved_by = 'elsewhere:1:1',
       reserved_at = ?, started_at = ? where id = ?`,
    ...[timeOf(here), timeOf(here), id],
  );
}

describe("batch without ids", () => {
  test("is done when nothing that is due is left", async () => {
    const here = world();
    await addTo(here, "a.srt", 2);
    expect((await here.cli("batch")).code).toBe(0);
    expect((await here.cli("batch")).code).toBe(0);
  });

  test("says to come back while every place is taken", async () => {
    const here = world({ MAX_CONCURRENT_WORKERS: "1" });
    const [held] = [await addTo(here, "a.srt", 2), await addTo(here, "b.srt", 2)];
    takenElsewhere(here, held);
    expect(await here.cli("batch")).toMatchObject({
      code: 75,
      err: expect.stringContaining("every place for projects in work is taken"),
    });
  });

  test("says to come back when its budget is over before the work is", async () => {
    const here = world();
    await addTo(here, "a.srt", 2);
    expect((await here.cli("batch", "--budget", "0s")).code).toBe(75);
    expect((await here.cli("batch")).code).toBe(0);
  });

  test.each([[[]], [["ID"]]])(
    "a budget of 0 begins nothing, and leaves the work as it is: batch %j",
    async (words) => {
      const here = world();
      const id = await addTo(here, "a.srt", 2);
      const argv = words.map(() => id);
      expect((await here.cli("batch", ...argv, "--budget", "0")).code).toBe(75);
      expect((await here.json("show", id)).data).toMatchObject({
        status: "pending",
        attempts: 0,
        startedAt: null,
      });
    },
  );

  test("simple leaves large projects alone, and is done without them", async () => {
    const here = world();
    await addTo(here, "a.srt", 30);
    expect((await here.cli("simple")).code).toBe(0);
  });
});

describe("a project that another worker has in work", () => {
  test("is waited for, and how it ended is told", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    takenElsewhere(here, id);
    here.clock.after(42 * SECOND, () =>
      by(here, "update translation_projects set status = 'completed', units_done = 2 where id = ?", id),
    );
    const { code, data } = await here.json("batch", id);
    expect([code, data.projects]).toEqual([0, [expect.objectContaining({ id, status: "completed" })]]);
    expect(here.printed().err).toContain(`${id} is in work (elsewhere:1:1): waiting for it`);
  });

  test("is told as failed if it failed there", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    takenElsewhere(here, id);
    here.clock.after(MINUTE, () =>
      by(here, "update translation_projects set status = 'failed', error_message = 'why' where id = ?", id),
    );
    expect(await here.cli("batch", id)).toMatchObject({ code: 1, out: expect.stringContaining("why") });
  });

  test("is worked on here if it was given back", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    takenElsewhere(here, id);
    here.clock.after(MINUTE, () =>
      by(here, "update translation_projects set status = 'pending' where id = ?", id),
    );
    expect((await here.cli("batch", id)).code).toBe(0);
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("is waited for no longer than the budget, nor after a stop was asked for", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    takenElsewhere(here, id);
    expect((await here.cli("batch", id, "--budget", "2m")).code).toBe(75);
    here.clock.after(MINUTE, () => here.stop.ask("SIGTERM"));
    expect((await here.cli("batch", id)).code).toBe(143);
  });

  test("is taken over when its worker is not heard of any more", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    takenElsewhere(here, id);
    expect((await here.cli("batch", id)).code).toBe(0);
    expect(await statusOf(here, id)).toBe("completed");
  });
});
