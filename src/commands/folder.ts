import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { toUtcText } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { dim, green, yellow } from "../print.js";
import type { Folder, FolderSettings } from "../store/folders.js";
import { unwatchFolder, watchFolder } from "../verbs/folders.js";
import { language, languages } from "../verbs/languages.js";
import { type Act, subcommand } from "./command.js";
import { describeFigures } from "./folder-figures.js";

export const folderCommand = (act: Act): Command =>
  subcommand(
    "folder",
    "Watch folders: every tick transcribes and translates what is new or changed in them",
    "folder add /srv/subtitles --to fr,es",
    "folder add /srv/subtitles --lane any --encoding ''",
    "folder list",
    "folder remove /srv/subtitles",
  )
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(ACTIONS)))
    .argument("[folder]", "the folder")
    .option("--to <languages>", "target languages, for example fr,pt-BR")
    .option("--from <language>", "source language, if known")
    .option("--prefer <languages>", "which source to take of a film that has several, the best first")
    .option(
      "--encoding <encoding>",
      "the encoding of its files that are neither UTF-8 nor UTF-16 (default: detected)",
    )
    .option("--column <column>", "the column of its tables (CSV, TSV) to translate")
    .option("--lane <lane>", "the lane its files wait in (default: the first of LANES)")
    .option("--export-dir <folder>", "write finished translations there, and not beside their sources")
    .option("--recordings", "also transcribe its recordings, and translate that (default of a new folder)")
    .option("--no-recordings", "leave its recordings alone")
    .addHelpText(
      "after",
      "\nOf a folder that is watched already, add changes the settings that are given; '' takes one back.",
    )
    .action((action: string, folder: string | undefined, flags: Flags) =>
      act(
        (context: Terminal) => ACTIONS[action]!(context, folder, flags),
        action === "add" ? "makes" : "looks",
      )(),
    );

interface Flags {
  to?: string;
  from?: string;
  prefer?: string;
  encoding?: string;
  column?: string;
  lane?: string;
  exportDir?: string;
  recordings?: boolean;
}

type Action = (context: Terminal, folder: string | undefined, flags: Flags) => Promise<undefined>;

const ACTIONS: Record<string, Action> = {
  add: async (context, folder, flags) => addFolder(context, named("add", folder), flags),
  list: async (context, folder) => {
    if (folder !== undefined) throw new UserError("folder list takes no folder: it shows all of them");
    await listFolders(context);
  },
  remove: async (context, folder) => removeFolder(context, named("remove", folder)),
};

function named(action: string, folder: string | undefined): string {
  if (folder) return folder;
  throw new UserError(
    `folder ${action} needs a folder`,
    `${commandLine("folder", "list")} shows those that are watched`,
  );
}

async function addFolder(context: Terminal, path: string, flags: Flags): Promise<undefined> {
  const { print } = context;
  const { folder, isNew, changes } = await watchFolder(context, path, settingsIn(flags));
  const name = visibleLine(folder.path);
  print.result({ folder, isNew, changes }, () => {
    if (isNew) return `${green("watching")} ${name} (${changes.join("; ")})`;
    return changes.length
      ? `${green("changed")} ${name}: ${changes.join("; ")}`
      : dim(`${name} is watched already`);
  });
  if (changes.length)
    print.note(`The next tick looks at all its files; ${commandLine("scan", folder.path)} does so now.`);
  if (isNew && folder.recordings && flags.recordings === undefined)
    print.note(
      "Recordings without subtitles beside them are transcribed, too; `--no-recordings` leaves them out.",
    );
}

/** Settings that are given; an empty text takes one back. */
function settingsIn(flags: Flags): Partial<FolderSettings> {
  const { to, from, prefer, encoding, column, lane, exportDir, recordings } = flags;
  const orNull = (text: string) => text.trim() || null;
  return {
    ...(to === undefined ? {} : { targets: languages("--to", to) }),
    ...(from === undefined ? {} : { from: from ? language("--from", from) : null }),
    ...(prefer === undefined ? {} : { prefer: prefer.trim() ? languages("--prefer", prefer) : [] }),
    ...(encoding === undefined ? {} : { encoding: orNull(encoding) }),
    ...(column === undefined ? {} : { column: orNull(column) }),
    ...(lane === undefined ? {} : { lane: orNull(lane) }),
    ...(exportDir === undefined ? {} : { exportDir: exportDir ? resolve(exportDir) : null }),
    ...(recordings === undefined ? {} : { recordings }),
  };
}

async function removeFolder(context: Terminal, path: string): Promise<undefined> {
  const folder = await unwatchFolder(context, path);
  context.print.result(
    { removed: folder.path },
    () =>
      `${green("removed")} ${visibleLine(folder.path)}: what was added from it stays, with its translations`,
  );
}

async function listFolders(context: Terminal): Promise<void> {
  const folders = await (await context.store()).listFolders();
  context.print.result({ folders }, () =>
    folders.length ? folders.map(describe).join("\n") : dim("no folders are watched"),
  );
}

function describe({ path, targets, scannedAt, figures, error, ...settings }: Folder): string {
  const { from, prefer, encoding, column, lane, exportDir, recordings } = settings;
  const set = [
    ...(from ? [`from ${from}`] : []),
    ...(prefer.length ? [`prefer ${prefer.join(",")}`] : []),
    ...(encoding ? [`encoding ${encoding}`] : []),
    ...(column ? [`column ${column}`] : []),
    ...(lane ? [`lane ${lane}`] : []),
    ...(exportDir ? [`export to ${exportDir}`] : []),
    ...(recordings ? [] : ["no recordings"]),
  ].join(", ");
  const scanned = scannedAt === null ? "the next tick scans it" : `last scan ${toUtcText(scannedAt)} UTC`;
  const lines = [
    ...(set ? [visibleLine(set)] : []),
    scanned,
    ...(error === null ? [] : [yellow(visibleLine(`could not be scanned: ${error}`))]),
    ...(figures ? describeFigures({ figures }) : []),
  ];
  return [`${visibleLine(path)} → ${targets.join(", ")}`, ...lines.map((line) => `  ${line}`)].join("\n");
}
