import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { changeWorks, type WorkChange } from "./change-works.js";
import { type Chosen, choose, type Filter, isGiven, type Work } from "./select.js";

/** The failed work that is meant. Throws UserError if it is not said which. */
export async function chooseFailed(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Chosen> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "failed")} shows them; \`--since 1h\` or \`--all\` takes several`,
    );
  return choose(context, texts, filter, { statuses: ["failed"], from: "ended" });
}

/** Makes failed work pending again, and what waits for it; what was translated, or heard, stays. */
export function retryFailed(
  context: Context,
  works: readonly Pick<Work, "kind" | "id">[],
): Promise<WorkChange[]> {
  const now = context.clock.now();
  return changeWorks(context, works, {
    action: "retry-failed",
    change: (store, kind, ids) => store.retryFailed(kind, ids, now),
  });
}
