// Prints the rates of the checks as Markdown tables.
import { CHECKS } from "../../dist/core/checks.js";
import { catches, falseAlarms } from "./checks.mjs";
import { humanPairs } from "./pairs.mjs";

export async function publish() {
  const pairs = humanPairs();
  const alarms = await falseAlarms(pairs);
  printAlarms(alarms);
  const caught = await catches(pairs);
  printCatches(caught);
  return { alarms, caught };
}

const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0);
const table = (head, rows) => {
  console.log(`\n| ${head.join(" | ")} |\n|${" --- |".repeat(head.length)}`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
};
const perThousand = (count, lines) => (count === 0 ? "0" : ((count / lines) * 1000).toFixed(2));
const percent = (part, whole) => (whole === 0 ? "" : ((part / whole) * 100).toFixed(1));

const SETS = [
  ["films", false],
  ["films", true],
  ["news", false],
  ["news", true],
  ["catalogues", true],
];

function printAlarms({ rows, hard }) {
  const ten = rows.filter(({ size }) => size === 10);
  const groups = SETS.map(([set, heldOut]) =>
    ten.filter((row) => row.set === set && row.heldOut === heldOut),
  );
  const lines = groups.map((group) => sum(group, (row) => row.lines));
  const codes = Object.keys(CHECKS).filter((code) => ten.some(({ marks }) => marks[code]));
  console.log("\nFalse alarms per 1,000 human lines, batches of 10 (without the listed true differences)");
  table(
    [
      "mark",
      "gravity",
      ...SETS.map(([set, heldOut], at) => `${set}${heldOut ? ", held out" : ""} (${lines[at]})`),
    ],
    codes.map((code) => [
      code,
      CHECKS[code].gravity,
      ...groups.map((group, at) =>
        perThousand(
          sum(group, ({ marks }) => marks[code] ?? 0),
          lines[at],
        ),
      ),
    ]),
  );
  console.log("\nThe same by target language, all sets");
  const languages = [...new Set(ten.map(({ to }) => to))].sort();
  const of = (to) => ten.filter((row) => row.to === to);
  table(
    ["to", "lines", ...codes],
    languages.map((to) => [
      to,
      sum(of(to), (row) => row.lines),
      ...codes.map((code) => sum(of(to), ({ marks }) => marks[code] ?? 0)),
    ]),
  );
  console.log("\nBatches with a hard mark or a doubt, %");
  table(
    ["size", "films", "news", "catalogues"],
    [10, 20].map((size) => [
      size,
      ...["films", "news", "catalogues"].map((set) => {
        const group = rows.filter((row) => row.size === size && row.set === set);
        return percent(
          sum(group, (row) => row.asked),
          sum(group, (row) => row.batches),
        );
      }),
    ]),
  );
  console.log(`\nHard marks beyond the list of true differences: ${hard.length}`);
  for (const { code, size, name, from, to, numbers } of hard)
    console.log(`  ${code}: ${name} ${from} → ${to}, line ${numbers.join(" / ")}, batches of ${size}`);
}

function printCatches(rows) {
  console.log("\nWhat is caught of planted faults, % of spoilt lines, batches of 10");
  table(
    ["fault", "lines", "hard", "doubt", "soft", "none", "films: hard or doubt (lines)"],
    [...new Set(rows.map(({ fault }) => fault))].map((fault) => {
      const own = rows.filter((row) => row.fault === fault);
      const films = own.filter(({ set }) => set === "films");
      const all = sum(own, (row) => row.planted);
      const inFilms = sum(films, (row) => row.planted);
      return [
        fault,
        all,
        ...["hard", "doubt", "soft", "none"].map((gravity) =>
          percent(
            sum(own, (row) => row[gravity]),
            all,
          ),
        ),
        `${percent(
          sum(films, (row) => row.hard + row.doubt),
          inFilms,
        )} (${inFilms})`,
      ];
    }),
  );
}
