import { basename, dirname, extname, join, relative, resolve } from "node:path";
import type { Context } from "../../context.js";
import { filmOf } from "../../core/film-name.js";
import { isRecordingName } from "../../core/media-names.js";
import { isStillChanging } from "../../core/plan.js";
import type { Skipped } from "../../core/skips.js";
import { FORMATS } from "../../formats/index.js";
import { type FoundFile, findFiles, type Walked, walk } from "../../system/walk.js";
import { translatedName } from "../../translation/file-names.js";

export interface RecordingPlan {
  /** Absolute. */
  path: string;
  /** The folder that was given; null for a file that was named itself. */
  root: string | null;
  /** Where transcript and translations go. */
  folder: string;
  found?: FoundFile;
}

const withoutEnding = (path: string) => basename(path, extname(path));

const SUBTITLES = new Set(FORMATS.filter(({ timed }) => timed).flatMap(({ extensions }) => extensions));

/** The film of a recording or of subtitles, in its folder: `/films/film` for `film.mkv` and `film.en.srt`. */
const filmAt = (path: string) => join(dirname(path), filmOf(`${withoutEnding(path)}.x`));

/**
 * The recordings of a folder that are to be transcribed, and why others are not: from names and times alone. One that
 * has subtitles beside it needs none. Throws what the file system answers if the folder can't be opened.
 */
export async function planRecordings(
  context: Context,
  folder: string,
  { exportDir, walked }: { exportDir: string | undefined; walked?: Walked | undefined },
): Promise<{ planned: RecordingPlan[]; skipped: Skipped[] }> {
  const root = resolve(folder);
  const { files } = walked ?? (await walk(root));
  const recordings = files.filter(isRecordingName);
  if (recordings.length === 0) return { planned: [], skipped: [] };
  const subtitles = files.filter((path) => SUBTITLES.has(extname(path).toLowerCase()));
  const store = await context.store();
  const ours = new Set(
    (await store.ownersOf(subtitles)).flatMap((one) => (one.written ? [`${one.path}\0${one.source}`] : [])),
  );
  const byFilm = new Map<string, string[]>();
  for (const path of subtitles) byFilm.set(filmAt(path), [...(byFilm.get(filmAt(path)) ?? []), path]);
  const found = await findFiles(recordings);
  const now = context.clock.now();
  const planned: RecordingPlan[] = [];
  const skipped: Skipped[] = [];
  for (const path of recordings) {
    const info = found.get(path);
    const theirs = (byFilm.get(filmAt(path)) ?? []).find((one) => !ours.has(`${one}\0${path}`));
    if (theirs !== undefined) skipped.push({ path, to: null, reason: "subtitled", by: basename(theirs) });
    else if (isStillChanging(info?.modifiedMs ?? 0, now)) skipped.push({ path, to: null, reason: "recent" });
    else
      planned.push({
        path,
        root,
        folder: folderFor(path, { root, exportDir }),
        ...(info ? { found: info } : {}),
      });
  }
  return { planned, skipped };
}

/** Where the results of a recording go: the export folder, with the subfolders of the one that was added, or beside it. */
export function folderFor(
  path: string,
  { root, exportDir }: { root: string | null; exportDir: string | undefined },
): string {
  if (exportDir === undefined) return dirname(path);
  return root === null ? resolve(exportDir) : join(resolve(exportDir), relative(root, dirname(path)));
}

/** Where a translation of a recording's transcript goes: `talk.es.srt` for `talk.mp4`. */
export function translationPath(
  { path, folder }: Pick<RecordingPlan, "path" | "folder">,
  { sourceLang, targetLang, ending }: { sourceLang: string | null; targetLang: string; ending: string },
): string {
  const source = { name: `${withoutEnding(path)}${ending}`, path: "", format: ending.slice(1) };
  return join(folder, translatedName(source, { sourceLang, targetLang }));
}
