import { realpathSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import type { Folder, FolderSettings } from "../store/folders.js";
import type { Store } from "../store/store.js";
import { add } from "./add.js";
import { addOptionsOf } from "./folder-options.js";

export interface Watched {
  folder: Folder;
  /** False if it was watched before. */
  isNew: boolean;
  /** What has changed, in words; of a new folder, all that is set. */
  changes: string[];
}

/** What the settings are called where people read them. */
const NAMES: { [Name in keyof FolderSettings]: string } = {
  targets: "to",
  from: "from",
  prefer: "prefer",
  encoding: "encoding",
  column: "column",
  lane: "lane",
  exportDir: "export-dir",
  recordings: "recordings",
};

const UNSET: FolderSettings = {
  targets: [],
  from: null,
  prefer: [],
  encoding: null,
  column: null,
  lane: null,
  exportDir: null,
  recordings: true,
};

/**
 * Watches a folder: each scan adds what is new or changed in it. Of one that is watched already, the settings that are
 * given change. Throws UserError for what is not a folder, for settings that make no sense, and for a folder that is
 * inside another one or contains one: its files would be added twice.
 */
export async function watchFolder(
  context: Context,
  given: string,
  settings: Partial<FolderSettings>,
): Promise<Watched> {
  const path = resolve(given);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`${given} is not a folder`, "check the path");
  return keepFolder(context, path, settings);
}

/** As `watchFolder`, also for a folder that is away at the moment. The path is absolute. */
export async function keepFolder(
  context: Context,
  path: string,
  settings: Partial<FolderSettings>,
): Promise<Watched> {
  const store = await context.store();
  const all = await store.listFolders();
  const before = all.find((folder) => folder.path === path);
  if (!before) refuseNested(path, all);
  const after: FolderSettings = { ...settingsOf(before ?? UNSET), ...settings };
  await refuseNonsense(context, path, after);
  const changes = changesBetween(before ?? UNSET, after);
  if (changes.length) {
    await store.saveFolder({ path, settings: after, now: context.clock.now() });
    await context.audit("folder", `${path} ${before ? "changed" : "added"}: ${changes.join("; ")}`);
  }
  return { folder: await folderAt(store, path), isNew: !before, changes };
}

/** Watches a folder no longer, also one that is gone. What was added from it stays. Throws UserError if it is not watched. */
export async function unwatchFolder(context: Context, given: string): Promise<Folder> {
  const store = await context.store();
  const folder = await folderAt(store, given);
  await store.removeFolder(folder.path);
  await context.audit("folder", `${folder.path} removed`);
  return folder;
}

/** The watched folder at a path. Throws UserError if there is none. */
export async function folderAt(store: Store, given: string): Promise<Folder> {
  const path = resolve(given);
  const found = (await store.listFolders()).find((folder) => folder.path === path);
  if (found) return found;
  throw new UserError(
    `${path} is not a watched folder`,
    `${commandLine("folder", "list")} shows those there are`,
  );
}

const settingsOf = ({
  targets,
  from,
  prefer,
  encoding,
  column,
  lane,
  exportDir,
  recordings,
}: FolderSettings) => ({
  targets,
  from,
  prefer,
  encoding,
  column,
  lane,
  exportDir,
  recordings,
});

function written(value: string | readonly string[] | boolean | null): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return (typeof value === "object" ? value?.join(",") : value) || "–";
}

function changesBetween(before: FolderSettings, after: FolderSettings): string[] {
  return (Object.keys(NAMES) as (keyof FolderSettings)[]).flatMap((name) => {
    const [was, is] = [written(before[name]), written(after[name])];
    if (was === is) return [];
    return before.targets.length ? `${NAMES[name]}: ${was} → ${is}` : `${NAMES[name]} ${is}`;
  });
}

/** What `add` would refuse of each file is refused now, in the same words. */
async function refuseNonsense(context: Context, path: string, settings: FolderSettings): Promise<void> {
  if (settings.targets.length === 0)
    throw new UserError(
      `it is not said into which languages ${path} is translated`,
      "for example `--to fr,es`",
    );
  await add(context, [], addOptionsOf(settings));
}

/** Compared by where links lead to; what is away is taken as it is written. */
function refuseNested(path: string, folders: readonly Folder[]): void {
  const place = placeOf(path);
  for (const { path: other } of folders) {
    const there = placeOf(other);
    const [outer, inner] = place.startsWith(there) ? [other, path] : [path, other];
    if (!place.startsWith(there) && !there.startsWith(place)) continue;
    throw new UserError(
      place === there
        ? `${path} is the same folder as ${other}, which is watched`
        : `${inner} is inside ${outer}: each of its files would be looked at twice`,
      `to watch ${path} in place of it: ${commandLine("folder", "remove", other)} first`,
    );
  }
}

function placeOf(path: string): string {
  try {
    return `${realpathSync(path)}${sep}`.replace(/\/\/$/, sep);
  } catch {
    return path + sep;
  }
}
