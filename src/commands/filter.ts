import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { KINDS, type KindName, STATUSES, type Status } from "../core/model.js";
import { counted, countedByKind, countKinds } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import { dim } from "../print.js";
import type { WorkId } from "../store/deliveries.js";
import { findOne } from "../verbs/find.js";
import { findOneWork } from "../verbs/find-work.js";
import { language } from "../verbs/languages.js";
import { type Chosen, type Filter, type Selected, titleOfWork, type Work, workOf } from "../verbs/select.js";
import { agrees } from "./ask.js";
import { duration } from "./options.js";

export interface FilterFlags extends KindFlag {
  status?: string;
  to?: string;
  lane?: string;
  folder?: string;
  since?: number;
  name?: string;
}

/** Narrows a command to one kind of work. */
export interface KindFlag {
  kind?: string;
}

export const withKindFlag = (command: Command, what = "only work of this kind"): Command =>
  command.option("--kind <kind>", `${what}: ${KINDS.join(", ")}`);

/** Throws UserError for a kind that does not exist. */
export function kindOf({ kind }: KindFlag): KindName | undefined {
  if (kind === undefined || KINDS.some((one) => one === kind)) return kind as KindName | undefined;
  throw new UserError(`--kind is "${kind}"`, `allowed: ${KINDS.join(", ")}`);
}

export interface BulkFlags extends FilterFlags {
  all?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** What ids are called in each help text; docs/selecting.md says more. */
export const PROJECTS =
  "work, by id or its beginning (k3x9q2ab, audio-1, job-1), file name, path or pattern ('Season 1/*')";
export const PROJECT = "the project, by id or its beginning, or by its file's name or path";

/** What narrows a name that means several projects, in the commands for one. */
export const TO = "the translation into this language, where the name means several";

export interface ToFlag {
  to?: string | undefined;
}

/** The full id of the one project that a person means. Throws UserError if it is none, or several. */
export const chosenProject = (context: Terminal, text: string, { to }: ToFlag): Promise<string> =>
  findOne(context, text, to === undefined ? {} : { to: language("--to", to) });

/** The one piece of work of any kind that a person means; with a language, a translation. */
export const chosenWork = (context: Terminal, text: string, { to }: ToFlag): Promise<WorkId> =>
  findOneWork(context, text, to === undefined ? {} : { to: language("--to", to) });

/** The options that choose projects, the same wherever several are listed or changed. */
export const withFilterFlags = (command: Command, since: string): Command =>
  withKindFlag(command)
    .option("--status <status>", `only in this status: ${STATUSES.join(", ")}`)
    .option("--to <language>", "only into this language")
    .option("--lane <lane>", "only in this lane")
    .option("--folder <folder>", "only of files in this folder or below")
    .option("--since <duration>", since, duration("--since"))
    .option("--name <name>", "only of files of this name, path or pattern");

/** The same for a command that changes what it chooses. */
export const withBulkFlags = (command: Command, { since, all }: { since: string; all: string }): Command =>
  withFilterFlags(command, since)
    .option("--all", all)
    .option("--dry-run", "say which projects are meant, and change nothing")
    .option("--yes", "do not ask at a terminal before several projects are changed");

/** Throws UserError for a status or language that does not exist, and for an empty word. */
export function filterOf({ status, to, lane, folder, since, name, ...flags }: FilterFlags): Filter {
  const kind = kindOf(flags);
  // An empty word is a script's variable that was never set, and as a folder would be the current one.
  for (const [option, value] of Object.entries({ lane, folder, name }))
    if (value === "") throw new UserError(`--${option} is empty`, "name one, or leave the option out");
  if (status !== undefined && !STATUSES.includes(status as Status))
    throw new UserError(`--status is "${status}"`, `allowed: ${STATUSES.join(", ")}`);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status: status as Status }),
    ...(to === undefined ? {} : { to: language("--to", to) }),
    ...(lane === undefined ? {} : { lane }),
    ...(folder === undefined ? {} : { folder }),
    ...(since === undefined ? {} : { since }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Of one kind, or of several that could not be told apart. */
const piecesOf = (count: number, works: readonly Work[]) =>
  works.some(({ kind }) => kind !== "translation")
    ? `${count} ${count === 1 ? "piece" : "pieces"} of work`
    : counted(count, "translation");

/**
 * Whether to go on with what was chosen. With --dry-run it is shown instead. What a filter or pattern found is counted
 * first; at a terminal a person is asked if that is more than one piece, unless the flags say yes.
 */
export async function goesOn(
  context: Terminal,
  chosen: Chosen | Selected,
  { does, flags: { dryRun = false, yes = false } }: { does: string; flags: BulkFlags },
): Promise<boolean> {
  const { print } = context;
  const { isNamed, leftOut } = chosen;
  const works = "works" in chosen ? chosen.works : chosen.projects.map(workOf);
  for (const [status, count] of Object.entries(leftOut))
    print.note(dim(`left out: ${piecesOf(count, works)} that ${count === 1 ? "is" : "are"} ${status}`));
  if (dryRun) {
    print.result({ dryRun, ...toldByKind(works), leftOut }, () =>
      [...works.map(describe), `would ${does} ${countedByKind(countKinds(works))}`].join("\n"),
    );
    return false;
  }
  if (isNamed || works.length === 0) return true;
  const what = `${does} ${countedByKind(countKinds(works))}`;
  if (works.length > 1 && !yes) return agrees(context, `${what}?`);
  print.note(what);
  return true;
}

const describe = (work: Work) => `${work.id}  ${titleOfWork(work)}  ${work.status}`;

/** Each kind under its own name, as `list --json` has them; recordings and jobs only where there are any. */
function toldByKind(works: readonly Work[]) {
  const of = (wanted: KindName) => works.flatMap(({ kind, ...work }) => (kind === wanted ? [work] : []));
  const [projects, recordings, jobs] = KINDS.map(of);
  return {
    projects,
    ...(recordings?.length ? { recordings } : {}),
    ...(jobs?.length ? { jobs } : {}),
  };
}
