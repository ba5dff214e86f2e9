// A home of its own under the temporary folder, and the processes that work in it: each is bounded in time, watched
// for crashes, and ended by its pid.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Driver from "../../dist/store/sqlite/driver.js";

const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));
const LONGEST = 90_000;

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export function makeHome(name, server, env = {}) {
  const root = mkdtempSync(join(tmpdir(), `transcron-faults-${name}-`));
  const home = join(root, "home");
  const sources = join(root, "sources");
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(sources);
  const children = new Set();
  /** What no process may do, in words. */
  const complaints = [];
  const films = [];
  let started = 0;

  function start(...argv) {
    const key = `none-${++started}`;
    const child = spawn(process.execPath, [PROGRAM, "--home", home, ...argv], {
      env: {
        ...{ PATH: process.env.PATH, HOME: root, TMPDIR: root },
        ...{ TRANSCRON_PROVIDER: "openai", TRANSCRON_MODEL: "test-model" },
        ...{ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key },
        ...env,
      },
    });
    children.add(child);
    const timer = setTimeout(() => {
      complaints.push(`${argv[0]} did not end within ${LONGEST / 1000} s`);
      child.kill("SIGKILL");
    }, LONGEST);
    const said = { out: "", err: "" };
    child.stdout.on("data", (text) => {
      said.out += text;
    });
    child.stderr.on("data", (text) => {
      said.err += text;
    });
    const ended = new Promise((done) => {
      child.on("close", (code, signal) => {
        clearTimeout(timer);
        children.delete(child);
        if (/unexpected, please report|^Error: | {4}at .*node:/m.test(said.err))
          complaints.push(
            `${argv[0]} crashed: ${said.err.slice(said.err.indexOf("unexpected")).slice(0, 600)}`,
          );
        done({ code, signal, ...said });
      });
    });
    return { child, key, ended };
  }

  const ask = (...argv) => start(...argv).ended;
  const path = join(home, "transcron.db");

  function open(options) {
    const db = new Driver(path, { timeout: 10_000, ...options });
    return {
      all: (sql, ...values) => db.prepare(sql).all(...values),
      run: (sql) => db.exec(sql),
      close: () => db.close(),
    };
  }

  async function add(...more) {
    for (const { name: file, text } of more) writeFileSync(join(sources, file), text);
    films.push(...more);
    const { code, err } = await ask(
      "add",
      ...more.map(({ name: file }) => join(sources, file)),
      "--to",
      "fr",
    );
    if (code !== 0) complaints.push(`add: exit ${code}: ${err.slice(0, 300)}`);
  }

  const statuses = () => {
    const db = open({ readonly: true });
    const rows = db.all("select status, count(*) as n from translation_projects group by status");
    db.close();
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  };

  /** Makes waiting work due now: the trials have no time for pauses. */
  async function hurry() {
    await ask("resume");
    if (statuses().failed) await ask("retry-failed", "--all");
    const db = open();
    db.run("update translation_projects set available_at = datetime('now') where status = 'pending'");
    db.close();
  }

  const allDone = () => (statuses().completed ?? 0) === films.length;

  /** Ticks until everything is completed; bounded. */
  async function finish() {
    server.calm();
    for (let round = 0; round < 12 && !allDone(); round++) {
      await hurry();
      await ask("tick");
    }
    if (!allDone()) complaints.push(`not completed after 12 ticks: ${JSON.stringify(statuses())}`);
  }

  function endAll() {
    for (const child of children) child.kill("SIGKILL");
  }

  function remove() {
    process.off("exit", remove);
    endAll();
    rmSync(root, { recursive: true, force: true });
  }

  process.on("exit", remove); // where the trial itself is interrupted
  return {
    root,
    home,
    sources,
    path,
    films,
    complaints,
    start,
    ask,
    add,
    open,
    statuses,
    hurry,
    allDone,
    finish,
    endAll,
    remove,
  };
}
