import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import { tickLock } from "../src/queue/tick.js";
import { withLock } from "../src/system/lock.js";
import { ticksIn } from "../src/verbs/crontab-entry.js";
import { addTo, type World } from "./support/projects.js";
import { scratch, world } from "./support/world.js";

/** A machine whose crontab says this. */
function withCrontab(text: string) {
  const folder = scratch();
  writeFileSync(join(folder, "crontab"), `#!/bin/sh\ncat <<'EOF'\n${text}\nEOF\n`);
  chmodSync(join(folder, "crontab"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  return () => vi.unstubAllEnvs();
}

async function foundBy(here: World, check: string) {
  const { data } = await here.json("doctor");
  return data.findings.filter((one: { check: string }) => one.check === check);
}

describe("the trace of a tick", () => {
  test("is left by an idle tick, without a line in the database", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    await here.cli("tick");
    const database = () => statSync(join(here.home, "transcron.db")).mtimeMs;
    const before = database();
    here.clock.time += HOUR;
    await here.cli("tick");
    here.clock.time += 20_000;
    expect((await here.cli("stats")).out).toContain("1 ticks that did something, last tick 20s ago");
    expect(database()).toBe(before);
    expect((await here.json("stats")).data).toMatchObject({
      lastTick: here.clock.time - 20_000,
      lastWorkingTick: here.clock.time - HOUR - 20_000 - (here.clock.time % 1000),
    });
  });

  test("stats say so where there was none", async () => {
    expect((await world().cli("stats")).out).toContain("no tick yet");
  });
});

describe("a tick that holds the lock", () => {
  test("longer than its budget is told of, once", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    const holder = { worker: here.outside.worker, since: here.clock.time, budget: 10 * MINUTE };
    const said: string[] = [];
    await withLock(
      { file: tickLock(here.home), holder },
      () => false,
      async () => {
        for (const wait of [0, 10, 15, 5]) {
          here.clock.time += wait * MINUTE;
          said.push((await here.cli("tick")).err);
        }
      },
    );
    expect(said.map((text) => text !== "")).toEqual([false, false, true, false]);
    expect(said[2]).toMatch(
      /process \d+ on \S+ has held the tick's lock for 25m, longer than its budget of 10m/,
    );
    expect((await here.cli("errors")).out).toContain("overdue_tick");
  });
});

describe("doctor looks at the crontab", () => {
  test("ticks of a crontab are told with their homes", () => {
    const crontab = [
      "# * * * * * transcron tick",
      "* * * * * transcron tick",
      "* * * * * transcron --home '/srv/my files' --quiet tick",
      "* * * * * TRANSCRON_HOME=/b transcron tick",
      'TRANSCRON_HOME = "/c"',
      "* * * * * transcron tick",
      "* * * * * transcron backup",
    ].join("\n");
    expect(ticksIn(crontab).map(({ home }) => home)).toEqual([undefined, "/srv/my files", "/b", "/c"]);
  });

  test.each([
    ["for this home whose ticks come", (home: string) => home, 20_000, "ok", "the last 20s ago"],
    [
      "for this home whose ticks do not come",
      (home: string) => home,
      8 * MINUTE,
      "warning",
      "the last came 8m ago",
    ],
    ["for another home", () => "/elsewhere", HOUR, "warning", "for another home: /elsewhere"],
  ])("an entry %s", async (_, home, age, state, says) => {
    const here = world();
    await here.cli("tick");
    here.clock.time += age;
    const undo = withCrontab(`* * * * * transcron --home ${home(here.home)} tick`);
    const found = await foundBy(here, "cron");
    undo();
    expect(found).toMatchObject([{ state, says: expect.stringContaining(says) }]);
  });

  test("an entry of which no tick ever came", async () => {
    const here = world();
    const undo = withCrontab(`*/10 * * * * transcron --home ${here.home} tick`);
    const found = await foundBy(here, "cron");
    undo();
    expect(found).toMatchObject([{ state: "warning", says: expect.stringContaining("none has ever come") }]);
  });

  test("ticks that come without an entry, by watch or another user's cron, are fine", async () => {
    const here = world();
    await here.cli("tick");
    const undo = withCrontab("");
    const found = await foundBy(here, "cron");
    undo();
    expect(found).toMatchObject([{ state: "ok", says: expect.stringContaining("last tick 0s ago") }]);
  });
});

describe("doctor looks at the provider", () => {
  const command = (text: string) => world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: text });

  test("a program that is not installed is broken", async () => {
    expect(await foundBy(command("LANG=C no-such-engine -u {to}"), "provider")).toMatchObject([
      { state: "broken", says: expect.stringContaining("no-such-engine") },
    ]);
  });

  test.each(["cat", "LANG=C /bin/cat -u", "cd /tmp && cat", "(cat)"])("%s can be run", async (text) => {
    expect(await foundBy(command(text), "provider")).toMatchObject([{ state: "ok" }]);
  });

  test.each([
    ["gpt-6-luna", "price known"],
    ["llama", "price unknown"],
  ])("%s: %s", async (model, says) => {
    const here = world({ TRANSCRON_PROVIDER: "openai", OPENAI_API_KEY: "k", TRANSCRON_MODEL: model });
    expect(await foundBy(here, "provider")).toMatchObject([{ says: expect.stringContaining(says) }]);
  });
});

test("doctor does not speak of defaults beside settings of the shell, and says in which zone times are", async () => {
  const { out } = await world().cli("doctor");
  expect(out).not.toContain("all defaults");
  expect(out).toContain("logs tell times in UTC");
});
