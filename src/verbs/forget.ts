import type { Context } from "../context.js";
import type { Status } from "../core/model.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import { audited } from "./audited.js";
import { find } from "./find.js";

/** Whether projects in this status are deleted on request. */
export const canBeForgotten = (status: Status): boolean => status === "failed" || status === "cancelled";

/** What gets around it, where anything does. */
const NEXT: Partial<Record<Status, (id: string) => string>> = {
  pending: (id) => `transcron cancel ${id}, then forget it`,
  processing: (id) => `transcron cancel ${id}, then forget it`,
  completed: () => "to translate its file anew, add it with --again; transcron cleanup deletes old ones",
};

/** Deletes failed or cancelled projects; adding their files again starts anew. Throws UserError for any other. */
export async function forget(context: Context, prefixes: readonly string[]): Promise<Change[]> {
  const store = await context.store();
  const ids = await find(context, prefixes);
  for (const id of ids) {
    const { status } = await store.showProject(id);
    if (!canBeForgotten(status)) {
      throw new UserError(
        `${id} is ${status}, and only failed or cancelled projects are forgotten`,
        NEXT[status]?.(id),
      );
    }
  }
  return audited(context, "forget", await store.forget("translation", ids));
}
