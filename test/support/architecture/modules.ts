import { posix } from "node:path";
import { isWord, stringOf, tokensOf } from "./tokens.js";

/** A file of the program; its path is relative to src, so those of test begin with "../test/". */
export interface Source {
  path: string;
  text: string;
}

/** One import or re-export. */
export interface Import {
  /** As it is written, or "(computed)". */
  from: string;
  /** The file of src it names, or undefined for a package. */
  to: string | undefined;
  /** Nothing of it is left when the program runs. */
  type: boolean;
  form: "import" | "export" | "call";
  /** What it is called there, and here; "*" is the whole of it. */
  names: { there: string; here: string }[];
}

/** All imports of a file: static, for their effect, re-exporting and dynamic. */
export function importsOf({ path, text }: Source): Import[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => {
    if (tokens[at - 1] === ".") return [];
    const isCall = /^(?:import|require)$/.test(token) && tokens[at + 1] === "(";
    const isDeclaration = /^(?:import|export)$/.test(token) && !isCall;
    const found = isCall ? called(tokens, at) : isDeclaration ? declared(tokens, at) : undefined;
    return found ? [{ ...found, to: fileOf(path, found.from) }] : [];
  });
}

const fileOf = (path: string, from: string) =>
  from.startsWith(".")
    ? posix
        .join(posix.dirname(path), from)
        .replace(/^\.\.\/src\//, "")
        .replace(/\.js$/, ".ts")
    : undefined;

function called(tokens: string[], at: number): Omit<Import, "to"> {
  const whole = /^[),]$/.test(tokens[at + 3] ?? "") ? stringOf(tokens[at + 2]) : undefined;
  const type = tokens[at - 1] === "typeof";
  return { from: whole ?? "(computed)", type, form: "call", names: [{ there: "*", here: "" }] };
}

function declared(tokens: string[], at: number): Omit<Import, "to"> | undefined {
  const form = tokens[at] === "import" ? "import" : "export";
  const effect = stringOf(tokens[at + 1]);
  if (effect !== undefined) return { from: effect, type: false, form, names: [] };
  let end = at + 1;
  while (tokens[end] !== "from" || stringOf(tokens[end + 1]) === undefined) {
    if (!/^(?!(?:import|export)$)[\p{L}\w$,{}*]/u.test(tokens[end] ?? "")) return undefined;
    end++;
  }
  const clause = tokens.slice(at + 1, end);
  // Braces with nothing but types in them are no type import: verbatimModuleSyntax keeps `import {} from`.
  const type = clause[0] === "type" && clause.length > 1 && clause[1] !== ",";
  return {
    from: stringOf(tokens[end + 1])!,
    type,
    form,
    names: namesOf((type ? clause.slice(1) : clause).join(" ")),
  };
}

function namesOf(clause: string): Import["names"] {
  const [, outer = "", inner = ""] = /^([^{]*)(?:\{(.*)\})?$/u.exec(clause) ?? [];
  const split = (list: string) =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
  const pair = (name: string) => {
    const [there = "", here = there] = name.replace(/^type (?=\S)/, "").split(" as ");
    return { there, here };
  };
  const whole = (name: string) => (name.startsWith("*") ? pair(name) : { there: "default", here: name });
  return [...split(outer).map(whole), ...split(inner).map(pair)];
}

const MODIFIERS = new Set(
  "async abstract declare function * class const enum let var interface type namespace".split(" "),
);

/** The names a file exports, types among them; `export *` has none of its own. */
export function exportsOf({ text }: Source): string[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => {
    if (token !== "export" || tokens[at - 1] === ".") return [];
    const list = tokens[at + 1] === "type" ? at + 2 : at + 1;
    if (tokens[list] === "*") return [];
    if (tokens[list] === "{") {
      const end = tokens.indexOf("}", list) + 1;
      return namesOf(tokens.slice(list, end).join(" ")).map(({ here }) => here);
    }
    const name = tokens.slice(at + 1).find((word) => !MODIFIERS.has(word));
    return isWord(name) ? [name] : [];
  });
}
