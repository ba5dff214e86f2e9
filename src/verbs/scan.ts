import type { Context } from "../context.js";
import type { TickOptions } from "../queue/tick.js";
import type { Folder } from "../store/folders.js";
import { type Estimate, Estimator } from "./estimate.js";
import { folderAt } from "./folders.js";
import type { FolderScan, Looked } from "./scan-figures.js";
import { scanFolder } from "./scan-folder.js";

/** What scans found; of a dry run, what adding it would take. */
interface Scanned {
  folders: FolderScan[];
  estimate?: Estimate;
}

/**
 * Scans watched folders now: all, or those at these paths. A dry run says what would be added, and what it would take.
 * Throws UserError for a path that is not watched.
 */
export async function scan(
  context: Context,
  paths: readonly string[],
  { dryRun }: { dryRun: boolean },
): Promise<Scanned> {
  const estimator = dryRun ? new Estimator(context) : undefined;
  const store = await context.store();
  const folders: Folder[] = [];
  for (const path of paths) folders.push(await folderAt(store, path));
  const scans: FolderScan[] = [];
  for (const folder of paths.length ? folders : await store.listFolders()) {
    if (context.stop.asked.aborted) break;
    if (!dryRun) await store.beginScan(folder.id, { now: context.clock.now(), interval: 0 });
    const scanned = await scanFolder(context, folder, { ...(estimator ? { estimator } : {}), rereads: true });
    if (!dryRun) await noteAway(context, folder, scanned);
    scans.push(scanned);
  }
  return { folders: scans, ...(estimator ? { estimate: await estimator.result() } : {}) };
}

/** The part of a tick: scans the folders whose interval has passed, and tells the log what is new. */
export const scanDue: TickOptions["scan"] = async (context, log) => {
  const { clock, config, stop } = context;
  const store = await context.store();
  for (const folder of await store.listFolders()) {
    if (stop.asked.aborted) return;
    // Whoever notes that the scan begins has it: another tick may be at it when this one is over its budget.
    if (!(await store.beginScan(folder.id, { now: clock.now(), interval: config.SCAN_EVERY }))) continue;
    const scanned = await scanFolder(context, folder, {});
    for (const line of await noteAway(context, folder, scanned)) log.event(line);
    const { figures, stopped } = scanned;
    const { recordings } = figures;
    const added = [
      ...(recordings ? [`recordings ${recordings}`] : []),
      ...Object.entries(figures.added).map(([language, count]) => `${language} ${count}`),
    ];
    if (added.length) log.event(`${folder.path}: files added: ${added.join(", ")}`);
    if (stopped !== undefined) log.event(`${folder.path}: not all files were looked at: ${stopped}`);
    const news = scanned.files.filter(({ error, later, again }) => error && !later && !again);
    for (const line of await noteUnreadable(context, news)) log.event(line);
  }
};

/** Notes once that a folder is away, and again only after it was back. Returns what is new. */
async function noteAway(
  context: Context,
  { id, path, error }: Folder,
  { away }: FolderScan,
): Promise<string[]> {
  const store = await context.store();
  if (away === undefined) return error === null ? [] : [`${path} is scanned again`];
  await store.endScan(id, { figures: null, error: away, changed: [], gone: [] });
  if (error !== null) return [];
  const message = `the watched folder ${path} can't be scanned: ${away}`;
  await store.noteProblem({ work: null, code: "folder_away", message, now: context.clock.now() });
  return [message];
}

/** So many files that can't be read are named for each scan. */
const MOST_NAMED = 20;

/** Returns what is new. */
async function noteUnreadable(context: Context, files: readonly Looked[]): Promise<string[]> {
  const store = await context.store();
  const more = files.length - MOST_NAMED;
  const lines = [
    ...files.slice(0, MOST_NAMED).map(({ file, error }) => `${file} was not added: ${error}`),
    ...(more > 0 ? [`${more} more files were not added, since they can't be read`] : []),
  ];
  for (const message of lines)
    await store.noteProblem({ work: null, code: "unreadable_file", message, now: context.clock.now() });
  return lines;
}
