/** A piece of a word: plain, escaped, or in quotes; what a shell would take for more (`$`, `~`, `*`) stands for itself. */
const PIECE = /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|([^\s\\'"]+)/y;

/**
 * The words of a command line, split where a shell would split plain quoting. Nothing is expanded, so nothing in it can
 * run a second program. Undefined where a quote is not closed, or a backslash ends the line.
 */
export function commandWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at]!)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
      continue;
    }
    PIECE.lastIndex = at;
    const found = PIECE.exec(line);
    if (!found) return undefined;
    const [whole, escaped, single, double, plain] = found;
    word = (word ?? "") + (escaped ?? single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? plain ?? "");
    at += whole.length;
  }
  return word === undefined ? words : [...words, word];
}
