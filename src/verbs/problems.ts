import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import { DAY } from "../core/time.js";
import { kindOfId } from "../core/work-ids.js";
import type { Problem } from "../store/problems.js";
import { findOneWork } from "./find-work.js";

interface ProblemOptions {
  /** Milliseconds to look back. */
  since?: number;
  /** Groups at most. */
  limit: number;
  /** Only of this piece of work, by id or its beginning, or by name. */
  project?: string;
  /** Only of work of this kind. */
  kind?: KindName;
  /** Only of this code. */
  code?: string;
}

/** What went wrong in the same way, as often as it did: the newest of them, and how often since when. */
export interface ProblemGroup extends Problem {
  count: number;
  /** When it first happened in the period. */
  first: number;
}

/** Far more than anybody reads; what is older is not counted. */
const MOST_COUNTED = 100_000;

/** What went wrong, the newest first; what differs only in ids and numbers of processes is one. */
export async function listProblems(
  context: Context,
  { since = DAY, limit, project, kind, code }: ProblemOptions,
): Promise<ProblemGroup[]> {
  const projectId = project === undefined ? undefined : (await findOneWork(context, project)).id;
  const problems = await (await context.store()).listProblems({
    since: context.clock.now() - since,
    limit: MOST_COUNTED,
    ...(projectId === undefined ? {} : { projectId }),
    ...(code === undefined ? {} : { code }),
  });
  const groups = new Map<string, ProblemGroup>();
  for (const problem of problems) {
    if (kind !== undefined && kindOf(problem) !== kind) continue;
    const key = `${problem.code}\n${withoutIds(problem.message)}`;
    const group = groups.get(key);
    if (group) Object.assign(group, { count: group.count + 1, first: problem.at });
    else groups.set(key, { ...problem, count: 1, first: problem.at });
  }
  return [...groups.values()].slice(0, limit);
}

const kindOf = ({ projectId }: Problem): KindName | undefined =>
  projectId === null ? undefined : (kindOfId(projectId) ?? "translation");

/** A message without what tells one project or process from another. */
const withoutIds = (message: string) =>
  message.replace(/\b(?:trans_\w+|(?:audio|job)-\d+)\b/g, "ID").replace(/\b[\w.-]+:\d+:\d+\b/g, "PROCESS");
