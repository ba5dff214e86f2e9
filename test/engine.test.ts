import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { FAULTS, openaiServer } from "./support/openai-server.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { world } from "./support/world.js";

/** A program that knows one pair of languages, and says so. */
const ONE_PAIR = 'test {to} = es && exec sed s/this/esto/ || { echo "no mode en-{to}" >&2; exit 1; }';

const engine = (command: string) => world({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: command });

async function tickFor(here: World, time: number) {
  for (const end = here.clock.time + time; here.clock.time < end; here.clock.time += MINUTE)
    await here.cli("tick");
}

function outcomes(here: World): string[] {
  const db = new Database(join(here.home, "transcron.db"), { readonly: true });
  try {
    return db.prepare<[], string>("select outcome from requests order by id").pluck().all();
  } finally {
    db.close();
  }
}

test("a program that lacks a pair of languages fails that project with what it said, and does the other pair", async () => {
  const here = engine(ONE_PAIR);
  const lacking = await addTo(here, "a.srt", 3);
  const known = await addTo(here, "b.srt", 3, "--to", "es");
  await tickFor(here, HOUR);
  expect(await statusOf(here, known)).toBe("completed");
  expect((await here.json("show", lacking)).data).toMatchObject({
    status: "failed",
    attempts: 3,
    error: expect.stringContaining("the command ended with 1: no mode en-fr"),
  });
});

test("a program that fails whatever it is asked rests longer and longer, so that few projects fail before it is repaired", async () => {
  const here = engine('test -e "$HOME/repaired" && exec sed s/this/esto/ || exit 1');
  here.outside.env.HOME = join(here.home, "..");
  for (let file = 0; file < 6; file++) await addTo(here, `${file}.srt`, 1);
  await tickFor(here, HOUR);
  here.file("../repaired", "");
  await tickFor(here, HOUR);
  const { counts } = (await here.json("list")).data;
  expect(counts.failed).toBeLessThanOrEqual(2);
  expect(counts.completed).toBe(6 - counts.failed);
});

test("a server that is down takes no attempt of any project", async () => {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addTo(here, "a.srt", 1);
  server.fail(...Array.from({ length: 100 }, () => FAULTS.overloaded));
  await tickFor(here, HOUR);
  expect((await here.json("show", id)).data).toMatchObject({ status: "pending", attempts: 0 });
});

test("a reply in which nothing can be read is in the log of requests as unreadable", async () => {
  const replies: unknown[] = ["I am a teapot.", { 2: "Deux seulement." }];
  const server = await openaiServer((lines) => replies.shift() ?? lines);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  await addTo(here, "a.srt", 2, "--from", "en");
  await here.cli("tick");
  expect(outcomes(here).slice(0, 2)).toEqual(["unreadable", "repaired"]);
});
