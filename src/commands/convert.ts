import { resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { UserError } from "../errors.js";
import { encode } from "../formats/encoding.js";
import { FORMATS, formatOfPath, MAX_BYTES, read, write } from "../formats/index.js";
import { green, yellow } from "../print.js";
import { readWithin } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { type Act, subcommand } from "./command.js";

interface Flags {
  output: string;
  from?: string;
  format?: string;
  encoding?: string;
  force?: boolean;
}

/** Reads a file and writes it again, in the same format (the same bytes) or another. No project, no provider. */
export async function convert(
  context: Terminal,
  file: string,
  { output, from, format, encoding, force }: Flags,
) {
  if (file !== "-" && output !== "-" && resolve(file) === resolve(output)) {
    throw new UserError("the output is the file itself", "name another with -o");
  }
  if (file === "-" && !from)
    throw new UserError("standard input has no name to tell its format by", "add --from srt, for example");
  const bytes = file === "-" ? await buffer(context.stdin) : await readWithin(file, MAX_BYTES);
  const document = read(file, bytes, {
    ...(from ? { format: from } : {}),
    ...(encoding ? { encoding } : {}),
  });
  const sameName =
    output !== "-" && !format && file !== "-" && !from && formatOfPath(output) === formatOfPath(file);
  // A file under the wrong name stays what it is unless the name asked for differs.
  const target = format ?? (output === "-" || sameName ? undefined : formatOfPath(output).name);
  const text = write(document, [], target);
  const { bytes: written, fell } = encode(text, document.encoding);
  if (output === "-") context.print.bytes(written);
  else writeFileSafely(resolve(output), written, force ?? false);
  return {
    file,
    output,
    format: target ?? document.format,
    cues: document.cues.length,
    oddities: document.oddities,
    fell,
  };
}

const formatNames = FORMATS.map(({ name }) => name).join(", ");

export const convertCommand = (act: Act): Command =>
  subcommand(
    "convert",
    "Read a file and write it again, in the same format (the same bytes) or another; says what is odd in it",
    "convert talk.srt -o talk.vtt",
    "convert old.srt --encoding windows-1251 -o copy.srt",
  )
    .argument("<file>", "a file, or - for standard input")
    .requiredOption("-o, --output <path>", "where to write, or - for standard output")
    .option("--format <format>", `the output's format, where its name does not tell: ${formatNames}`)
    .option("--from <format>", "the input's format, where its name does not tell")
    .option("--encoding <encoding>", "the input's encoding, if it is neither UTF-8 nor UTF-16")
    .option("--force", "overwrite an existing file")
    .action(
      act(async (context: Terminal, file: string, flags: Flags) => {
        const converted = await convert(context, file, flags);
        for (const { line, what } of converted.oddities)
          context.print.note(yellow(`${file}:${line}: ${what}`));
        if (converted.fell)
          context.print.note(yellow("written as UTF-8, since the encoding lacks some characters"));
        if (flags.output !== "-") {
          context.print.result(
            converted,
            () => `${green("wrote")} ${flags.output} (${converted.format}, ${converted.cues} segments)`,
          );
        }
      }),
    );
