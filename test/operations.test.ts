import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { addsIn, crontabEntry, replaceEntry } from "../src/verbs/crontab-entry.js";
import { hookServer } from "./support/hooks.js";
import { FAULTS, french, openaiServer, translated } from "./support/openai-server.js";
import { addTo, statusOf, type World } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

/** A worker that holds a project and is gone. */
function killWorkerOf(here: World, id: string) {
  const db = new Database(join(here.home, "transcron.db"));
  const time = new Date(here.clock.time).toISOString().slice(0, 19).replace("T", " ");
  db.prepare(
    `update translation_projects set status = 'processing', claim = 'x', reserved_by = 'elsewhere:1:1', reserved_at = ?,
       started_at = ?, attempts = attempts + 1 where id = ?`,
  ).run(time, time, id);
  db.close();
}

describe("stuck and failed projects", () => {
  test("release-stuck takes what was not heard of for long enough, and nothing the second time", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    killWorkerOf(here, id);
    here.clock.time += 6 * MINUTE;
    expect((await here.cli("release-stuck")).out).toContain("nothing is stuck");
    expect((await here.cli("release-stuck", "--older-than", "5m")).out).toContain("processing → pending");
    expect((await here.cli("release-stuck", "--older-than", "5m")).out).toContain("nothing is stuck");
    expect((await here.cli("tick")).code).toBe(0);
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("a tick rescues by itself, and a project that kills its worker three times ends failed", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    for (let attempt = 0; attempt < 3; attempt++) {
      killWorkerOf(here, id);
      here.clock.time += 11 * MINUTE;
      await here.cli("release-stuck");
    }
    expect((await here.json("show", id)).data).toMatchObject({
      status: "failed",
      error: expect.stringContaining("died 3 times"),
    });
    expect((await here.cli("errors")).out).toContain("worker_died");
  });

  async function withFailed() {
    let works = false;
    const server = await openaiServer((lines) =>
      translated(lines, (line) => (works || !line.includes("line 2") ? french(line) : "")),
    );
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addTo(here, "a.srt", 3, "--from", "en");
    expect((await here.cli("tick")).code).toBe(1);
    return {
      here,
      id,
      server,
      mend: () => {
        works = true;
      },
    };
  }

  test("retry-failed asks only for the lines that are missing", async () => {
    const { here, id, server, mend } = await withFailed();
    mend();
    expect((await here.cli("retry-failed")).code).toBe(2);
    expect((await here.cli("retry-failed", "--since", "1h")).out).toContain("failed → pending");
    expect((await here.cli("retry-failed", "--all")).out).toContain("nothing among them has failed");
    const before = server.asked().length;
    await here.cli("tick");
    expect(server.asked().slice(before)).toEqual([["In a.srt this is line 2."]]);
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("forget deletes a failed one; one in another status is refused", async () => {
    const { here, id } = await withFailed();
    expect((await here.cli("forget", id)).out).toContain("failed → deleted");
    expect((await here.cli("forget", id)).code).toBe(2);
    const other = await addTo(here, "b.srt", 1);
    expect(await here.cli("forget", other)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`transcron cancel ${other}`),
    });
    await here.cli("cancel", other);
    expect((await here.cli("forget", other)).code).toBe(0);
  });

  test("a project that is cancelled while in work is let go after its batch, and nothing of it is written", async () => {
    const holder: { cancel?: () => Promise<unknown> } = {};
    const server = await openaiServer((lines) => {
      return Promise.resolve(holder.cancel?.()).then(() => translated(lines));
    });
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addTo(here, "a.srt", 30);
    const other = world(here.outside.env);
    holder.cancel = () => other.cli("cancel", id);
    const { err } = await here.cli("batch");
    expect(err).toContain("let go: taken from this worker meanwhile");
    expect(server.count()).toBe(1);
    expect((await here.json("show", id)).data).toMatchObject({ status: "cancelled", segmentsDone: 0 });
  });
});

describe("clean-up, backup, restore", () => {
  test("the daily chore deletes what was exported and ended long ago, and the folder does not pay again", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    await here.cli("tick");
    await here.cli("export", id);
    here.clock.time += 31 * DAY;
    await here.cli("tick");
    expect((await here.json("list")).data.projects).toEqual([]);
    const file = here.file(
      "a.srt",
      srtOf(2, (line) => `In a.srt this is line ${line}.`),
    );
    expect((await here.cli("add", file, "--to", "fr")).out).toContain("done before");
    expect((await here.cli("add", file, "--to", "fr", "--again")).out).toContain("added");
  });

  test("cleanup --dry-run counts and changes nothing", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    await here.cli("cancel", id);
    here.clock.time += 40 * DAY;
    const argv = ["cleanup", "--status", "cancelled", "--older-than", "30d"];
    expect((await here.cli(...argv, "--dry-run")).out).toContain("would delete 1 project ");
    expect((await here.cli(...argv)).out).toContain("deleted 1 project ");
    expect((await here.cli(...argv)).out).toContain("deleted 0 projects");
    expect((await here.cli("cleanup", "--status", "pending")).code).toBe(2);
  });

  test("a duration that no date can be away is refused, and the longest that one can is not", async () => {
    const here = world();
    expect(await here.cli("cleanup", "--older-than", "999999999d")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no longer than 365000d"),
    });
    for (const argv of [
      ["cleanup", "--older-than", "365000d"],
      ["errors", "--since", "365000d"],
      ["tick", "--budget", "365000d"],
    ])
      expect(await here.cli(...argv)).toMatchObject({ code: 0, err: "" });
  });

  test("a backup is whole and private, restoring it brings back that moment, and the old database is kept", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    const { data } = await here.json("backup");
    expect(statSync(data.path).mode & 0o777).toBe(0o600);
    await here.cli("cancel", id);
    expect(await here.cli("restore", data.path)).toMatchObject({
      code: 2,
      err: expect.stringContaining("--force"),
    });
    const restored = await here.cli("restore", data.path, "--force");
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining("the old one is") });
    expect(await statusOf(here, id)).toBe("pending");
    expect((await here.cli("tick")).code).toBe(0);
  });

  test("restore refuses what is no backup, and a database that somebody works on", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    expect((await here.cli("restore", here.file("x.db", "not a database"), "--force")).code).toBe(2);
    const { data } = await here.json("backup");
    killWorkerOf(here, id);
    expect(await here.cli("restore", data.path, "--force")).toMatchObject({
      code: 75,
      err: expect.stringContaining("is at work on this database"),
    });
  });

  test("of the nightly backups so many are kept", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    for (let night = 0; night < 4; night++) {
      here.clock.time += DAY;
      expect((await here.cli("backup", "--keep", "2")).code).toBe(0);
    }
    expect(readdirSync(join(here.home, "backups"))).toHaveLength(2);
  });
});

test("an idle watch is at work too: restoring under it is refused", async () => {
  const here = world();
  await addTo(here, "a.srt", 2);
  const { data } = await here.json("backup");
  const store = await here.context().store();
  await store.greet({ worker: "elsewhere:2:2", kind: "watch", memoryBytes: 1, now: here.clock.time });
  expect((await here.cli("restore", data.path, "--force")).code).toBe(75);
  await store.leave("elsewhere:2:2");
  expect((await here.cli("restore", data.path, "--force")).code).toBe(0);
});

describe("telling running workers", () => {
  test("pause lets nothing begin; a tick is silent, a person is told; resume lets it go on", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    await here.cli("pause", "--reason", "new glossary");
    expect((await here.cli("pause")).out).toContain("paused already");
    for (const look of ["list", "stats"])
      expect((await here.cli(look)).err).toContain("PAUSED by tester: new glossary");
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    expect(await here.cli("batch")).toMatchObject({
      code: 75,
      err: expect.stringContaining("paused by tester: new glossary"),
    });
    expect((await here.cli("resume")).out).toContain("resumed: all work");
    await here.cli("tick");
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("resume also lets a provider be asked again that was paused for an error", async () => {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.badKey);
    expect((await here.cli("tick")).code).toBe(2);
    expect((await here.cli("resume")).out).toContain("resumed: provider openai");
    expect((await here.cli("tick")).code).toBe(0);
  });

  test("a restart ends workers that began before it, with what they did saved, and none that begin after", async () => {
    let asked = 0;
    const holder: { restart?: () => Promise<unknown> } = {};
    const server = await openaiServer((lines) => {
      const restarting = ++asked === 1 ? holder.restart?.() : undefined;
      return Promise.resolve(restarting).then(() => translated(lines));
    });
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    const id = await addTo(here, "a.srt", 30);
    const other = world(here.outside.env);
    other.clock.time += MINUTE;
    holder.restart = () => other.cli("restart");
    await here.cli("batch");
    expect((await here.json("show", id)).data).toMatchObject({
      status: "pending",
      segmentsDone: 10,
      attempts: 0,
    });
    here.clock.time += HOUR;
    expect((await here.cli("batch")).code).toBe(0);
  });
});

test("a restart reaches a watch that is paused", async () => {
  const here = world();
  await here.cli("pause");
  here.clock.time += MINUTE;
  const other = world(here.outside.env);
  other.clock.time = here.clock.time + 5000;
  await other.cli("restart");
  const { code } = await here.cli("watch", "--sleep", "1", "--max-time", "1h");
  expect(code).toBe(0);
  expect(here.clock.time).toBeLessThan(other.clock.time + MINUTE);
});

test("above its memory limit a worker finishes what it has and claims nothing more; watch ends to be started anew", async () => {
  const here = world({ MEMORY_LIMIT: "64M", MAX_CONCURRENT_WORKERS: "1" });
  for (const name of ["a.srt", "b.srt", "c.srt"]) await addTo(here, name, 2);
  await here.cli("tick");
  expect((await here.json("list")).data.counts).toMatchObject({ completed: 1, pending: 2 });
  const { code, err } = await here.cli("watch", "--sleep", "1", "--max-time", "1h");
  expect([code, err]).toEqual([0, expect.stringContaining("above MEMORY_LIMIT: ending")]);
});

describe("watch", () => {
  test("with --sleep it works off what is there and ends when its time is up", async () => {
    const here = world();
    const id = await addTo(here, "a.srt", 2);
    const { code, err } = await here.cli("watch", "--sleep", "5", "--max-time", "1m");
    expect(code).toBe(0);
    expect(err).toMatch(/watching \(pid \d+, every 5 s\): 1 pending, 0 processing/);
    expect(err).toContain("stopped after 1 projects");
    expect(await statusOf(here, id)).toBe("completed");
  });

  test("it ends after so many projects", async () => {
    const here = world();
    for (const name of ["a.srt", "b.srt", "c.srt"]) await addTo(here, name, 2);
    await here.cli("watch", "--sleep", "1", "--max-projects", "2");
    expect((await here.json("list")).data.counts).toMatchObject({ completed: 2, pending: 1 });
  });

  test("a schedule that is none is refused", async () => {
    expect(await world().cli("watch", "--schedule", "each minute")).toMatchObject({
      code: 2,
      err: expect.stringContaining("cron expression"),
    });
  });
});

describe("finished files", () => {
  test("of a folder they are written beside their sources, once, and not taken for sources", async () => {
    const here = world();
    const folder = dirname(here.file("watched/talk.srt", srtOf(2)));
    await here.cli("add", folder, "--to", "fr");
    await here.cli("tick");
    const written = join(folder, "talk.fr.srt");
    expect(readFileSync(written, "utf8")).toContain("[pseudo fr]");
    const { data } = await here.json("add", folder, "--to", "de");
    expect(data.files).toMatchObject([
      { file: written, skipped: "written", projects: [] },
      { file: join(folder, "talk.srt"), projects: [{ targetLang: "de" }] },
    ]);
    rmSync(written);
    await here.cli("tick");
    expect(existsSync(written)).toBe(false);
  });

  test("with EXPORT_DIR all of them go there", async () => {
    const here = world();
    here.outside.env.EXPORT_DIR = join(here.home, "..", "out");
    await addTo(here, "talk.srt", 2);
    await here.cli("tick");
    expect(readdirSync(here.outside.env.EXPORT_DIR)).toEqual(["talk.fr.srt"]);
  });

  test("side by side they are written once each, with nothing to complain of", async () => {
    const here = world();
    for (let file = 0; file < 6; file++)
      here.file(
        `watched/${file}.srt`,
        srtOf(2, (line) => `${file} ${line} is here.`),
      );
    const folder = join(here.home, "..", "files", "watched");
    await here.cli("add", folder, "--to", "fr,es,de");
    await here.cli("tick");
    expect(readdirSync(folder)).toHaveLength(24);
    expect((await here.json("errors")).data.errors).toEqual([]);
  });

  test("of a source that changed, the new translation takes the place of the old one, unless that was edited", async () => {
    const here = world();
    const source = here.file("watched/talk.srt", srtOf(2));
    const target = join(dirname(source), "talk.fr.srt");
    const again = async (lines: number) => {
      writeFileSync(source, srtOf(lines));
      await here.cli("add", dirname(source), "--to", "fr");
      await here.cli("tick");
      return readFileSync(target, "utf8").split("-->").length - 1;
    };
    expect([await again(3), await again(4)]).toEqual([3, 4]);
    writeFileSync(target, readFileSync(target, "utf8").replace("pseudo", "edited"));
    expect(await again(5)).toBe(4);
  });

  test("of two sources that were named and would be written to one place, the second is refused unpaid", async () => {
    const here = world();
    here.outside.env.EXPORT_DIR = join(here.home, "..", "out");
    const [one, two] = ["one", "two"].map((folder) => here.file(`${folder}/talk.srt`, srtOf(2)));
    const both = ["add", one!, two!, "--to", "fr"];
    expect(await here.cli(...both)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`two/talk.srt: into fr: the translation of ${one} goes there`),
    });
    expect((await here.json("list")).data.projects).toHaveLength(1);
    await here.cli("tick");
    expect(await here.cli(...both)).toMatchObject({ code: 1, out: expect.stringContaining("known") });
    expect((await here.cli("add", two!, "--to", "fr", "--name", "other.srt")).code).toBe(0);
    await here.cli("tick");
    expect(readdirSync(here.outside.env.EXPORT_DIR).sort()).toEqual(["other.fr.srt", "talk.fr.srt"]);
  });

  test("a name as long as a file system takes is written all the same", async () => {
    const here = world();
    here.file(`watched/${"長".repeat(80)}.srt`, srtOf(2));
    const folder = join(here.home, "..", "files", "watched");
    await here.cli("add", folder, "--to", "fr");
    expect((await here.cli("tick")).code).toBe(0);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("one that can't be written does not keep the others, nor later ticks, from their work", async () => {
    const here = world();
    here.file(`watched/${"a".repeat(250)}.srt`, srtOf(2));
    here.file(
      "watched/z.srt",
      srtOf(2, (line) => `Another ${line} line.`),
    );
    const folder = join(here.home, "..", "files", "watched");
    await here.cli("add", folder, "--to", "zh-Hant");
    await here.cli("tick");
    expect(existsSync(join(folder, "z.zh-Hant.srt"))).toBe(true);
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    expect((await here.cli("errors")).out).toContain("export");
  });

  test("a part that was exported is not the translation: it is neither delivered less nor cleaned up", async () => {
    const here = world();
    const id = await addTo(here, "talk.srt", 2, "--deliver");
    const part = join(here.home, "..", "part.srt");
    await here.cli("export", id, "--partial", "-o", part);
    await here.cli("tick");
    expect(existsSync(join(here.home, "..", "files", "talk.fr.srt"))).toBe(true);
    const other = await addTo(here, "other.srt", 2);
    await here.cli("export", other, "--partial", "-o", `${part}2.srt`);
    await here.cli("tick");
    here.clock.time += 40 * DAY;
    await here.cli("tick");
    expect(await statusOf(here, other)).toBe("completed");
  });

  test("a file that something else wrote is never overwritten: it is noted, and export --all does the rest", async () => {
    const here = world();
    const folder = dirname(here.file("watched/talk.srt", srtOf(2)));
    await here.cli("add", join(folder, "talk.srt"), "--to", "fr", "--deliver");
    writeFileSync(join(folder, "talk.fr.srt"), "by hand");
    expect(await here.cli("tick")).toMatchObject({
      code: 1,
      err: expect.stringContaining("could not be written"),
    });
    expect((await here.cli("doctor")).out).toContain("1 finished files could not be written");
    expect(readFileSync(join(folder, "talk.fr.srt"), "utf8")).toBe("by hand");
    expect((await here.cli("errors")).out).toContain("exists already");
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
    const out = join(here.home, "..", "out");
    mkdirSync(out);
    expect((await here.cli("export", "--all", "-o", out)).code).toBe(0);
    expect((await here.json("export", "--all", "-o", out)).data.exported).toEqual([]);
  });
});

describe("telling people", () => {
  test("failures, pauses and recovery go to a webhook and a command; what could not be told is told later", async () => {
    const hook = await hookServer(500);
    const server = await openaiServer();
    const told = join(world().file("told", ""));
    const here = world({
      ...server.env,
      TRANSCRON_MODEL: "m",
      NOTIFY_WEBHOOK: `${hook.url}/hook`,
      NOTIFY_COMMAND: `cat >> ${told}`,
    });
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.quota);
    expect((await here.cli("tick")).err).toContain('telling of "paused" by webhook failed');
    here.clock.time += 2 * HOUR;
    await here.cli("tick");
    const messages = hook.calls.map(({ body }) => JSON.parse(body));
    expect(messages.map(({ event }) => event).sort()).toEqual(["finished", "paused", "paused", "recovered"]);
    expect(messages[0].text).toContain("the provider is paused: the quota is used up");
    expect(readFileSync(told, "utf8")).toContain("the provider answers again");
  });

  test("a failed project is named with its reason", async () => {
    const hook = await hookServer();
    const server = await openaiServer((lines) => lines);
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", NOTIFY_WEBHOOK: hook.url });
    const id = await addTo(here, "a.srt", 2);
    await here.cli("tick");
    expect(JSON.parse(hook.calls[0]!.body)).toMatchObject({
      event: "failed",
      text: expect.stringContaining(id),
      projects: [{ id }],
    });
  });

  test("a dead man's switch hears of start, success and failure; an idle tick is a success too", async () => {
    const hook = await hookServer();
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", PING_URL: `${hook.url}/uuid` });
    await here.cli("tick");
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.badKey);
    await here.cli("tick");
    expect(hook.calls.map(({ path }) => path)).toEqual(["/uuid", "/uuid/start", "/uuid/fail"]);
  });

  test("a switch that can't be reached is no reason to fail", async () => {
    const here = world({ PING_URL: "http://127.0.0.1:9" });
    expect(await here.cli("tick")).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("looking", () => {
  test("stats show the indicators beside their targets", async () => {
    const here = world();
    await addTo(here, "a.srt", 30);
    await here.cli("tick");
    const { out } = await here.cli("stats");
    expect(out).toMatch(/success rate +100 % +over 95 % +met/);
    expect(out).toMatch(/30 segments +0 s +under 30 s +met/);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect((await here.json("stats")).data).toMatchObject({
      completed: 1,
      lanes: [{ name: "normal", places: 10000 }, { name: "any" }, { name: "audio" }, { name: "generation" }],
    });
  });

  test("OpenMetrics text is well formed and written whole", async () => {
    const here = world();
    await addTo(here, "a.srt", 3);
    const file = join(here.home, "..", "files", "transcron.prom");
    expect((await here.cli("stats", "--prometheus", file)).code).toBe(0);
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines.slice(-2)).toEqual(["# EOF", ""]);
    for (const line of lines.slice(0, -2)) {
      expect(line).toMatch(
        /^(# (TYPE|HELP) transcron_\w+ .+|transcron_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/,
      );
    }
    expect(lines).toContain('transcron_projects{status="pending"} 1');
  });

  test("audit shows who changed what: commands and settings, secrets as fingerprints", async () => {
    const here = world({ OPENAI_API_KEY: "sk-first-secret" });
    const id = await addTo(here, "a.srt", 2);
    await here.cli("tick");
    here.outside.env.OPENAI_API_KEY = "sk-second-secret";
    here.outside.env.BATCH_SIZE = "5";
    await addTo(here, "b.srt", 2);
    await here.cli("tick");
    const { changes } = (await here.json("audit")).data;
    expect(changes.map(({ action }: { action: string }) => action)).toEqual(["settings", "add", "add"]);
    expect(changes[0].details).toMatch(/OPENAI_API_KEY: secret #\w{6} → secret #\w{6}; BATCH_SIZE: 10 → 5/);
    expect(changes[2]).toMatchObject({
      who: "tester",
      kind: "translation",
      id,
      details: "a.srt → fr",
    });
    expect(JSON.stringify(changes)).not.toMatch(/first-secret|second-secret/);
  });

  test("the key stands nowhere but in .env: not in the database, the logs or any output", async () => {
    const server = await openaiServer();
    const key = "sk-very-secret-0123456789";
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", OPENAI_API_KEY: key });
    await addTo(here, "a.srt", 2);
    server.fail(FAULTS.badKey);
    const outputs = [];
    for (const argv of [
      ["tick"],
      ["resume"],
      ["--verbose", "tick"],
      ["config"],
      ["--json", "config"],
      ["doctor"],
      ["audit"],
      ["errors"],
      ["stats"],
    ]) {
      outputs.push(await here.cli(...argv));
    }
    expect(JSON.stringify(outputs)).not.toContain(key);
    const files = readdirSync(here.home, { recursive: true, encoding: "utf8" })
      .map((name) => join(here.home, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(readFileSync(file).includes(key), file).toBe(false);
  });
});

describe("doctor", () => {
  const findings = async (here: World, ...argv: string[]) => {
    const { code, data } = await here.json("doctor", ...argv);
    const bad = data.findings.filter(
      ({ state, check }: { state: string; check: string }) => state !== "ok" && check !== "cron",
    );
    return { code, bad: bad.map(({ check, state, mend }: Record<string, string>) => [check, state, mend]) };
  };

  test("finds nothing wrong where nothing is", async () => {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
    await addTo(here, "a.srt", 1);
    const { data } = await here.json("doctor", "--online");
    expect(data.broken).toBe(0);
    expect(data.findings.find(({ check }: { check: string }) => check === "online").says).toBe(
      'translation and generation by openai m: "Good morning." is "FR(dooGé gninromé.)"',
    );
  });

  test.each<[string, (here: World) => unknown, string, string]>([
    ["a home that is open to others", (here) => chmodSync(here.home, 0o755), "home", "chmod 700"],
    [
      "an .env that is open to others",
      (here) => writeFileSync(join(here.home, ".env"), "", { mode: 0o644 }),
      "home",
      "chmod 600",
    ],
    [
      "a damaged database",
      (here) => writeFileSync(join(here.home, "transcron.db"), "rubbish".repeat(1000)),
      "database",
      "there is no backup",
    ],
    ["a pause", (here) => here.cli("pause"), "queue", "transcron resume"],
    [
      "a memory of more than a million lines",
      (here) => {
        const db = new Database(join(here.home, "transcron.db"));
        db.exec("update totals set value = 1000001 where name = 'memory'");
        db.close();
      },
      "queue",
      "transcron memory forget",
    ],
    ["a bad setting", (here) => Object.assign(here.outside.env, { BATCH_SIZE: "many" }), "settings", ""],
    [
      "no command",
      (here) => Object.assign(here.outside.env, { TRANSCRON_PROVIDER: "command" }),
      "provider",
      "TRANSCRON_COMMAND",
    ],
    [
      "no key",
      (here) => Object.assign(here.outside.env, { TRANSCRON_PROVIDER: "openai" }),
      "provider",
      "OPENAI_API_KEY",
    ],
    [
      "a model that ends",
      (here) =>
        Object.assign(here.outside.env, {
          TRANSCRON_PROVIDER: "openai",
          OPENAI_API_KEY: "k",
          TRANSCRON_MODEL: "gpt-4o-mini",
        }),
      "provider",
      "TRANSCRON_MODEL",
    ],
    [
      "a project whose worker is gone",
      async (here) => {
        killWorkerOf(here, (await here.json("list")).data.projects[0].id);
        here.clock.time += HOUR;
      },
      "queue",
      "transcron release-stuck",
    ],
  ])("%s: %#", async (_, spoil, check, mend) => {
    const here = world();
    await addTo(here, "a.srt", 1);
    await spoil(here);
    const { bad } = await findings(here);
    expect(
      bad.some(([name, , how]: string[]) => name === check && (how ?? "").includes(mend)),
      JSON.stringify(bad),
    ).toBe(true);
  });

  test("a name in .env that is no setting, and settings that cron will not have, are told", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    writeFileSync(join(here.home, ".env"), "BATCH_SZE=3\n", { mode: 0o600 });
    const { out } = await here.cli("doctor");
    expect(out).toContain("no settings of transcron in .env: BATCH_SZE");
    expect(out).toContain("which cron does not have: TRANSCRON_PROVIDER");
  });

  test("exits 1 only for what is broken", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    expect((await findings(here)).code).toBe(0);
    writeFileSync(join(here.home, "transcron.db"), "rubbish".repeat(1000));
    expect((await findings(here)).code).toBe(1);
  });
});

describe("the crontab entry", () => {
  const entryFor = (home: string) =>
    crontabEntry({ node: "/opt/node/bin/node", program: "/opt/transcron.js", home }, { mail: false });

  test("a line break in a path would end the entry: it is refused", () => {
    expect(() => entryFor("/srv/a\n* * * * * rm")).toThrow("a crontab can't hold the line break");
  });

  test("has absolute paths, its own PATH, the home and the log, and is one line a job", () => {
    const home = "/srv/my files/100%";
    const [, , tick, backup] = entryFor(home).split("\n");
    expect(tick).toMatch(
      /^\* \* \* \* \* PATH=\S+ \/\S+ \/\S+transcron\.js --home '\/srv\/my files\/100\\%' --quiet tick >>'.*crontab\.log' 2>&1$/,
    );
    expect(backup).toMatch(/^17 3 \* \* \* .* backup --keep 14/);
  });

  test("folders that an older entry added files from are found, for this home alone", () => {
    const home = "/srv/my files/100%";
    const [begin, note, tick, backup, end] = entryFor(home).split("\n");
    const addOf = (what: string) => tick!.replace(/^\S+/, "*/5").replace(" tick ", ` add ${what} `);
    const adds = [addOf("/srv/subtitles --to fr,es"), addOf("'/srv/it'\\''s 50\\% off' --to de")];
    const entry = [begin, note, tick, ...adds, backup, end].join("\n");
    expect(addsIn(entry, home)).toEqual([
      { path: "/srv/subtitles", to: ["fr", "es"] },
      { path: "/srv/it's 50% off", to: ["de"] },
    ]);
    expect(addsIn(entry, "/another/home")).toEqual([]);
    expect(addsIn(entryFor(home), home)).toEqual([]);
  });

  test("is put in once, replaced when it changes, and taken out again, with the rest left as it was", () => {
    const others = "MAILTO=me\n0 5 * * * /usr/bin/true\n";
    const entry = entryFor("/home/a/.transcron");
    const installed = replaceEntry(others, entry);
    expect(replaceEntry(installed, entry)).toBe(installed);
    expect(replaceEntry(installed, entryFor("/other"))).not.toContain("/home/a");
    expect(replaceEntry(installed, undefined)).toBe(others);
    expect(replaceEntry("", undefined)).toBe("");
  });
});

test.each(["bash", "zsh", "fish"])("completion for %s knows every command", async (shell) => {
  const { out } = await world().cli("completion", shell);
  for (const name of ["add", "retry-failed", "completion"]) expect(out).toContain(name);
});

test("lanes are worked side by side: a long project does not hold up the other lane", async () => {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m", LANES: "normal:10:1,any:10:1" });
  const long = await addTo(here, "long.srt", 200);
  const small = await addTo(here, "small.srt", 2, "--lane", "any");
  await here.cli("tick");
  expect([await statusOf(here, long), await statusOf(here, small)]).toEqual(["completed", "completed"]);
  const order = server.asked().findIndex((lines) => lines[0]!.includes("small.srt"));
  expect(order).toBeLessThan(4);
});
