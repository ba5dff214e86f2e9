import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { titleOf } from "../core/title.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { Project } from "../store/projects.js";
import type { Store } from "../store/store.js";
import { addAgain } from "../translation/add-again.js";
import { audited } from "./audited.js";
import { type Filter, isGiven, type Selected, select } from "./select.js";

/** Projects in these are deleted on request. */
const FORGETTABLE: readonly Status[] = ["failed", "cancelled"];

/** What gets around it, where anything does. */
const NEXT: Partial<Record<Status, (store: Store, id: string) => Promise<string>>> = {
  pending: async (_, id) => cancelFirst(id),
  processing: async (_, id) => cancelFirst(id),
  completed: async (store, id) =>
    `clean-up deletes it; to translate its file anew: ${await addAgain(store, id)}`,
};

const cancelFirst = (id: string) => `${commandLine("cancel", id)}, then ${commandLine("forget", id)}`;

/**
 * The projects to forget. Throws UserError if it is not said which, and for a project named by itself that is neither
 * failed nor cancelled.
 */
export async function chooseToForget(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Selected> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "cancelled")} shows some; filters such as \`--status failed\` choose several`,
    );
  const chosen = await select(context, texts, filter, { statuses: FORGETTABLE, from: "ended" });
  const store = await context.store();
  for (const { id, status, ...project } of chosen.projects)
    if (!FORGETTABLE.includes(status))
      throw new UserError(
        `${id} (${titleOf(project)}) is ${status}, and only failed or cancelled projects are forgotten`,
        await NEXT[status]?.(store, id),
      );
  return chosen;
}

/** Deletes failed or cancelled projects; adding their files again starts anew. */
export async function forget(context: Context, projects: readonly Pick<Project, "id">[]): Promise<Change[]> {
  const ids = projects.map(({ id }) => id);
  return audited(context, "forget", await (await context.store()).forget("translation", ids));
}
