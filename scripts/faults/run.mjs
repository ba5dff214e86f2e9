#!/usr/bin/env node
// Long trials of the promises: real processes against faults of every sort, judged line by line.
//   node scripts/faults/run.mjs [--seed N] [--only NAME] [--short]
import { parseArgs } from "node:util";
import { rivals, soak } from "./crowds.mjs";
import { damage, disk, faults } from "./failures.mjs";
import { fuzz } from "./fuzz.mjs";
import { makeHome } from "./home.mjs";
import { frozen, kills, stops } from "./interruptions.mjs";
import { judge } from "./judge.mjs";
import { randomOf } from "./random.mjs";
import { startServer } from "./server.mjs";

/** Seconds for each: at most, in a long and in a short session. A run that has begun is ended. */
const SCENARIOS = [
  { name: "kills", play: kills, long: 75, short: 12 },
  { name: "rivals", play: rivals, long: 50, short: 8 },
  { name: "stops", play: stops, long: 60, short: 12 },
  { name: "frozen", play: frozen, long: 80, short: 5 },
  { name: "faults", play: faults, long: 75, short: 10 },
  { name: "clock", skip: "the system's clock can't be moved here" },
  { name: "disk", play: disk, long: 30, short: 5 },
  { name: "damage", play: damage, long: 30, short: 5 },
  { name: "fuzz", play: fuzz, long: 45, short: 8 },
  { name: "soak", play: soak, long: 60, short: 12 },
];

const { values: options } = parseArgs({
  options: { seed: { type: "string" }, only: { type: "string" }, short: { type: "boolean" } },
});
const seed = Number(options.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

/** One run of a scenario, in a home of its own. */
async function run({ play }, seed, seconds) {
  const random = randomOf(seed);
  const server = await startServer(randomOf(seed + 1));
  const home = makeHome(play.name, server, play.env);
  home.judged = () => judge(home, server);
  try {
    const said = await play({ random, server, home, seconds });
    if (typeof said === "string") return said;
    if (said?.broken) return said;
    if (play.unjudged) return { ...said, broken: home.complaints };
    await home.finish();
    return await home.judged();
  } catch (error) {
    return { broken: [...home.complaints, `the trial itself failed: ${error.stack}`] };
  } finally {
    home.remove();
    server.stop();
  }
}

const COUNTS = ["lost", "doubled", "misplaced", "extra", "flight"];

async function trial(scenario) {
  const row = { runs: 0, lost: 0, doubled: 0, misplaced: 0, extra: 0, flight: 0, verdict: "kept" };
  const began = Date.now();
  const elapsed = () => (Date.now() - began) / 1000;
  const seconds = scenario[options.short ? "short" : "long"];
  do {
    const runSeed = seed + row.runs; // so that --only NAME --seed N plays a run again
    const found = scenario.skip ?? (await run(scenario, runSeed, seconds));
    if (typeof found === "string") {
      row.verdict = scenario.skip ? `skipped: ${found}` : found;
      break;
    }
    row.runs++;
    for (const count of COUNTS) row[count] += found[count] ?? 0;
    for (const what of found.broken)
      console.log(`BROKEN  ${scenario.name}, run ${row.runs} (seed ${runSeed}): ${what}`);
    if (found.broken.length) row.verdict = "BROKEN";
  } while (elapsed() < seconds && !scenario.play.once);
  return { scenario: scenario.name, ...row, seconds: Math.round(elapsed()) };
}

const print = (...cells) => console.log(cells.map((cell, at) => String(cell).padEnd(at ? 11 : 9)).join(""));
const HEAD = [
  "scenario",
  "runs",
  "lost",
  "doubled",
  "misplaced",
  "extra paid",
  "in flight",
  "seconds",
  "verdict",
];
const rows = [];
for (const scenario of SCENARIOS) {
  if (options.only && options.only !== scenario.name) continue;
  rows.push(await trial(scenario));
  console.log(`${scenario.name}: ${rows.at(-1).verdict}`);
}
print(...HEAD);
for (const { scenario, runs, lost, doubled, misplaced, extra, flight, seconds, verdict } of rows)
  print(scenario, runs, lost, doubled, misplaced, extra, flight, seconds, verdict);
process.exitCode = rows.some(({ verdict }) => verdict === "BROKEN") || !rows.length ? 1 : 0;
