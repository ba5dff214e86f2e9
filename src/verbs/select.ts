import { resolve } from "node:path";
import type { Context } from "../context.js";
import { KINDS, type KindName, STATUSES, type Status } from "../core/model.js";
import { hasWildcard, lastPart } from "../core/path-pattern.js";
import { titleOf } from "../core/title.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import type { WorkId } from "../store/deliveries.js";
import type { CountedKind, Piece } from "../store/pieces.js";
import type { Project } from "../store/projects.js";
import { find, isNamed } from "./find.js";
import { findWork } from "./find-work.js";

/** What narrows a choice of work; each that is given must hold. */
export interface Filter {
  kind?: KindName;
  status?: Status;
  /** A canonical language tag; only translations have one. */
  to?: string;
  lane?: string;
  /** Work on files in this folder or below. */
  folder?: string;
  /** Milliseconds: those that were added, or that ended, within them. */
  since?: number;
  /** The name or path of their files, or a pattern of such. */
  name?: string;
}

interface SelectOptions {
  /** In which of these it must be for what is to be done with it. */
  statuses: readonly Status[];
  /** What `since` counts from. */
  from: "added" | "ended";
}

interface Listing {
  from: SelectOptions["from"];
  limit?: number | undefined;
  ids?: readonly string[];
}

/** A piece of work of any kind, as it is told to people. */
export interface Work {
  kind: KindName;
  id: string;
  name: string;
  status: Status;
  /** Of a translation. */
  targetLang?: string;
}

export interface Chosen {
  works: Work[];
  /** Whether a person named each of them, and no filter or pattern found them. */
  isNamed: boolean;
  /** How many fit the filter in another status. */
  leftOut: Partial<Record<Status, number>>;
}

/** The same of translations alone. */
export interface Selected extends Omit<Chosen, "works"> {
  projects: Project[];
}

/** The kinds that a filter leaves. Throws UserError where it leaves none. */
export function kindsOf({ kind, to }: Pick<Filter, "kind" | "to">): readonly KindName[] {
  if (to === undefined) return kind === undefined ? KINDS : [kind];
  if (kind === undefined || kind === "translation") return ["translation"];
  throw new UserError("--to is for translations, and --kind names other work", "leave one of them out");
}

/** The projects that fit a filter: those in progress first, then pending, failed, completed and cancelled ones. */
export async function listed(
  context: Context,
  { to, status, ...filter }: Omit<Filter, "kind">,
  listing: Listing,
): Promise<Project[]> {
  const wanted = wantedOf(context, filter, listing);
  const found = await (await context.store()).selectProjects({
    ...wanted,
    ...(to === undefined ? {} : { to }),
    ...(status === undefined ? {} : { status }),
  });
  return fitting(found, filter.name, listing.limit);
}

/** The recordings or documents that fit a filter, in the same order. */
export async function listedPieces(
  context: Context,
  kind: CountedKind,
  { status, ...filter }: Omit<Filter, "kind" | "to">,
  listing: Listing,
): Promise<Piece[]> {
  const wanted = wantedOf(context, filter, listing);
  const found = await (await context.store()).selectPieces(kind, {
    ...wanted,
    ...(status === undefined ? {} : { statuses: [status] }),
  });
  return fitting(found, filter.name, listing.limit);
}

function wantedOf(
  { clock }: Context,
  { since, lane, folder, name }: Omit<Filter, "kind" | "to" | "status">,
  { from, limit, ids }: Listing,
) {
  const moment = since === undefined ? undefined : clock.now() - since;
  return {
    ...(ids ? { ids } : {}),
    ...(lane === undefined ? {} : { lane }),
    ...(moment === undefined ? {} : from === "added" ? { addedSince: moment } : { endedSince: moment }),
    ...(folder === undefined ? {} : { folder: resolve(folder) }),
    ...(name === undefined ? (limit === undefined ? {} : { limit }) : { name: lastPart(name) }),
  };
}

const fitting = <One extends { name: string }>(
  found: One[],
  name: string | undefined,
  limit: number | undefined,
): One[] => (name === undefined ? found : found.filter(isNamed(name)).slice(0, limit));

/** Whether a person said by anything which work is meant. */
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
  if (!kindsOf(filter).includes("translation"))
    throw new UserError(
      "this is for translations only",
      "name recordings and documents by their ids, such as audio-1",
    );
  const named = await Promise.all(texts.map((text) => find(context, [text])));
  const ids = [...new Set(named.flat())];
  const found = await listed(context, filter, { from, ...(texts.length ? { ids } : {}) });
  const { kept, ...chosen } = sift(found, { statuses, isNamed: isNamedEach(texts, named) });
  return { projects: kept, ...chosen };
}

/** The same over all kinds of work, or the one of the filter. */
export async function choose(
  context: Context,
  texts: readonly string[],
  { kind, ...filter }: Filter,
  { statuses, from }: SelectOptions,
): Promise<Chosen> {
  const kinds = kindsOf({ ...(kind ? { kind } : {}), ...filter });
  const named = await Promise.all(texts.map((text) => findWork(context, text, kinds)));
  const found: Work[] = [];
  for (const one of kinds) {
    const ids = named.flat().flatMap((work) => (work.kind === one ? work.id : []));
    if (texts.length && ids.length === 0) continue;
    const listing = { from, ...(texts.length ? { ids: [...new Set(ids)] } : {}) };
    const works =
      one === "translation"
        ? await listed(context, filter, listing)
        : await listedPieces(context, one, filter, listing);
    found.push(...works.map(workOf));
  }
  const { kept, ...chosen } = sift(found, { statuses, isNamed: isNamedEach(texts, named) });
  return { works: kept, ...chosen };
}

/** These pieces of work, kind by kind. */
export async function listedWorks(context: Context, works: readonly WorkId[]): Promise<Work[]> {
  const store = await context.store();
  const found: Work[] = [];
  for (const kind of KINDS) {
    const ids = works.flatMap((work) => (work.kind === kind ? work.id : []));
    if (ids.length === 0) continue;
    const some = kind === "translation" ? store.selectProjects({ ids }) : store.selectPieces(kind, { ids });
    found.push(...(await some).map(workOf));
  }
  return found;
}

/** What people call a piece of work: its file or name, and of a translation the language. */
export const titleOfWork = ({ name, targetLang }: Pick<Work, "name" | "targetLang">): string =>
  targetLang === undefined ? visibleLine(name) : titleOf({ name, targetLang });

export const workOf = (one: Project | Piece): Work => {
  const { id, name, status } = one;
  return "targetLang" in one
    ? { kind: "translation", id, name, status, targetLang: one.targetLang }
    : { kind: one.kind, id, name, status };
};

const isNamedEach = (texts: readonly string[], named: readonly (readonly unknown[])[]): boolean =>
  texts.length > 0 && named.every(({ length }) => length === 1) && !texts.some(hasWildcard);

/** Those in the statuses, and how many are in others; all of them, if each was named. */
function sift<One extends { status: Status }>(
  found: readonly One[],
  { statuses, isNamed }: { statuses: readonly Status[]; isNamed: boolean },
): { kept: One[] } & Omit<Chosen, "works"> {
  if (isNamed) return { kept: [...found], isNamed, leftOut: {} };
  const leftOut: Partial<Record<Status, number>> = {};
  for (const status of STATUSES) {
    const count = found.filter((one) => one.status === status).length;
    if (count > 0 && !statuses.includes(status)) leftOut[status] = count;
  }
  return { kept: found.filter(({ status }) => statuses.includes(status)), isNamed, leftOut };
}
