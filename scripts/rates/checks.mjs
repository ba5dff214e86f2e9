// The checks of single lines and batches: false alarms over human translations, and what they catch of planted faults.
import { readFileSync } from "node:fs";
import { CHECKS, checkReply } from "../../dist/core/checks.js";
import { protect } from "../../dist/core/markup.js";
import { loadIdentifier } from "../../dist/identifier.js";
import { humanPairs } from "./pairs.mjs";
import { PLANTS } from "./plants.mjs";
import { seeded } from "./seeded.mjs";

const TRUE_DIFFERENCES = JSON.parse(
  readFileSync(new URL("./true-differences.json", import.meta.url), "utf8"),
);
/** As many translated lines before a batch as a turn would hold it against. */
const ACCEPTED = 60;
/** Marks about layout say nothing about a translation. */
const LAYOUT = new Set(["fast", "wide"]);
const WEIGHT = { hard: 3, doubt: 2, soft: 1 };

function* batchesOf(pairs, size) {
  for (const pair of pairs)
    for (let at = 0; at < pair.lines.length; at += size) {
      const { set, name, heldOut, from, to } = pair;
      yield { pair, set, name, heldOut, from, to, at, lines: pair.lines.slice(at, at + size) };
    }
}

function marksOf({ pair, at: first, lines, from, to }, replies, identify) {
  const checked = lines.map(({ raw, source, duration }, at) => ({
    source,
    reply: replies[at],
    intact: replies[at] === undefined || protect(raw).restore(replies[at]).intact,
    duration,
  }));
  const accepted = pair.lines
    .slice(Math.max(0, first - ACCEPTED), first)
    .map(({ source, target }) => ({ source, translation: target }));
  return checkReply(checked, { from, to, accepted, identify });
}

const excused = ({ name, from, to }, { numbers }, code) =>
  TRUE_DIFFERENCES.some(
    (known) =>
      known.name === name &&
      known.checks.includes(code) &&
      [from, to].some((language, side) => language === known.language && known.lines.includes(numbers[side])),
  );

/** False alarms: `{ size, set, heldOut, to, lines, batches, asked, marks: { code: count }, excused }` a row. */
export async function falseAlarms(pairs = humanPairs(), sizes = [10, 20]) {
  const identify = await loadIdentifier();
  const rows = new Map();
  const found = [];
  for (const size of sizes)
    for (const batch of batchesOf(pairs, size)) {
      const { set, heldOut, to } = batch;
      const key = [size, set, heldOut, to].join();
      if (!rows.has(key))
        rows.set(key, { size, set, heldOut, to, lines: 0, batches: 0, asked: 0, marks: {} });
      const row = rows.get(key);
      const replies = batch.lines.map(({ target }) => target);
      const marks = marksOf(batch, replies, identify);
      row.lines += batch.lines.length;
      row.batches++;
      let asked = false;
      marks.forEach((codes, at) => {
        for (const code of codes) {
          if (excused(batch, batch.lines[at], code)) continue;
          row.marks[code] = (row.marks[code] ?? 0) + 1;
          asked ||= CHECKS[code].gravity !== "soft";
          if (CHECKS[code].gravity === "hard")
            found.push({
              code,
              size,
              name: batch.name,
              from: batch.from,
              to,
              numbers: batch.lines[at].numbers,
            });
        }
      });
      if (asked) row.asked++;
    }
  return { rows: [...rows.values()], hard: found };
}

/** Catch rates: `{ fault, set, to, planted, hard, doubt, soft, none }` a row, counted in spoilt lines. */
export async function catches(
  pairs = humanPairs(),
  { most = 1000, size = 10, faults = Object.keys(PLANTS) } = {},
) {
  const identify = await loadIdentifier();
  const batches = [
    ...batchesOf(
      pairs.filter(({ set }) => set !== "catalogues"),
      size,
    ),
  ].filter(({ lines }) => lines.length >= 4);
  const drawn = drawer(pairs);
  const rows = new Map();
  const own = new Map();
  for (const fault of faults) {
    const random = seeded(fault);
    let planted = 0;
    for (const batch of shuffled(batches, random)) {
      if (planted >= most) break;
      const place = { at: Math.floor(random() * batch.lines.length), ...drawn(batch, random) };
      const spoilt = PLANTS[fault](batch, place);
      if (!spoilt) continue;
      if (!own.has(batch))
        own.set(
          batch,
          marksOf(
            batch,
            batch.lines.map(({ target }) => target),
            identify,
          ),
        );
      count(rows, {
        fault,
        batch,
        spoilt,
        marks: marksOf(batch, spoilt.replies, identify),
        own: own.get(batch),
      });
      planted += spoilt.spoilt.length > 1 ? 4 : 1; // batches that are spoilt as a whole tell the same of each line
    }
  }
  return [...rows.values()];
}

/** Only marks that the unspoilt batch does not have count. */
function count(rows, { fault, batch, spoilt, marks, own }) {
  const key = [fault, batch.set, batch.to].join();
  if (!rows.has(key))
    rows.set(key, { fault, set: batch.set, to: batch.to, planted: 0, hard: 0, doubt: 0, soft: 0, none: 0 });
  const row = rows.get(key);
  for (const at of spoilt.spoilt) {
    const fresh = marks[at].filter((code) => !own[at].includes(code) && !LAYOUT.has(code));
    const gravest = fresh.map((code) => CHECKS[code].gravity).sort((a, b) => WEIGHT[b] - WEIGHT[a])[0];
    row.planted++;
    row[gravest ?? "none"]++;
  }
}

const scriptOf = (text) =>
  [
    /\p{Script=Latin}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Hebrew}/u,
    /\p{Script=Devanagari}/u,
  ].findIndex((script) => script.test(text));

/** What a plant may draw on: other languages of the same film or text, and lines elsewhere. */
function drawer(pairs) {
  return (batch, random) => {
    const pick = (list) => list[Math.floor(random() * list.length)];
    const others = (same) =>
      pairs.filter(
        ({ set, name, heldOut, from, to, lines }) =>
          set === batch.set &&
          name === batch.name &&
          heldOut === batch.heldOut &&
          from === batch.from &&
          to !== batch.to &&
          lines.length >= batch.at + batch.lines.length &&
          (scriptOf(lines[0].target) === scriptOf(batch.lines[0].target)) === same &&
          scriptOf(lines[0].target) >= 0,
      );
    const thirds = (same) => {
      const other = pick(others(same));
      return other?.lines.slice(batch.at, batch.at + batch.lines.length).map(({ target }) => target);
    };
    let whole;
    const wholeThirds = (same) => (whole ??= thirds(same) ?? []);
    return {
      pick,
      third: (same) => pick(thirds(same) ?? [undefined]),
      thirds: wholeThirds,
      foreignLine: () => pick(batch.pair.lines.filter((line) => !batch.lines.includes(line)))?.source,
    };
  };
}

function shuffled(list, random) {
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other], copy[at]];
  }
  return copy;
}
