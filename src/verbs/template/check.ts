import { sep } from "node:path";
import type { Context } from "../../context.js";
import { ruleProblems } from "../../core/document-rules/index.js";
import { schemaProblems } from "../../core/schema/check-schema.js";
import { UserError } from "../../errors.js";
import { templateProblems } from "../../generation/check-template.js";
import { findPlace, placeAt, readTemplate, type TemplatePlace } from "../../generation/template-folder.js";

interface CheckedTemplate extends TemplatePlace {
  /** Each names its file, and the field in it. */
  problems: string[];
}

/**
 * All that is wrong with a template and can be found without asking a model. It is named, or given as the path of its
 * folder, such as `./mine`. Throws UserError if it is not there.
 */
export async function checkTemplate(
  { home }: Pick<Context, "home">,
  given: string,
): Promise<CheckedTemplate> {
  const isPath = given.includes("/") || given.includes(sep) || given === "." || given === "..";
  const place = isPath ? placeAt(given) : findPlace(home, given);
  return { ...place, problems: await problemsOf(place) };
}

async function problemsOf(place: TemplatePlace): Promise<string[]> {
  try {
    return templateProblems(await readTemplate(place), { schemaProblems, ruleProblems });
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}
