import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.js";
import { InTheWay, UserError } from "../../errors.js";
import {
  homeTemplates,
  refuseBadName,
  shippedPlaces,
  TEMPLATE_FILES,
  type TemplatePlace,
} from "../../generation/template-folder.js";
import { makeFolder } from "../../system/folder.js";
import { writeFileSafely } from "../../system/write-file.js";

/**
 * Copies a template that ships into the home's, under a name of its own, to be edited. Throws UserError for a name that
 * can't be one, for a folder that is there already, and where `like` does not ship.
 */
export async function newTemplate(context: Context, name: string, like: string): Promise<TemplatePlace> {
  refuseBadName(name);
  const shipped = shippedPlaces();
  const source = shipped.find((place) => place.name === like);
  if (!source) {
    const names = shipped.map((place) => place.name).join(", ");
    throw new UserError(`no template "${like}" ships with transcron; there are ${names}`);
  }
  const folder = join(homeTemplates(context.home), name);
  if (existsSync(folder)) throw new InTheWay(`${folder} is there already; choose another name`);
  makeFolder(folder);
  for (const file of TEMPLATE_FILES)
    writeFileSafely(join(folder, file), readFileSync(join(source.folder, file)), { replace: false });
  await context.audit("template", `${folder} made like ${like}`);
  return { name, folder, from: "home" };
}
