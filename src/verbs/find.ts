import { dirname, join, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { readName, withLanguage } from "../core/name-language.js";
import { hasWildcard, lastPart, pathMatcher } from "../core/path-pattern.js";
import { UserError } from "../errors.js";
import type { NamedProject } from "../store/projects.js";

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

/** The one project that a text means. Throws UserError for a text that means none, or several. */
export async function findOne(context: Context, text: string): Promise<string> {
  const ids = await meant(context, text);
  if (ids.length === 1) return ids[0]!;
  const store = await context.store();
  const shown: string[] = [];
  for (const id of ids.slice(0, MOST_NAMED)) {
    const { name, targetLang } = await store.showProject(id);
    shown.push(`${id} (${withLanguage(name, targetLang)})`);
  }
  throw new UserError(
    `"${text}" means ${ids.length} projects: ${shown.join(", ")}${ids.length > MOST_NAMED ? ", …" : ""}`,
    "name one by its id, or by its translation's file as it is in brackets",
  );
}

const MOST_NAMED = 4;

async function meant(context: Context, text: string): Promise<string[]> {
  const wanted = text.startsWith("trans_") ? text : `trans_${text}`;
  const beginning = text === "" ? [] : await (await context.store()).idsBeginning(wanted);
  if (beginning.includes(wanted)) return [wanted];
  if (beginning.length === 1) return beginning;
  const named = text === "" ? [] : await namedBy(context, text);
  if (named.length) return named;
  if (beginning.length === 0) throw await unknown(context, text);
  throw new UserError(
    `"${text}" fits several projects: ${beginning.join(", ")}${beginning.length === 3 ? ", …" : ""}`,
  );
}

/** Sources go before translations: `film.fr.srt` may be a source itself. */
async function namedBy(context: Context, text: string): Promise<string[]> {
  const candidates = await (await context.store()).projectsNamed(namesBehind(lastPart(text)));
  const fits = pathMatcher(text);
  const path = hasWildcard(text) ? undefined : resolve(text);
  const isSource = (project: NamedProject) =>
    project.path === path || project.name === text || fits(project.path || project.name);
  const isTranslation = ({ path: source, name, targetLang }: NamedProject) => {
    const translation = join(source ? dirname(source) : "", withLanguage(name, targetLang));
    return translation === path || fits(translation);
  };
  const sources = candidates.filter(isSource);
  return (sources.length ? sources : candidates.filter(isTranslation)).map(({ id }) => id);
}

/** Names of sources that a name may mean: its own, or, if it has a language, those of the same film. */
function namesBehind(last: string): string[] {
  const { stem, language, ending } = readName(last);
  return language === undefined ? [last] : [last, `${stem}*.${ending}`, `${stem}*.${ending.toUpperCase()}`];
}

/** With the names of files that begin in the same way, if there are some. */
async function unknown(context: Context, text: string): Promise<UserError> {
  const { stem } = readName(lastPart(text));
  const beginning = stem.slice(0, Math.max(3, stem.length >> 1)).replace(/[*?].*/, "");
  const near = beginning ? await (await context.store()).projectsNamed([`${beginning}*`]) : [];
  const names = [...new Set(near.map(({ name }) => name))].slice(0, MOST_NAMED);
  const like = names.length ? `; files with a similar name: ${names.join(", ")}` : "";
  return new UserError(
    `no project's id begins with "${text}", and no file has that name${like}`,
    `${commandLine("list")} shows what there is`,
  );
}
