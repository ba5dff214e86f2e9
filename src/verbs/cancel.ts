import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { Project } from "../store/projects.js";
import { audited } from "./audited.js";
import { type Filter, isGiven, type Selected, select } from "./select.js";

/** The projects to cancel. Throws UserError if it is not said which. */
export async function chooseToCancel(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Selected> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list")} shows them; filters such as \`--to fr\` choose several, \`--all\` takes all of them`,
    );
  // A failed project is cancelled if a person says so, and not for standing in a folder.
  const statuses = filter.status === "failed" ? (["failed"] as const) : (["pending", "processing"] as const);
  return select(context, texts, filter, { statuses, from: "added" });
}

/** Cancels projects that have not ended; a worker that has one notices before its next batch. */
export async function cancel(
  context: Context,
  projects: readonly Pick<Project, "id">[],
): Promise<{ changed: Change[]; unchanged: string[] }> {
  const ids = projects.map(({ id }) => id);
  const changed = await (await context.store()).cancel("translation", ids, context.clock.now());
  await audited(context, "cancel", changed);
  return { changed, unchanged: ids.filter((id) => !changed.some((one) => one.id === id)) };
}
