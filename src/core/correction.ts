import { type CheckCode, type CheckOptions, checkReply } from "./checks.js";
import { protect, sameMarkup } from "./markup.js";
import type { Line } from "./model.js";

/** The marks of what a person wrote for a line, as if a model had answered it. They reject nothing by themselves. */
export function marksOf(
  { text: source, start, end }: Pick<Line, "text" | "start" | "end">,
  text: string,
  options: CheckOptions,
): CheckCode[] {
  const line = {
    source: protect(source).text,
    reply: protect(text).text,
    intact: sameMarkup(source, text),
    duration: start === null || end === null ? null : end - start,
  };
  return checkReply([line], options)[0]!;
}

/**
 * A line as it is typed on a command line, where `\n` is a break; not where the source has these two characters
 * itself.
 */
export const asTyped = (source: string, text: string): string =>
  (source.includes("\\n") ? text : text.replaceAll("\\n", "\n")).replace(/\r\n?/g, "\n").toWellFormed();
