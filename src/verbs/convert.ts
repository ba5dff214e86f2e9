import { resolve } from "node:path";
import { UserError } from "../errors.js";
import { encode } from "../formats/encoding.js";
import { formatOfPath, read, write } from "../formats/index.js";
import { writeFileSafely } from "../system/write-file.js";
import { bytesOf, type Source } from "./source.js";

interface ConvertOptions {
  /** Where to write; without it, the bytes are only returned. */
  output?: string;
  /** The source's format, where its name does not tell. */
  from?: string;
  /** The output's format, where its name does not tell. */
  format?: string;
  encoding?: string;
  /** The column of a table. */
  column?: string;
  /** Also over a file that exists. */
  force?: boolean;
}

interface Converted {
  bytes: Uint8Array;
  format: string;
  cues: number;
  /** Things in the source that are odd, with their line. */
  oddities: { line: number; what: string }[];
  /** True if the encoding lacks a character, so that this is UTF-8. */
  fell: boolean;
}

/** Reads a file and writes it again, in the same format (the same bytes) or another. No project, no provider. */
export async function convert(
  source: Source,
  { output, from, format, encoding, column, force = false }: ConvertOptions,
): Promise<Converted> {
  const path = "path" in source ? source.path : undefined;
  if (path !== undefined && output !== undefined && resolve(path) === resolve(output)) {
    throw new UserError("the output is the file itself", "name another with `-o`");
  }
  const document = read(path ?? "", await bytesOf(source), {
    ...(from ? { format: from } : {}),
    ...(encoding ? { encoding } : {}),
    ...(column === undefined ? {} : { column }),
  });
  const target = format ?? (output === undefined ? undefined : formatWanted({ output, path, from }));
  const { bytes, fell } = encode(write(document, [], target), document.encoding);
  if (output !== undefined) writeFileSafely(resolve(output), bytes, { replace: force });
  return {
    bytes,
    format: target ?? document.format,
    cues: document.cues.length,
    oddities: document.oddities,
    fell,
  };
}

/** The format the output's name asks for; undefined leaves that of the source. */
function formatWanted(names: {
  output: string;
  path: string | undefined;
  from: string | undefined;
}): string | undefined {
  const wanted = formatOfPath(names.output);
  // A file under the wrong name stays what it is unless the name asked for differs.
  const sameName = names.path !== undefined && !names.from && formatOfPath(names.path) === wanted;
  return sameName ? undefined : wanted.name;
}
