import { isBuiltin } from "node:module";
import { importsOf, type Source } from "./modules.js";
import { type Rooms, roomOf } from "./rooms.js";
import { isWord, stringOf, tokensOf } from "./tokens.js";

/** Who may read the environment: the composition root, which hands it to the settings. */
export const READ_THE_ENVIRONMENT = ["compose.ts"];

/** Who may touch the standard streams: the composition root hands them to the printer, cli.ts hears their errors. */
export const WRITE_TO_STREAMS = ["compose.ts", "cli.ts"];

/** Who may know the exit codes of the process. */
export const KNOW_EXIT_CODES = ["cli.ts"];

/** The codes that say more than done, partly and mistake: sysexits.h, and 128 plus a signal's number. */
const EXIT_CODES = ["75", "129", "130", "143", "exitCode"];

/** What gives a pure function the world, the clock or the dice. */
const IMPURE = new Set(
  "process crypto fetch performance setTimeout setInterval setImmediate globalThis console".split(" "),
);

const IMPURE_MEMBERS = new Set(["Date.now", "Math.random", "Math.*"]);

/** What files of the core ask of the world outside them. */
export const impureCore = (files: Source[], rooms: Rooms) =>
  files
    .filter(({ path }) => roomOf(path, rooms) === "core")
    .flatMap((file) => {
      const tokens = tokensOf(file.text);
      const modules = importsOf(file).map(({ from }) => from);
      const members = ["Date", "Math"].flatMap((object) =>
        membersOf(tokens, object).map((name) => `${object}.${name}`),
      );
      return complain(file.path, [
        ...modules.filter((from) => isBuiltin(from)),
        ...tokens.filter((token, at) => IMPURE.has(token) && isGlobal(tokens, at)),
        ...members.filter((member) => IMPURE_MEMBERS.has(member)),
        ...tokens.filter((_, at) => asksTheDate(tokens, at)),
      ]);
    });

/** `new Date()`, `new Date` and `Date()`, which all mean now. */
function asksTheDate(tokens: string[], at: number): boolean {
  if (tokens[at] !== "Date" || !isGlobal(tokens, at)) return false;
  return tokens[at + 1] === "(" ? tokens[at + 2] === ")" : tokens[at - 1] === "new";
}

/** Files that read the environment and may not. */
export const environmentReaders = (files: Source[]) =>
  files
    .filter(({ path }) => !READ_THE_ENVIRONMENT.includes(path))
    .flatMap((file) => complain(file.path, takenFrom(file, "process", ["env"])));

/** Files that write to standard output or standard error and may not. */
export const streamWriters = (files: Source[]) =>
  files
    .filter(({ path }) => !WRITE_TO_STREAMS.includes(path))
    .flatMap((file) =>
      complain(file.path, [
        ...takenFrom(file, "process", ["stdout", "stderr"]),
        ...takenFrom(file, "console"),
      ]),
    );

/** Files that know an exit code, or end the process themselves, and may not. */
export const exitCodeKnowers = (files: Source[]) =>
  files
    .filter(({ path }) => !KNOW_EXIT_CODES.includes(path))
    .flatMap((file) =>
      complain(file.path, [
        ...tokensOf(file.text).filter((token) => EXIT_CODES.includes(token)),
        ...takenFrom(file, "process", ["exit"]),
      ]),
    );

/** Verbs that see the terminal: they return data and remarks, and leave printing to their faces. */
export const printingVerbs = (files: Source[], rooms: Rooms) =>
  files
    .filter(({ path }) => roomOf(path, rooms) === "verbs")
    .flatMap((file) =>
      complain(
        file.path,
        tokensOf(file.text).filter((token) => token === "Terminal"),
      ),
    );

const complain = (path: string, what: string[]) => [...new Set(what)].map((one) => `${path} uses ${one}`);

/** The members of a global object that a file takes, from the global or from the module of its name. */
function takenFrom(file: Source, object: string, members?: string[]): string[] {
  const tokens = tokensOf(file.text);
  const imported = importsOf(file)
    .filter(({ from, type }) => !type && from.replace("node:", "") === object)
    .flatMap(({ names }) => names)
    .flatMap(({ there, here }) => {
      if (there !== "default" && there !== "*") return [there];
      return here ? membersOf(tokens, here) : ["*"];
    });
  return [...membersOf(tokens, object), ...imported]
    .filter((name) => name === "*" || !members || members.includes(name))
    .map((name) => `${object}.${name}`);
}

/** The members a source takes of an object by dot, bracket or pattern; "*" where it takes the whole. */
function membersOf(tokens: string[], object: string): string[] {
  return tokens.flatMap((token, at) => {
    if (token !== object || !isGlobal(tokens, at) || tokens[at + 1] === "from") return [];
    const next = tokens[at + 1] === "?." && tokens[at + 2] === "[" ? at + 2 : at + 1;
    const [dot, name] = tokens.slice(next, next + 2);
    if (dot === "." || dot === "?.") return [name!];
    if (dot === "[") return [stringOf(name) ?? "*"];
    const before = tokens[at - 1] === "." ? at - 3 : at - 1;
    if (tokens[before] === "=" && tokens[before - 1] === "}") return keysOf(tokens, before - 1);
    return ["*"];
  });
}

/** The keys of the pattern that ends at a brace. */
function keysOf(tokens: string[], end: number): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    if (/^[)}\]]$/.test(tokens[at]!)) depth++;
    if (/^[({[]$/.test(tokens[at]!) && --depth === 0) break;
    if (depth > 1 || !/^[{,]$/.test(tokens[at - 1] ?? "")) continue;
    if (isWord(tokens[at])) keys.push(tokens[at]!);
    else if (tokens[at] !== "}") keys.push(stringOf(tokens[at]) ?? "*");
  }
  return keys.reverse();
}

/** Whether a word stands for the global of its name: it is no member of another object, and no key. */
function isGlobal(tokens: string[], at: number): boolean {
  const [before, after] = [tokens[at - 1] ?? "", tokens[at + 1] === "?" ? tokens[at + 2] : tokens[at + 1]];
  if (before === "." || before === "?.") return tokens[at - 2] === "globalThis";
  return !(after === ":" && /^[{,;(]$/.test(before));
}
