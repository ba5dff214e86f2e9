import type { Context } from "../context.js";
import type { Change } from "../store/changes.js";
import { audited } from "./audited.js";
import { find } from "./find.js";

/** Cancels projects that have not ended; a worker that has one notices before its next batch. */
export async function cancel(
  context: Context,
  prefixes: readonly string[],
): Promise<{ changed: Change[]; unchanged: string[] }> {
  const ids = await find(context, prefixes);
  const changed = await (await context.store()).cancel("translation", ids, context.clock.now());
  await audited(context, "cancel", changed);
  return { changed, unchanged: ids.filter((id) => !changed.some((one) => one.id === id)) };
}
