import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { readName, withLanguage } from "../core/name-language.js";
import { lastPart, pathMatcher } from "../core/path-pattern.js";
import { distinctEnds } from "../core/short-names.js";
import { similarNames } from "../core/similar-names.js";
import { titleOf } from "../core/title.js";
import { visibleLine } from "../core/visible.js";
import { kindOfId, NOUNS } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import type { NamedProject, Project } from "../store/projects.js";

/**
 * Full ids of the projects that texts mean: each an id or its beginning, else the name or path of a file, or a pattern of
 * `*`, `?` and `**` for such. A name may be the source's, then it means all its languages, or the translation's
 * (`film.fr.srt`). Of older versions of a file the newest is meant. Throws UserError for a text that means none.
 */
export async function find(context: Context, texts: readonly string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const text of texts) for (const id of await meant(context, text)) ids.add(id);
  return [...ids];
}

/**
 * The one project that a text means, and that is into the language of `narrower`, if it has one. Throws UserError for a
 * text that means none, or several; where there is a `narrower`, it says that a language tells them apart.
 */
export async function findOne(context: Context, text: string, narrower?: { to?: string }): Promise<string> {
  const ids = await meant(context, text);
  const to = narrower?.to;
  if (ids.length === 1 && to === undefined) return ids[0]!;
  const projects = await (await context.store()).selectProjects({ ids });
  const fitting = projects.filter(({ targetLang }) => to === undefined || targetLang === to);
  if (fitting.length === 1) return fitting[0]!.id;
  if (fitting.length > 1) throw several(text, fitting, narrower !== undefined);
  const languages = [...new Set(projects.map(({ targetLang }) => targetLang))].sort();
  throw new UserError(
    `"${text}" has no translation into ${to}, only into ${languages.join(", ")}`,
    `\`--to ${languages[0]}\``,
  );
}

const MOST_NAMED = 8;

/** With each project that is meant, and with what tells them apart. */
function several(text: string, projects: readonly Project[], takesLanguage: boolean): UserError {
  const files = distinctEnds(projects.map(({ path, name }) => path || name));
  const shown = projects
    .slice(0, MOST_NAMED)
    .map(({ id, targetLang }, at) => `${titleOf({ name: files[at]!, targetLang })} ${id}`);
  const languages = new Set(projects.map(({ targetLang }) => targetLang));
  const way =
    new Set(files).size > 1
      ? "write more of its path, or "
      : takesLanguage && languages.size > 1
        ? `add \`--to ${projects[0]!.targetLang}\`, or `
        : "";
  return new UserError(
    `"${text}" means ${projects.length} projects: ${shown.join(", ")}${projects.length > MOST_NAMED ? ", …" : ""}`,
    `${way}name one by its id`,
  );
}

async function meant(context: Context, text: string): Promise<string[]> {
  const kind = kindOfId(text);
  if (kind)
    throw new UserError(
      `${text} is a ${NOUNS[kind].one}, and this is for translations only`,
      commandLine("show", text),
    );
  const beginning = await beginningWith(context, text);
  if (beginning.length === 1) return beginning;
  const named = await namedBy(context, text);
  if (named.length) return named;
  if (beginning.length === 0) throw await unknown(context, text);
  throw new UserError(
    `"${text}" fits several projects: ${beginning.join(", ")}${beginning.length === 3 ? ", …" : ""}`,
  );
}

/** The ids that begin like this; the one that is it, if there is one. */
export async function beginningWith(context: Context, text: string): Promise<string[]> {
  if (text === "") return [];
  const wanted = text.startsWith("trans_") ? text : `trans_${text}`;
  const beginning = await (await context.store()).idsBeginning(wanted);
  return beginning.includes(wanted) ? [wanted] : beginning;
}

/**
 * A path that is there goes before ends of paths, and sources go before translations: `film.fr.srt` may be a source
 * itself.
 */
export async function namedBy(context: Context, text: string): Promise<string[]> {
  if (text === "") return [];
  const candidates = await (await context.store()).projectsNamed(namesBehind(lastPart(text)));
  const fits = pathMatcher(anchored(text));
  const path = resolve(text);
  const translationOf = ({ path: source, name, targetLang }: NamedProject) =>
    join(source ? dirname(source) : "", withLanguage(name, targetLang));
  const readings: ((project: NamedProject) => boolean)[] = [
    (project) => project.path === path,
    (project) => project.name === text || fits(project.path || project.name),
    (project) => translationOf(project) === path,
    (project) => fits(translationOf(project)),
  ];
  for (const isMeant of readings) {
    const named = candidates.filter(isMeant);
    if (named.length) return named.map(({ id }) => id);
  }
  return [];
}

/** A text that begins at the current folder (`./*`) as the path that it means. */
const anchored = (text: string): string => (/^\.\.?\//.test(text) ? resolve(text) : text);

/** Whether the name or path of something is, or fits, a text. */
export function isNamed(text: string): (one: { name: string; path?: string; subject?: string }) => boolean {
  const fits = pathMatcher(anchored(text));
  const whole = resolve(text);
  return ({ name, path, subject }) =>
    name === text ||
    fits(path || name) ||
    (path ?? subject) === whole ||
    (subject !== undefined && fits(subject));
}

/** Names of sources that a name may mean: its own, or, if it has a language, those of the same film. */
function namesBehind(last: string): string[] {
  const { stem, language, ending } = readName(last);
  return language === undefined ? [last] : [last, `${stem}*.${ending}`, `${stem}*.${ending.toUpperCase()}`];
}

/** With the names of files that were perhaps meant. */
async function unknown(context: Context, text: string): Promise<UserError> {
  const last = lastPart(text);
  const names = last === "*" ? [] : await (await context.store()).fileNames();
  // The endings, which most names share, say nothing of a slip.
  const films = new Map(names.map((name) => [readName(name).stem, name]));
  const similar = similarNames(readName(last).stem, films.keys(), MOST_SIMILAR).map(
    (film) => films.get(film)!,
  );
  const like = similar.length ? `; files with a similar name: ${similar.map(visibleLine).join(", ")}` : "";
  return new UserError(
    `no project's id begins with "${text}", and no file has that name${like}`,
    `${commandLine("list")} shows what there is`,
  );
}

const MOST_SIMILAR = 4;
