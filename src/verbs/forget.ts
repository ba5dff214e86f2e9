import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { Store } from "../store/store.js";
import { addAgain } from "../translation/add-again.js";
import { audited } from "./audited.js";
import { find } from "./find.js";

/** Whether projects in this status are deleted on request. */
const canBeForgotten = (status: Status): boolean => status === "failed" || status === "cancelled";

/** What gets around it, where anything does. */
const NEXT: Partial<Record<Status, (store: Store, id: string) => Promise<string>>> = {
  pending: async (_, id) => cancelFirst(id),
  processing: async (_, id) => cancelFirst(id),
  completed: async (store, id) =>
    `clean-up deletes it; to translate its file anew: ${await addAgain(store, id)}`,
};

const cancelFirst = (id: string) => `${commandLine("cancel", id)}, then ${commandLine("forget", id)}`;

/** Deletes failed or cancelled projects; adding their files again starts anew. Throws UserError for any other. */
export async function forget(context: Context, prefixes: readonly string[]): Promise<Change[]> {
  const store = await context.store();
  const ids = await find(context, prefixes);
  for (const id of ids) {
    const { status } = await store.showProject(id);
    if (!canBeForgotten(status)) {
      throw new UserError(
        `${id} is ${status}, and only failed or cancelled projects are forgotten`,
        await NEXT[status]?.(store, id),
      );
    }
  }
  return audited(context, "forget", await store.forget("translation", ids));
}
