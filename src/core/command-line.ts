/**
 * A command line of transcron as messages name it: between backticks, its words quoted for a shell, so that it can be
 * pasted. test/hints.test.ts runs each one in the state that names it.
 */
export const commandLine = (...words: readonly string[]): string =>
  `\`transcron ${words.map(shellWord).join(" ")}\``;

/** A word as a shell needs it to be read as one. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
