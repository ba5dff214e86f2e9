import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { STATUSES, type Status } from "../core/model.js";
import { titleOf } from "../core/title.js";
import { UserError } from "../errors.js";
import { dim } from "../print.js";
import type { Project } from "../store/projects.js";
import { findOne } from "../verbs/find.js";
import { language } from "../verbs/languages.js";
import type { Filter, Selected } from "../verbs/select.js";
import { agrees } from "./ask.js";
import { duration } from "./options.js";

export interface FilterFlags {
  status?: string;
  to?: string;
  lane?: string;
  folder?: string;
  since?: number;
  name?: string;
}

export interface BulkFlags extends FilterFlags {
  all?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** What ids are called in each help text; docs/selecting.md says more. */
export const PROJECTS = "projects, by id or its beginning, file name, path or pattern ('Season 1/*')";
export const PROJECT = "the project, by id or its beginning, or by its file's name or path";

/** What narrows a name that means several projects, in the commands for one. */
export const TO = "the translation into this language, where the name means several";

export interface ToFlag {
  to?: string | undefined;
}

/** The full id of the one project that a person means. Throws UserError if it is none, or several. */
export const chosenProject = (context: Terminal, text: string, { to }: ToFlag): Promise<string> =>
  findOne(context, text, to === undefined ? {} : { to: language("--to", to) });

/** The options that choose projects, the same wherever several are listed or changed. */
export const withFilterFlags = (command: Command, since: string): Command =>
  command
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
export function filterOf({ status, to, lane, folder, since, name }: FilterFlags): Filter {
  // An empty word is a script's variable that was never set, and as a folder would be the current one.
  for (const [option, value] of Object.entries({ lane, folder, name }))
    if (value === "") throw new UserError(`--${option} is empty`, "name one, or leave the option out");
  if (status !== undefined && !STATUSES.includes(status as Status))
    throw new UserError(`--status is "${status}"`, `allowed: ${STATUSES.join(", ")}`);
  return {
    ...(status === undefined ? {} : { status: status as Status }),
    ...(to === undefined ? {} : { to: language("--to", to) }),
    ...(lane === undefined ? {} : { lane }),
    ...(folder === undefined ? {} : { folder }),
    ...(since === undefined ? {} : { since }),
    ...(name === undefined ? {} : { name }),
  };
}

const projectsOf = (count: number) => `${count} ${count === 1 ? "project" : "projects"}`;

/**
 * Whether to go on with what was chosen. With --dry-run it is shown instead. What a filter or pattern found is counted
 * first; at a terminal a person is asked if that is more than one project, unless the flags say yes.
 */
export async function goesOn(
  context: Terminal,
  { projects, isNamed, leftOut }: Selected,
  { does, flags: { dryRun = false, yes = false } }: { does: string; flags: BulkFlags },
): Promise<boolean> {
  const { print } = context;
  for (const [status, count] of Object.entries(leftOut))
    print.note(dim(`left out: ${projectsOf(count)} that ${count === 1 ? "is" : "are"} ${status}`));
  if (dryRun) {
    const told = projects.map(({ id, name, targetLang, status }) => ({ id, name, targetLang, status }));
    print.result({ dryRun, projects: told, leftOut }, () =>
      [...projects.map(describe), `would ${does} ${projectsOf(projects.length)}`].join("\n"),
    );
    return false;
  }
  if (isNamed || projects.length === 0) return true;
  const what = `${does} ${projectsOf(projects.length)}`;
  if (projects.length > 1 && !yes) return agrees(context, `${what}?`);
  print.note(what);
  return true;
}

const describe = ({ id, status, ...project }: Project) => `${id}  ${titleOf(project)}  ${status}`;
