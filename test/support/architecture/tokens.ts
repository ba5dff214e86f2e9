/** A regular expression can't begin after these; a slash there divides. */
const VALUE_ENDS = /^(?:[\p{L}\d_$")\]}`]|\/\/)/u;
const WORDS_BEFORE_A_VALUE = new Set(
  "${ return typeof case in of new delete void throw await yield instanceof else do".split(" "),
);

const SPACE = /(?:\s|\/\/[^\n]*|\/\*.*?\*\/)+/suy;
const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/suy;
const TEMPLATE = /[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)/suy;
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/uy;
const SIGN = /[\p{L}_$#][\p{L}\p{N}_$]*|\d[\w.]*|\?\.(?!\d)|\.{3}|=>|./suy;

/**
 * The words and signs of a source, without space and comments. Strings stand in double quotes, as do templates with
 * nothing to fill in; of other templates only what is filled in is told, and a regular expression is `//`.
 */
export function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  /** For each open brace, whether it belongs to a template. */
  const braces: boolean[] = [];
  let at = 0;
  const take = (kind: RegExp) => {
    kind.lastIndex = at;
    const text = kind.exec(source)?.[0] ?? "";
    at += text.length;
    return text;
  };
  const next = () => {
    const text = take(STRING);
    if (text) return `"${text.slice(1, -1)}"`;
    const template = source[at] === "`" || (source[at] === "}" && braces.at(-1)) ? take(TEMPLATE) : "";
    if (template) return partOfTemplate(template, braces);
    if (source[at] === "/" && !dividesAfter(tokens.at(-1)) && take(PATTERN)) return "//";
    const sign = take(SIGN);
    if (/^["'`]$/.test(sign)) throw new Error(`a ${sign} that does not end`);
    if (sign === "{") braces.push(false);
    if (sign === "}") braces.pop();
    return sign;
  };
  take(SPACE);
  while (at < source.length) {
    tokens.push(next());
    take(SPACE);
  }
  return tokens;
}

function partOfTemplate(text: string, braces: boolean[]): string {
  if (text.startsWith("}")) braces.pop();
  if (text.endsWith("${")) {
    braces.push(true);
    return "${";
  }
  return text.startsWith("`") ? `"${text.slice(1, -1)}"` : "`";
}

const dividesAfter = (token: string | undefined) =>
  token !== undefined && VALUE_ENDS.test(token) && !WORDS_BEFORE_A_VALUE.has(token);

/** Whether a token is a word: a name or a keyword. */
export const isWord = (token: string | undefined): token is string =>
  /^[\p{L}_$]/u.test(token ?? "") && token !== "${";

/** What a string token says, or undefined for any other. */
export const stringOf = (token: string | undefined) =>
  token?.startsWith('"') ? token.slice(1, -1) : undefined;
