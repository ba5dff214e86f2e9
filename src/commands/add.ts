import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { ComeBackLater, explain, UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { EXTENSIONS, formatNamed, MAX_BYTES, type ReadOptions, read } from "../formats/index.js";
import type { Worked } from "../jobs/work.js";
import { dim, green, yellow } from "../print.js";
import type { Added } from "../store/store.js";
import { readWithin } from "../system/read-file.js";
import { type Act, type Outcome, subcommand, wholeNumber } from "./command.js";
import { startDetached } from "./detached.js";
import { language, languages } from "./languages.js";
import { outcomeOf } from "./report.js";
import { workOn } from "./workers.js";

export interface AddOptions extends ReadOptions {
  to: string[];
  from: string | null;
  name?: string;
  lane?: string;
  priority?: number;
  again?: boolean;
  /** Whether finished translations are written on their own (default: those of folders, and all with EXPORT_DIR). */
  deliver?: boolean;
}

export interface AddedFile {
  file: string;
  projects: Added[];
  segments?: number;
  /** Things in the file that are odd, with their line. */
  oddities?: { line: number; what: string }[];
  error?: string;
  hint?: string;
}

/** Adds files and folders; what can't be read is told beside what could be. A full lane ends it. */
export async function add(
  context: Terminal,
  paths: readonly string[],
  options: AddOptions,
): Promise<AddedFile[]> {
  const lane = options.lane ?? context.config.LANES[0]!.name;
  refuseNonsense(context, { ...options, lane });
  const added: AddedFile[] = [];
  for (const path of paths) {
    const found = await expand(context, path, options.to).catch((error) => told(path, error));
    if (!("files" in found)) {
      added.push(found);
      continue;
    }
    const { files, folder } = found;
    const deliver = options.deliver ?? (folder || context.config.EXPORT_DIR !== undefined);
    for (const file of files) {
      try {
        added.push(await addFile(context, file, { ...options, lane, deliver }));
      } catch (error) {
        if (error instanceof ComeBackLater && !added.some(({ projects }) => projects.length)) throw error;
        added.push(told(file, error));
        if (error instanceof ComeBackLater) return added;
      }
    }
  }
  return added;
}

/** What is wrong whatever the files are, said before any of them is looked at. */
function refuseNonsense({ config }: Terminal, { lane, from, to, format, encoding }: AddOptions) {
  if (!config.LANES.some(({ name }) => name === lane)) {
    throw new UserError(
      `there is no lane "${lane}"`,
      `lanes: ${config.LANES.map(({ name }) => name).join(", ")}`,
    );
  }
  if (from && to.includes(from))
    throw new UserError(`--from and --to are both ${from}`, "leave it out of --to");
  if (format) formatNamed(format);
  if (encoding) encodingNamed(encoding);
}

/** What an error says of a file; what nobody expected is thrown on. */
function told(file: string, thrown: unknown): AddedFile {
  const known = explain(thrown);
  if (!known) throw thrown;
  return { file, projects: [], error: known.message, ...(known.hint ? { hint: known.hint } : {}) };
}

/** A folder stands for the files in it that have a known ending, less those that are translations already. */
async function expand(
  context: Terminal,
  path: string,
  targets: readonly string[],
): Promise<{ files: string[]; folder: boolean }> {
  if (path === "-") return { files: [path], folder: false };
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new UserError(
      "no such file or folder",
      "check the path; cron starts in the home folder, so give it absolute ones",
    );
  });
  if (!info.isDirectory()) return { files: [path], folder: false };
  const tags = targets.map((tag) => tag.toLowerCase());
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .filter(({ name }) => EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension)))
    .filter(
      ({ name }) =>
        !name
          .toLowerCase()
          .split(".")
          .slice(1, -1)
          .some((part) => tags.includes(part)),
    )
    .map((entry) => join(entry.parentPath ?? path, entry.name))
    .sort();
  const store = await context.store();
  const sources: string[] = [];
  for (const file of files) if (!(await store.isExported(resolve(file)))) sources.push(file);
  return { files: sources, folder: true };
}

async function addFile(
  context: Terminal,
  file: string,
  options: AddOptions & { lane: string },
): Promise<AddedFile> {
  const { clock, newId, config } = context;
  const store = await context.store();
  const path = file === "-" ? "" : resolve(file);
  const bytes = path ? await readWithin(path, MAX_BYTES) : await readStdin(context, options);

  // A folder in crontab is mostly files that are known: those are told by their bytes and not parsed again.
  const known = options.again ? [] : await store.knownFile(path, bytes);
  const otherwise = known.find(
    ({ readAs, targetLang }) => options.to.includes(targetLang) && readAs && isOtherwise(readAs, options),
  );
  if (otherwise?.readAs) {
    const { id, readAs } = otherwise;
    throw new UserError(
      `it was added as ${readAs.format} in ${readAs.encoding} (${id})`,
      `transcron cancel ${id} and transcron forget ${id}, then add it again`,
    );
  }
  if (options.to.every((tag) => known.some(({ targetLang }) => targetLang === tag))) {
    return { file, projects: options.to.map((tag) => known.find(({ targetLang }) => targetLang === tag)!) };
  }

  const document = read(path || "stdin", bytes, options);
  if (document.cues.length === 0) throw new UserError("there is nothing in it to translate");
  const name =
    options.name ?? (path ? basename(path) : `stdin${formatNamed(document.format).extensions[0] ?? ".txt"}`);
  const projects = await store.createProjects(
    { name, path, format: document.format, encoding: document.encoding, bytes, segments: document.cues },
    options.to.map((targetLang) => ({
      id: newId(),
      name,
      sourceLang: options.from,
      targetLang,
      lane: options.lane,
      priority: options.priority ?? 0,
      deliver: (options.deliver ?? false) && (path !== "" || config.EXPORT_DIR !== undefined),
    })),
    config.LANES,
    clock.now(),
    options.again ?? false,
  );
  return { file, projects, segments: document.cues.length, oddities: document.oddities };
}

const isOtherwise = (readAs: { format: string; encoding: string }, { format, encoding }: ReadOptions) =>
  (format !== undefined && format !== readAs.format) ||
  (encoding !== undefined && !bare(readAs.encoding).startsWith(bare(encodingNamed(encoding))));

/** `UTF-16` was found to be `utf-16le` or `utf-16be`, and spellings differ. */
const bare = (encoding: string) => encoding.toLowerCase().replace(/[^a-z0-9]/g, "");

async function readStdin({ stdin }: Terminal, { format }: ReadOptions): Promise<Buffer> {
  if (!format)
    throw new UserError("standard input has no name to tell its format by", "add --format srt, for example");
  return buffer(stdin);
}

export const addCommand = (act: Act): Command =>
  subcommand(
    "add",
    "Add files or folders to be translated; the same unchanged file is never added twice",
    "add talk.srt --to fr,es --from en",
    "add /srv/subtitles --to de --lane normal",
    "add - --format srt --to fr < talk.srt",
  )
    .argument("<file...>", "files, folders, or - for standard input")
    .requiredOption("--to <languages>", "target languages, for example fr,pt-BR")
    .option("--from <language>", "source language, if known")
    .option("--name <name>", "the project's name instead of the file's")
    .option("--lane <lane>", "the lane it waits in (default: the first of LANES)")
    .option("--priority <n>", "higher goes first within its lane", wholeNumber("--priority", -1000))
    .option("--format <format>", "read it as this, whatever its name says")
    .option("--encoding <encoding>", "its encoding, if it is neither UTF-8 nor UTF-16")
    .option("--deliver", "write the finished translation on its own, into EXPORT_DIR or beside the source")
    .option("--no-deliver", "leave that to export")
    .option(
      "--again",
      "a new project even if that was done before; lines in the memory are not paid for again",
    )
    .option("--now", "start a worker for these projects in the background and return at once")
    .option("--wait", "stay until these projects are done")
    .action(act(run));

interface Flags extends ReadOptions {
  to: string;
  from?: string;
  name?: string;
  lane?: string;
  priority?: number;
  again?: boolean;
  deliver?: boolean;
  now?: boolean;
  wait?: boolean;
}

async function run(
  context: Terminal,
  paths: string[],
  { to, from, now, wait, ...flags }: Flags,
): Promise<Outcome> {
  const options = { ...flags, to: languages("--to", to), from: from ? language("--from", from) : null };
  const files = await add(context, paths, options);
  const broken = files.filter(({ error }) => error);
  for (const { file, oddities = [] } of files) {
    for (const { line, what } of oddities.slice(0, 5)) context.print.note(yellow(`${file}:${line}: ${what}`));
    if (oddities.length > 5)
      context.print.note(
        yellow(`${file}: ${oddities.length - 5} more such remarks; transcron convert shows them`),
      );
  }
  for (const { file, error, hint } of broken) context.print.error(`${file}: ${error}`, hint);
  const fresh = files.flatMap(({ projects }) =>
    projects.filter(({ created }) => created).map(({ id }) => id),
  );
  if (fresh.length) await context.audit("add", `${fresh.length} projects: ${fresh.join(", ")}`);
  const outcome = broken.length === 0 ? "done" : broken.length < files.length ? "partly" : "mistake";
  if (wait && fresh.length) return waitFor(context, files, fresh, outcome);
  if (now && fresh.length) startDetached(context.home, fresh);
  context.print.result({ files }, () => describe(files, context.print.quiet));
  return outcome;
}

/** Says what was added before it is worked on: should that fail, it is in the queue all the same. */
async function waitFor(
  context: Terminal,
  files: AddedFile[],
  ids: readonly string[],
  otherwise: Outcome,
): Promise<Outcome> {
  if (!context.print.json) context.print.result({ files }, () => describe(files, context.print.quiet));
  let worked: Worked = { projects: [] };
  try {
    worked = await workOn(context, { mode: "auto", ids });
  } catch (error) {
    const known = explain(error);
    if (!known) throw error;
    context.print.error(known.message, known.hint);
    otherwise = "later";
  }
  if (worked.pause) context.print.error(worked.pause.message, worked.pause.hint);
  if (context.print.json) context.print.result({ files, ...worked }, () => "");
  const outcome = outcomeOf(context, worked);
  if (outcome === "done") return otherwise;
  return outcome !== "stopped" && worked.pause ? "later" : outcome;
}

/** With --quiet only what is new, so that a folder in crontab fills no log. */
function describe(files: readonly AddedFile[], quiet: boolean): string {
  return files
    .flatMap(({ file, projects, segments }) =>
      projects
        .filter(({ created }) => created || !quiet)
        .map(({ id, targetLang, created, status }) =>
          created
            ? `${green("added")} ${id}  ${basename(file)} → ${targetLang}  ${segments} segments`
            : dim(`known ${id}  ${basename(file)} → ${targetLang}  ${status}`),
        ),
    )
    .join("\n");
}
