import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { HOUR, MINUTE } from "../../src/core/time.js";
import Database from "../../src/store/sqlite/driver.js";
import { buildRelease010 } from "../store/fixture-0.1.0.js";
import { withCrontab, withoutCron } from "./crontab.js";
import { answering } from "./hooks.js";
import { FAULTS, openaiServer, translated } from "./openai-server.js";
import { addLines, addTo, type World } from "./projects.js";
import { advised, type Said, say, type Values } from "./ways-out.js";
import { srtOf, world } from "./world.js";

/** A state in which something advises a way out. */
interface Hinting {
  here: World;
  said: Said;
  values?: Values;
  /** What was said and must not be said again, where the way out alone does not end well. */
  gone?: string;
}

export interface Case {
  /** As `hintsIn` finds it in the sources. */
  way: string;
  when: string;
  /** Why it can't be brought about here. */
  skipped?: Error | undefined;
  state(): Promise<Hinting>;
}

/** Statements on the database, as another process might have made them. */
function by(here: World, sql: string) {
  const db = new Database(join(here.home, "transcron.db"));
  db.exec(sql);
  db.close();
}

const talk = (here: World, lines = 2) => here.file("talk.srt", srtOf(lines));
const ITEMS = "id,text,note\n1,Good evening.,greeting\n";

const beside = (here: World, name: string) => join(here.home, "..", "files", name);

async function added(status: string, env: NodeJS.ProcessEnv = {}) {
  const here = world(env);
  const id = await addTo(here, "a.srt", 2);
  by(here, `update translation_projects set status = '${status}'`);
  return { here, id };
}

/** A project whose worker died without a word. */
async function abandoned() {
  const { here, id } = await added("processing");
  by(
    here,
    `update translation_projects set reserved_by = '${DEAD("1")}', reserved_at = '2026-01-01 00:00:00', claim = 'x'`,
  );
  return { here, id };
}

async function completed(env: NodeJS.ProcessEnv = {}) {
  const here = world(env);
  const id = await addTo(here, "a.srt", 2);
  await here.cli("batch");
  return { here, id };
}

/** A project whose lines are all given up. */
async function failed(env: NodeJS.ProcessEnv = {}) {
  const server = await openaiServer((lines) => translated(lines, () => ""));
  const here = world({ ...server.env, TRANSCRON_MODEL: "m", ...env });
  const id = await addTo(here, "a.srt", 1);
  await here.cli("tick");
  return { here, id };
}

/** A failed project with a line whose answer was rejected. */
async function echoed() {
  const server = await openaiServer((lines) => lines);
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addLines(here, ["Gallia est omnis divisa"]);
  await here.cli("tick");
  return { here, id };
}

/** A project whose only line is answered in another script. */
async function rejected() {
  const server = await openaiServer((lines) => translated(lines, () => "Это сказано по-русски"));
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const id = await addTo(here, "a.srt", 1);
  await here.cli("tick");
  return { here, id };
}

async function refusedKey() {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  await addTo(here, "a.srt", 1);
  server.fail(FAULTS.badKey);
  await here.cli("tick");
  return here;
}

async function usedUpQuota() {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  await addTo(here, "a.srt", 1);
  server.fail(FAULTS.quota);
  await here.cli("tick");
  return here;
}

const RUSSIAN = Buffer.from("1\n00:00:01,000 --> 00:00:02,000\n\xcf\xf0\xe8\xe2\xe5\xf2\n", "latin1");

async function readWrongly(status: string) {
  const here = world();
  const file = here.file("ru.srt", RUSSIAN);
  await here.cli("add", file, "--to", "fr", "--encoding", "windows-1252");
  by(here, `update translation_projects set status = '${status}'`);
  return { here, said: await say(here, "add", file, "--to", "fr", "--encoding", "windows-1251") };
}

/** An older translation that was not exported, and a newer one that was. */
async function superseded() {
  const { here, id } = await completed();
  await here.cli("export", id);
  const newer = await addTo(here, "a.srt", 3);
  await here.cli("batch");
  await here.cli("export", newer);
  return { here, said: await say(here, "export", id) };
}

async function damaged() {
  const here = world();
  await addTo(here, "a.srt", 1);
  await here.cli("backup");
  writeFileSync(join(here.home, "transcron.db"), "rubbish".repeat(1000));
  return here;
}

/** Makes a copy of the current version. */
async function secondVersion(here: World, id: string) {
  const store = await here.context().store();
  const about = { now: here.clock.time, reason: "a copy", model: null, note: null };
  await store.newVersion(id, { ...about, open: [], recalls: "all" });
}

/** A delivery whose place something else has taken. */
async function undelivered() {
  const here = world({ EXPORT_DIR: "out" });
  here.outside.env.EXPORT_DIR = beside(here, "out");
  const file = talk(here);
  mkdirSync(beside(here, "out"));
  await here.cli("add", file, "--to", "fr");
  here.file("out/talk.fr.srt", "of somebody else");
  await here.cli("tick");
  return here;
}

/** A file that is added where another stands in the way of its translation. */
async function notToBeDelivered() {
  const here = world();
  here.outside.env.EXPORT_DIR = beside(here, "out");
  here.file("out/talk.fr.srt", "of somebody else");
  return { here, said: await say(here, "add", talk(here), "--to", "fr") };
}

/** Standard input, to be read twice. */
function piped(here: World) {
  Object.defineProperty(here.outside, "stdin", { get: () => Readable.from([Buffer.from(srtOf(1))]) });
}

const DEAD = (process: string) => `${hostname()}:${process}:1`;

/** A tick that died with the lock. */
function deadLock(here: World) {
  const worker = here.outside.worker.split(":").with(2, "1").join(":");
  mkdirSync(join(here.home, "tick.lock.lock"), { recursive: true });
  writeFileSync(join(here.home, "tick.lock"), JSON.stringify({ worker, since: here.clock.time }));
}

export const CASES: Case[] = [
  {
    way: "cli.ts: transcron --help",
    when: "an argument is missing",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "add") };
    },
  },
  {
    way: "commands/add.ts: transcron convert … -o - …",
    when: "a file has many odd places",
    state: async () => {
      const here = world();
      const odd = srtOf(9).replaceAll(/^\d+\n/gm, "");
      const said = await say(here, "add", here.file("odd talk.txt", odd), "--to", "fr", "--format", "srt");
      return { here, said };
    },
  },
  {
    way: "commands/add.ts: --format srt",
    when: "standard input has no name",
    state: async () => {
      const here = world();
      piped(here);
      return { here, said: await say(here, "add", "-", "--to", "fr") };
    },
  },
  {
    way: "commands/check.ts: --format srt",
    when: "standard input has no name",
    state: async () => {
      const here = world();
      piped(here);
      const said = await say(here, "check", "-", "--against", talk(here));
      return { here, said, gone: "standard input has no name" };
    },
  },
  {
    way: "verbs/check-folders.ts: --from en",
    when: "translations stand beside their sources",
    state: async () => {
      const here = world();
      const folder = join(here.file("films/a.en.srt", srtOf(1)), "..");
      here.file(
        "films/a.fr.srt",
        srtOf(1, () => "Ceci est la première ligne."),
      );
      return { here, said: await say(here, "check", folder, "--against", folder) };
    },
  },
  {
    way: "commands/convert.ts: --from srt",
    when: "standard input has no name",
    state: async () => {
      const here = world();
      piped(here);
      return { here, said: await say(here, "convert", "-", "-o", "-") };
    },
  },
  {
    way: "commands/crontab.ts: --folder FOLDER --to fr,es",
    when: "one of the two is missing",
    state: async () => {
      const here = world();
      return {
        here,
        said: await say(here, "crontab", "--to", "fr"),
        values: { FOLDER: join(here.home, "..") },
      };
    },
  },
  {
    way: "commands/init.ts: transcron init --use …",
    when: "a server of this machine answers",
    state: async () => {
      const server = await openaiServer();
      const here = world();
      const { url } = server;
      here.outside.localServers = [
        { name: "ollama", title: "Ollama", url: url.replace(/\/v1$/, ""), models: "/v1/models" },
      ];
      const said = await say(here, "init");
      rmSync(join(here.home, ".env"));
      return { here, said };
    },
  },
  ...["doctor --online", "add FILE --to fr", "crontab --install"].map((way) => ({
    way: `commands/init.ts: transcron … ${way}`,
    when: "a home was made",
    state: async () => {
      const here = world();
      withCrontab("");
      return { here, said: await say(here, "init"), values: { FILE: talk(here) } };
    },
  })),
  {
    way: "config/env-file.ts: transcron config",
    when: "the settings are to be changed",
    state: async () => {
      const here = world();
      await here.cli("init");
      return { here, said: { text: readFileSync(join(here.home, ".env"), "utf8"), argv: [] } };
    },
  },
  {
    way: "commands/list.ts: transcron add FILE --to fr",
    when: "nothing was added yet",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "list"), values: { FILE: talk(here) } };
    },
  },
  {
    way: "commands/pause.ts: transcron resume",
    when: "work was paused",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "pause") };
    },
  },
  {
    way: "commands/report.ts: transcron resume",
    when: "work is paused",
    state: async () => {
      const here = world();
      await here.cli("pause");
      return { here, said: await say(here, "list") };
    },
  },
  {
    way: "commands/report.ts: transcron resume",
    when: "the provider is paused for a time",
    state: async () => {
      const here = await usedUpQuota();
      return { here, said: await say(here, "stats") };
    },
  },
  {
    way: "commands/show.ts: transcron accept … LINE",
    when: "an answer was rejected",
    state: async () => {
      const { here, id } = await echoed();
      return { here, said: await say(here, "show", id), values: { LINE: "1" } };
    },
  },
  {
    way: "commands/review.ts: --all",
    when: "no project is named",
    state: async () => {
      const { here } = await failed();
      return { here, said: await say(here, "review") };
    },
  },
  {
    way: "commands/review.ts: transcron accept …",
    when: "an answer was rejected",
    state: async () => {
      const { here, id } = await rejected();
      return { here, said: await say(here, "review", id) };
    },
  },
  {
    way: "commands/review.ts: transcron retry-failed …",
    when: "a line failed",
    state: async () => {
      const { here, id } = await failed();
      return { here, said: await say(here, "review", id) };
    },
  },
  {
    way: "endpoints/command.ts: TRANSCRON_COMMAND=apertium -u eng-spa",
    when: "no command is set",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "command" });
      await addTo(here, "a.srt", 1);
      const said = await say(here, "batch");
      return { here, said, gone: "TRANSCRON_COMMAND is not set" };
    },
  },
  {
    way: "endpoints/openai.ts: OPENAI_API_KEY=KEY",
    when: "there is no key",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "openai" });
      await addTo(here, "a.srt", 1);
      const said = await say(here, "batch");
      return { here, said, values: { look: "list" }, gone: "PAUSED" };
    },
  },
  {
    way: "endpoints/anthropic.ts: ANTHROPIC_API_KEY=KEY",
    when: "there is no key for Anthropic",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "anthropic", TRANSCRON_MODEL: "m" });
      await addTo(here, "a.srt", 1);
      const said = await say(here, "batch");
      return { here, said, values: { look: "list" }, gone: "PAUSED" };
    },
  },
  {
    way: "endpoints/anthropic.ts: TRANSCRON_MODEL=claude-sonnet-4-6",
    when: "no model of Anthropic's is named",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "anthropic", ANTHROPIC_API_KEY: "k" });
      await addTo(here, "a.srt", 1);
      const said = await say(here, "batch");
      return { here, said, values: { look: "list" }, gone: "PAUSED" };
    },
  },
  {
    way: "formats/encoding.ts: --encoding",
    when: "a file is not in UTF-8",
    state: async () => {
      const here = world();
      const said = await say(here, "add", here.file("ru.srt", RUSSIAN), "--to", "fr");
      return { here, said, values: { "": "windows-1251" } };
    },
  },
  {
    way: "formats/index.ts: --encoding",
    when: "an encoding was detected",
    state: async () => {
      const here = world();
      const text = srtOf(8, (line) => `Où étiez-vous ? Nous avons attendu toute la soirée, ${line}.`);
      const file = here.file("fr.srt", Buffer.from(text, "latin1"));
      const said = await say(here, "convert", file, "-o", "-");
      return { here, said, values: { "": "iso-8859-15" } };
    },
  },
  {
    way: "formats/index.ts: --format",
    when: "an ending says nothing",
    state: async () => {
      const here = world();
      const said = await say(here, "add", here.file("talk.odd", srtOf(1)), "--to", "fr");
      return { here, said, values: { "": "srt" } };
    },
  },
  {
    way: "formats/index.ts: --format",
    when: "a column is named of a file that is read as text",
    state: async () => {
      const here = world();
      const file = here.file("items.txt", ITEMS);
      const said = await say(here, "add", file, "--to", "fr", "--column", "text");
      return { here, said, values: { "": "csv" } };
    },
  },
  ...[[], ["--column", "txt"]].map((named) => ({
    way: "formats/csv.ts: --column …",
    when: named.length ? "a table does not have the column" : "no column of a table is named",
    state: async () => {
      const here = world();
      const said = await say(here, "add", here.file("items.csv", ITEMS), "--to", "fr", ...named);
      return { here, said };
    },
  })),
  {
    way: "queue/notices.ts: transcron retry-failed …",
    when: "a message tells of a failure",
    state: async () => {
      const hook = await answering((_, response) => response.end());
      const { here } = await failed({ NOTIFY_WEBHOOK: hook.url });
      return { here, said: { text: JSON.parse(hook.calls[0]!.body).text, argv: [] } };
    },
  },
  {
    way: "queue/pause.ts: transcron config",
    when: "the key was refused",
    state: async () => {
      const here = await refusedKey();
      return { here, said: await say(here, "batch") };
    },
  },
  {
    way: "queue/pause.ts: transcron resume",
    when: "the key was refused",
    state: async () => {
      const here = await refusedKey();
      return { here, said: await say(here, "batch") };
    },
  },
  ...["-o", "--force"].map((option) => ({
    way: `system/write-file.ts: ${option}`,
    when: "a file is in the way",
    state: async () => {
      const { here, id } = await completed();
      here.file("a.fr.srt", "of somebody else");
      const values: Values = option === "-o" ? { "": beside(here, "another.srt") } : {};
      return { here, said: await say(here, "export", id), values };
    },
  })),
  {
    way: "translation/add-again.ts: transcron add … --to … --again …",
    when: "the file needs its encoding, its format and its language",
    state: async () => {
      const here = world();
      const file = here.file("a talk's text.txt", RUSSIAN);
      const reading = ["--format", "paragraphs", "--encoding", "windows-1251"];
      const { data } = await here.json("add", file, "--to", "fr", "--from", "ru", ...reading);
      const { id } = data.files[0].projects[0];
      await here.cli("cancel", id);
      return { here, said: await say(here, "batch", id) };
    },
  },
  {
    way: "translation/add-again.ts: --again",
    when: "it was added from standard input",
    state: async () => {
      const here = world();
      piped(here);
      const adding = ["add", "-", "--to", "fr", "--format", "srt"];
      const { data } = await here.json(...adding);
      await here.cli("batch");
      const { text } = await say(here, "forget", data.files[0].projects[0].id);
      return { here, said: { text, argv: adding } };
    },
  },
  ...["transcron export … -o …", "transcron export … -o … --force"].map((way) => ({
    way: `translation/deliver.ts: ${way}`,
    when: "a file is where a delivery belongs",
    state: async () => {
      const here = await undelivered();
      return { here, said: await say(here, "errors") };
    },
  })),
  ...["transcron retry-failed …", "--partial"].map((way) => ({
    way: `translation/render.ts: ${way}`,
    when: "a failed project is exported",
    state: async () => {
      const { here, id } = await failed();
      return { here, said: await say(here, "export", id) };
    },
  })),
  {
    way: "translation/render.ts: --partial",
    when: "a pending project is exported",
    state: async () => {
      const { here, id } = await added("pending");
      return { here, said: await say(here, "export", id) };
    },
  },
  {
    way: "translation/render.ts: transcron add … --again …",
    when: "a cancelled project is exported",
    state: async () => {
      const { here, id } = await added("cancelled");
      return { here, said: await say(here, "export", id) };
    },
  },
  {
    way: "translation/render.ts: transcron add … --again …",
    when: "this version reads the file otherwise",
    state: async () => {
      const { here, id } = await completed();
      by(here, "update segments set text = 'As it was' where idx = 1");
      return { here, said: await say(here, "export", id) };
    },
  },
  {
    way: "verbs/accept.ts: transcron batch …",
    when: "a worker has the project",
    state: async () => {
      const { here, id } = await added("processing");
      here.clock.after(MINUTE, () => by(here, "update translation_projects set status = 'completed'"));
      return { here, said: await say(here, "accept", id, "1") };
    },
  },
  {
    way: "verbs/accept.ts: transcron batch …",
    when: "a line of a pending project was not answered",
    state: async () => {
      const { here, id } = await added("pending");
      return { here, said: await say(here, "accept", id, "1") };
    },
  },
  {
    way: "verbs/accept.ts: transcron retry-failed …",
    when: "a line of a failed project was not answered",
    state: async () => {
      const { here, id } = await failed();
      return { here, said: await say(here, "accept", id, "1") };
    },
  },
  ...["a line", "each line"].map((what) => ({
    way: "verbs/accept.ts: transcron show … --segments",
    when: `${what} has a translation`,
    state: async () => {
      const { here, id } = await completed();
      if (what === "a line") by(here, "update translation_projects set status = 'failed'");
      return { here, said: await say(here, "accept", id, "1") };
    },
  })),
  {
    way: "verbs/add.ts: --to",
    when: "both languages are the same",
    state: async () => {
      const here = world();
      const said = await say(here, "add", talk(here), "--from", "fr", "--to", "fr");
      return { here, said, values: { "": "es" } };
    },
  },
  {
    way: "verbs/other-reading.ts: transcron cancel …",
    when: "a pending file was read wrongly",
    state: () => readWrongly("pending"),
  },
  ...["pending", "processing", "completed", "failed", "cancelled"].map((status) => ({
    way: "verbs/other-reading.ts: --again",
    when: `a ${status} file was read wrongly`,
    state: () => readWrongly(status),
  })),
  {
    way: "verbs/add.ts: --lane …",
    when: "a lane is full",
    state: async () => {
      const here = world({ NORMAL_POOL_SIZE: "1" });
      await addTo(here, "a.srt", 1);
      return { here, said: await say(here, "add", talk(here), "--to", "fr") };
    },
  },
  {
    way: "verbs/backups.ts: transcron restore … --force",
    when: "the database is damaged",
    state: async () => {
      const here = await damaged();
      return { here, said: await say(here, "list") };
    },
  },
  {
    way: "verbs/backups.ts: transcron restore … --force",
    when: "doctor finds the database damaged",
    state: async () => {
      const here = await damaged();
      return { here, said: await advised(here, "database") };
    },
  },
  {
    way: "verbs/check.ts: --junit",
    when: "the report would be written over a file that is checked",
    state: async () => {
      const here = world();
      const film = here.file("film.fr.srt", srtOf(2));
      const said = await say(here, "check", film, "--against", film, "--junit", film);
      return { here, said, values: { "": beside(here, "report.xml") } };
    },
  },
  {
    way: "verbs/convert.ts: -o",
    when: "a file would be written over itself",
    state: async () => {
      const here = world();
      const said = await say(here, "convert", talk(here), "-o", talk(here));
      return { here, said, values: { "": beside(here, "copy.srt") } };
    },
  },
  {
    way: "verbs/crontab-entry.ts: transcron crontab --remove",
    when: "the entry is installed",
    state: async () => {
      const here = world();
      withCrontab("");
      return { here, said: await say(here, "crontab", "--install") };
    },
  },
  {
    way: "verbs/crontab.ts: transcron watch",
    when: "there is no cron",
    state: async () => {
      const here = world();
      withoutCron();
      return { here, said: await say(here, "crontab", "--install"), values: { more: "--max-time 1s" } };
    },
  },
  ...["transcron list --status completed", "--all"].map((way) => ({
    way: `verbs/export.ts: ${way}`,
    when: "no project is named",
    state: async () => {
      const { here } = await completed();
      return { here, said: await say(here, "export") };
    },
  })),
  {
    way: "verbs/correct.ts: transcron export … -o …",
    when: "a file that was exported by hand does not have a correction yet",
    state: async () => {
      const { here, id } = await completed();
      await here.cli("export", id, "-o", beside(here, "mine.srt"));
      return { here, said: await say(here, "set", id, "1", "Bonjour.") };
    },
  },
  {
    way: "verbs/redo.ts: --force",
    when: "a line that was corrected is to be done again",
    state: async () => {
      const { here, id } = await completed();
      await here.cli("set", id, "1", "Bonjour.");
      return { here, said: await say(here, "redo", id, "--lines", "1") };
    },
  },
  {
    way: "translation/render.ts: transcron publish …",
    when: "a new version is not complete yet",
    state: async () => {
      const { here, id } = await completed();
      await here.cli("redo", id, "--lines", "1");
      return { here, said: await say(here, "export", id) };
    },
  },
  {
    way: "verbs/versions.ts: transcron versions …",
    when: "there is no such version",
    state: async () => {
      const { here, id } = await completed();
      return { here, said: await say(here, "publish", id, "7") };
    },
  },
  {
    way: "verbs/new-version.ts: transcron add … --again …",
    when: "a cancelled project is to have a new version",
    state: async () => {
      const { here, id } = await completed();
      await secondVersion(here, id);
      by(here, "update translation_projects set status = 'cancelled'");
      return { here, said: await say(here, "publish", id, "1") };
    },
  },
  {
    way: "verbs/unclaimed.ts: transcron batch …",
    when: "a line is to be set while a worker has the project",
    state: async () => {
      const { here, id } = await abandoned();
      return { here, said: await say(here, "set", id, "1", "Bonjour.") };
    },
  },
  {
    way: "verbs/export.ts: -o",
    when: "several files would go to one",
    state: async () => {
      const here = world();
      const ids = [await addTo(here, "a.srt", 1), await addTo(here, "b.srt", 1)];
      await here.cli("batch");
      const said = await say(here, "export", ...ids, "-o", beside(here, "one.srt"));
      return { here, said, values: { "": beside(here, "") } };
    },
  },
  {
    way: "verbs/export.ts: -o",
    when: "a translation would be written over its source",
    state: async () => {
      const { here, id } = await completed();
      const said = await say(here, "export", id, "-o", beside(here, "a.srt"));
      return { here, said, values: { "": beside(here, "b.srt") } };
    },
  },
  {
    way: "verbs/export.ts: -o",
    when: "an older translation would be written over the newer one",
    state: async () => ({ ...(await superseded()), values: { "": "-" } }),
  },
  {
    way: "verbs/export.ts: transcron export …",
    when: "an older translation would be written over the newer one",
    state: superseded,
  },
  {
    way: "commands/list.ts: transcron list --json",
    when: "the list is to be followed without a terminal",
    state: async () => {
      const { here } = await added("pending");
      return { here, said: await say(here, "list", "--follow") };
    },
  },
  ...["transcron list", "--to fr", "--all"].map((way) => ({
    way: `verbs/cancel.ts: ${way}`,
    when: "it is not said which are to be cancelled",
    state: async () => {
      const { here } = await added("pending");
      return { here, said: await say(here, "cancel") };
    },
  })),
  ...["transcron list --status cancelled", "--status failed"].map((way) => ({
    way: `verbs/forget.ts: ${way}`,
    when: "it is not said which are to be forgotten",
    state: async () => {
      const { here } = await added(way.includes("list") ? "cancelled" : "failed");
      return { here, said: await say(here, "forget") };
    },
  })),
  {
    way: "verbs/find.ts: transcron list",
    when: "no project begins so",
    state: async () => {
      const { here } = await added("pending");
      return { here, said: await say(here, "show", "zzz") };
    },
  },
  ...["transcron cancel …", "transcron forget …"].flatMap((way) =>
    ["pending", "processing"].map((status) => ({
      way: `verbs/forget.ts: ${way}`,
      when: `a ${status} project is to be forgotten`,
      state: async () => {
        const { here, id } = await added(status);
        return { here, said: await say(here, "forget", id) };
      },
    })),
  ),
  {
    way: "verbs/forget.ts: transcron add … --again …",
    when: "a completed project is to be forgotten",
    state: async () => {
      const { here, id } = await completed();
      return { here, said: await say(here, "forget", id) };
    },
  },
  ...["transcron memory forget --to fr", "transcron memory forget --all"].map((way) => ({
    way: `verbs/memory.ts: ${way}`,
    when: "it is not said what is to be forgotten",
    state: async () => {
      const { here } = await completed();
      return { here, said: await say(here, "memory", "forget") };
    },
  })),
  {
    way: "verbs/restore.ts: transcron restore … --force",
    when: "there is a database",
    state: async () => {
      const { here } = await added("pending");
      const { data } = await here.json("backup");
      return { here, said: await say(here, "restore", data.path) };
    },
  },
  {
    way: "verbs/at-work.ts: transcron pause",
    when: "somebody is at work on the database",
    state: async () => {
      const { here } = await added("pending");
      const { data } = await here.json("backup");
      const store = await here.context().store();
      const { worker } = here.outside;
      await store.greet({ worker, kind: "batch", memoryBytes: 1, now: here.clock.time });
      return { here, said: await say(here, "restore", data.path, "--force") };
    },
  },
  ...["transcron list --status failed", "--since 1h", "--all"].map((way) => ({
    way: `verbs/retry-failed.ts: ${way}`,
    when: "it is not said which are to be tried again",
    state: async () => {
      const { here } = await failed();
      return { here, said: await say(here, "retry-failed") };
    },
  })),
  {
    way: "verbs/source.ts: --name",
    when: "a file is in the way of a translation",
    state: async () => ({ ...(await notToBeDelivered()), values: { "": "other" } }),
  },
  {
    way: "verbs/source.ts: --no-deliver",
    when: "a file is in the way of a translation",
    state: notToBeDelivered,
  },
  {
    way: "verbs/source.ts: --from",
    when: "a text is in the target language",
    state: async () => {
      const here = world();
      const said = await say(here, "add", here.file("talk.srt", srtOf(8)), "--to", "en");
      return { here, said, values: { "": "da" } };
    },
  },
  {
    way: "verbs/sql.ts: --write",
    when: "a statement writes",
    state: async () => {
      const { here } = await added("pending");
      return { here, said: await say(here, "sql", "update translation_projects set priority = 5") };
    },
  },
  {
    way: "verbs/ways-out.ts: transcron add FILE --to fr",
    when: "a statement asks for a database that is not there",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "sql", "select 1"), values: { FILE: talk(here) } };
    },
  },
  {
    way: "verbs/ways-out.ts: transcron sql --write STATEMENT",
    when: "a view of the owner's is in the way of an upgrade",
    state: async () => {
      const here = world();
      buildRelease010(join(here.home, "transcron.db"));
      by(here, "create table mine (a); create view odd as select a from mine; drop table mine");
      return { here, said: await say(here, "list"), values: { STATEMENT: "drop view odd" } };
    },
  },
  {
    way: "verbs/work-on.ts: transcron resume",
    when: "work is paused",
    state: async () => {
      const { here, id } = await added("pending");
      await here.cli("pause");
      return { here, said: await say(here, "batch", id) };
    },
  },
  {
    way: "verbs/work-on.ts: transcron batch …",
    when: "a project is too large for simple",
    state: async () => {
      const here = world();
      return { here, said: await say(here, "simple", await addTo(here, "a.srt", 30)) };
    },
  },
  {
    way: "verbs/work-on.ts: transcron retry-failed …",
    when: "a failed project is to be translated",
    state: async () => {
      const { here, id } = await failed();
      return { here, said: await say(here, "batch", id) };
    },
  },
  {
    way: "verbs/work-on.ts: transcron add … --again …",
    when: "a cancelled project is to be translated",
    state: async () => {
      const { here, id } = await added("cancelled");
      return { here, said: await say(here, "batch", id) };
    },
  },
  {
    way: "system/home.ts: transcron … init",
    when: "a home is named that is not there",
    state: async () => {
      const here = world();
      const said = await say(here, "--home", beside(here, "typo"), "list");
      return { here, said };
    },
  },
  {
    way: "system/home.ts: transcron demo",
    when: "nothing was ever stored",
    state: async () => {
      const here = world({ PATH: "" });
      rmSync(here.home, { recursive: true });
      return { here, said: await say(here, "list") };
    },
  },
  {
    way: "verbs/doctor/database.ts: transcron batch",
    when: "the database's log is large",
    state: async () => {
      const { here } = await added("pending");
      const reader = new Database(join(here.home, "transcron.db"));
      onTestFinished(() => void reader.close());
      reader.prepare("select count(*) from translation_projects").get();
      truncateSync(join(here.home, "transcron.db-wal"), 70 * 1024 ** 2);
      return { here, said: await advised(here, "database") };
    },
  },
  {
    way: "verbs/doctor/provider.ts: transcron resume",
    when: "the provider is paused for a time",
    state: async () => {
      const here = await usedUpQuota();
      return { here, said: await advised(here, "provider") };
    },
  },
  {
    way: "verbs/doctor/provider.ts: transcron resume",
    when: "a clock that was ahead booked a request",
    state: async () => {
      const here = await refusedKey();
      await here.cli("resume");
      by(here, `update provider_state set next_at = ${here.clock.time + 1000 * HOUR}`);
      return { here, said: await advised(here, "provider") };
    },
  },
  {
    way: "verbs/doctor/provider.ts: TRANSCRON_MODEL=gpt-6-luna",
    when: "the model ends",
    state: async () => {
      const here = world({
        TRANSCRON_PROVIDER: "openai",
        OPENAI_API_KEY: "k",
        TRANSCRON_MODEL: "gpt-4o-mini",
      });
      return { here, said: await advised(here, "provider"), gone: "is turned off" };
    },
  },
  {
    way: "verbs/doctor/provider.ts: TRANSCRON_PROVIDER=openai",
    when: "nothing is translated",
    state: async () => {
      const here = world();
      return { here, said: await advised(here, "provider"), gone: "pseudo-localisation is no" };
    },
  },
  {
    way: "verbs/doctor/provider.ts: OPENAI_API_KEY=KEY",
    when: "there is no key",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "openai" });
      return { here, said: await advised(here, "provider"), gone: "OPENAI_API_KEY is not set" };
    },
  },
  {
    way: "verbs/doctor/provider.ts: ANTHROPIC_API_KEY=KEY",
    when: "there is no key for Anthropic",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "anthropic" });
      return { here, said: await advised(here, "provider"), gone: "ANTHROPIC_API_KEY is not set" };
    },
  },
  {
    way: "verbs/doctor/provider.ts: TRANSCRON_MODEL=claude-sonnet-4-6",
    when: "no model of Anthropic's is named",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "anthropic", ANTHROPIC_API_KEY: "k" });
      return { here, said: await advised(here, "provider"), gone: "TRANSCRON_MODEL is not set" };
    },
  },
  {
    way: "verbs/doctor/provider.ts: TRANSCRON_COMMAND=apertium -u eng-spa",
    when: "no command is set",
    state: async () => {
      const here = world({ TRANSCRON_PROVIDER: "command" });
      return { here, said: await advised(here, "provider"), gone: "TRANSCRON_COMMAND is not set" };
    },
  },
  {
    way: "verbs/doctor/queue.ts: transcron resume",
    when: "work is paused",
    state: async () => {
      const { here } = await added("pending");
      await here.cli("pause");
      return { here, said: await advised(here, "queue") };
    },
  },
  ...["MEMORY_KEEP=180d", "transcron memory forget --from en --to fr"].map((way) => ({
    way: `verbs/doctor/queue.ts: ${way}`,
    when: "the memory is large",
    state: async () => {
      const here = world();
      await here.json("add", talk(here), "--to", "fr", "--from", "en");
      await here.cli("batch");
      by(here, "update totals set value = 1000001 where name = 'memory'");
      const said = await advised(here, "queue");
      return { here, said, ...(way.startsWith("MEMORY") ? { gone: "nothing removes any" } : {}) };
    },
  })),
  {
    way: "verbs/doctor/queue.ts: transcron resume",
    when: "a clock that was ahead put a project off",
    state: async () => {
      const { here } = await added("pending");
      by(here, "update translation_projects set available_at = '2027-01-01 00:00:00'");
      return { here, said: await advised(here, "queue") };
    },
  },
  {
    way: "verbs/doctor/queue.ts: transcron release-stuck",
    when: "a worker is gone",
    state: async () => {
      const { here } = await added("processing");
      by(
        here,
        `update translation_projects set reserved_by = '${DEAD("1")}', reserved_at = '2026-01-01 00:00:00',
           claim = 'x'`,
      );
      return { here, said: await advised(here, "queue") };
    },
  },
  ...["transcron list --status failed", "transcron retry-failed --all"].map((way) => ({
    way: `verbs/doctor/queue.ts: ${way}`,
    when: "a project failed days ago",
    state: async () => {
      const { here } = await failed();
      here.clock.time += 72 * HOUR;
      return { here, said: await advised(here, "queue") };
    },
  })),
  {
    way: "verbs/doctor/queue.ts: transcron errors --code export --since 30d",
    when: "a delivery failed days ago",
    state: async () => {
      const here = await undelivered();
      here.clock.time += 72 * HOUR;
      return { here, said: await advised(here, "queue") };
    },
  },
  {
    way: "verbs/doctor/queue.ts: transcron crontab --install",
    when: "projects wait and no tick comes",
    state: async () => {
      const { here } = await added("pending");
      here.clock.time += 2 * HOUR;
      withCrontab("");
      return { here, said: await advised(here, "queue") };
    },
  },
  {
    way: "verbs/doctor/schedule.ts: transcron tick",
    when: "a tick died with the lock",
    state: async () => {
      const { here } = await added("pending");
      deadLock(here);
      return { here, said: await advised(here, "lock") };
    },
  },
  {
    way: "verbs/doctor/schedule.ts: transcron watch",
    when: "there is no cron",
    state: async () => {
      const here = world();
      withoutCron();
      return { here, said: await advised(here, "cron"), values: { more: "--max-time 1s" } };
    },
  },
  {
    way: "verbs/doctor/schedule.ts: transcron crontab",
    when: "the tick is for another home",
    state: async () => {
      const here = world();
      withCrontab("* * * * * transcron --home /elsewhere tick\n");
      return { here, said: await advised(here, "cron") };
    },
  },
  {
    way: "verbs/doctor/schedule.ts: transcron crontab --install",
    when: "no tick is in the crontab",
    state: async () => {
      const here = world();
      withCrontab("");
      return { here, said: await advised(here, "cron") };
    },
  },
  {
    way: "verbs/doctor/schedule.ts: transcron crontab --install",
    when: "the entry names a program that is gone",
    state: async () => {
      const here = world();
      const crontab = withCrontab("");
      await here.cli("crontab", "--install");
      withCrontab(crontab().replaceAll(process.execPath, "/gone/node"));
      return { here, said: await advised(here, "cron") };
    },
  },
  {
    way: "verbs/doctor/settings.ts: transcron config",
    when: ".env names no setting",
    state: async () => {
      const here = world();
      writeFileSync(join(here.home, ".env"), "BATCHSIZE=5\n", { mode: 0o600 });
      return { here, said: await advised(here, "settings") };
    },
  },
];
