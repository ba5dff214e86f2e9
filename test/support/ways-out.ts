import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { World } from "./projects.js";

/** What was said in a state, and the command line that said it. */
export interface Said {
  text: string;
  argv: readonly string[];
}

/** Runs a command line that has something to say. */
export async function say(here: World, ...argv: string[]): Promise<Said> {
  const { out, err } = await here.cli(...argv);
  return { text: out + err, argv };
}

/** What one check of doctor advises. */
export async function advised(here: World, check: string): Promise<Said> {
  const { data } = await here.json("doctor");
  const found = data.findings.filter((one: { check: string }) => one.check === check);
  return { text: found.map(({ mend }: { mend?: string }) => mend ?? "").join("\n"), argv: ["doctor"] };
}

/**
 * Takes a way out from what was said, and goes it: a command as it stands, after those it names with "then"; an option
 * with the same command; a setting in `.env`. `values` are what a person would put for placeholders and options.
 */
export async function goOut(here: World, way: string, { text, argv }: Said, values: Values = {}) {
  const ways = waysIn(text);
  const at = ways.findIndex(({ words }) => fits(way, words));
  expect(at, `${way} is not in: ${text}`).toBeGreaterThanOrEqual(0);
  for (const { words } of ways.slice(firstStep(ways, at), at)) await run(here, wordsOf(words), argv, values);
  return run(here, wordsOf(ways[at]!.words), argv, values);
}

export type Values = Record<string, string>;

interface Way {
  words: string;
  /** What stands before it. */
  before: string;
}

function waysIn(text: string): Way[] {
  const parts = text.split("`");
  return parts.flatMap((words, at) => (at % 2 ? [{ words, before: parts[at - 1]! }] : []));
}

function firstStep(ways: readonly Way[], at: number): number {
  let first = at;
  while (first > 0 && /\bthen\b/.test(ways[first]!.before)) first--;
  return first;
}

/** Whether words are those of a way out in the sources, where `…` stands for what was filled in. */
function fits(way: string, words: string): boolean {
  const pattern = way
    .split(/ ?… ?/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(?: ?.+ ?)?");
  return new RegExp(`^${pattern}$`).test(words);
}

/** The words of a command line, as a shell splits them: each a run of quoted, escaped and bare pieces. */
export const wordsOf = (line: string): string[] =>
  (line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? []).map((word) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? "",
    ),
  );

async function run(here: World, words: string[], argv: readonly string[], values: Values) {
  const filled = words.map((word) => values[word] ?? word);
  const [first = "", ...rest] = filled;
  if (first === "transcron") return here.cli(...rest, ...(values.more ? values.more.split(" ") : []));
  if (first.startsWith("-")) return here.cli(...argv, ...filled, ...(values[""] ? [values[""]] : []));
  mkdirSync(here.home, { recursive: true });
  const line = filled.join(" ").replace(/KEY$/, "sk-of-a-person");
  delete here.outside.env[line.split("=")[0]!];
  appendFileSync(join(here.home, ".env"), `${line}\n`, { mode: 0o600 });
  return here.cli(...(values.look ? values.look.split(" ") : argv));
}
