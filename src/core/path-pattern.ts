/**
 * Tells the paths that a name means: the path itself, or its end from a folder's boundary on. `*` and `?` stand for
 * characters within a name, `**` for folders too: `Season 1/*`, `*.de.srt`, `Series/**`. Letters count as they are.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const whole = new RegExp(`(?:^|/)${pattern.replace(/\*\*\/|\*+|\?|[^*?]+/g, translated)}$`, "su");
  return (path) => whole.test(path);
}

function translated(part: string): string {
  if (part === "**/") return "(?:.*/)?";
  if (part.startsWith("**")) return ".*";
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  return part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
}

export const hasWildcard = (pattern: string): boolean => /[*?]/.test(pattern);

/** The last part of a pattern, which the name of each file it means must fit; `*` where that can't be told. */
export function lastPart(pattern: string): string {
  const last = pattern.slice(pattern.lastIndexOf("/") + 1);
  return last.includes("**") ? "*" : last;
}
