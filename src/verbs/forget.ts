import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { NOUNS } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import type { Store } from "../store/store.js";
import { addAgain } from "../translation/add-again.js";
import { changeWorks, type WorkChange } from "./change-works.js";
import { type Chosen, choose, type Filter, isGiven, titleOfWork, type Work } from "./select.js";

/** Work in these is deleted on request. */
const FORGETTABLE: readonly Status[] = ["failed", "cancelled"];

/** What gets around it, where anything does. */
const NEXT: Partial<Record<Status, (store: Store, work: Work) => Promise<string>>> = {
  pending: async (_, { id }) => cancelFirst(id),
  processing: async (_, { id }) => cancelFirst(id),
  completed: async (store, { kind, id }) =>
    kind === "translation"
      ? `clean-up deletes it; to translate its file anew: ${await addAgain(store, id)}`
      : "clean-up deletes it once it is old",
};

const cancelFirst = (id: string) => `${commandLine("cancel", id)}, then ${commandLine("forget", id)}`;

/**
 * The work to forget. Throws UserError if it is not said which, and for a piece named by itself that is neither failed
 * nor cancelled.
 */
export async function chooseToForget(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Chosen> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "cancelled")} shows some; filters such as \`--status failed\` choose several`,
    );
  const chosen = await choose(context, texts, filter, { statuses: FORGETTABLE, from: "ended" });
  const store = await context.store();
  for (const work of chosen.works)
    if (!FORGETTABLE.includes(work.status))
      throw new UserError(
        `${work.id} (${titleOfWork(work)}) is ${work.status}, and only failed or cancelled ${NOUNS[work.kind].many} are forgotten`,
        await NEXT[work.status]?.(store, work),
      );
  return chosen;
}

/** Deletes failed or cancelled work; adding its file again starts anew. What waits for a recording goes with it. */
export function forget(context: Context, works: readonly Pick<Work, "kind" | "id">[]): Promise<WorkChange[]> {
  return changeWorks(context, works, {
    action: "forget",
    change: (store, kind, ids) => store.forget(kind, ids),
  });
}
