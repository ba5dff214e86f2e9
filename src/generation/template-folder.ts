import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine } from "../core/command-line.js";
import { similarNames } from "../core/similar-names.js";
import type { Template } from "../core/template.js";
import { explain, TooLarge, UserError } from "../errors.js";
import { decode } from "../formats/encoding.js";
import { readWithin } from "../system/read-file.js";
import { readDeclared } from "./template-json.js";

/** Where a template is; `from` says whose it is. */
export interface TemplatePlace {
  name: string;
  folder: string;
  from: "home" | "shipped" | "folder";
}

/** The texts are sent with every job, and the schemas are read for every reply. */
const MOST_BYTES = 256 * 1024;

/** The files of a template's folder. */
export const TEMPLATE_FILES = ["template.json", "system.txt", "user.txt"] as const;

const SHIPPED = fileURLToPath(new URL("../../templates/", import.meta.url));

/** The folder of a home in which its own templates are. */
export const homeTemplates = (home: string) => join(home, "templates");

/** Throws UserError for a name that can't be a template's: it becomes a folder's name and the type of its jobs. */
export function refuseBadName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)) return;
  throw new UserError(
    `"${name}" can't be the name of a template`,
    "use letters, digits and dashes, 64 at most, for example crochet-hat",
  );
}

/** All templates by name: the home's, and those that ship unless the home has one of that name. */
export function listPlaces(home: string): TemplatePlace[] {
  const own = placesIn(homeTemplates(home), "home");
  const shipped = shippedPlaces().filter(({ name }) => !own.some((one) => one.name === name));
  return [...own, ...shipped].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those that come with the program. */
export const shippedPlaces = (): TemplatePlace[] => placesIn(SHIPPED, "shipped");

function placesIn(folder: string, from: TemplatePlace["from"]): TemplatePlace[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith(".") && isFolder(join(folder, name)))
    .map((name) => ({ name, folder: join(folder, name), from }));
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The place of a template that a person named. Throws UserError, with similar names, if there is none. */
export function findPlace(home: string, name: string): TemplatePlace {
  const places = listPlaces(home);
  const found = places.find((place) => place.name === name);
  if (found) return found;
  const [similar] = similarNames(
    name,
    places.map((place) => place.name),
    1,
  );
  const meant = similar ? `did you mean ${similar}? ` : "";
  throw new UserError(
    `there is no template "${name}"`,
    `${meant}${commandLine("template", "list")} shows those there are`,
  );
}

/** A folder that is named by its path. Throws UserError for what is not a folder. */
export function placeAt(given: string): TemplatePlace {
  const folder = resolve(given);
  if (!isFolder(folder)) throw new UserError(`${given} is not a folder`, "check the path");
  return { name: basename(folder), folder, from: "folder" };
}

/**
 * A template as its folder has it; it is not checked for more than its form. Throws UserError that names the file, and
 * in `template.json` the field. `user.txt` may be missing: then the parameters alone are the user's message.
 */
export async function readTemplate({ name, folder }: TemplatePlace): Promise<Template> {
  refuseBadName(name);
  const read = (file: string) => readText(join(folder, file), `${name}/${file}`);
  const declared = readDeclared(
    required(await read("template.json"), `${name}/template.json`),
    `${name}/template.json`,
  );
  const system = required(await read("system.txt"), `${name}/system.txt`);
  if (system.trim() === "")
    throw new UserError(`${name}/system.txt is empty: it says what the model is to do`);
  return { name, ...declared, system, user: (await read("user.txt")) ?? "" };
}

function required(text: string | undefined, file: string): string {
  if (text !== undefined) return text;
  throw new UserError(`${file} is missing`, `the folder of a template holds ${TEMPLATE_FILES.join(", ")}`);
}

/** Undefined if there is no such file. */
async function readText(path: string, shown: string): Promise<string | undefined> {
  try {
    return decode(await readWithin(path, MOST_BYTES), "utf-8").text;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    if (error instanceof TooLarge) throw new UserError(`${shown} is larger than ${MOST_BYTES / 1024} KB`);
    const known = explain(error);
    if (known) throw new UserError(`${shown}: ${known.message}`, known.hint);
    throw error;
  }
}
