#!/usr/bin/env node
// Publishes the rates of the guards: npm run rates [-- PART …] [--json FILE]. The summary stands in docs/quality.md.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { hasCorpora } from "./pairs.mjs";

/** Each part measures and prints, and gives what goes into the JSON. */
const PARTS = {
  checks: async () => (await import("./print-checks.mjs")).publish(),
  evidence: async () => (await import("./evidence.mjs")).publish(),
  placement: async () => (await import("./placement.mjs")).publish(),
  anchors: async () => (await import("./anchors.mjs")).publish(),
  cost: async () => (await import("./cost.mjs")).publish(),
  speech: async () => (await import("./speech.mjs")).publish(),
  documents: async () => (await import("./documents-judged.mjs")).publish(),
  encodings: async () => (await import("./encodings.mjs")).publish(),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length) {
  console.error(`no such part: ${unknown.join(", ")}; there are: ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}
const wanted = positionals.length ? positionals : Object.keys(PARTS);
if (!hasCorpora && wanted.some((part) => part !== "documents")) {
  console.error("the corpora of human translations are not beside this checkout: nothing to measure");
  process.exit(2);
}
const results = {};
for (const part of wanted) results[part] = await PARTS[part]();
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`);
