import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { explain, UserError } from "../errors.js";
import { FORMATS, formatNamed, formatOfPath } from "../formats/index.js";
import { type Rendered, render } from "../jobs/export.js";
import { besideSource } from "../jobs/file-names.js";
import { dim, green, yellow } from "../print.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { type Act, subcommand } from "./command.js";

interface Flags {
  output?: string;
  format?: string;
  bilingual?: boolean;
  partial?: boolean;
  force?: boolean;
  all?: boolean;
}

export interface Exported {
  id: string;
  /** Undefined where it went to standard output, or could not be written. */
  path?: string;
  lacking?: number;
  error?: string;
  hint?: string;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Writes translated files: beside their sources, into a folder, or to a path. */
export async function exportProjects(
  context: Terminal,
  prefixes: readonly string[],
  flags: Flags,
): Promise<Exported[]> {
  const { output } = flags;
  const store = await context.store();
  if (prefixes.length === 0 && !flags.all) throw new UserError("which projects?", "name some, or say --all");
  const ids = flags.all ? await store.unexported() : await store.resolveIds(prefixes);
  if (output && output !== "-" && ids.length > 1 && !isFolder(output)) {
    throw new UserError(
      `${ids.length} files can't go to one: ${output}`,
      "name a folder that exists with -o",
    );
  }
  if (flags.format) formatNamed(flags.format);
  if (output && output !== "-" && flags.all) mkdirSync(output, { recursive: true });
  const format =
    flags.format ??
    (output && output !== "-" && !isFolder(output) ? formatWanted(context, output) : undefined);
  const exported: Exported[] = [];
  for (const id of ids) {
    try {
      const rendered = await render(store, id, { ...flags, ...(format ? { format } : {}) });
      exported.push(await put(context, rendered, flags));
    } catch (error) {
      const known = explain(error);
      if (!known) throw error;
      exported.push({ id, error: known.message, ...(known.hint ? { hint: known.hint } : {}) });
    }
  }
  return exported;
}

/** The format a path asks for; an ending that is none leaves the source's, and that is said. */
function formatWanted({ print }: Terminal, path: string): string | undefined {
  try {
    return formatOfPath(path).name;
  } catch {
    print.note(yellow(`${path} is written in the source's format, since its ending names none`));
    return undefined;
  }
}

async function put(
  context: Terminal,
  rendered: Rendered,
  { output, force, bilingual }: Flags,
): Promise<Exported> {
  const { id, bytes, name, lacking, fell } = rendered;
  if (fell)
    context.print.note(
      yellow(`${id}: written as UTF-8, since the source's encoding lacks some of its characters`),
    );
  if (lacking)
    context.print.note(yellow(`${id}: ${lacking} lines have no translation and keep their source text`));
  if (output === "-") {
    context.print.bytes(bytes);
    return { id, lacking };
  }
  const path = resolve(
    output === undefined ? defaultPath(rendered) : isFolder(output) ? join(output, name) : output,
  );
  if (path === rendered.sourcePath)
    throw new UserError(`${path} is the source itself`, "name another file with -o");
  const store = await context.store();
  const there = readIfThere(path);
  writeFileSafely(path, bytes, force || (there !== undefined && (await store.isOurs(id, path, there))));
  // A part, or both languages at once, is not what the queue was asked for: only the whole translation counts.
  await store.markExported(id, path, bytes, lacking === 0 && !bilingual, context.clock.now());
  return { id, path, lacking };
}

/** Beside the source; in the current folder where that can't be written, as on a read-only medium. */
function defaultPath({ sourcePath, name }: Rendered): string {
  try {
    accessSync(dirname(sourcePath || "."), constants.W_OK);
    return besideSource(sourcePath, name);
  } catch {
    return name;
  }
}

export const exportCommand = (act: Act): Command =>
  subcommand(
    "export",
    "Write the translated files, named as media players expect (talk.fr.srt)",
    "export k3x9q2ab",
    "export k3x9q2ab -o talk.fr.vtt",
    "export k3x9q2ab --bilingual -o both.srt",
    "export --all -o /srv/translated",
  )
    .argument("[id...]", "projects, by id or its beginning")
    .option(
      "-o, --output <path>",
      "a file, a folder, or - for standard output (default: beside the source, or here if that can't be written)",
    )
    .option("--all", "every completed project that was not written anywhere yet")
    .option("--format <format>", `in another format: ${FORMATS.map(({ name }) => name).join(", ")}`)
    .option("--bilingual", "the translation with its source below")
    .option("--partial", "also if incomplete; lacking lines keep their source text")
    .option("--force", "overwrite a file that something else wrote")
    .action(
      act(async (context: Terminal, ids: string[], flags: Flags) => {
        const exported = await exportProjects(context, ids, flags);
        const written = exported.flatMap(({ id, path }) => (path ? [`${id} → ${path}`] : []));
        if (written.length) await context.audit("export", written.join(", "));
        for (const { id, error, hint } of exported) if (error) context.print.error(`${id}: ${error}`, hint);
        if (flags.output !== "-") {
          context.print.result({ exported }, () =>
            exported.length
              ? exported.flatMap(({ path }) => (path ? [`${green("wrote")} ${path}`] : [])).join("\n")
              : dim("nothing to export"),
          );
        }
        return exported.some(({ error }) => error) ? "partly" : "done";
      }),
    );
