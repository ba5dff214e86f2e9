// Misplaced lines that end up stored without a mark, per kind of model and fault; batches of human translations that
// are asked for again; what anchors cost. Marks about layout and reading speed do not count as marks.
import { protect } from "../../dist/core/markup.js";
import { randomOf } from "../faults/random.mjs";
import { drive } from "./drive.mjs";
import { FAULTS, MODELS, spoiltChat } from "./models.mjs";
import { humanPairs } from "./pairs.mjs";

const LAYOUT = new Set(["fast", "wide"]);
const SIZES = [10, 20];
/** Fewer lines than this can't be spoilt in all these ways. */
const LEAST = 4;

/** Of the batches of news; those of films are judged all. */
const NEWS_SHARE = 0.1;
const SEED = 1;

export async function publish() {
  const random = randomOf(SEED);
  const rows = await placement({ pairs: humanPairs(), random, shares: { films: 1, news: NEWS_SHARE } });
  console.log(`\nMisplaced lines that are stored without a mark (seed ${SEED})`);
  for (const model of Object.keys(MODELS)) {
    console.log(`\n${model}`);
    console.table(
      Object.keys(FAULTS).map((fault) => {
        const own = rows.filter((row) => row.model === model && row.fault === fault);
        const films = own.filter(({ set, heldOut }) => set === "films" && heldOut);
        return {
          fault,
          planted: sum(own, "replies"),
          lines: sum(own, "lines"),
          "with a mark, %": percent(sum(own, "marked"), sum(own, "lines")),
          "without, %": percent(sum(own, "unmarked"), sum(own, "lines")),
          "films held out, without, %": percent(sum(films, "unmarked"), sum(films, "lines")),
        };
      }),
    );
  }
  const first = await placement({
    ...{ pairs: humanPairs(), random: randomOf(SEED), shares: { films: 1, news: NEWS_SHARE } },
    ...{ saved: false, faults: [] },
  });
  printAskedAgain("the lines before them saved", rows);
  printAskedAgain("nothing saved before them", first);
  return { rows, first };
}

function printAskedAgain(when, rows) {
  console.log(`\nHuman translations with anchors that are asked for again, ${when}`);
  console.table(
    rows
      .filter(({ fault }) => fault === "none")
      .map(({ set, heldOut, size, replies, askedAgain, lines, again }) => ({
        ...{ set: heldOut ? `${set}, held out` : set, size, batches: replies },
        ...{ "batches, %": percent(askedAgain, replies), "lines, %": percent(again, lines) },
      })),
  );
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);
const percent = (part, whole) => (whole === 0 ? null : Math.round((part / whole) * 10000) / 100);

/** `saved`: whether the lines before a batch are translated when it is asked for, so that it is judged by them too. */
export async function placement({ pairs, random, shares, saved = true, faults = Object.keys(FAULTS) }) {
  const rows = new Map();
  for (const size of SIZES)
    for (const pair of pairs.filter(({ set }) => shares[set]))
      for (const batch of batchesOf(pair, size)) {
        if (random.next() >= shares[pair.set]) continue;
        await judgeHuman(rows, pair, batch, { size, saved });
        for (const model of Object.keys(MODELS))
          for (const fault of faults)
            await judgeSpoilt(rows, pair, batch, { size, saved, model, fault, random });
      }
  return [...rows.values()];
}

function* batchesOf({ lines }, size) {
  for (let from = 0; from + LEAST <= lines.length; from += size) {
    const batch = lines.slice(from, from + size).map((_, at) => from + at);
    if (batch.length >= LEAST) yield batch;
  }
}

/** The document as it is when a batch is asked for: the lines before it may be saved already. */
const documentOf = ({ lines }, savedBefore) =>
  lines.map(({ raw, target, duration }, index) => ({
    index,
    text: raw,
    start: duration === null ? null : 0,
    end: duration,
    translation: index < savedBefore ? protect(raw).restore(target).text : null,
    state: index < savedBefore ? "done" : "open",
  }));

async function judgeHuman(rows, pair, batch, { size, saved }) {
  const row = rowOf(rows, pair, { size, model: "honours anchors", fault: "none" });
  const { again } = await run(pair, batch, {
    ...{ saved, spoil: (entries) => entries },
    anchorOf: MODELS["honours anchors"],
  });
  row.replies++;
  row.lines += batch.length;
  row.again += again;
  if (again > 0) row.askedAgain++;
}

async function judgeSpoilt(rows, pair, batch, { size, saved, model, fault, random }) {
  const { lines } = pair;
  const foreignFrom = (batch[0] + size * 2) % Math.max(1, lines.length - batch.length);
  if (fault === "another batch's reply" && Math.abs(foreignFrom - batch[0]) < batch.length) return;
  const outside = (index) => ({
    line: `outside ${index}`,
    text: lines[(index + lines.length) % lines.length].target,
  });
  const around = {
    next: outside(batch.at(-1) + 1),
    before: outside(batch[0] - 1),
    foreign: batch.map((_, at) => outside(foreignFrom + at)),
  };
  let given;
  const spoil = (entries) => {
    given = FAULTS[fault]({ entries, ...around }, random);
    return given;
  };
  const { stored } = await run(pair, batch, { saved, spoil, anchorOf: MODELS[model] });
  const row = rowOf(rows, pair, { size, model, fault });
  row.replies++;
  batch.forEach((index, at) => {
    const right = lines[index].target;
    if (given[at].text === right) return;
    row.lines++;
    const kept = stored.get(index);
    if (!kept || kept.text === rightText(lines[index])) return;
    if (kept.marks.some((mark) => !LAYOUT.has(mark))) row.marked++;
    else row.unmarked++;
  });
}

const rightText = ({ raw, target }) => protect(raw).restore(target).text;

function run(pair, batch, { saved, spoil, anchorOf }) {
  const bySource = new Map(batch.map((index) => [pair.lines[index].source, pair.lines[index].target]));
  const entriesFor = (asked) => asked.map((source, line) => ({ line, text: bySource.get(source) }));
  const chat = spoiltChat({ entriesFor, spoil, anchorOf });
  return drive({ from: pair.from, to: pair.to, lines: documentOf(pair, saved ? batch[0] : 0), batch, chat });
}

function rowOf(rows, { set, heldOut }, { size, model, fault }) {
  const key = [set, heldOut, size, model, fault].join("|");
  if (!rows.has(key))
    rows.set(key, {
      set,
      heldOut,
      size,
      model,
      fault,
      replies: 0,
      lines: 0,
      marked: 0,
      unmarked: 0,
      again: 0,
      askedAgain: 0,
    });
  return rows.get(key);
}
