import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import { findOne } from "./find.js";
import { type Started, startVersion } from "./new-version.js";
import { versionNumbered } from "./versions.js";

/**
 * Makes an earlier version current: a new version takes over its lines. That ends what was pending, and what the
 * earlier version lacks is asked for. Throws UserError for the current version and for one that is not there, and what
 * `startVersion` throws.
 */
export async function publish(context: Context, prefix: string, number: number): Promise<Started> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const found = await store.versions(project.id);
  versionNumbered(project.id, found, number);
  if (found[0]!.number === number)
    throw new UserError(`version ${number} of ${project.id} is the current one already`);
  return startVersion(context, "publish", project, {
    reason: `version ${number} again`,
    from: number,
    open: [],
    recalls: "all",
    model: null,
    note: null,
  });
}
