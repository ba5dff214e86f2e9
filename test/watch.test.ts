import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { openaiServer, translated } from "./support/openai-server.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { START, world } from "./support/world.js";

/** Writes `.env` as it was saved at some time. */
function writeEnv(here: World, text: string, at: number) {
  mkdirSync(here.home, { recursive: true, mode: 0o700 });
  writeFileSync(join(here.home, ".env"), text, { mode: 0o600 });
  utimesSync(join(here.home, ".env"), at / 1000, at / 1000);
}

describe("the settings of a watch", () => {
  test("that can't be read are a mistake at its start", async () => {
    const here = world({ BATCH_SIZE: "many" });
    const { code, err } = await here.cli("watch", "--sleep", "5", "--max-time", "1m");
    expect([code, err]).toEqual([2, expect.stringContaining('BATCH_SIZE is "many"')]);
  });

  test("are read again when .env has changed, and stay as they are if it is bad, which is said once", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    writeEnv(here, "BATCH_SIZE=5", START);
    here.clock.after(MINUTE, () => writeEnv(here, "BATCH_SIZE=many", START + MINUTE));
    here.clock.after(10 * MINUTE, () => writeEnv(here, "BATCH_SIZE=7", START + 10 * MINUTE));
    const { code, err } = await here.cli("watch", "--sleep", "5", "--max-time", "1h");
    expect(code).toBe(0);
    expect(err.match(/is left out: BATCH_SIZE is "many"/g)).toHaveLength(1);
    expect(err.match(/settings read again/g)).toHaveLength(1);
  });
});

describe("a watch with a schedule", () => {
  const everySecond = ["watch", "--schedule", "* * * * * *"];

  /** Makes a project due at some time. */
  function dueAt(here: World, id: string, time: number) {
    const db = new Database(join(here.home, "transcron.db"));
    const text = new Date(time).toISOString().slice(0, 19).replace("T", " ");
    db.prepare("update translation_projects set available_at = ? where id = ?").run(text, id);
    db.close();
  }

  test("begins work that comes within seconds, in a minute that the schedule names", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    dueAt(here, id, START + 20 * SECOND);
    expect((await here.cli(...everySecond, "--max-projects", "1")).code).toBe(0);
    expect(await statusOf(here, id)).toBe("completed");
    expect(here.clock.time - START).toBeLessThanOrEqual(22 * SECOND);
  });
});

describe("what a watch tells of its end", () => {
  test("is what it waits for when it is stopped, and what it finished", async () => {
    const here = world();
    const server = await openaiServer((lines) => {
      here.stop.ask("SIGTERM");
      return translated(lines);
    });
    Object.assign(here.outside.env, server.env, { TRANSCRON_MODEL: "m" });
    await addTo(here, "a.srt", 2);
    const { err } = await here.cli("watch", "--sleep", "5");
    expect(err).toContain("watching (pid ");
    expect(err).toContain("1 pending, 0 processing, 0 completed, 0 failed, 0 cancelled; times in UTC\n");
    expect(err).toContain("stopping: waiting for 1 request, up to 30 s\n");
    expect(err).toContain("stopped after 1 projects: 1 completed\n");
  });

  test("is that it waits for nothing where nothing is out", async () => {
    const here = world();
    here.clock.after(MINUTE, () => here.stop.ask("SIGTERM"));
    const { err } = await here.cli("watch", "--sleep", "5");
    expect(err).toContain("stopping: no request is out\n");
    expect(err).toContain("stopped after 0 projects: 0 completed\n");
  });
});

test("a batch worker says in which zone its times are", async () => {
  const here = world();
  await addTo(here, "a.srt", 1);
  expect((await here.cli("batch")).err).toMatch(/batch worker started \(pid \d+\), times in UTC\n/);
});
