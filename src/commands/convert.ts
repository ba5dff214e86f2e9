import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { UserError } from "../errors.js";
import { FORMATS } from "../formats/index.js";
import { green, yellow } from "../print.js";
import { convert } from "../verbs/convert.js";
import { type Act, subcommand } from "./command.js";
import { COLUMN } from "./options.js";

interface Flags {
  output: string;
  from?: string;
  format?: string;
  encoding?: string;
  column?: string;
  force?: boolean;
}

async function run(
  { print, stdin }: Terminal,
  file: string,
  { output, ...options }: Flags,
): Promise<undefined> {
  if (file === "-" && !options.from)
    throw new UserError(
      "standard input has no name to tell its format by",
      "name it, for example `--from srt`",
    );
  const source = file === "-" ? { bytes: await buffer(stdin) } : { path: file };
  const { bytes, ...converted } = await convert(source, {
    ...options,
    ...(output === "-" ? {} : { output }),
  });
  if (output === "-") print.bytes(bytes);
  for (const { line, what } of converted.oddities) print.note(yellow(`${file}:${line}: ${what}`));
  if (converted.fell) print.note(yellow("written as UTF-8, since the encoding lacks some characters"));
  if (output === "-") return;
  print.result(
    { file, output, ...converted },
    () => `${green("wrote")} ${output} (${converted.format}, ${converted.cues} segments)`,
  );
}

const formatNames = FORMATS.map(({ name }) => name).join(", ");

export const convertCommand = (act: Act): Command =>
  subcommand(
    "convert",
    "Read a file and write it again, in the same format (the same bytes) or another; says what is odd in it",
    "convert talk.srt -o talk.vtt",
    "convert items.csv --column text -o texts.txt",
    "convert old.srt --encoding windows-1251 -o copy.srt",
  )
    .argument("<file>", "a file, or - for standard input")
    .requiredOption("-o, --output <path>", "where to write, or - for standard output")
    .option("--format <format>", `the output's format, where its name does not tell: ${formatNames}`)
    .option("--from <format>", "the input's format, where its name does not tell")
    .option("--encoding <encoding>", "the input's encoding (default: detected)")
    .option("--column <column>", COLUMN)
    .option("--force", "overwrite an existing file")
    .action(act(run, "none"));
