import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { Project } from "../store/projects.js";
import { audited } from "./audited.js";
import { type Filter, isGiven, type Selected, select } from "./select.js";

/** The failed projects that are meant. Throws UserError if it is not said which. */
export async function chooseFailed(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  all = false,
): Promise<Selected> {
  if (!isGiven(texts, filter, all))
    throw new UserError(
      "which projects?",
      `${commandLine("list", "--status", "failed")} shows them; \`--since 1h\` or \`--all\` takes several`,
    );
  return select(context, texts, filter, { statuses: ["failed"], from: "ended" });
}

/** Makes failed projects pending again; what was translated stays. */
export async function retryFailed(
  context: Context,
  projects: readonly Pick<Project, "id">[],
): Promise<Change[]> {
  const store = await context.store();
  const ids = projects.map(({ id }) => id);
  return audited(context, "retry-failed", await store.retryFailed("translation", ids, context.clock.now()));
}
