import { describe, expect, test, vi } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import { call } from "../src/system/call.js";
import { answering, breakOff, hookServer } from "./support/hooks.js";
import { FAULTS, openaiServer } from "./support/openai-server.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

describe("an outgoing call", () => {
  const PATIENT = { timeout: MINUTE };

  test("settles on the status, whether or not the rest of the answer comes", async () => {
    const cut = await answering((_, response) => breakOff(response));
    await call("POST", cut.url, { ...PATIENT, body: "{}" });
    const endless = await answering((_, response) => response.writeHead(200).write("and so on"));
    await call("GET", endless.url, PATIENT);
  });

  test("fails on a status that is not a success, without waiting for the rest", async () => {
    const { url } = await answering((_, response) => response.writeHead(503).write("sorry"));
    await expect(call("GET", url, PATIENT)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 503$/);
  });

  test("fails when there is no status in time", async () => {
    const { url } = await answering(() => {});
    await expect(call("GET", url, { timeout: 20 })).rejects.toThrow("did not answer within 0.02 s");
  });
});

describe("hooks do not hold up work", () => {
  test("a webhook whose answer breaks off was told, once", async () => {
    const hook = await answering((_, response) => breakOff(response));
    const server = await openaiServer((lines) => lines);
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", NOTIFY_WEBHOOK: hook.url });
    await addTo(here, "a.srt", 2);
    await here.cli("tick");
    here.clock.time += HOUR;
    await here.cli("tick");
    expect(hook.calls).toHaveLength(1);
  });

  test("a monitor that is slow to take the start does not keep other ticks out", async () => {
    let answer: () => void = () => {};
    const monitor = await answering(({ path }, response) => {
      if (path !== "/start") return response.end();
      answer = () => void response.end();
    });
    const here = world({ PING_URL: monitor.url });
    const id = await addTo(here, "a.srt", 2);
    const other = world({ TRANSCRON_HOME: here.home });
    const ticking = here.cli("tick");
    await vi.waitFor(async () => expect(await statusOf(other, id)).toBe("completed"), MINUTE);
    await vi.waitFor(
      async () => expect((await other.json("tick")).data).toMatchObject({ kind: "idle" }),
      MINUTE / 12,
    );
    answer();
    await ticking;
    expect(monitor.calls.map(({ path }) => path)).toEqual(["/start", "/"]);
  });
});

describe("the monitor", () => {
  /** What it heard in one tick. */
  async function heardIn(here: World, calls: { path: string }[]) {
    const before = calls.length;
    await here.cli("tick");
    return calls.slice(before).map(({ path }) => path);
  }

  test("hears of failure as long as work waits for its provider, and of success when it is answered", async () => {
    const monitor = await hookServer();
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", PING_URL: monitor.url });
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.badKey);
    expect(await heardIn(here, monitor.calls)).toEqual(["/start", "/fail"]);
    expect(await heardIn(here, monitor.calls)).toEqual(["/fail"]);
    await here.cli("resume");
    expect(await heardIn(here, monitor.calls)).toEqual(["/start", "/"]);
  });

  test("hears of failure while the provider is down, also in ticks that find nothing due", async () => {
    const monitor = await hookServer();
    const here = world({
      ...{ TRANSCRON_PROVIDER: "openai", OPENAI_BASE_URL: "http://127.0.0.1:9/v1", TRANSCRON_MODEL: "m" },
      PING_URL: monitor.url,
    });
    await addTo(here, "a.srt", 2);
    expect(await heardIn(here, monitor.calls)).toEqual(["/start", "/fail"]);
    expect(await heardIn(here, monitor.calls)).toEqual(["/fail"]);
    await here.cli("cancel", (await here.json("list")).data.projects[0].id);
    expect(await heardIn(here, monitor.calls)).toEqual(["/"]);
  });

  test("hears of success while a person has paused all work: that is what was asked for", async () => {
    const monitor = await hookServer();
    const here = world({ PING_URL: monitor.url });
    await addTo(here, "a.srt", 2);
    await here.cli("pause");
    expect(await heardIn(here, monitor.calls)).toEqual(["/"]);
  });
});

describe("messages", () => {
  const told = (hook: { calls: { body: string }[] }) => hook.calls.map(({ body }) => JSON.parse(body));

  test("what a tick finished is summed up in one; a tick that finished nothing sends none", async () => {
    const hook = await hookServer();
    const here = world({ NOTIFY_WEBHOOK: hook.url });
    for (const name of ["a.srt", "b.srt"]) await addTo(here, name, 2);
    await here.cli("tick");
    await here.cli("tick");
    const [message, ...others] = told(hook);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ event: "finished", projects: [{ name: "a.srt" }, { name: "b.srt" }] });
    expect(message.text).toMatch(/: 2 finished:\na\.srt → fr\nb\.srt → fr$/);
  });

  test("the first answer after a person lifted a pause is told as a recovery, once", async () => {
    const hook = await hookServer();
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", NOTIFY_WEBHOOK: hook.url });
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.badKey);
    await here.cli("tick");
    await here.cli("resume");
    await here.cli("tick");
    await addTo(here, "b.srt", 2);
    await here.cli("tick");
    const events = told(hook).map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(["paused", "recovered", "finished", "finished"]));
    expect(events).toHaveLength(4);
  });
});
