import { resolve } from "node:path";
import type { Context } from "../context.js";
import { STATUSES, type Status } from "../core/model.js";
import { hasWildcard, lastPart, pathMatcher } from "../core/path-pattern.js";
import type { Project } from "../store/projects.js";
import { anchored, find } from "./find.js";

/** What narrows a choice of projects; each that is given must hold. */
export interface Filter {
  status?: Status;
  /** A canonical language tag. */
  to?: string;
  lane?: string;
  /** Projects of files in this folder or below. */
  folder?: string;
  /** Milliseconds: those that were added, or that ended, within them. */
  since?: number;
  /** The name or path of their files, or a pattern of such. */
  name?: string;
}

interface SelectOptions {
  /** In which of these a project must be for what is to be done with it. */
  statuses: readonly Status[];
  /** What `since` counts from. */
  from: "added" | "ended";
  /** Whatever else is given, all projects in these statuses. */
  all?: boolean;
}

export interface Selected {
  projects: Project[];
  /** Whether a person named each of them, and no filter or pattern found them. */
  isNamed: boolean;
  /** How many fit the filter in another status. */
  leftOut: Partial<Record<Status, number>>;
}

/** The projects that fit a filter: those in progress first, then pending, failed, completed and cancelled ones. */
export async function listed(
  context: Context,
  { since, name, folder, ...exact }: Filter,
  { from, limit, ids }: { from: SelectOptions["from"]; limit?: number; ids?: readonly string[] },
): Promise<Project[]> {
  const store = await context.store();
  const moment = since === undefined ? undefined : context.clock.now() - since;
  const found = await store.selectProjects({
    ...exact,
    ...(ids ? { ids } : {}),
    ...(moment === undefined ? {} : from === "added" ? { addedSince: moment } : { endedSince: moment }),
    ...(folder === undefined ? {} : { folder: resolve(folder) }),
    ...(name === undefined ? { limit } : { name: lastPart(name) }),
  });
  return name === undefined ? found : found.filter(isNamed(name)).slice(0, limit);
}

function isNamed(name: string): (project: Project) => boolean {
  const fits = pathMatcher(anchored(name));
  return (project) =>
    project.name === name || fits(project.path || project.name) || project.path === resolve(name);
}

/** Whether a person said by anything which projects are meant. */
export const isGiven = (texts: readonly string[], filter: Filter, all = false): boolean =>
  texts.length > 0 || all || Object.values(filter).some((value) => value !== undefined);

/**
 * The projects that are meant by ids, names and patterns, as far as they fit the filter; by the filter alone, if there
 * are none. What is in another status is left out and counted, but for projects that were named one by one: these are
 * returned whatever they are in, for the caller to refuse. Throws UserError for a text that means no project.
 */
export async function select(
  context: Context,
  texts: readonly string[],
  filter: Filter,
  { statuses, from }: SelectOptions,
): Promise<Selected> {
  const named = await Promise.all(texts.map((text) => find(context, [text])));
  const ids = [...new Set(named.flat())];
  const chosen = await listed(context, filter, { from, ...(texts.length ? { ids } : {}) });
  const isNamedEach =
    texts.length > 0 && named.every(({ length }) => length === 1) && !texts.some(hasWildcard);
  if (isNamedEach) return { projects: chosen, isNamed: true, leftOut: {} };
  const leftOut: Partial<Record<Status, number>> = {};
  for (const status of STATUSES) {
    const count = chosen.filter((project) => project.status === status).length;
    if (count > 0 && !statuses.includes(status)) leftOut[status] = count;
  }
  return { projects: chosen.filter(({ status }) => statuses.includes(status)), isNamed: false, leftOut };
}
