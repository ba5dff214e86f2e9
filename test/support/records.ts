import { readExtraction } from "../../src/core/record/extraction.js";
import { keepRecord } from "../../src/generation/keep-record.js";
import { CLIENT, KEYS, reply, spoken } from "../record/support.js";
import type { World } from "./projects.js";

/** What each recording says, and what a model made of it. */
type Heard = [lines: readonly string[], ...Parameters<typeof reply>];

/** The owner's own case: a client, and a second recording with a new number. */
export const JEAN: Heard = [
  ["Bonjour, ici Jean Dupont, 35 ans, de Lyon.", "J'aime le tennis et le thé."],
  [
    ["name", "Jean Dupont", "ici Jean Dupont"],
    ["age", 35, "35 ans"],
    ["phone", null, ""],
    ["city", "Lyon", "de Lyon"],
    ["tags", ["tennis", "thé"], "J'aime le tennis et le thé."],
  ],
];

export const NEW_NUMBER: Heard = [
  ["C'est Jean Dupont.", "Mon nouveau numéro est le 06 12 34 56 78."],
  [
    ["name", "Jean Dupont", "C'est Jean Dupont"],
    ["age", "unknown", ""],
    ["phone", "06 12 34 56 78", "Mon nouveau numéro est le 06 12 34 56 78."],
    ["city", "Paris", "je vis à Paris"],
    ["tags", [], ""],
  ],
];

/** Merges recordings into a record, as a job of the queue does. */
export async function hear(here: World, name: string | null, ...recordings: readonly Heard[]) {
  const store = await here.context().store();
  let kept: Awaited<ReturnType<typeof keepRecord>>;
  for (const [at, [lines, ...said]] of recordings.entries()) {
    kept = await keepRecord(store, readExtraction(reply(...said))!, {
      ...{ record: kept?.record.id ?? name, template: "client", output: CLIENT, keys: KEYS },
      ...{ recording: `audio-${at + 1}`, job: `job-${at + 1}`, who: "worker", now: here.clock.time },
      ...{ transcript: spoken(...lines), language: "fr" },
    });
    here.clock.time += 60_000;
  }
  return kept!;
}
