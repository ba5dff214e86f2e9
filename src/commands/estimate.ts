import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { visibleLine } from "../core/visible.js";
import { yellow } from "../print.js";
import { estimate } from "../verbs/estimate.js";
import { language, languages } from "../verbs/languages.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { describeEstimate } from "./estimate-table.js";
import { COLUMN } from "./options.js";
import { tellOfSkips } from "./skips.js";

interface Flags {
  to: string;
  from?: string;
  prefer?: string;
  format?: string;
  encoding?: string;
  column?: string;
}

export const estimateCommand = (act: Act): Command =>
  subcommand(
    "estimate",
    "Say what translating files would take: lines, tokens, cost and time. Asks nobody, needs no key and stores nothing",
    "estimate /srv/films --to fr,es",
    "estimate film.en.srt --to de",
  )
    .argument("<file...>", "files and folders")
    .requiredOption("--to <languages>", "target languages, for example fr,pt-BR")
    .option("--from <language>", "source language (default: by the file's name, else by its text)")
    .option("--prefer <languages>", "which source to take of a film that has several, the best first")
    .option("--format <format>", "read it as this, whatever its name says")
    .option("--encoding <encoding>", "its encoding (default: detected)")
    .option("--column <column>", COLUMN)
    .action(act(run, "none"));

async function run(
  context: Terminal,
  paths: string[],
  { to, from, prefer, ...reading }: Flags,
): Promise<Outcome> {
  const { print } = context;
  const estimated = await estimate(
    context,
    paths.map((path) => ({ path })),
    {
      ...reading,
      to: languages("--to", to),
      from: from ? language("--from", from) : null,
      ...(prefer ? { prefer: languages("--prefer", prefer) } : {}),
    },
  );
  const { skipped, failed } = estimated;
  tellOfSkips(print, skipped);
  for (const { file, error, hint } of failed) print.error(`${visibleLine(file)}: ${error}`, hint);
  print.result(estimated, () => describeEstimate(estimated, print));
  if (failed.length === 0) return "done";
  print.note(yellow(`${failed.length} ${failed.length === 1 ? "file is" : "files are"} not counted`));
  return estimated.parts.length ? "partly" : "mistake";
}
