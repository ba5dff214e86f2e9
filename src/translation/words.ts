import { meaningOf } from "../core/marks.js";
import type { Line } from "../core/model.js";
import type { FailCode } from "../core/repair.js";
import type { Tally } from "../store/lines.js";

/** Line numbers as people count, of so many in all: where only the first are named, the sentence says so. */
const numbers = (indexes: readonly number[], count: number) =>
  indexes.map((index) => index + 1).join(", ") + (indexes.length < count ? ", …" : "");

/** Why a project has failed; null if no line was given up. */
export function failedSentence({ failed, failedLines }: Tally): string | null {
  if (failed === 0) return null;
  if (failed === 1) return `line ${numbers(failedLines, failed)} could not be translated`;
  return `${failed} lines could not be translated: ${numbers(failedLines, failed)}`;
}

/** Lines that are named where there are many. */
const NAMED = 20;

/** Which lines a project still lacks. */
export function openSentence({ open, failed, openLines, failedLines }: Tally): string {
  // Each list has the first lines only, and so has both together.
  const lacking = [...openLines, ...failedLines].sort((a, b) => a - b).slice(0, NAMED);
  const count = open + failed;
  return `no translation for ${count === 1 ? "line" : `${count} lines:`} ${numbers(lacking, count)}`;
}

/** Why a line was given up, with its number and, if texts may be quoted, its beginning. */
export function lineFailed(code: FailCode, { index, text }: Line, { quote }: { quote: boolean }): string {
  const sentence = `line ${index + 1} ${meaningOf(code)}`;
  return quote ? `${sentence}: ${text.replace(/\s+/g, " ").slice(0, 80)}` : sentence;
}
