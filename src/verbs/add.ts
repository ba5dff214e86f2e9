import { basename, resolve } from "node:path";
import type { Context } from "../context.js";
import { ComeBackLater, explain, UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { formatNamed, type ReadOptions, read } from "../formats/index.js";
import type { Added } from "../store/store.js";
import { bytesOf, expand, type Source } from "./source.js";

interface AddOptions extends ReadOptions {
  /** Canonical language tags. */
  to: readonly string[];
  from: string | null;
  name?: string;
  /** The first of LANES if it is not named. */
  lane?: string;
  priority?: number;
  /** A new project even where there is one for the same bytes and language. */
  again?: boolean;
  /** Whether finished translations are written on their own (default: those of folders, and all with EXPORT_DIR). */
  deliver?: boolean;
}

export interface AddedFile {
  /** The path as it was given or found; `-` for bytes that have none. */
  file: string;
  projects: Added[];
  segments?: number;
  /** Things in the file that are odd, with their line. */
  oddities?: { line: number; what: string }[];
  error?: string;
  hint?: string;
}

/** What bytes without a path are called. */
const NAMELESS = "stdin";

/**
 * Adds files, folders and bytes: a project for each file and language. A file that can't be read is reported beside
 * those that could. Throws UserError for options that make no sense, and ComeBackLater if the lane was full before
 * anything was added; a lane that fills up later ends the list.
 */
export async function add(
  context: Context,
  sources: readonly Source[],
  options: AddOptions,
): Promise<AddedFile[]> {
  const lane = options.lane ?? context.config.LANES[0]!.name;
  refuseNonsense(context, { ...options, lane });
  const files = await addAll(context, sources, { ...options, lane });
  const created = createdIds(files);
  if (created.length) await context.audit("add", `${created.length} projects: ${created.join(", ")}`);
  return files;
}

/** The projects that are new. */
export const createdIds = (files: readonly AddedFile[]): string[] =>
  files.flatMap(({ projects }) => projects.filter(({ created }) => created).map(({ id }) => id));

/** What is wrong whatever the files are, said before any of them is looked at. */
function refuseNonsense({ config }: Context, { lane, from, to, format, encoding }: AddOptions) {
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

type InLane = AddOptions & { lane: string };

async function addAll(context: Context, given: readonly Source[], options: InLane): Promise<AddedFile[]> {
  const files: AddedFile[] = [];
  for (const one of given) {
    const found = await expand(context, one, options.to).catch((error) => failed(one, error));
    if (!("sources" in found)) {
      files.push(found);
      continue;
    }
    const deliver = options.deliver ?? (found.folder || context.config.EXPORT_DIR !== undefined);
    for (const source of found.sources) {
      try {
        files.push(await addFile(context, source, { ...options, deliver }));
      } catch (error) {
        if (error instanceof ComeBackLater && !files.some(({ projects }) => projects.length)) throw error;
        files.push(failed(source, error));
        if (error instanceof ComeBackLater) return files;
      }
    }
  }
  return files;
}

const labelOf = (source: Source) => ("path" in source ? source.path : "-");

/** What an error says of a file; what nobody expected is thrown on. */
function failed(source: Source, thrown: unknown): AddedFile {
  const known = explain(thrown);
  if (!known) throw thrown;
  const { message: error, hint } = known;
  return { file: labelOf(source), projects: [], error, ...(hint ? { hint } : {}) };
}

async function addFile(context: Context, source: Source, options: InLane): Promise<AddedFile> {
  const { clock, newId, config } = context;
  const store = await context.store();
  const file = labelOf(source);
  const path = "path" in source ? resolve(source.path) : "";
  const bytes = await bytesOf(source);

  // A folder in crontab is mostly files that are known: those are told by their bytes and not parsed again.
  const known = options.again ? [] : await store.knownFile(path, bytes);
  refuseOtherReading(known, options);
  if (options.to.every((tag) => known.some(({ targetLang }) => targetLang === tag))) {
    return { file, projects: options.to.map((tag) => known.find(({ targetLang }) => targetLang === tag)!) };
  }

  const document = read(path || NAMELESS, bytes, options);
  if (document.cues.length === 0) throw new UserError("there is nothing in it to translate");
  const name =
    options.name ??
    (path ? basename(path) : NAMELESS + (formatNamed(document.format).extensions[0] ?? ".txt"));
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

/** A file that is known, but was read in another format or encoding than is asked for now. */
function refuseOtherReading(known: readonly Added[], options: AddOptions) {
  for (const { id, readAs, targetLang } of known) {
    if (!readAs || !options.to.includes(targetLang) || !isOtherwise(readAs, options)) continue;
    throw new UserError(
      `it was added as ${readAs.format} in ${readAs.encoding} (${id})`,
      `transcron cancel ${id} and transcron forget ${id}, then add it again`,
    );
  }
}

const isOtherwise = (readAs: { format: string; encoding: string }, { format, encoding }: ReadOptions) =>
  (format !== undefined && format !== readAs.format) ||
  (encoding !== undefined && !bare(readAs.encoding).startsWith(bare(encodingNamed(encoding))));

/** `UTF-16` was found to be `utf-16le` or `utf-16be`, and spellings differ. */
const bare = (encoding: string) => encoding.toLowerCase().replace(/[^a-z0-9]/g, "");
