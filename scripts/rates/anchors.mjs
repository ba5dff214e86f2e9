// When to ask for anchors: always, in doubt (only where the fit could not prove every line of the batch, known as if by
// an oracle before asking), or never. Tokens are what each adds; unproved lines would be stored with a mark.
import { beginningsOf } from "../../dist/core/anchors.js";
import { fitOf, provedLines } from "../../dist/core/fit.js";
import { systemPrompt } from "../../dist/core/prompt.js";
import { humanPairs } from "./pairs.mjs";

const SIZES = [10, 20];

export async function publish() {
  const rows = await anchors({ pairs: humanPairs() });
  console.log("\nWhen anchors are asked for");
  console.table(rows);
  return rows;
}

async function anchors({ pairs }) {
  const { encode } = await import("gpt-tokenizer/encoding/o200k_base").catch(() => ({}));
  if (!encode) {
    console.log(
      "skipped: anchors, since gpt-tokenizer is not installed (npm install --no-save gpt-tokenizer)",
    );
    return [];
  }
  const tokens = (text) => encode(text).length;
  const rows = [];
  for (const set of ["films", "news"])
    for (const size of SIZES) {
      const row = { set, size, lines: 0, batches: 0, decided: 0, unproved: 0, always: 0, inDoubt: 0 };
      for (const pair of pairs.filter((pair) => pair.set === set)) add(row, pair, tokens);
      rows.push({
        set,
        size,
        "batches the fit decides": row.decided / row.batches,
        "unproved lines, never": row.unproved / row.lines,
        "tokens a line, always": row.always / row.lines,
        "tokens a line, in doubt": row.inDoubt / row.lines,
      });
    }
  return rows;
}

function add(row, { from, to, lines }, tokens) {
  const prompt = tokens(systemPrompt(from, to, true)) - tokens(systemPrompt(from, to));
  for (let at = 0; at < lines.length; at += row.size) {
    const batch = lines.slice(at, at + row.size);
    if (batch.length < 2) continue;
    const sources = batch.map(({ source }) => source);
    const proved = provedLines(fitOf({ sources, translations: batch.map(({ target }) => target) }));
    const beginnings = beginningsOf(sources);
    const cost = batch.reduce(
      (sum, { target }, line) =>
        sum + tokens(JSON.stringify(`${beginnings[line]} | ${target}`)) - tokens(JSON.stringify(target)),
      prompt,
    );
    const decided = proved.size === batch.length;
    row.lines += batch.length;
    row.batches++;
    row.decided += decided ? 1 : 0;
    row.unproved += batch.length - proved.size;
    row.always += cost;
    row.inDoubt += decided ? 0 : cost;
  }
}
