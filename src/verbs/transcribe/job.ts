import type { Context } from "../../context.js";
import { propertiesOf } from "../../core/template-names.js";
import { UserError } from "../../errors.js";
import { parametersFrom } from "../../generation/parameters.js";
import { validate } from "../../generation/validate.js";
import type { WaitingJob } from "../../store/jobs.js";
import { deliveryFolder, loadTemplate, newJob, storedTemplate } from "../generate/job.js";
import { refuseNoWriter } from "../generate/refuse.js";
import { wantedRecord } from "../record/find.js";

interface Wanted {
  template: string | undefined;
  set: readonly string[];
  record: string | undefined;
}

/** Stands for the transcript until that is there. */
const TO_COME = "(the transcript)";

/**
 * The job that a transcript is for; undefined where no template is named. Throws UserError for a template that takes no
 * transcript, for parameters that it does not take, and for a record where it makes none.
 */
export async function jobFrom(
  context: Context,
  { template: name, set, record }: Wanted,
): Promise<WaitingJob | undefined> {
  if (name === undefined) {
    if (set.length === 0 && record === undefined) return undefined;
    throw new UserError(
      "--set and --record belong to a template, and none is named",
      "name one with `--template`",
    );
  }
  const template = await loadTemplate(context, { name });
  refuseNoWriter(context, template);
  if (!Object.hasOwn(propertiesOf(template.parameters), "transcript"))
    throw new UserError(`${name} makes nothing of a transcript: it has no parameter of that name`);
  if (record !== undefined && !template.record)
    throw new UserError(`${name} makes no record, so --record means nothing`);
  const recordId = record === undefined ? null : await wantedRecord(context, record);
  const [found] = await parametersFrom(template, { set: [...set, `transcript=${TO_COME}`] }, validate);
  if (!found || !("parameters" in found))
    throw new UserError(`${name}: ${found?.problems.join("; ") ?? "it has no parameters"}`);
  const { transcript: _, ...parameters } = found.parameters;
  const folder = template.record ? undefined : deliveryFolder(context, {});
  const job = newJob(template, parameters, {
    recordId,
    priority: 0,
    ...(folder === undefined ? {} : { folder }),
  });
  const { audioId: __, ...waiting } = job;
  return { template: storedTemplate(template), job: waiting };
}
