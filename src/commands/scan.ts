import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { visibleLine } from "../core/visible.js";
import { dim, type Printer, yellow } from "../print.js";
import type { Estimate } from "../verbs/estimate.js";
import { scan } from "../verbs/scan.js";
import type { FolderScan } from "../verbs/scan-figures.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { describeEstimate } from "./estimate-table.js";
import { describeFigures } from "./folder-figures.js";

export const scanCommand = (act: Act): Command =>
  subcommand(
    "scan",
    "Look for new and changed files in watched folders now; ticks do so every SCAN_EVERY",
    "scan",
    "scan /srv/subtitles --dry-run",
  )
    .argument("[folder...]", "watched folders (default: all of them)")
    .option("--dry-run", "say what would be added, and change nothing")
    .action(act(run));

async function run(
  context: Terminal,
  paths: string[],
  { dryRun = false }: { dryRun?: boolean },
): Promise<Outcome> {
  const { print } = context;
  const { folders, estimate } = await scan(context, paths, { dryRun });
  print.result({ dryRun, folders, ...(estimate ? { estimate } : {}) }, () =>
    folders.length
      ? [
          ...folders.map((one) => describe(one, dryRun)),
          ...(estimate && !isOnlyRecordings(folders, estimate) ? [describeEstimate(estimate, print)] : []),
        ].join("\n")
      : dim(`no folder is watched: ${commandLine("folder", "add", "FOLDER", "--to", "fr")} watches one`),
  );
  if (dryRun && folders.some(({ figures }) => figures.recordings))
    print.note("The estimate is for texts: what recordings cost is known when they are transcribed.");
  for (const { path, files, away, hint, stopped } of folders) {
    if (print.verbose) for (const { file, skips } of files) nameSkips(print, file, skips);
    if (away !== undefined) print.error(`${visibleLine(path)} can't be scanned: ${away}`, hint);
    for (const { file, error, hint: way, later } of files)
      if (error !== undefined && !later) print.error(`${visibleLine(file)}: ${error}`, way);
    if (stopped !== undefined)
      print.note(yellow(`${visibleLine(path)}: ${stopped}; the next scan looks at the rest`));
  }
  return outcomeOf(context, folders);
}

/** There is no estimate for recordings, and nothing else would be added. */
const isOnlyRecordings = (folders: readonly FolderScan[], { parts }: Estimate): boolean =>
  parts.length === 0 && folders.some(({ figures }) => figures.recordings);

/** The counts are in the figures of each folder. */
function nameSkips(print: Printer, file: string, skips: readonly { why: string }[]): void {
  for (const { why } of skips) print.note(yellow(`skipped ${visibleLine(file)}: ${why}`));
}

const describe = ({ path, targets, figures, away }: FolderScan, dryRun: boolean): string =>
  [
    `${visibleLine(path)} → ${targets.join(", ")}`,
    ...(away === undefined
      ? describeFigures({ figures, did: dryRun ? "to add" : "added" })
      : ["not scanned"]
    ).map((line) => `  ${line}`),
  ].join("\n");

function outcomeOf({ stop }: Terminal, folders: readonly FolderScan[]): Outcome {
  if (stop.signal()) return "stopped";
  const away = folders.filter((one) => one.away !== undefined).length;
  if (away > 0 && away === folders.length) return "mistake";
  if (folders.some(({ stopped }) => stopped !== undefined)) return "later";
  return away > 0 || folders.some(({ files }) => files.some(({ error }) => error)) ? "partly" : "done";
}
