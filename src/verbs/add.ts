import { basename } from "node:path";
import { settingOfPlaces } from "../config/lanes.js";
import type { Config } from "../config.js";
import type { AuditedWork, Context } from "../context.js";
import { lanesOfKind } from "../core/lanes.js";
import type { Lane, SourceKnown } from "../core/model.js";
import { type Skipped, type SkipReason, whySkipped } from "../core/skips.js";
import { ColumnNeeded, ComeBackLater, explain, StoreDamaged, UserError } from "../errors.js";
import { encodingNamed } from "../formats/encoding.js";
import { formatNamed, readingOf } from "../formats/index.js";
import type { Added } from "../store/projects.js";
import { Names } from "../system/names.js";
import { type LookOptions, look } from "./look.js";
import { expand, type Job, labelOf, refusalOf, type Source } from "./source.js";
import { type IsSettled, unsettled } from "./unsettled.js";

interface AddOptions extends LookOptions {
  /** The first of LANES if it is not named. */
  lane?: string;
  priority?: number;
  /** Files of a folder that are left out unread, and not told of; asked before each file is read. */
  isSettled?: IsSettled;
}

export interface AddedFile {
  /** The path as it was given or found; `-` for bytes that have none. */
  file: string;
  projects: Added[];
  segments?: number;
  /** The language it is in, and how that is known. */
  sourceLang?: string;
  sourceKnown?: SourceKnown;
  /** Things in the file that are odd, with their line. */
  oddities?: { line: number; what: string }[];
  /** Why it was left out, though nothing went wrong. A file of a folder may also be here with projects. */
  skipped?: SkipReason;
  /** The target language that it was left out for; absent if that is all of them. */
  to?: string;
  /** That reason as a sentence. */
  why?: string;
  error?: string;
  hint?: string;
  /** Nothing is wrong with the file: the same may work later. No file after it was tried. */
  later?: true;
}

/**
 * Adds files, folders and bytes: a project for each file and language. A file that can't be read is reported beside
 * those that could, and so is one of a folder that is skipped; the source language is left out of the targets. Throws
 * UserError for options that make no sense.
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
function laneNamed({ config }: Context, wanted: string | undefined): Lane {
  const lanes = lanesOfKind(config.LANES, "translation");
  const name = wanted ?? lanes[0]!.name;
  const lane = lanes.find((one) => one.name === name);
  if (lane) return lane;
  throw new UserError(`there is no lane "${name}"`, `lanes: ${lanes.map((one) => one.name).join(", ")}`);
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
  const names = new Names();
  for (const one of given) {
    const found = await attempt(one, () => expand(context, one, options, names));
    if (!found) {
      if (isOver()) break;
      continue;
    }
    files.push(...found.skipped.map((skip) => leftOut(skip, found.folder)));
    const { deliver } = found;
    const addOne = found.folder ? addOfFolder : addFile;
    for (const job of unsettled(found.jobs, found.folder ? options.isSettled : undefined)) {
      const added = await attempt(job.source, () => addOne(context, job, { ...options, deliver }));
      if (added) files.push(...added);
      if (isOver()) break;
    }
    if (isOver()) break;
  }
  return files;
}

/** A file that is skipped; one that was named itself is wanted, so that it is an error. */
function leftOut(skipped: Skipped, ofFolder: boolean): AddedFile {
  const { path: file, to, reason } = skipped;
  return {
    file,
    projects: [],
    skipped: reason,
    ...(to === null ? {} : { to }),
    why: whySkipped(skipped),
    ...(ofFolder ? {} : refusalOf(skipped)),
  };
}

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
async function addOfFolder(context: Context, job: Job, options: InLane): Promise<AddedFile[]> {
  const path = labelOf(job.source);
  try {
    return await addFile(context, job, readingOf(path, options));
  } catch (error) {
    if (!(error instanceof ColumnNeeded)) throw error;
    return [leftOut({ path, to: null, reason: "column", by: `${error.message}; ${error.hint}` }, true)];
  }
}

async function addFile(context: Context, job: Job, options: InLane): Promise<AddedFile[]> {
  const file = labelOf(job.source);
  const looked = await look(context, job, options);
  if (looked.kind === "known") return [{ file, projects: looked.projects }];
  const { document, name, path, bytes, language, targets } = looked;
  const isAlone = job.root === null && targets.length === 0;
  const skipped = looked.skipped.map((skip) => leftOut(skip, !isAlone));
  if (targets.length === 0) return skipped;
  const { format, encoding, cues: segments, oddities } = document;
  const { priority = 0, lane, deliver = false, fresh = false } = options;
  const store = await context.store();
  const result = await store.createProjects({
    document: { name, path, format, encoding, bytes, segments },
    projects: targets.map(({ language: targetLang, path: targetPath }) => ({
      id: context.newId(),
      name,
      sourceLang: language.tag,
      sourceKnown: language.known,
      targetLang,
      priority,
      deliver,
      targetPath: deliver ? targetPath : null,
      root: job.root,
      fresh,
    })),
    lane,
    again: options.again || fresh,
    now: context.clock.now(),
  });
  if ("full" in result) throw laneFull(context.config, lane, result.full.waiting);
  const from = language.tag === null ? {} : { sourceLang: language.tag, sourceKnown: language.known };
  return [{ file, projects: result.added, segments: segments.length, oddities, ...from }, ...skipped];
}

function laneFull({ LANES, written }: Config, { name, places }: Lane, waiting: number) {
  const others = lanesOfKind(LANES, "translation").flatMap((lane) =>
    lane.name === name ? [] : [`\`--lane ${lane.name}\``],
  );
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
