import type { Context } from "../context.js";
import type { Template } from "../core/template.js";
import type { ClaimedJob } from "../store/jobs.js";

/** Thousands of jobs share a template, and each turn needs it. */
const read = new Map<string, Template>();
const MOST_KEPT = 20;

/** The template of a job as it was when the job was added. */
export async function templateOf(
  context: Context,
  { templateHash: hash }: Pick<ClaimedJob, "templateHash">,
): Promise<Template> {
  const known = read.get(hash);
  if (known) return known;
  const template = JSON.parse(await (await context.store()).templateBody(hash)) as Template;
  if (read.size >= MOST_KEPT) read.clear();
  read.set(hash, template);
  return template;
}
