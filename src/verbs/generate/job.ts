import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { ruleProblems } from "../../core/document-rules/index.js";
import type { JsonObject } from "../../core/json.js";
import { schemaProblems } from "../../core/schema/check-schema.js";
import { canonical, parametersKey, type Template } from "../../core/template.js";
import { UserError } from "../../errors.js";
import { templateProblems } from "../../generation/check-template.js";
import { findPlace, placeAt, readTemplate } from "../../generation/template-folder.js";
import type { NewJob, StoredTemplate } from "../../store/jobs.js";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** A template by its name, or by its folder. Throws UserError for one that is not there, or can't be used. */
export async function loadTemplate(
  context: Context,
  { name, folder }: { name: string | undefined; folder?: string | undefined },
): Promise<Template> {
  const place = folder === undefined ? findPlace(context.home, name!) : placeAt(folder);
  const template = await readTemplate(place);
  const [problem, ...more] = templateProblems(template, { schemaProblems, ruleProblems });
  if (problem === undefined) return template;
  throw new UserError(
    `${problem}${more.length ? ` (and ${more.length} more)` : ""}`,
    `${commandLine("template", "check", folder ?? name!)} shows all that is wrong with it`,
  );
}

/** A template as its jobs keep it: with another word in it, it is another. */
export function storedTemplate(template: Template): StoredTemplate {
  const body = canonical(template);
  return { name: template.name, hash: hashOf(body), body };
}

const ENDINGS = { json: ".json", markdown: ".md", text: ".txt" };

/** How the file of a template's documents ends. */
const endingOf = ({ output }: Pick<Template, "output">): string =>
  ENDINGS[typeof output === "string" ? output : "json"];

/** The most of a name that is told in lists and logs. */
const LONGEST_NAME = 60;

/** A job of these parameters; the same parameters with the same template are the same job. */
export function newJob(
  template: Template,
  parameters: JsonObject,
  { recordId = null, priority, folder }: { recordId?: string | null; priority: number; folder?: string },
): NewJob {
  return {
    name: nameOf(template, parameters),
    parameters: JSON.stringify(parameters),
    hash: hashOf(`${storedTemplate(template).hash}\n${parametersKey(template, parameters)}`),
    audioId: null,
    recordId,
    priority,
    deliverTo: folder === undefined ? null : { folder, ending: endingOf(template) },
  };
}

/** `crochet hat beginner M`: what is short among the parameters tells one job from another. */
function nameOf({ name }: Template, parameters: JsonObject): string {
  const short = Object.values(parameters).filter(
    (value) => ["string", "number"].includes(typeof value) && String(value).length <= 20,
  );
  return [name, ...short.map(String)].join(" ").replace(/\s+/g, " ").slice(0, LONGEST_NAME);
}

/** The folder that documents are written into by themselves; undefined where they are left to `export`. */
export function deliveryFolder(
  { config }: Context,
  { deliver, output }: { deliver?: boolean; output?: string },
): string | undefined {
  const folder = output ?? config.EXPORT_DIR;
  if (deliver && folder === undefined)
    throw new UserError("there is no folder to write documents into", "set EXPORT_DIR, or use export");
  return deliver === false ? undefined : folder && join(folder);
}
