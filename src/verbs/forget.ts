import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import { audited } from "./audited.js";
import { find } from "./find.js";

/** Deletes failed or cancelled projects; adding their files again starts anew. Throws UserError for any other. */
export async function forget(context: Context, prefixes: readonly string[]): Promise<Change[]> {
  const store = await context.store();
  const ids = await find(context, prefixes);
  for (const id of ids) {
    const { status } = await store.showProject(id);
    if (status !== "failed" && status !== "cancelled") {
      throw new UserError(
        `${id} is ${status}, and only failed or cancelled projects are forgotten`,
        `transcron cancel ${id}`,
      );
    }
  }
  return audited(context, "forget", await store.forget("translation", ids));
}
