#!/usr/bin/env node
// The promises, shown on real files: node scripts/prove.mjs [FILE OR FOLDER...] (default: the bundled sample).
//   1. apertium (if installed, with its eng-spa pair) translates through the queue, every cue at its place;
//   2. a worker killed (SIGKILL) half way loses no line, doubles none, and repeats no request but those in flight;
//   3. every file translated by a reversible command and back again is the same file, byte for byte.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./fake-openai.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = here("../bin/transcron.js");
const scratch = mkdtempSync(join(tmpdir(), "transcron-proof-"));
const ENDINGS = [".srt", ".vtt", ".ass", ".ssa", ".txt", ".json"];
let failures = 0;

function say(good, what) {
  console.log(`${good ? "ok" : "FAILED"}  ${what}`);
  if (!good) failures++;
}

function transcron(home, env, ...args) {
  const options = {
    env: { PATH: process.env.PATH, HOME: scratch, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  };
  return spawnSync(process.execPath, [program, "--home", home, "--json", "--quiet", ...args], options);
}

function add(home, file, to, ...more) {
  const added = transcron(home, {}, "add", file, "--to", to, ...more);
  if (added.status !== 0) {
    say(false, `${basename(file)}: ${added.stderr.split("\n")[0]}`);
    return undefined;
  }
  return JSON.parse(added.stdout).files[0].projects[0].id;
}

/** The files in which transcron finds lines; what it says of the others is no failure of a promise. */
function readable(files) {
  const added = transcron(join(scratch, "readable"), {}, "add", ...files, "--to", "art-x-mirror");
  const found = JSON.parse(added.stdout).files;
  return files.filter((file, index) => {
    const { error } = found[index];
    if (error) console.log(`skipped  ${basename(file)}: ${error}`);
    return !error;
  });
}

const timesOf = (text) => text.split(/\r\n|\n|\r/).filter((line) => line.includes("-->"));

function withApertium(file) {
  if (spawnSync("sh", ["-c", "apertium -l | grep -q eng-spa"]).status !== 0) {
    return console.log("skipped  apertium with eng-spa is not installed (apt-get install apertium-eng-spa)");
  }
  const home = join(scratch, "apertium");
  const id = add(home, file, "es", "--from", "en");
  const env = { TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: "apertium -u eng-spa" };
  const ticked = transcron(home, env, "tick");
  const out = join(scratch, `apertium${extname(file)}`);
  const exported = transcron(home, {}, "export", id, "-o", out);
  const before = timesOf(readFileSync(file, "utf8"));
  const after = exported.status === 0 ? timesOf(readFileSync(out, "utf8")) : [];
  say(
    ticked.status === 0 && before.length > 0 && before.join() === after.join(),
    `apertium: ${basename(file)} in Spanish, ${after.length} of ${before.length} cues with the same times and settings`,
  );
}

async function withKill(file) {
  const home = join(scratch, "killed");
  const server = await startServer({ delay: 150 });
  const env = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "none", RATE_LIMIT_DELAY: "0" };
  const id = add(home, file, "art-x-mirror");
  const batches = Math.ceil(JSON.parse(transcron(home, {}, "show", id).stdout).segmentsCount / 10);
  const worker = spawn(process.execPath, [program, "--home", home, "--quiet", "tick"], {
    env: { PATH: process.env.PATH, HOME: scratch, ...env },
    stdio: "ignore",
  });
  const ended = new Promise((done) => worker.on("exit", done));
  while (server.asked.length < Math.max(2, batches / 2)) await new Promise((done) => setTimeout(done, 20));
  worker.kill("SIGKILL");
  await ended;
  const before = server.asked.length;
  const { segments } = JSON.parse(transcron(home, {}, "show", id, "--segments").stdout);
  const saved = new Set(segments.filter(({ state }) => state === "done").map(({ text }) => text));
  // The server runs in this process, so the second tick must not block it.
  await new Promise((done) => {
    spawn(process.execPath, [program, "--home", home, "--quiet", "tick"], {
      env: { PATH: process.env.PATH, HOME: scratch, ...env },
      stdio: "ignore",
    }).on("exit", done);
  });
  server.stop();
  const project = JSON.parse(transcron(home, {}, "show", id, "--segments").stdout);
  const lines = server.asked.flat();
  const repeated = lines.length - new Set(lines).size;
  say(
    project.status === "completed",
    `killed after ${before} requests with ${saved.size} lines saved, then ${project.status}`,
  );
  say(
    project.segments.length === project.segmentsCount &&
      project.segments.every(({ translation }) => translation !== null),
    `no line lost, none twice: ${project.segments.length} of ${project.segmentsCount}`,
  );
  const again = server.asked.slice(before).flat();
  say(
    !again.some((line) => saved.has(line)),
    `nothing that was saved is asked for again: ${repeated} lines of the requests in flight were asked for twice`,
  );
}

function thereAndBack(files) {
  const home = join(scratch, "mirror");
  const env = {
    TRANSCRON_PROVIDER: "command",
    TRANSCRON_COMMAND: `'${process.execPath}' '${here("mirror.mjs")}'`,
    BATCH_SIZE: "100",
  };
  const [sources, there, back] = ["sources", "there", "back"].map((name) => join(scratch, name));
  for (const folder of [sources, there, back]) mkdirSync(folder);
  const copies = files.map((file, index) => {
    const copy = join(sources, `${index}-${basename(file)}`);
    copyFileSync(file, copy);
    return { file, copy };
  });
  const pass = (paths, to, folder) => {
    const ids = paths.map((path) => add(home, path, to));
    const worked = transcron(home, env, "batch");
    if (worked.status !== 0) console.log(worked.stderr, worked.stdout.slice(-2000));
    return ids.map((id) => {
      if (!id) return undefined;
      const exported = transcron(home, {}, "export", id, "-o", folder);
      return exported.status === 0 ? JSON.parse(exported.stdout).exported[0].path : undefined;
    });
  };
  const mirrored = pass(
    copies.map(({ copy }) => copy),
    "art-x-mirror",
    there,
  );
  const same = (a, b) => a !== undefined && b !== undefined && readFileSync(a).equals(readFileSync(b));
  const kept = mirrored.filter((path) => path !== undefined);
  const returned = new Map(pass(kept, "art-x-back", back).map((path, index) => [kept[index], path]));
  let equal = 0;
  copies.forEach(({ file, copy }, index) => {
    if (same(copy, returned.get(mirrored[index]))) equal++;
    else say(false, `there and back: ${file} differs`);
  });
  const changed = copies.filter(({ copy }, index) => mirrored[index] && !same(copy, mirrored[index])).length;
  say(
    equal === files.length,
    `there and back: ${equal} of ${files.length} files are the same bytes (${changed} differed in between)`,
  );
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [resolve(path)];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile() && ENDINGS.some((ending) => name.endsWith(ending)))
    .sort();
}

const given = process.argv.slice(2);
const all = (given.length ? given : [here("../samples/product-talk.en.srt")]).flatMap(filesOf);
const files = all.length ? readable(all) : [];
const english = files.find((file) => /\.en\.(srt|vtt)$/.test(file)) ?? files[0];
try {
  if (english) {
    withApertium(english);
    await withKill(english);
    thereAndBack(files);
  }
  const skipped = all.length - files.length;
  say(files.length > 0, `${files.length} of ${all.length} files proved, ${skipped} without lines skipped`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures ? 1 : 0;
