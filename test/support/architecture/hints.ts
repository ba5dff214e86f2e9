import type { Source } from "./modules.js";

/** A way out that a file's messages name: `verbs/find.ts: transcron list`. What is filled in stands as `…`. */
export function hintsIn(files: readonly Source[]): string[] {
  return files.flatMap(({ path, text }) => {
    const code = withoutComments(text);
    return [...commandLines(code), ...quotedWays(code)].map((way) => `${path}: ${way}`);
  });
}

/** Commands in messages that are not written by `commandLine`, so that no test could find them. */
export function unmarkedCommands(files: readonly Source[], commands: readonly string[]): string[] {
  const named = new RegExp(`\\btranscron (?:${commands.join("|")})\\b[^"\`]*`, "g");
  return files.flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(named)].map(([found]) => `${path} names ${found.trim()}`),
  );
}

/** Lines of comments begin with their sign here; the formatter sees to that. */
const withoutComments = (text: string) =>
  text
    .split("\n")
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
    .join("\n");

const CALL = /(?<!function )\b(commandLine|addAgain)\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g;

/** `addAgain` makes a command of its own; where it is called, the way out is that one. */
function commandLines(code: string): string[] {
  return [...code.matchAll(CALL)].map(([, name, inside]) =>
    name === "addAgain" ? "transcron add … --again …" : `transcron ${wordsOf(inside!).join(" ")}`,
  );
}

/** The literal words of a call, and `…` for each run of others. */
function wordsOf(inside: string): string[] {
  const words = inside
    .split(/,\s*(?![^[(]*[\])])/)
    .map((word) => word.trim())
    .filter(Boolean)
    .map((word) => /^"([^"]*)"$/.exec(word)?.[1] ?? "…");
  return words.filter((word, at) => word !== "…" || words[at - 1] !== "…");
}

const STRING = /"(?:\\.|[^"\\\n])*"/g;
const IN_STRING = /`(--?[a-z][^`]*|[A-Z][A-Z_]+=[^`]*)`/g;
const IN_TEMPLATE = /\\`(--?[a-z][^`]*|[A-Z][A-Z_]+=[^`]*)\\`/g;

/** Options to be added to the same command, and lines for `.env`. */
function quotedWays(code: string): string[] {
  const strings = [...code.matchAll(STRING)].flatMap(([string]) => [...string.matchAll(IN_STRING)]);
  return [...strings, ...code.matchAll(IN_TEMPLATE)].map(([, way]) => way!.replace(/\$\{[^}]*\}/g, "…"));
}
