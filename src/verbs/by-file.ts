import type { AddedFile } from "./add.js";
import type { Looked } from "./scan-figures.js";

/** What came of each file in one, where it was told by language. */
export function byFile(files: readonly AddedFile[]): Looked[] {
  const looked = new Map<string, Looked>();
  for (const { file, projects, skipped, to, why, error, hint, later } of files) {
    const before = looked.get(file) ?? { file, added: [], there: [], skips: [] };
    looked.set(file, {
      ...before,
      added: [...before.added, ...projects.flatMap(({ created, targetLang }) => (created ? targetLang : []))],
      there: [...before.there, ...projects.map(({ targetLang }) => targetLang)],
      skips:
        skipped === undefined
          ? before.skips
          : [...before.skips, { reason: skipped, to: to ?? null, why: why! }],
      ...(error === undefined ? {} : { error }),
      ...(hint === undefined ? {} : { hint }),
      ...(later ? { later } : {}),
    });
  }
  return [...looked.values()];
}
