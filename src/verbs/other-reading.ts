import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { columnOf, formatNamed, type ReadOptions } from "../formats/index.js";
import type { Added } from "../store/projects.js";

/**
 * Throws UserError for a file that is known, but was read in another format, encoding or column than is asked for now.
 * `reread` says the format that it would be read as.
 */
export function refuseOtherReading(
  known: readonly Added[],
  options: ReadOptions & { to: readonly string[] },
  reread: () => string,
) {
  for (const { id, readAs, status, targetLang } of known) {
    if (!readAs || !options.to.includes(targetLang) || !isOtherwise(readAs, options, reread)) continue;
    throw new UserError(
      `it was added as ${readAs.format} in ${readAs.encoding} (${id}, ${status})`,
      // One that has not ended stays the one for its file.
      hasEnded(status) ? READ_ANEW : `${commandLine("cancel", id)}, then ${READ_ANEW}`,
    );
  }
}

const READ_ANEW = "add it once more, with `--again`";

const hasEnded = (status: Added["status"]) => status !== "pending" && status !== "processing";

/** A column may be named in several ways, so only what `reread` says tells whether it is another. */
const isOtherwise = (
  readAs: { format: string; encoding: string },
  { format, encoding, column = format && columnOf(format) }: ReadOptions,
  reread: () => string,
) =>
  (format !== undefined && formatNamed(format).name !== formatNamed(readAs.format).name) ||
  (column !== undefined && column !== columnOf(readAs.format) && reread() !== readAs.format) ||
  (encoding !== undefined && !bare(readAs.encoding).startsWith(bare(encodingNamed(encoding))));

/** `UTF-16` was found to be `utf-16le` or `utf-16be`, and spellings differ. */
const bare = (encoding: string) => encoding.toLowerCase().replace(/[^a-z0-9]/g, "");
