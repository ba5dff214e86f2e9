import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { columnOf, formatNamed, type ReadOptions } from "../formats/index.js";
import type { Added } from "../store/projects.js";

/** `from` is the source language that is named for this file, and not for all of a folder. */
type Wanted = ReadOptions & { from: string | null; to: readonly string[] };

/**
 * Throws UserError for a file that is known, but was read in another format, encoding, column or source language than
 * is asked for now. `reread` says the format that it would be read as.
 */
export function refuseOtherReading(known: readonly Added[], options: Wanted, reread: () => string) {
  for (const { id, readAs, status, targetLang } of known) {
    if (!readAs || !options.to.includes(targetLang)) continue;
    const was = otherwise(readAs, options, reread);
    if (was === undefined) continue;
    throw new UserError(
      `it was added ${was} (${id}, ${status})`,
      // One that has not ended stays the one for its file.
      hasEnded(status) ? READ_ANEW : `${commandLine("cancel", id)}, then ${READ_ANEW}`,
    );
  }
}

const READ_ANEW = "add it once more, with `--again`";

const hasEnded = (status: Added["status"]) => status !== "pending" && status !== "processing";

function otherwise(
  { format, encoding, sourceLang }: NonNullable<Added["readAs"]>,
  options: Wanted,
  reread: () => string,
): string | undefined {
  if (isReadOtherwise({ format, encoding }, options, reread)) return `as ${format} in ${encoding}`;
  if (options.from === null || options.from === sourceLang) return undefined;
  return sourceLang === null ? "without a source language" : `with the source language ${sourceLang}`;
}

/** A column may be named in several ways, so only what `reread` says tells whether it is another. */
const isReadOtherwise = (
  readAs: { format: string; encoding: string },
  { format, encoding, column = format && columnOf(format) }: ReadOptions,
  reread: () => string,
) =>
  (format !== undefined && formatNamed(format).name !== formatNamed(readAs.format).name) ||
  (column !== undefined && column !== columnOf(readAs.format) && reread() !== readAs.format) ||
  (encoding !== undefined && !bare(readAs.encoding).startsWith(bare(encodingNamed(encoding))));

/** `UTF-16` was found to be `utf-16le` or `utf-16be`, and spellings differ. */
const bare = (encoding: string) => encoding.toLowerCase().replace(/[^a-z0-9]/g, "");
