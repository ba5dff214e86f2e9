#!/usr/bin/env node
// Measures what users wait for, each against a floor taken in the same run, since machines drift: quote the ratios.
// Usage: npm run bench [-- --json FILE]; bench/baseline.json has the figures that later changes are compared with.
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startServer } from "../scripts/fake-openai.mjs";

const dist = (path) => new URL(`../dist/${path}`, import.meta.url).href;
const { read, write } = await import(dist("formats/index.js"));
const { engineFor, openSqliteStore } = await import(dist("store/sqlite/index.js"));
const { run } = await import(dist("cli.js"));
const { outside } = await import(dist("compose.js"));

const packageVersion = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
const program = fileURLToPath(new URL("../bin/transcron.js", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "transcron-bench-"));
const silent = { write: () => true };
const world = (env) => ({
  ...outside(),
  out: silent,
  err: silent,
  env: { TRANSCRON_HOME: home, PATH: process.env.PATH, RATE_LIMIT_DELAY: "0", ...env },
});

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Alternates the two, so that both see the same machine; returns their medians in milliseconds. */
function alternate(times, ...works) {
  const taken = works.map(() => []);
  for (let round = 0; round < times; round++) {
    works.forEach((work, index) => {
      const start = performance.now();
      work();
      taken[index].push(performance.now() - start);
    });
  }
  return taken.map(median);
}

const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const { values: flags } = parseArgs({ options: { json: { type: "string" } } });
const baseline = JSON.parse(readFileSync(new URL("baseline.json", import.meta.url), "utf8"));
const rows = [];

/** A figure beside its floor, as a ratio, and beside the baseline's. */
function report(what, ms, floor, floorMs) {
  const ratio = Number((ms / floorMs).toFixed(2));
  rows.push({ what, against: floor, ratio });
  const before = baseline.rows.find((row) => row.what === what)?.ratio;
  console.log(
    [
      what.padEnd(46),
      `${ms.toFixed(1).padStart(9)} ms`,
      `${ratio.toFixed(2).padStart(6)} × ${floor} (${floorMs.toFixed(1)} ms)`,
      before === undefined ? "" : `baseline ${before.toFixed(2)}`,
    ].join("   "),
  );
}

const srt = (count) =>
  Array.from({ length: count }, (_, index) => {
    const at = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 23).replace(".", ",");
    return `${index + 1}\n${at(index)} --> ${at(index + 1)}\nThis is line number ${index + 1} of the film.\n`;
  }).join("\n");

try {
  // Start-up, against node itself.
  const node = (...args) =>
    spawnSync(process.execPath, args, { env: { PATH: process.env.PATH, TRANSCRON_HOME: home } });
  node(program, "tick");
  const [floor, idle, help, list] = alternate(
    15,
    () => node("-e", "0"),
    () => node(program, "tick"),
    () => node(program, "--help"),
    () => node(program, "list"),
  );
  report("idle tick", idle, "node -e 0", floor);
  report("list", list, "node -e 0", floor);
  report("--help (loads every command)", help, "node -e 0", floor);

  // Parsing, against splitting the same text into lines.
  const text = srt(20_000);
  const bytes = Buffer.from(text);
  let document;
  const [split, parse, splice] = alternate(
    9,
    () => text.split("\n").map((line) => line.trim()),
    () => {
      document = read("a.srt", bytes);
    },
    () => write(document ?? read("a.srt", bytes), []),
  );
  report("read 20,000 cues", parse, "splitting the lines", split);
  report("write them back", splice, "splitting the lines", split);

  // The queue: a file of 20,000 lines, in batches of 100, through the pseudo provider.
  const file = join(home, "large.srt");
  writeFileSync(file, text);
  const adding = await timed(() => run(["add", file, "--to", "fr"], world({})));
  report("add a file of 20,000 lines", adding, "reading it", parse);
  const working = await timed(() =>
    run(["batch"], world({ TRANSCRON_PROVIDER: "pseudo", BATCH_SIZE: "100" })),
  );
  report("work it off (200 batches, all saved)", working, "reading it", parse);

  // Encryption: the same film added and translated with and without a key, each time in a home of its own.
  const film = join(home, "film.srt");
  writeFileSync(film, srt(2000));
  let homes = 0;
  const translate = async (env) => {
    const place = world({
      TRANSCRON_PROVIDER: "pseudo",
      TRANSCRON_HOME: join(home, `film-${++homes}`),
      ...env,
    });
    await run(["add", film, "--to", "fr"], place);
    await run(["batch"], place);
  };
  const key = "0123456789abcdef".repeat(4);
  const cipher = await engineFor(key).catch((error) => error);
  if (cipher instanceof Error) console.log(`encryption is not measured: ${cipher.message}`);
  else {
    const [open, closed] = [[], []];
    for (let round = 0; round < 5; round++) {
      open.push(await timed(() => translate({})));
      closed.push(await timed(() => translate({ DATABASE_KEY: key })));
    }
    report("add and translate 2,000 lines under a key", median(closed), "without a key", median(open));
  }

  // Claims with 10 and with 10,000 projects waiting.
  const claimTime = async (count) => {
    const store = openSqliteStore(join(home, `claims-${count}.db`));
    const lanes = [{ name: "normal", places: 1e6, workers: 1e6 }];
    for (let index = 0; index < count; index++) {
      const project = {
        id: `trans_${index}`,
        name: "x",
        sourceLang: null,
        targetLang: "fr",
        priority: 0,
        deliver: false,
      };
      const body = {
        name: "x",
        path: `/${index}`,
        format: "txt",
        encoding: { name: "utf-8", bom: false },
        bytes: Buffer.from(String(index)),
        segments: [],
      };
      await store.createProjects({
        document: body,
        projects: [project],
        lane: lanes[0],
        again: false,
        now: Date.now(),
      });
    }
    const claims = 10;
    const taken = await timed(async () => {
      for (let claim = 0; claim < claims; claim++) {
        await store.claim("translation", {
          token: String(claim),
          worker: "h:1:1",
          now: Date.now(),
          liveSince: 0,
          lanes,
          capacity: 1e6,
        });
      }
    });
    store.close();
    return taken / claims;
  };
  const few = await claimTime(10);
  report("a claim with 10,000 projects waiting", await claimTime(10_000), "with 10 waiting", few);

  // The scan of a folder in which nothing has changed, against looking at its entries.
  const archive = join(home, "archive");
  for (let season = 0; season < 100; season++) {
    const folder = join(archive, `season ${season}`);
    mkdirSync(folder, { recursive: true });
    for (let film = 0; film < 100; film++) {
      const file = join(folder, `${film}.srt`);
      writeFileSync(file, srt(1));
      utimesSync(file, 1, 1); // a file that changed just now is left for later
    }
  }
  const entries = () =>
    readdirSync(archive, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        return { path, info: statSync(path) };
      });
  const watching = world({ TRANSCRON_HOME: join(home, "watching") });
  await run(["folder", "add", archive, "--to", "fr"], watching);
  const known = openSqliteStore(join(home, "watching", "transcron.db"));
  const [{ id: watched }] = await known.listFolders();
  await known.endScan(watched, {
    figures: null,
    error: null,
    changed: entries().map(({ path, info }) => ({
      path,
      size: info.size,
      modifiedMs: info.mtimeMs,
      outcome: "added",
      reason: "fr",
    })),
    gone: [],
  });
  known.close();
  let said = "";
  const hear = (text) => {
    said = text;
    return true;
  };
  const [looks, scans] = [[], []];
  for (let round = 0; round < 5; round++) {
    looks.push(await timed(entries));
    scans.push(await timed(() => run(["scan", "--json"], { ...watching, out: { write: hear } })));
    if (!/"unchanged":\s*10000\b/.test(said)) throw new Error(`the scan found files changed: ${said}`);
  }
  report("scan 10,000 unchanged files", median(scans), "readdir and stat", median(looks));

  // Requests, against the server's own latency: 500 lines in batches of 10.
  const delay = 50;
  const server = await startServer({ delay });
  const remote = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "none" };
  for (const concurrency of [1, 4]) {
    const part = join(home, `part${concurrency}.srt`);
    writeFileSync(part, srt(500).replaceAll("film", `film ${concurrency}`));
    await run(["add", part, "--to", "art-x-mirror"], world(remote));
    const taken = await timed(() => run(["batch"], world({ ...remote, CONCURRENCY: String(concurrency) })));
    report(`500 lines, ${concurrency} in flight`, taken, "50 requests' latency", (50 * delay) / concurrency);
  }
  server.stop();
  if (flags.json) {
    const measured = { version: packageVersion, node: process.version, rows };
    writeFileSync(flags.json, `${JSON.stringify(measured, null, 2)}\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
