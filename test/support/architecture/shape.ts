import { exportsOf, importsOf, type Source } from "./modules.js";
import { tokensOf } from "./tokens.js";

/** A file longer than this holds more than one idea. */
export const MOST_LINES = 250;

/** Files that may be longer, each with its reason. */
export const LONG_FILES: Record<string, string> = {};

/** Files that have grown out of hand. */
export const longFiles = (files: Source[]) =>
  files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ path, lines }) => lines > MOST_LINES && !(path in LONG_FILES))
    .map(({ path, lines }) => `${path} has ${lines} lines`);

/** The shortest circle of imports through each file, every circle once. */
export function importCircles(files: Source[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, importsOf(file).flatMap(({ to }) => (to === undefined ? [] : [to]))]),
  );
  const circles = files.flatMap(({ path }) => {
    const circle = shortestCircle(path, targets);
    return circle ? [fromItsFirst(circle)] : [];
  });
  return [...new Set(circles)].sort();
}

function shortestCircle(start: string, targets: Map<string, string[]>): string[] | undefined {
  const paths = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const target of targets.get(path.at(-1)!) ?? []) {
      if (target === start) return path;
      if (seen.has(target)) continue;
      seen.add(target);
      paths.push([...path, target]);
    }
  }
  return undefined;
}

/** A circle has no beginning; told from its first name, it is the same whoever found it. */
function fromItsFirst(circle: string[]): string {
  const first = circle.indexOf([...circle].sort()[0]!);
  return [...circle.slice(first), ...circle.slice(0, first), circle[first]].join(" → ");
}

/** What is called from outside src and test: by bin/transcron.js. */
export const ENTRY_POINTS = ["cli.ts main"];

/** Names that src exports and nobody imports. */
export function unusedExports(files: Source[], others: Source[]): string[] {
  const used = namesUsed([...files, ...others]);
  return files.flatMap((file) =>
    exportsOf(file)
      .filter((name) => !used.has(`${file.path} ${name}`))
      .map((name) => `${file.path} exports ${name}, which nobody imports`),
  );
}

/** Every name that is imported, after its file; who takes a whole file takes the names it then says. */
function namesUsed(files: Source[]): Set<string> {
  const used = new Set(ENTRY_POINTS);
  const passedOn: { by: string; from: string }[] = [];
  for (const file of files) {
    for (const { to, form, names } of importsOf(file)) {
      const whole = names.some(({ there }) => there === "*");
      if (to && whole && form === "export") passedOn.push({ by: file.path, from: to });
      else
        for (const name of whole ? tokensOf(file.text) : names.map(({ there }) => there))
          used.add(`${to} ${name}`);
    }
  }
  // What is added on the way is visited too, so that a name may be passed on more than once.
  for (const one of used) {
    const [path, name] = one.split(" ");
    for (const { from } of passedOn.filter(({ by }) => by === path)) used.add(`${from} ${name}`);
  }
  return used;
}
