import type { Context } from "../context.js";
import { STATUSES } from "../core/model.js";
import { type Filter, type Selected, select } from "./select.js";

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
