import { describe, expect, test, vi } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import { call } from "../src/system/call.js";
import { answering, breakOff } from "./support/hooks.js";
import { openaiServer } from "./support/openai-server.js";
import { addTo, statusOf } from "./support/projects.js";
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
