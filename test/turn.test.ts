import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { hookServer } from "./support/hooks.js";
import { FAULTS, french, openaiServer, translated } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

type Answer = Parameters<typeof openaiServer>[0];
type World = ReturnType<typeof world>;

/** A world whose server's answers may take time on the world's own clock. */
async function setup(
  answer: (here: World, lines: Record<string, string>) => unknown,
  env: NodeJS.ProcessEnv = {},
) {
  const holder: { here?: World } = {};
  const server = await openaiServer(((lines) => answer(holder.here!, lines)) as Answer);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m", ...env });
  holder.here = here;
  const add = async (name: string, lines: number) => {
    const source = srtOf(lines, (line) => `In ${name} this is line number ${line}.`);
    const { data } = await here.json("add", here.file(name, source), "--to", "fr", "--from", "en");
    return data.files[0].projects[0].id as string;
  };
  const show = async (id: string) => (await here.json("show", id, "--segments")).data;
  return { server, here, add, show };
}

/** Another process on the same home, whose clock goes with the first one's. */
function beside(here: World): World {
  const other = world(here.outside.env);
  other.outside.clock = here.clock;
  other.outside.newId = () => "trans_another1_1767709815";
  return other;
}

const never = () => new Promise<never>(() => {});

describe("a turn that brings nothing", () => {
  test("a server that echoes every reply is asked a finite number of times, and the project fails with its lines named", async () => {
    const { server, here, add, show } = await setup((world, lines) => {
      world.clock.time += 20 * SECOND;
      return lines;
    });
    const id = await add("a.srt", 12);
    for (let tick = 0; tick < 50 && (await show(id)).status === "pending"; tick++) {
      await here.cli("tick");
      here.clock.time += 5 * MINUTE;
    }
    const project = await show(id);
    expect(project).toMatchObject({ status: "failed", segmentsDone: 0 });
    for (let line = 1; line <= 12; line++) expect(project.error).toContain(String(line));
    // Two batches of six: once, once more, two halves, then each line three times.
    expect(server.count()).toBeLessThanOrEqual(2 * (1 + 1 + 2 + 6 * 3));
  });

  test("counts as an attempt if its requests were answered: after three the project has failed", async () => {
    let replies = 0;
    // Each turn sees one reply, and that one only doubts: the ladder would need many turns.
    const { here, add, show } = await setup((world) => {
      world.clock.time += 6 * MINUTE;
      replies++;
      return {};
    });
    const id = await add("a.srt", 12);
    for (let tick = 0; tick < 5; tick++) {
      await here.cli("tick");
      here.clock.time += 5 * MINUTE;
    }
    expect(await show(id)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("no translation for 12 lines: 1, 2, 3"),
    });
    expect(replies).toBe(3);
  });

  test("a server that accepts and never answers rests, with a notice, and no attempt is counted", async () => {
    const hook = await hookServer();
    const { here, add, show } = await setup(
      (world) => {
        world.clock.time += 3 * MINUTE;
        return never();
      },
      { TIMEOUT_PER_BATCH: "1", NOTIFY_WEBHOOK: hook.url },
    );
    const id = await add("a.srt", 30);
    expect((await here.cli("tick")).code).toBe(75);
    expect(await show(id)).toMatchObject({ status: "pending", attempts: 0, segmentsDone: 0 });
    expect(JSON.parse(hook.calls[0]!.body)).toMatchObject({
      event: "paused",
      text: expect.stringContaining("no reply within 1 s"),
    });
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
  });
});

test("an endless reply, or one with an escape sequence, is asked for again, said why, and never stored", async () => {
  const endless = Array.from({ length: 200_000 }, (_, word) => word.toString(36)).join(" ");
  const replies = [endless, "\x1b[2JC'est la ligne 1 de a.srt.", "C'est la ligne 1 de a.srt."];
  const { server, here, add, show } = await setup((_, lines) => translated(lines, () => replies.shift()));
  const id = await add("a.srt", 1);
  await here.cli("tick");
  const { status, segments } = await show(id);
  expect([status, segments[0].translation]).toEqual(["completed", "C'est la ligne 1 de a.srt."]);
  const said = server.bodies().map(({ messages }) => JSON.stringify(messages));
  expect(said[1]).toContain("Line 1 is many times longer than its source.");
  expect(said[2]).toContain("contains a control character that its source does not have.");
});

test("a tick against a server whose bodies never come ends within a minute, and its projects wait for it", async () => {
  const { server, here, add, show } = await setup((_, lines) => translated(lines), {
    TIMEOUT_PER_BATCH: "2",
    MAX_RETRIES: "1",
  });
  server.fail(...Array.from({ length: 40 }, () => FAULTS.drip));
  const ids = [await add("a.srt", 10), await add("b.srt", 10)];
  const started = [here.clock.time, Date.now()] as const;
  expect((await here.cli("tick")).code).toBe(75);
  expect(here.clock.time - started[0]).toBeLessThan(MINUTE);
  expect(Date.now() - started[1]).toBeLessThan(MINUTE);
  for (const id of ids) expect(await show(id)).toMatchObject({ status: "pending", attempts: 0 });
}, 70_000);

describe("what was being asked", () => {
  test("is asked on by the next turn at the rung it stood at, and nothing that was answered well again", async () => {
    let replies = 0;
    const { server, here, add, show } = await setup((world, lines) => {
      if (++replies === 1) world.clock.time += 6 * MINUTE; // the turn is over when the reply is saved
      return translated(lines, (line) => (replies === 1 && line.includes("number 3.") ? "" : french(line)));
    });
    const id = await add("a.srt", 10);
    expect((await here.cli("tick")).err).toContain("pending: 7/10 segments in 6m, turn over");
    expect(server.asked().map((lines) => lines.length)).toEqual([10, 3]);
    expect((await show(id)).status).toBe("completed");
  });

  test("a doubted answer outlives its turn, and is stored if nothing better comes", async () => {
    let replies = 0;
    const { here } = await setup((world, lines) => {
      if (++replies === 1) world.clock.time += 6 * MINUTE;
      return translated(lines, (line) =>
        line.includes("1984") ? (replies === 1 ? "EN QUATRE-VINGT-QUATRE" : "") : french(line),
      );
    });
    const source = srtOf(10, (line) => (line === 2 ? "It was in 1984." : `Line ${line} of it is here.`));
    const { data } = await here.json("add", here.file("year.srt", source), "--to", "fr", "--from", "en");
    expect((await here.cli("tick")).err).toContain("turn over");
    const { status, segments } = (await here.json("show", data.files[0].projects[0].id, "--segments")).data;
    expect(status).toBe("completed");
    expect(segments[1]).toMatchObject({ translation: "EN QUATRE-VINGT-QUATRE", marks: ["number"] });
  });

  test("retrying a failed project starts at the top of the ladder", async () => {
    let works = false;
    const { server, here, add, show } = await setup((_, lines) => (works ? translated(lines) : lines));
    const id = await add("a.srt", 10);
    await here.cli("tick");
    expect((await show(id)).status).toBe("failed");
    works = true;
    await here.cli("retry-failed", id);
    const before = server.count();
    await here.cli("tick");
    expect([server.count() - before, (await show(id)).status]).toEqual([1, "completed"]);
  });
});

describe("a request that takes longer than a lease", () => {
  test("keeps its lease: nobody rescues the project, and the reply is saved", async () => {
    const seen: string[] = [];
    const { here, add, show } = await setup(async (world, lines) => {
      const other = beside(world);
      for (let beat = 0; beat < 5; beat++) {
        world.clock.time += 3 * MINUTE;
        await new Promise(setImmediate); // the heartbeat writes
        seen.push((await other.cli("release-stuck")).out.trim());
      }
      return translated(lines);
    });
    const id = await add("a.srt", 5);
    await here.cli("batch");
    expect(seen).toEqual(Array(5).fill("nothing is stuck"));
    expect(await show(id)).toMatchObject({ status: "completed", attempts: 0 });
  });

  test("keeps a lease of half a minute too, also while it waits for the server's Retry-After", async () => {
    const rescued: string[] = [];
    const { server, here, add, show } = await setup((_, lines) => translated(lines), { STUCK_AFTER: "30s" });
    const id = await add("a.srt", 5);
    server.fail(FAULTS.rateLimitForAMinute);
    const { sleep } = here.clock;
    here.clock.sleep = async (ms, signal) => {
      await sleep(ms, signal);
      rescued.push((await beside(here).cli("release-stuck")).out.trim());
    };
    expect((await here.cli("batch", id)).code).toBe(0);
    expect(new Set(rescued)).toEqual(new Set(["nothing is stuck"]));
    expect(await show(id)).toMatchObject({ status: "completed", attempts: 0 });
  });

  test("is aborted when the claim is lost meanwhile", async () => {
    const { server, here, add, show } = await setup(async (world) => {
      await beside(world).cli("cancel", id);
      world.clock.time += 3 * MINUTE;
      return never();
    });
    const id = await add("a.srt", 5);
    const { err } = await here.cli("batch");
    expect(err).toContain("let go: taken from this worker meanwhile");
    expect([server.count(), (await show(id)).status]).toEqual([1, "cancelled"]);
  });
});

describe("a shift", () => {
  /** Two projects of which the second has a line that was given up before: it fails at once, as the first completes. */
  async function twoAtOnce(env: NodeJS.ProcessEnv = {}) {
    const here = world(env);
    const ids: string[] = [];
    for (const name of ["a.srt", "b.srt"]) {
      const source = srtOf(3, (line) => `In ${name} this is line ${line}.`);
      const { data } = await here.json("add", here.file(name, source), "--to", "fr");
      ids.push(data.files[0].projects[0].id);
    }
    const db = new Database(join(here.home, "transcron.db"));
    onTestFinished(() => void db.close());
    db.prepare(
      `insert into segment_translations
       select id, 0, 'failed', null, 'provider', '["empty"]', 0 from translation_versions where project_id = ?`,
    ).run(ids[1]);
    return { here, ids, db };
  }

  test("tells of every turn, however many end at the same moment", async () => {
    const hook = await hookServer();
    const { here, ids } = await twoAtOnce({ NOTIFY_WEBHOOK: hook.url });
    const { code, data } = await here.json("tick");
    expect(data.projects.map(({ status }: { status: string }) => status).sort()).toEqual([
      "completed",
      "failed",
    ]);
    expect(code).toBe(1);
    const told = hook.calls.map(({ body }) => JSON.parse(body));
    expect(told.map(({ event, projects }) => [event, projects.map(({ id }: { id: string }) => id)])).toEqual(
      expect.arrayContaining([
        ["finished", [ids[0]]],
        ["failed", [ids[1]]],
      ]),
    );
  });

  test("does not swallow what went wrong in ending a turn, and tells of the others first", async () => {
    const { here, db } = await twoAtOnce();
    db.exec(`create trigger odd before update of status on translation_projects when new.status = 'failed'
             begin select raise(abort, 'out of order'); end`);
    const { code, err } = await here.cli("tick");
    expect([code, err]).toEqual([1, expect.stringContaining("out of order")]);
    expect(err).toContain("completed: 3/3");
  });

  test("looks again later where the database is locked while something is in progress", async () => {
    const hook = await hookServer();
    const { here, add } = await setup(
      async (world) => {
        const held = new Database(join(world.home, "transcron.db"));
        held.exec("begin immediate");
        world.clock.time += 3 * SECOND; // it is time to look for new work
        await new Promise(setImmediate);
        held.exec("rollback");
        held.close();
        return {};
      },
      { NOTIFY_WEBHOOK: hook.url },
    );
    await add("a.srt", 1);
    expect((await here.cli("tick")).code).toBe(1);
    expect(hook.calls).toHaveLength(1);
  });
});

test("an endpoint that rests leaves no trace on the work: the next turn asks whole batches again", async () => {
  let works = false;
  const { server, here, add, show } = await setup(
    (world, lines) => {
      if (works) return translated(lines);
      world.clock.time += 2 * MINUTE;
      return never();
    },
    { TIMEOUT_PER_BATCH: "1" },
  );
  const id = await add("a.srt", 30);
  await here.cli("tick");
  works = true;
  const before = server.asked().length;
  await here.cli("resume");
  const { err } = await here.cli("tick");
  expect(
    server
      .asked()
      .slice(before)
      .map((lines) => lines.length),
  ).toEqual([10, 10, 10]);
  expect(err).toContain("batch 3/3");
  expect((await show(id)).status).toBe("completed");
});

test("what another model was asked is asked of a new one from the start, and its doubts are not stored as the new one's", async () => {
  const { server, here } = await setup((world, lines) => {
    world.clock.time += 6 * MINUTE;
    return translated(lines, (line) => french(line.replace("1984", "")));
  });
  const source = srtOf(10, (line) => (line === 2 ? "It was in 1984." : `Line ${line} of it is here.`));
  const { data } = await here.json("add", here.file("year.srt", source), "--to", "fr", "--from", "en");
  await here.cli("tick", "--budget", "5m");
  expect(server.asked().map(({ length }) => length)).toEqual([10]);
  here.outside.env.TRANSCRON_MODEL = "new";
  await here.cli("tick");
  here.clock.time += MINUTE; // a turn that brought nothing waits
  await here.cli("tick");
  const last = server.bodies().slice(1);
  expect(last.map(({ model }) => model)).toEqual(["new", "new"]);
  const { segments } = (await here.json("show", data.files[0].projects[0].id, "--segments")).data;
  expect(segments[1]).toMatchObject({ translation: french("It was in ."), marks: ["number"] });
});

describe("a full disk", () => {
  test("is noticed before anything is claimed or asked: exit 75 with one line, and no attempt is counted", async () => {
    const { server, here, add, show } = await setup((_, lines) => translated(lines));
    const id = await add("a.srt", 10);
    here.outside.freeSpace = () => 90 * 1024;
    for (let tick = 0; tick < 4; tick++) {
      const { code, err } = await here.cli("tick");
      expect([code, err.match(/the disk is full/g)?.length]).toEqual([75, 1]);
      here.clock.time += 5 * MINUTE;
    }
    expect([server.count(), await show(id)]).toEqual([
      0,
      expect.objectContaining({ status: "pending", attempts: 0 }),
    ]);
    here.outside.freeSpace = () => 1024 ** 3;
    expect((await here.cli("tick")).code).toBe(0);
  });

  test("ends a turn with what is saved, uncounted, when it fills up between two requests", async () => {
    const { server, here, add, show } = await setup((world, lines) => {
      world.outside.freeSpace = () => 90 * 1024;
      return translated(lines);
    });
    const id = await add("a.srt", 20);
    expect((await here.cli("tick")).code).toBe(75);
    expect(server.count()).toBe(1);
    expect(await show(id)).toMatchObject({ status: "pending", attempts: 0, segmentsDone: 10 });
  });
});

test("a tick whose budget is over lets the next one work, and finishes what it has", async () => {
  const outcomes: string[] = [];
  const { here, add, show } = await setup(async (world, lines) => {
    if (outcomes.length === 0) {
      outcomes.push("started");
      world.clock.time += 11 * MINUTE;
      await new Promise((done) => setTimeout(done, 20)); // the lock's folder is removed
      const other = beside(world);
      const small = srtOf(2, (line) => `A small line ${line}.`);
      await other.cli("add", other.file("small.srt", small), "--to", "fr");
      const { code, data } = await other.json("tick");
      outcomes.push(`${code} ${data.projects[0]?.status}`);
    }
    return translated(lines);
  });
  const id = await add("long.srt", 10);
  expect((await here.cli("tick", "--budget", "10m")).code).toBe(0);
  expect(outcomes).toEqual(["started", "0 completed"]);
  expect((await show(id)).status).toBe("completed");
});

test("a reading command does not wait for a writer", async () => {
  const { here, add } = await setup((_, lines) => translated(lines));
  const id = await add("a.srt", 5);
  const writer = new Database(join(here.home, "transcron.db"));
  writer.exec("begin immediate");
  for (const argv of [["list"], ["show", id], ["stats"], ["errors"], ["audit"], ["config"]]) {
    expect((await here.cli(...argv)).code, argv[0]).toBe(0);
  }
  writer.close();
});
