import type { Context } from "../../context.js";
import { lanesOfKind } from "../../core/lanes.js";
import type { Template } from "../../core/template.js";
import { ComeBackLater, UserError } from "../../errors.js";
import { parametersFrom } from "../../generation/parameters.js";
import { validate } from "../../generation/validate.js";
import type { AddedJob, NewJob } from "../../store/jobs.js";
import { deliveryFolder, newJob, storedTemplate } from "./job.js";
import { refuseNoWriter } from "./refuse.js";

interface GenerateOptions {
  set: readonly string[];
  /** The path of a JSON file with one job's parameters. */
  params?: string;
  /** The path of a file with a job in each row. */
  rows?: string;
  deliver?: boolean;
  /** Where documents are written instead of EXPORT_DIR. */
  output?: string;
  again: boolean;
  priority: number;
}

/** What became of the parameters of one job. `row` is null where they come from no file of rows. */
export type GenerateRow = { row: number | null } & ({ job: AddedJob; name: string } | { problems: string[] });

/**
 * Adds a job for each set of parameters; a row that is wrong says why, and the others are added. Throws UserError where
 * nothing can be added, and ComeBackLater where the lane has not enough places for all.
 */
export async function generate(
  context: Context,
  template: Template,
  { set, params, rows, deliver, output, again, priority }: GenerateOptions,
): Promise<GenerateRow[]> {
  refuseNoWriter(context, template);
  const given = { set, ...(params === undefined ? {} : { params }), ...(rows === undefined ? {} : { rows }) };
  const found = await parametersFrom(template, given, validate);
  const folder = deliveryFolder(context, {
    ...(deliver === undefined ? {} : { deliver }),
    ...(output === undefined ? {} : { output }),
  });
  const jobs = found.flatMap((one): NewJob[] =>
    "parameters" in one
      ? [newJob(template, one.parameters, { priority, ...(folder === undefined ? {} : { folder }) })]
      : [],
  );
  const added = jobs.length ? await addAll(context, template, { jobs, again }) : [];
  let next = 0;
  const done = found.map((one): GenerateRow => {
    if (!("parameters" in one)) return one;
    const at = next++;
    return { row: one.row, job: added[at]!, name: jobs[at]!.name };
  });
  const works = done.flatMap((one) => ("job" in one && one.job.created ? [one] : []));
  await context.auditWork(
    "generate",
    works.map(({ job, name }) => ({ kind: "generation", id: job.id, details: name })),
  );
  return done;
}

async function addAll(
  context: Context,
  template: Template,
  { jobs, again }: { jobs: readonly NewJob[]; again: boolean },
): Promise<AddedJob[]> {
  const [lane] = lanesOfKind(context.config.LANES, "generation");
  if (!lane) throw new UserError("there is no lane for documents", "add `generation:1000:2` to LANES");
  const store = await context.store();
  const now = context.clock.now();
  const result = await store.addJobs({ template: storedTemplate(template), jobs, lane, again, now });
  if ("added" in result) return result.added;
  throw new ComeBackLater(
    `lane ${lane.name} is full: ${result.full.waiting} of ${lane.places} places are taken, and ${jobs.length} are needed`,
    `add fewer rows at once, or more places in LANES, such as \`LANES=normal:10000:3,any:10000:2,audio:1000:1,generation:${Math.max(10_000, result.full.waiting + jobs.length)}:2\``,
  );
}
