import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import type { Context } from "../context.js";
import { filmOf } from "../core/film-name.js";
import { languageInName } from "../core/name-language.js";
import { type Facts, isStillChanging, type Plan, planOf, type Way } from "../core/plan.js";
import type { Skipped } from "../core/skips.js";
import { EXTENSIONS, formatNamed, formatOfPath } from "../formats/index.js";
import type { Owner } from "../store/deliveries.js";
import { Names } from "../system/names.js";
import { type FoundFile, findFiles, type Walked, walk } from "../system/walk.js";
import { translatedName } from "../translation/file-names.js";

export interface PlanOptions {
  /** Canonical language tags. */
  to: readonly string[];
  from: string | null;
  /** The projects' name instead of the file's. */
  name?: string;
  /** How files are read whose names don't tell. */
  format?: string;
  /** Languages of sources, the best first, where several lead to one translation. */
  prefer?: readonly string[];
  /** Where translations are written instead of EXPORT_DIR or beside their sources. */
  exportDir?: string;
  /** Whether they are written by themselves (default: those of folders, and all with EXPORT_DIR). */
  deliver?: boolean;
  /** What is in the folder, where that was looked up already. */
  walked?: Walked;
}

interface FolderPlan extends Plan {
  /** What was seen of each source. */
  found: ReadonlyMap<string, FoundFile>;
}

/** Endings of subtitles that no format here reads; a video beside its subtitles is not worth a word. */
const UNREADABLE = new Set(
  ".sub .idx .sup .smi .sami .ttml .dfxp .stl .usf .scc .cap .mcc .ssf .lrc".split(" "),
);

const endingOf = (path: string) => extname(path).toLowerCase();
const isReadable = (path: string) => EXTENSIONS.includes(endingOf(path));
const isInside = (path: string, folder: string) =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * Says which files of a folder become which translations, and which do not and why: from names and times alone, no
 * file is read and nothing is changed. Paths are absolute. Throws what the file system answers if the folder can't be
 * opened.
 */
export async function planFolder(
  context: Context,
  folder: string,
  options: PlanOptions,
): Promise<FolderPlan> {
  const root = resolve(folder);
  const { files, links, closed, unnamable } = options.walked ?? (await walk(root));
  const out = exportDirOf(context, options);
  const isOutput = (path: string) => out !== undefined && isInside(out, root) && isInside(path, out);
  const readable = files.filter(isReadable);
  const store = await context.store();
  const written = new Set((await store.ownersOf(readable)).flatMap((one) => (one.written ? [one.path] : [])));
  const skipped: Skipped[] = [
    ...readable.filter(isOutput).map(skippedFor("output")),
    ...readable.filter((path) => written.has(path) && !isOutput(path)).map(skippedFor("written")),
    ...files
      .filter((path) => !isReadable(path) && UNREADABLE.has(endingOf(path)))
      .map(skippedFor("unreadable")),
    ...links
      .filter(({ path, toFolder }) => toFolder || isReadable(path))
      .map(({ path }) => skippedFor("link")(path)),
    ...closed.map(({ path, why }): Skipped => ({ path, to: null, reason: "closed", by: why })),
    ...unnamable
      .filter(({ shown, isFolder }) => isFolder || isReadable(shown))
      .map(({ shown }) => skippedFor("unnamable")(shown)),
  ];
  const sources = readable.filter((path) => !isOutput(path) && !written.has(path));
  const found = await findFiles(sources);
  const ways = waysOf(context, sources, root, options);
  const own = ways.filter(({ language, to }) => language === to);
  const plan = await choose(
    context,
    ways.filter(({ language, to }) => language !== to),
    { root, found, names: new Names(), delivers: options.deliver ?? true, options },
  );
  return {
    planned: plan.planned,
    skipped: [
      ...skipped,
      ...own.map(({ source: path, to }): Skipped => ({ path, to, reason: "same" })),
      ...plan.skipped,
    ],
    found,
  };
}

const skippedFor =
  (reason: Skipped["reason"]) =>
  (path: string): Skipped => ({ path, to: null, reason });

/**
 * The same for one file that is named itself, which may be of any name, language and age; an empty path stands for
 * bytes that have none. Only the place of a translation that is written by itself must be free. `names` remembers
 * which files stand where while many files are planned.
 */
export async function planFile(
  context: Context,
  path: string,
  options: PlanOptions,
  names: Names,
): Promise<Plan> {
  const delivers = isDelivered(context, path, options);
  const source = path && resolve(path);
  const ways = waysOf(context, [source], null, options);
  return choose(context, ways, { root: null, found: new Map(), names, delivers, options });
}

/** Whether the translation of a file that is named itself is written by itself; for bytes there must be a folder. */
export function isDelivered(context: Context, path: string, options: PlanOptions): boolean {
  const toFolder = exportDirOf(context, options) !== undefined;
  return (options.deliver ?? toFolder) && (path !== "" || toFolder);
}

const exportDirOf = ({ config }: Context, { exportDir = config.EXPORT_DIR }: PlanOptions) =>
  exportDir === undefined ? undefined : resolve(exportDir);

/** Each source into each language, with where that would be written. */
function waysOf(
  context: Context,
  sources: readonly string[],
  root: string | null,
  options: PlanOptions,
): Way[] {
  const out = exportDirOf(context, options);
  return sources.flatMap((source) => {
    const folder =
      out === undefined ? dirname(source) : root === null ? out : join(out, relative(root, dirname(source)));
    const format = options.format ?? formatOf(source);
    const name = options.name ?? nameOf(source, format);
    const language = languageInName(name);
    const film = filmOf(name);
    const named = { name, path: source, format };
    return options.to.map((to): Way => {
      const target = join(folder, translatedName(named, { sourceLang: options.from, targetLang: to }));
      return { source, language, to, film: `${join(folder, film)}\0${to}`, target };
    });
  });
}

/** What has no known ending and no named format is refused when it is read. */
const formatOf = (path: string) => (isReadable(path) ? formatOfPath(path).name : "txt");

/** What a file is called, and bytes that have no path. */
export const nameOf = (path: string, format: string) =>
  path ? basename(path) : `stdin${formatNamed(format).extensions[0] ?? ".txt"}`;

interface Choosing {
  root: string | null;
  /** The files whose age counts. */
  found: ReadonlyMap<string, FoundFile>;
  names: Names;
  delivers: boolean;
  options: PlanOptions;
}

async function choose(
  context: Context,
  ways: readonly Way[],
  { root, found, names, delivers, options: { to, from, prefer = [] } }: Choosing,
): Promise<Plan> {
  const store = await context.store();
  const now = context.clock.now();
  const alike = new Map(ways.map(({ target }) => [target, delivers ? names.alike(target) : []]));
  const alikeTo = (target: string) => alike.get(target)!;
  const owners = ownersByPath(await store.ownersOf([...new Set([...alike].flat(2))]));
  const at = (path: string) => owners.get(path) ?? [];
  const facts: Facts = {
    root,
    to,
    prefer: from === null ? prefer : [...prefer, from],
    delivers,
    isRecent: (source) => isStillChanging(found.get(source)?.modifiedMs ?? 0, now),
    ownersOf: (target) =>
      [target, ...alikeTo(target)].flatMap((place) => at(place).map(({ source }) => source)),
    inTheWay: ({ target }) => alikeTo(target).find((path) => !at(path).some(({ written }) => written)),
  };
  return planOf(ways, facts);
}

function ownersByPath(owners: readonly Owner[]): Map<string, Owner[]> {
  const byPath = new Map<string, Owner[]>();
  for (const owner of owners) byPath.set(owner.path, [...(byPath.get(owner.path) ?? []), owner]);
  return byPath;
}
