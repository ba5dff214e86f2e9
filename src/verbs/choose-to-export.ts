import type { Context } from "../context.js";
import { STATUSES } from "../core/model.js";
import type { CountedKind } from "../store/pieces.js";
import { type Chosen, choose, type Filter, type Selected, select } from "./select.js";

interface ChooseOptions {
  /** Also what is translated of projects that are not completed. */
  partial?: boolean;
  /** Only those that were not written anywhere yet. */
  all?: boolean;
}

/** The projects to export. Throws UserError for a text that means no project. */
export async function chooseToExport(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  { partial = false, all = false }: ChooseOptions,
): Promise<Selected> {
  const statuses = partial ? STATUSES : (["completed"] as const);
  const chosen = await select(context, texts, filter, { statuses, from: "ended" });
  if (!all) return chosen;
  const unwritten = new Set(await (await context.store()).unexported());
  return { ...chosen, projects: chosen.projects.filter(({ id }) => unwritten.has(id)) };
}

/**
 * The finished recordings or documents to export; with `all`, only those that were not written anywhere yet. Throws
 * UserError for a text that means none.
 */
export async function choosePiecesToExport(
  context: Context,
  texts: readonly string[],
  filter: Filter & { kind: CountedKind },
  { all = false }: Pick<ChooseOptions, "all">,
): Promise<Chosen> {
  const chosen = await choose(context, texts, filter, { statuses: ["completed"], from: "ended" });
  if (!all) return chosen;
  const ids = chosen.works.map(({ id }) => id);
  const pieces = await (await context.store()).selectPieces(filter.kind, { ids });
  const unwritten = new Set(pieces.flatMap(({ id, exportedPath }) => (exportedPath === null ? [id] : [])));
  return { ...chosen, works: chosen.works.filter(({ id }) => unwritten.has(id)) };
}
