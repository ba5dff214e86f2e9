import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { Project } from "../store/projects.js";
import type { NewVersion } from "../store/versions.js";
import { addAgain } from "../translation/add-again.js";
import { inProgress } from "./unclaimed.js";

export interface Started {
  change: Change;
  /** The number of the new version, which is the current one now. */
  version: number;
}

/**
 * Makes a new version of a project under the name of an action. Throws UserError for a cancelled project, and
 * ComeBackLater while a worker has it.
 */
export async function startVersion(
  context: Context,
  action: string,
  { id, status }: Project,
  version: Omit<NewVersion, "now">,
): Promise<Started> {
  const store = await context.store();
  if (status === "cancelled") throw new UserError(`${id} is cancelled`, await addAgain(store, id));
  const started = await store.newVersion(id, { ...version, now: context.clock.now() });
  if (!started) throw inProgress({ id });
  const { number, from, to } = started;
  const details = `version ${number} (${version.reason}): ${from} → ${to}`;
  await context.auditWork(action, [{ kind: "translation", id, details }]);
  return { change: { id, from, to }, version: number };
}
