import { basename, resolve } from "node:path";
import { settingOfPlaces } from "../config/lanes.js";
import type { Config } from "../config.js";
import type { AuditedWork, Context } from "../context.js";
import type { Lane } from "../core/model.js";
import { ColumnNeeded, ComeBackLater, explain, StoreDamaged, UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { formatNamed, type ReadOptions, read, readingOf, refuseLongSegments } from "../formats/index.js";
import type { Added } from "../store/projects.js";
import { refuseOtherReading } from "./other-reading.js";
import { bytesOf, expand, type Source } from "./source.js";
import { type IsSettled, unsettled } from "./unsettled.js";

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
  /** As `again`, and nothing is taken from the memory. */
  fresh?: boolean;
  /** Whether finished translations are written on their own (default: those of folders, and all with EXPORT_DIR). */
  deliver?: boolean;
  /** Formats, the best first, where a film is there in several. */
  prefer?: readonly string[];
  /** Where finished translations of a folder are written instead of beside their sources. */
  exportDir?: string;
  /** Files of a folder that are left out unread, and not told of; asked before each file is read. */
  isSettled?: IsSettled;
}

export interface AddedFile {
  /** The path as it was given or found; `-` for bytes that have none. */
  file: string;
  projects: Added[];
  segments?: number;
  /** Things in the file that are odd, with their line. */
  oddities?: { line: number; what: string }[];
  /** Why it was left out, though nothing went wrong. */
  skipped?: string;
  /** It was left out for what it holds, and not for its name or the files beside it. */
  unfit?: true;
  error?: string;
  hint?: string;
  /** Nothing is wrong with the file: the same may work later. No file after it was tried. */
  later?: true;
}

/** What bytes without a path are called. */
const NAMELESS = "stdin";

/**
 * Adds files, folders and bytes: a project for each file and language. A file that can't be read is reported beside
 * those that could; the source language is left out of the targets. Throws UserError for options that make no sense.
 * What is for later (a full lane or disk, a locked database) is thrown before anything was added; after that it ends
 * the list.
 */
export async function add(
  context: Context,
  sources: readonly Source[],
  options: AddOptions,
): Promise<AddedFile[]> {
  const lane = laneNamed(context, options.lane);
  refuseNonsense(options);
  const to = options.to.filter((tag) => tag !== options.from);
  const files = await addAll(context, sources, { ...options, to, lane });
  await context.auditWork("add", files.flatMap(createdIn));
  await context.auditWork("cancel", files.flatMap(supersededIn));
  return files;
}

const supersededIn = ({ projects }: AddedFile): AuditedWork[] =>
  projects.flatMap(({ id: newer, supersedes = [] }) =>
    supersedes.map((id) => ({ kind: "translation", id, details: `superseded by ${newer}` })),
  );

const createdIn = ({ file, projects }: AddedFile): AuditedWork[] =>
  projects
    .filter(({ created }) => created)
    .map(({ id, targetLang }) => ({ kind: "translation", id, details: `${basename(file)} → ${targetLang}` }));

/** The projects that are new. */
export const createdIds = (files: readonly AddedFile[]): string[] =>
  files.flatMap(({ projects }) => projects.filter(({ created }) => created).map(({ id }) => id));

/** What is wrong whatever the files are, said before any of them is looked at. */
function refuseNonsense({ from, to, format, encoding }: AddOptions) {
  if (to.every((tag) => tag === from))
    throw new UserError(`--from and --to are both ${from}`, "name another language with `--to`");
  if (format) formatNamed(format);
  if (encoding) encodingNamed(encoding);
}

/** The lane of this name; the first if none is named. */
function laneNamed({ config: { LANES } }: Context, name = LANES[0]!.name): Lane {
  const lane = LANES.find((one) => one.name === name);
  if (lane) return lane;
  throw new UserError(`there is no lane "${name}"`, `lanes: ${LANES.map((one) => one.name).join(", ")}`);
}

type InLane = Omit<AddOptions, "lane"> & { lane: Lane };

async function addAll(context: Context, given: readonly Source[], options: InLane): Promise<AddedFile[]> {
  const files: AddedFile[] = [];
  const attempt = async <Result>(
    source: Source,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (thrown) {
      const file = failed(source, thrown);
      if (file.later && !files.some(({ projects }) => projects.length)) throw thrown;
      files.push(file);
      return undefined;
    }
  };
  const isOver = () => files.at(-1)?.later ?? false;
  for (const one of given) {
    const found = await attempt(one, () => expand(context, one, options.to));
    const deliver = options.deliver ?? (found?.folder || context.config.EXPORT_DIR !== undefined);
    const addOne = found?.folder ? addOfFolder : addFile;
    for (const file of found?.unnamable ?? []) files.push({ file, projects: [], skipped: NOT_UTF8 });
    for await (const source of unsettled(
      found?.sources ?? [],
      found?.folder ? options.isSettled : undefined,
    )) {
      const added = await attempt(source, () => addOne(context, source, { ...options, deliver }));
      if (added) files.push(added);
      if (isOver()) break;
    }
    if (isOver()) break;
  }
  return files;
}

const NOT_UTF8 = "its name is not UTF-8, so it is left out until it is renamed";

const labelOf = (source: Source) => ("path" in source ? source.path : "-");

/** What an error says of a file; what nobody expected, and what is no fault of a file, is thrown on. */
function failed(source: Source, thrown: unknown): AddedFile {
  const known = explain(thrown);
  if (!known || thrown instanceof StoreDamaged) throw thrown;
  const { kind, message: error, hint } = known;
  return {
    file: labelOf(source),
    projects: [],
    error,
    ...(hint ? { hint } : {}),
    ...(kind === "later" ? { later: true } : {}),
  };
}

/** In a folder, which holds files of all sorts, a table whose column is not named is left out. */
async function addOfFolder(context: Context, source: Source, options: InLane): Promise<AddedFile> {
  const file = labelOf(source);
  try {
    return await addFile(context, source, readingOf(file, options));
  } catch (error) {
    if (!(error instanceof ColumnNeeded)) throw error;
    return { file, projects: [], skipped: `${error.message}; ${error.hint}`, unfit: true };
  }
}

async function addFile(context: Context, source: Source, options: InLane): Promise<AddedFile> {
  const { clock, newId, config } = context;
  const store = await context.store();
  const file = labelOf(source);
  const path = "path" in source ? resolve(source.path) : "";
  const bytes = await bytesOf(source);

  // A folder in crontab is mostly files that are known: those are told by their bytes and not parsed again.
  const { fresh = false } = options;
  const again = options.again || fresh;
  const known = again ? [] : await store.knownFile(path, bytes);
  refuseOtherReading(known, options, () => read(path || NAMELESS, bytes, options).format);
  if (options.to.every((tag) => known.some(({ targetLang }) => targetLang === tag))) {
    return { file, projects: options.to.map((tag) => known.find(({ targetLang }) => targetLang === tag)!) };
  }

  const document = read(path || NAMELESS, bytes, options);
  if (document.cues.length === 0) throw new UserError("there is nothing in it to translate");
  refuseLongSegments(document);
  const name =
    options.name ??
    (path ? basename(path) : NAMELESS + (formatNamed(document.format).extensions[0] ?? ".txt"));
  const { format, encoding, cues: segments, oddities } = document;
  const deliver = (options.deliver ?? false) && (path !== "" || config.EXPORT_DIR !== undefined);
  const { from: sourceLang, priority = 0, lane } = options;
  const result = await store.createProjects({
    document: { name, path, format, encoding, bytes, segments },
    projects: options.to.map((targetLang) => ({
      id: newId(),
      name,
      sourceLang,
      targetLang,
      priority,
      deliver,
      fresh,
    })),
    lane,
    again,
    now: clock.now(),
  });
  if ("full" in result) throw laneFull(config, lane, result.full.waiting);
  return { file, projects: result.added, segments: segments.length, oddities };
}

function laneFull({ LANES, written }: Config, { name, places }: Lane, waiting: number) {
  const others = LANES.flatMap((lane) => (lane.name === name ? [] : [`\`--lane ${lane.name}\``]));
  const ways = [
    "add it again when some are done",
    ...others,
    `more places in ${settingOfPlaces(name, written)}`,
  ];
  return new ComeBackLater(
    `lane ${name} is full: ${waiting} of ${places} places are taken`,
    `${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)}`,
  );
}
