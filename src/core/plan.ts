import { baseOf } from "./languages.js";
import type { Skipped } from "./skips.js";

/** A file that may be translated into a language. */
export interface Way {
  /** Absolute. */
  source: string;
  /** The language that its name says it is in. */
  language: string | undefined;
  /** The language it would be translated into. */
  to: string;
  /** The same for all sources whose translation would have one and the same place. */
  film: string;
  /** Where the translation goes, absolute. */
  target: string;
}

/** What is to be done with a source. */
export interface Planned {
  path: string;
  /** The folder that was given, for its subfolders; null for a file that was named itself. */
  root: string | null;
  targets: { language: string; path: string }[];
}

export interface Plan {
  planned: Planned[];
  skipped: Skipped[];
}

/** What is known of the files, beside their names. */
export interface Facts {
  root: string | null;
  /** The languages that are asked for. */
  to: readonly string[];
  /** Languages of sources, the best first. */
  prefer: readonly string[];
  /** Whether translations are written by themselves, so that their places must be free. */
  delivers: boolean;
  /** Whether a source may still be changing. */
  isRecent: (source: string) => boolean;
  /** The sources whose translation stands at a path, by whatever spelling, or will. */
  ownersOf: (target: string) => readonly string[];
  /** A file that stands where a way leads, by whatever spelling, and that was not written here. */
  inTheWay: (way: Way) => string | undefined;
}

/** How recent a change makes a file one that may still be written to, in milliseconds. */
const STILL_CHANGING = 10_000;

/** A clock may be a little behind that of a file server; a time far in the future says nothing. */
export const isStillChanging = (modified: number, now: number) => Math.abs(now - modified) < STILL_CHANGING;

/**
 * Chooses one source for each film and language: the one that has the target already, then by preference, then one
 * whose language is not itself asked for, then one without a language in its name, then by the alphabet. The others
 * are skipped, as is what need not, must not or should not yet be translated.
 */
export function planOf(ways: readonly Way[], facts: Facts): Plan {
  const skipped: Skipped[] = [];
  const chosen: Way[] = [];
  const claimed = new Map<string, string>();
  for (const group of grouped(ways, ({ film }) => film).values()) {
    const [best, ...others] = sorted(group, facts);
    const obstacle = facts.delivers ? obstacleOf(best!, facts, claimed) : undefined;
    if (obstacle) {
      skipped.push(...group.map(({ source: path, to }) => ({ path, to, ...obstacle })));
      continue;
    }
    claimed.set(best!.target, best!.source);
    if (facts.isRecent(best!.source)) skipped.push({ path: best!.source, to: null, reason: "recent" });
    else chosen.push(best!);
    for (const { source: path, to } of others)
      skipped.push({ path, to, reason: "preferred", by: best!.source });
  }
  return { planned: plannedOf(chosen, facts.root), skipped: skipped.sort(byPath) };
}

type Obstacle = Pick<Skipped, "reason" | "by">;

function obstacleOf(
  way: Way,
  { ownersOf, inTheWay }: Facts,
  claimed: Map<string, string>,
): Obstacle | undefined {
  const owners = [...ownersOf(way.target), ...(claimed.has(way.target) ? [claimed.get(way.target)!] : [])];
  if (owners.length > 0 && !owners.includes(way.source)) return { reason: "taken", by: owners[0]! };
  const there = inTheWay(way);
  return there === undefined ? undefined : { reason: "exists", by: there };
}

/** The best first. */
function sorted(group: readonly Way[], { to, prefer, ownersOf }: Facts): Way[] {
  if (group.length === 1) return [...group];
  const rankOf = ({ source, target, language }: Way): number[] => [
    ownersOf(target).includes(source) ? 0 : 1,
    placeIn(prefer, language),
    language !== undefined && to.includes(language) ? 1 : 0,
    language === undefined ? 0 : 1,
  ];
  return group
    .map((way) => ({ way, rank: rankOf(way) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((figure, index) => figure !== b.rank[index]);
      return at < 0 ? compare(a.way.source, b.way.source) : a.rank[at]! - b.rank[at]!;
    })
    .map(({ way }) => way);
}

/** A language stands for its regions, too: `en` for en-GB. */
function placeIn(prefer: readonly string[], language: string | undefined): number {
  const at = prefer.findIndex(
    (one) => language !== undefined && (one === language || one === baseOf(language)),
  );
  return at < 0 ? prefer.length : at;
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const byPath = (one: { path: string }, other: { path: string }) => compare(one.path, other.path);

function grouped(ways: readonly Way[], keyOf: (way: Way) => string): Map<string, Way[]> {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const group = groups.get(keyOf(way));
    if (group) group.push(way);
    else groups.set(keyOf(way), [way]);
  }
  return groups;
}

/** The ways of each source together, with the languages in the order they were asked for. */
function plannedOf(ways: readonly Way[], root: string | null): Planned[] {
  return [...grouped(ways, ({ source }) => source)]
    .map(([path, own]) => ({
      path,
      root,
      targets: own.map(({ to, target }) => ({ language: to, path: target })),
    }))
    .sort(byPath);
}
