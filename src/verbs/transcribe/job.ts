import type { Context } from "../../context.js";
import { UserError } from "../../errors.js";
import type { WaitingJob } from "../../store/jobs.js";

interface Wanted {
  template: string | undefined;
  set: readonly string[];
  record: string | undefined;
}

/** The job that a transcript is for; undefined where no template is named. */
export async function jobFrom(
  _context: Context,
  { template, set, record }: Wanted,
): Promise<WaitingJob | undefined> {
  if (template !== undefined) throw new UserError("templates are not wired yet");
  if (set.length || record !== undefined)
    throw new UserError("`--set` and `--record` belong to a template", "name one with `--template`");
  return undefined;
}
