import type { Context } from "../context.js";
import { asTyped } from "../core/correction.js";
import { UserError } from "../errors.js";
import { type Corrected, correct } from "./correct.js";
import { findOne } from "./find.js";

/**
 * Puts a line of a project in a person's words; `number` counts from 1, and `\n` in the text is a line break. Throws
 * UserError for a line that is not there, and what `correct` throws.
 */
export async function set(
  context: Context,
  prefix: string,
  { number, text }: { number: number; text: string },
): Promise<Corrected> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const line = (await store.projectLines(project.id))[number - 1];
  if (!line) {
    throw new UserError(`${project.id} has no line ${number}: it has ${project.segmentsCount} lines`);
  }
  return correct(context, "set", project, [{ line, text: asTyped(line.text, text) }]);
}
