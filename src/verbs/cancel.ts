import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { changeWorks, type WorkChange } from "./change-works.js";
import { type Chosen, choose, type Filter, isGiven, type Work } from "./select.js";

/** The work to cancel. Throws UserError if it is not said which. */
export async function chooseToCancel(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Chosen> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list")} shows them; filters such as \`--to fr\` choose several, \`--all\` takes all of them`,
    );
  // Failed work is cancelled if a person says so, and not for standing in a folder.
  const statuses = filter.status === "failed" ? (["failed"] as const) : (["pending", "processing"] as const);
  return choose(context, texts, filter, { statuses, from: "added" });
}

/** Cancels work that has not ended, and what waits for it; a worker that has it notices before its next batch. */
export async function cancel(
  context: Context,
  works: readonly Pick<Work, "kind" | "id">[],
): Promise<{ changed: WorkChange[]; unchanged: string[] }> {
  const now = context.clock.now();
  const changed = await changeWorks(context, works, {
    action: "cancel",
    change: (store, kind, ids) => store.cancel(kind, ids, now),
  });
  const ids = new Set(changed.map(({ id }) => id));
  return { changed, unchanged: works.flatMap(({ id }) => (ids.has(id) ? [] : id)) };
}
