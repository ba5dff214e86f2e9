import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { titleOf } from "../core/title.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { FORMATS } from "../formats/index.js";
import { dim, green, yellow } from "../print.js";
import type { CountedKind } from "../store/pieces.js";
import { choosePiecesToExport, chooseToExport } from "../verbs/choose-to-export.js";
import {
  chosenOf,
  type Exported,
  exportBytes,
  exportFiles,
  type Failed,
  type Wanted,
} from "../verbs/export.js";
import { exportPieces, isPieceId, pieceBytes } from "../verbs/export-pieces.js";
import { isGiven } from "../verbs/select.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { type BulkFlags, filterOf, goesOn, kindOf, PROJECTS, withBulkFlags } from "./filter.js";

interface Flags extends BulkFlags {
  output?: string;
  format?: string;
  bilingual?: boolean;
  partial?: boolean;
  force?: boolean;
  missing?: boolean;
}

async function run(context: Terminal, texts: string[], flags: Flags): Promise<Outcome> {
  const kind = kindOf(flags);
  if (kind !== undefined && kind !== "translation") return exportKind(context, texts, { ...flags, kind });
  if (texts.some(isPieceId)) return writePieces(context, texts, flags);
  const wanted = await wantedOf(context, texts, flags);
  return wanted ? write(context, wanted, flags) : "done";
}

/** Transcripts or documents, by name, pattern and filters. */
async function exportKind(
  context: Terminal,
  texts: readonly string[],
  flags: Flags & { kind: CountedKind },
): Promise<Outcome> {
  if (flags.missing) throw new UserError("--missing is for translations", "leave out --missing or --kind");
  const filter = { ...filterOf(flags), kind: flags.kind };
  const chosen = await choosePiecesToExport(context, texts, filter, flags);
  if (!(await goesOn(context, chosen, { does: "export", flags }))) return "done";
  if (chosen.works.length === 0 && flags.output === "-")
    throw new UserError("there is nothing to export among them");
  const ids = chosen.works.map(({ id }) => id);
  return writePieces(context, ids, { ...flags, many: ids.length > 1 });
}

/** Transcripts and documents that are named by their ids. */
async function writePieces(
  context: Terminal,
  ids: readonly string[],
  { output, force, format, bilingual, many = false }: Flags & { many?: boolean },
): Promise<Outcome> {
  const { print } = context;
  const other = ids.find((id) => !isPieceId(id));
  if (other !== undefined)
    throw new UserError(
      `${other} is not a recording`,
      "export recordings and translations one after another",
    );
  if (bilingual) throw new UserError("a transcript has only one language", "leave out --bilingual");
  const inFormat = format ? { format } : {};
  if (output === "-") {
    const { exported, remarks } = await pieceBytes(context, ids, inFormat);
    for (const one of exported) if ("bytes" in one) print.bytes(one.bytes);
    return tellOf(context, exported, remarks);
  }
  const { exported, remarks } = await exportPieces(context, ids, {
    ...inFormat,
    many,
    ...(output ? { output } : {}),
    ...(force ? { force } : {}),
  });
  const outcome = tellOf(context, exported, remarks);
  print.result({ exported }, () => describe(exported));
  return outcome;
}

/** Undefined if nothing is to be written after all. */
async function wantedOf(
  context: Terminal,
  texts: readonly string[],
  flags: Flags,
): Promise<Wanted | undefined> {
  const filter = filterOf(flags);
  const isFiltered = isGiven(texts, filter);
  if (flags.missing && isFiltered)
    throw new UserError("--missing is for all projects", "leave out the projects and filters");
  const every = flags.missing ? "missing" : flags.all ? "unexported" : { ids: [] };
  if (!isFiltered && !flags.dryRun) return every;
  const chosen = isFiltered
    ? await chooseToExport(context, texts, filter, flags)
    : await chosenOf(context, every);
  if (!(await goesOn(context, chosen, { does: "export", flags }))) return undefined;
  if (chosen.projects.length === 0) {
    // A pipe must not take nothing for a translation.
    if (flags.output === "-") throw new UserError("there is nothing to export among them");
    context.print.result({ exported: [] }, () => describe([]));
    return undefined;
  }
  return { ids: chosen.projects.map(({ id }) => id), many: !chosen.isNamed && chosen.projects.length > 1 };
}

async function write(
  context: Terminal,
  wanted: Wanted,
  { output, force, format, bilingual, partial }: Flags,
): Promise<Outcome> {
  const { print } = context;
  const rendering = {
    ...(format ? { format } : {}),
    ...(bilingual ? { bilingual } : {}),
    ...(partial ? { partial } : {}),
  };
  if (output === "-") {
    const { exported, remarks } = await exportBytes(context, wanted, rendering);
    for (const one of exported) if ("bytes" in one) print.bytes(one.bytes);
    return tellOf(context, exported, remarks);
  }
  const { exported, remarks } = await exportFiles(context, wanted, {
    ...rendering,
    ...(output ? { output } : {}),
    ...(force ? { force } : {}),
  });
  const outcome = tellOf(context, exported, remarks);
  print.result({ exported }, () => describe(exported));
  return outcome;
}

/** A transcript has no language that it is translated into. */
type NotExported = Omit<Failed, "targetLang"> & { targetLang?: string };

/** Says beside the files what is to be known of them, and which could not be had. */
function tellOf(
  { print }: Terminal,
  exported: readonly (object | NotExported)[],
  remarks: readonly string[],
): Outcome {
  for (const remark of remarks) print.note(yellow(remark));
  const failed = exported.filter((one): one is NotExported => "error" in one);
  for (const { id, error, hint, name, targetLang } of failed)
    print.error(`${id} (${targetLang ? titleOf({ name, targetLang }) : visibleLine(name)}): ${error}`, hint);
  if (failed.length === 0) return "done";
  return failed.length < exported.length ? "partly" : "mistake";
}

function describe(exported: readonly (Pick<Exported, "id"> | { path: string })[]): string {
  if (exported.length === 0) return dim("nothing to export");
  return exported
    .flatMap((one) => ("path" in one ? [`${green("wrote")} ${visibleLine(one.path)}`] : []))
    .join("\n");
}

export const exportCommand = (act: Act): Command =>
  withBulkFlags(
    subcommand(
      "export",
      "Write translated files, named as media players expect (talk.fr.srt), and transcripts",
      "export k3x9q2ab",
      "export k3x9q2ab -o talk.fr.vtt",
      "export k3x9q2ab --bilingual -o both.srt",
      "export 'Season 1/*' --to fr -o /srv/translated",
      "export --all -o /srv/translated",
      "export --missing",
      "export --kind generation --all -o /srv/documents",
      "export audio-1 -o talk.srt",
    ).argument("[project...]", PROJECTS),
    {
      since: "only those that were completed within this time",
      all: "every completed project that was not written anywhere yet",
    },
  )
    .option(
      "-o, --output <path>",
      "a file, a folder (several projects keep their subfolders), or - for standard output (default: beside the source, or here if that can't be written)",
    )
    .option("--missing", "every completed project that was written and whose file is gone, where it was")
    .option("--format <format>", `in another format: ${FORMATS.map(({ name }) => name).join(", ")}`)
    .option("--bilingual", "the translation with its source below")
    .option("--partial", "also if incomplete; lacking lines keep their source text")
    .option("--force", "overwrite a file that something else wrote")
    .action(act(run));
