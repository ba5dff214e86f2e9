import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import { RetryLater, Transient } from "../src/errors.js";
import type { Turn } from "../src/queue/kind.js";
import { settle } from "../src/queue/settle.js";
import { ClaimLost } from "../src/queue/turn.js";
import type { ClaimedProject } from "../src/store/projects.js";
import { translation } from "../src/translation/kind.js";
import { failedSentence, openSentence } from "../src/translation/words.js";
import { hookServer } from "./support/hooks.js";
import { FAULTS, french, openaiServer, translated } from "./support/openai-server.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

describe("a turn in which nothing was answered, whose probe goes wrong itself", () => {
  /** Such a turn of a claimed project, ended by a request that timed out. */
  async function ended(probe: (here: World, id: string) => Promise<boolean>) {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    const context = here.context();
    const store = await context.store();
    const now = here.clock.time;
    const work = (await store.claim("translation", {
      ...{ token: "t", worker: context.worker, now, liveSince: now - HOUR, capacity: 5 },
      lanes: context.config.LANES,
    })) as ClaimedProject;
    const turn: Turn<ClaimedProject> = {
      kind: { ...translation(), probe: () => probe(here, id) },
      ...{ work, context, store, endpoint: await context.endpoint(), log: context.log() },
      ...{ until: now + 5 * MINUTE, asked: true, answered: false, saved: 0, recovered: false },
    };
    const end = await settle(turn as unknown as Turn, new RetryLater("timeout", "no reply"));
    return { end, project: (await here.json("show", id)).data, id };
  }

  test("over a database that is locked ends for that reason, uncounted, and blames neither work nor endpoint", async () => {
    const { end, project } = await ended(async () => {
      throw new Transient("the database is locked");
    });
    expect(end).toMatchObject({ reason: "the database is locked", settled: { status: "pending" } });
    expect(end.pause).toBeUndefined();
    expect(project).toMatchObject({ status: "pending", attempts: 0, worker: null });
  });

  test("over a claim that was lost meanwhile lets go", async () => {
    const { end, project } = await ended(async (here, id) => {
      await here.cli("cancel", id);
      throw new ClaimLost();
    });
    expect(end.settled).toBeUndefined();
    expect(project.status).toBe("cancelled");
  });

  test("over something nobody expected is an attempt, with its stack for the log", async () => {
    const { end, project } = await ended(async () => {
      throw new TypeError("odd");
    });
    expect(end).toMatchObject({ bug: expect.any(TypeError), settled: { status: "pending" } });
    expect(project.attempts).toBe(1);
  });
});

describe("a recovery is told once", () => {
  async function recovering(env: NodeJS.ProcessEnv = {}) {
    const hook = await hookServer();
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", NOTIFY_WEBHOOK: hook.url, ...env });
    const events = () => hook.calls.map(({ body }) => JSON.parse(body).event as string);
    return { here, server, events };
  }

  test("also where work that found nothing to recover from ends after it", async () => {
    const { here, server, events } = await recovering({ MAX_CONCURRENT_WORKERS: "1" });
    const ids = [await addTo(here, "a.srt", 2), await addTo(here, "b.srt", 2)];
    server.fail(FAULTS.badKey);
    await here.cli("tick");
    await here.cli("resume");
    await here.cli("tick");
    for (const id of ids) expect(await statusOf(here, id)).toBe("completed");
    expect(events().filter((event) => event === "recovered")).toHaveLength(1);
  });

  test("also where a request of the same turn is refused after it", async () => {
    const { here, server, events } = await recovering({ BATCH_SIZE: "10" });
    await addTo(here, "a.srt", 20);
    server.fail(FAULTS.badKey);
    await here.cli("tick");
    await here.cli("resume");
    let requests = 0;
    server.failWhere(() => ++requests === 2, FAULTS.badRequest);
    await here.cli("tick");
    expect(events().filter((event) => event === "recovered")).toHaveLength(1);
  });
});

describe("what a model is told was wrong with its reply", () => {
  /** The first reply to a.srt is in half wrong; then something happens, and it is asked once more. */
  async function repairing(meanwhile: (here: World, other: World) => Promise<unknown>) {
    let replies = 0;
    const server = await openaiServer(async (lines) => {
      if (++replies > 1) return translated(lines);
      const other = world({ ...server.env, TRANSCRON_MODEL: "m", TRANSCRON_HOME: here.home });
      other.outside.newId = () => "trans_another1_1767709815";
      other.outside.clock = here.clock;
      await meanwhile(here, other);
      return translated(lines, (line) => (/line [1-5]\./.test(line) ? french(line) : ""));
    });
    const here: World = world({ ...server.env, TRANSCRON_MODEL: "m" });
    await addTo(here, "a.srt", 10, "--from", "en");
    return { here, server };
  }

  const told = (body: unknown) => /Line \d+ (?:\(.*?\) )?[a-z]/.test(JSON.stringify(body));

  test("goes with the same lines in the same order", async () => {
    const { here, server } = await repairing(async () => {});
    await here.cli("tick");
    const [first, again] = server.bodies();
    expect([told(first), told(again), server.asked()[1]!.length]).toEqual([false, true, 6]);
  });

  test("is left out where some of the lines came from elsewhere meanwhile: it counts lines of the longer request", async () => {
    const { here, server } = await repairing(async (_, other) => {
      const text = "1\n00:00:01,000 --> 00:00:02,000\nIn a.srt this is line 7.\n";
      await other.cli("add", other.file("b.srt", text), "--to", "fr", "--from", "en");
      await other.cli("batch", "another1");
    });
    await here.cli("tick");
    const again = server.bodies().at(-1);
    expect([told(again), server.asked().at(-1)!.length]).toEqual([false, 5]);
  });

  test("is left out by a later turn in the same way", async () => {
    const { here, server } = await repairing(async (here) => {
      here.clock.time += 6 * MINUTE; // the turn is over when the reply is saved
    });
    await here.cli("tick", "--budget", "1m");
    const text = "1\n00:00:01,000 --> 00:00:02,000\nIn a.srt this is line 7.\n";
    const { data } = await here.json("add", here.file("b.srt", text), "--to", "fr", "--from", "en");
    await here.cli("batch", data.files[0].projects[0].id);
    here.clock.time += HOUR;
    await here.cli("tick");
    expect([told(server.bodies().at(-1)), server.asked().at(-1)!.length]).toEqual([false, 5]);
  });
});

describe("of many lines a message names the first", () => {
  const tally = { done: 0, failed: 0, open: 0, failedLines: [], openLines: [] };
  const first = Array.from({ length: 20 }, (_, line) => line);
  const numbers = first.map((line) => line + 1).join(", ");

  test("that were given up, and says that there are more", () => {
    expect(failedSentence({ ...tally, failed: 20, failedLines: first })).toBe(
      `20 lines could not be translated: ${numbers}`,
    );
    expect(failedSentence({ ...tally, failed: 21, failedLines: first })).toBe(
      `21 lines could not be translated: ${numbers}, …`,
    );
  });

  test("that lack a translation, of both sorts in their order", () => {
    const odd = { ...tally, failed: 20, failedLines: first.map((line) => 2 * line + 1) };
    expect(openSentence({ ...odd, open: 20, openLines: first.map((line) => 2 * line) })).toBe(
      `no translation for 40 lines: ${numbers}, …`,
    );
    expect(openSentence({ ...tally, open: 1, openLines: [4] })).toBe("no translation for line 5");
  });

  test("as a project says that failed with all of its lines", async () => {
    const server = await openaiServer((lines) => translated(lines, () => ""));
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addTo(here, "a.srt", 25);
    await here.cli("tick");
    expect((await here.json("show", id)).data.error).toBe(`25 lines could not be translated: ${numbers}, …`);
  });
});
