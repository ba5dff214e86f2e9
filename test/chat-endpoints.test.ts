import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { FAULTS as ANTHROPIC, anthropicServer } from "./support/anthropic-server.js";
import { french, FAULTS as OPENAI, openaiServer } from "./support/openai-server.js";
import { srtOf, world } from "./support/world.js";

/** What every chat endpoint keeps to, whatever it speaks; the faults of both servers mean the same. */
const BOTH = [
  { name: "openai", serve: openaiServer, key: "OPENAI_API_KEY", faults: { ...OPENAI, money: OPENAI.quota } },
  {
    name: "anthropic",
    serve: anthropicServer,
    key: "ANTHROPIC_API_KEY",
    faults: { ...ANTHROPIC, money: ANTHROPIC.billing },
  },
] as const;

/** A fault as either server takes it. */
type Spoil = {
  fail(...faults: unknown[]): void;
  failWhere(where: (text: string) => boolean, fault: unknown): void;
};

describe.each(BOTH)("$name", ({ serve, faults, key }) => {
  async function setup(lines: number, env: NodeJS.ProcessEnv = {}) {
    const server = await serve();
    const here = world({ ...server.env, TRANSCRON_MODEL: "test-model", ...env });
    await here.cli("add", here.file("talk.srt", srtOf(lines)), "--to", "fr", "--from", "en");
    const project = async () => {
      const { data } = await here.json("list");
      return (await here.json("show", data.projects[0].id, "--segments")).data;
    };
    const outcomes = () => {
      const db = new Database(join(here.home, "transcron.db"), { readonly: true });
      const found = db.prepare("select outcome from requests order by id").pluck().all();
      db.close();
      return found;
    };
    return { server, spoil: server as unknown as Spoil, here, project, outcomes };
  }

  test("each line comes back to its place, in even batches", async () => {
    const { server, here, project } = await setup(21);
    expect((await here.cli("batch")).code).toBe(0);
    expect(server.asked().map((lines) => lines.length)).toEqual([7, 7, 7]);
    const texts = (await project()).segments.map(({ translation }: { translation: string }) => translation);
    expect(texts).toEqual(
      Array.from({ length: 21 }, (_, index) => french(`This is line number ${index + 1} of the talk.`)),
    );
  });

  test.each([
    ["429 with its Retry-After", faults.rateLimit, "rate_limit", 7 * SECOND],
    ["an error of its own", faults.serverError, "server_error", 2 * SECOND],
    ["too much to do", faults.overloaded, "overloaded", 2 * SECOND],
    ["a body that breaks off", faults.cutOff, "bad_reply", 2 * SECOND],
    ["a connection that breaks off", faults.hangUp, "unreachable", 2 * SECOND],
  ])("%s: waited for, and asked again", async (_, fault, outcome, wait) => {
    const { spoil, here, project, outcomes } = await setup(2);
    spoil.fail(fault);
    const started = here.clock.time;
    expect((await here.cli("batch")).code).toBe(0);
    expect(here.clock.time - started).toBe(wait);
    expect([outcomes(), (await project()).status]).toEqual([[outcome, "ok"], "completed"]);
  });

  test("a body that never ends is waited for as long as was said", async () => {
    const { spoil, here, outcomes } = await setup(1, { TIMEOUT_PER_BATCH: "1" });
    spoil.fail(faults.drip);
    expect((await here.cli("batch")).code).toBe(0);
    expect(outcomes()).toEqual(["timeout", "ok"]);
  });

  test("a Retry-After of an hour is not slept through", async () => {
    const { server, spoil, here, project } = await setup(2);
    spoil.fail(faults.rateLimitForHours);
    const started = here.clock.time;
    expect((await here.cli("tick")).code).toBe(75);
    expect([here.clock.time - started < MINUTE, server.count()]).toEqual([true, 1]);
    here.clock.time += 61 * MINUTE;
    await here.cli("tick");
    expect((await project()).status).toBe("completed");
  });

  test.each([
    ["a wrong key", faults.badKey, "the key was refused"],
    ["a key that may not do this", faults.forbidden, "refuses access"],
    ["an unknown model", faults.unknownModel, "does not know the model test-model"],
    ["a server that answers HTML", faults.html, "answered text/html"],
  ])("%s: said once with exit 2, then silence until the settings change", async (_, fault, says) => {
    const { server, spoil, here, project } = await setup(2);
    spoil.fail(fault);
    expect(await here.cli("tick")).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    expect([server.count(), (await project()).attempts]).toEqual([1, 0]);
    here.outside.env[key] = "sk-another-one";
    expect((await here.cli("tick")).code).toBe(0);
    expect((await project()).status).toBe("completed");
  });

  test("money that is used up pauses it for an hour", async () => {
    const { server, spoil, here, project } = await setup(2);
    spoil.fail(faults.money);
    expect(await here.cli("tick")).toMatchObject({ code: 75, err: expect.stringContaining("is used up") });
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    expect(server.count()).toBe(1);
    here.clock.time += 61 * MINUTE;
    await here.cli("tick");
    expect((await project()).status).toBe("completed");
  });

  test("a line that makes it refuse requests fails alone", async () => {
    const { spoil, here, project } = await setup(4);
    spoil.failWhere((text) => text.includes("number 2 "), faults.badRequest);
    expect((await here.cli("tick")).code).toBe(1);
    expect(await project()).toMatchObject({ segmentsDone: 3, error: "line 2 could not be translated" });
  });

  test("what it repeats of the texts is not quoted", async () => {
    const { spoil, here } = await setup(4);
    const message = "This is line number 2 of the talk. That is not to my liking.";
    const error = { message, type: "invalid_request_error" };
    const refuse = (_: unknown, response: ServerResponse) =>
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    spoil.failWhere(
      (text) => text.includes("number 2 "),
      Object.assign(refuse, { asAnswer: { error, status: 400 } }),
    );
    const said = [await here.cli("--verbose", "tick"), await here.cli("errors")];
    expect(JSON.stringify(said)).toContain("… That is not to my liking.");
    expect(JSON.stringify(said)).not.toContain("number 2 of");
  });

  test("whatever it is asked, it refuses: it rests, and the project goes back uncounted", async () => {
    const { spoil, here, project } = await setup(4);
    spoil.failWhere(() => true, faults.badRequest);
    expect((await here.cli("tick")).code).toBe(75);
    expect(await project()).toMatchObject({ status: "pending", attempts: 0, segmentsDone: 0 });
  });

  test("a request that is broken off ends at once, and leaves its row", async () => {
    const { spoil, here, outcomes } = await setup(2);
    spoil.fail(() => here.stop.force());
    await here.cli("batch");
    expect(outcomes()).toEqual(["aborted"]);
  });

  test("nobody at the address", async () => {
    const { server, here } = await setup(1);
    await server.stop();
    expect(await here.cli("tick")).toMatchObject({
      code: 75,
      err: expect.stringContaining("can't be reached"),
    });
  });

  test("a key that is missing is said before anything is sent", async () => {
    const { here, outcomes } = await setup(1);
    for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"])
      delete here.outside.env[name];
    expect(await here.cli("tick")).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${key} is not set`),
    });
    expect(outcomes()).toEqual([]);
  });

  test("doctor says what it tried, for which kind of work, and pays for it", async () => {
    const { server, spoil, here, outcomes } = await setup(1);
    const tried = async () => {
      const { data } = await here.json("doctor", "--online");
      return data.findings.find(({ check }: { check: string }) => check === "online");
    };
    const by = `translation and generation by ${server.env.TRANSCRON_PROVIDER} test-model: `;
    expect(await tried()).toMatchObject({
      state: "ok",
      says: `${by}"Good morning." is "${french("Good morning.")}"`,
    });
    spoil.fail(faults.badKey);
    expect(await tried()).toMatchObject({
      state: "broken",
      says: expect.stringContaining(`${by}the key was refused`),
      mend: expect.stringContaining(key),
    });
    expect(outcomes()).toEqual(["ok", "bad_key"]);
  });
});
