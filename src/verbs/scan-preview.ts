import type { Context } from "../context.js";
import { whySkipped } from "../core/skips.js";
import { ColumnNeeded, explain, StoreDamaged } from "../errors.js";
import { readingOf } from "../formats/index.js";
import type { Folder } from "../store/folders.js";
import { Names } from "../system/names.js";
import type { Walked } from "../system/walk.js";
import type { Estimator } from "./estimate.js";
import { addOptionsOf } from "./folder-options.js";
import { look } from "./look.js";
import type { Looked } from "./scan-figures.js";
import { expand, type Job, labelOf } from "./source.js";
import { type IsSettled, unsettled } from "./unsettled.js";

/** What adding a folder would do with its files that are not settled; nothing is stored. */
export async function previewOf(
  context: Context,
  folder: Folder,
  { isSettled, estimator, walked }: { isSettled: IsSettled; estimator: Estimator; walked: Walked },
): Promise<Looked[]> {
  const { path } = folder;
  const { jobs, skipped } = await expand(context, { path }, { ...addOptionsOf(folder), walked }, new Names());
  const files = new Map<string, Looked>();
  const note = (file: string, more: Partial<Looked>) =>
    files.set(file, merged(files.get(file) ?? { file, added: [], there: [], skips: [] }, more));
  for (const { path: file, ...skip } of skipped)
    note(file, { skips: [{ to: skip.to, reason: skip.reason, why: whySkipped(skip) }] });
  for (const job of unsettled(jobs, isSettled))
    note(labelOf(job.source), await foreseen(context, job, { folder, estimator }));
  return [...files.values()];
}

const merged = (before: Looked, more: Partial<Looked>): Looked => ({
  ...before,
  ...more,
  skips: [...before.skips, ...(more.skips ?? [])],
});

async function foreseen(
  context: Context,
  job: Job,
  { folder, estimator }: { folder: Folder; estimator: Estimator },
): Promise<Partial<Looked>> {
  try {
    const looked = await look(context, job, readingOf(labelOf(job.source), addOptionsOf(folder)));
    if (looked.kind === "known") return { there: looked.projects.map(({ targetLang }) => targetLang) };
    await estimator.add(looked, job.root);
    const { targets, skipped } = looked;
    const added = targets.map(({ language }) => language);
    return { added, there: added, skips: skipped.map((skip) => ({ ...skip, why: whySkipped(skip) })) };
  } catch (error) {
    const known = explain(error);
    if (!known || error instanceof StoreDamaged) throw error;
    const { message, hint } = known;
    if (error instanceof ColumnNeeded)
      return { skips: [{ to: null, reason: "column", why: `${message}; ${hint}` }] };
    return { error: message, ...(hint === undefined ? {} : { hint }) };
  }
}
