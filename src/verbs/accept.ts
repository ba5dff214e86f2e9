import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { namedLines } from "../core/line-numbers.js";
import { UserError } from "../errors.js";
import type { Change } from "../store/changes.js";
import type { SavedLine, StoredLine } from "../store/lines.js";
import type { Project } from "../store/projects.js";
import { failedSentence } from "../translation/words.js";
import { savedLine } from "../translation/work.js";
import { findOne } from "./find.js";
import { numbersOf } from "./named-lines.js";
import { inProgress } from "./unclaimed.js";

interface Accepted {
  change: Change;
  /** Line numbers, from 1. */
  lines: number[];
}

/**
 * Stores the rejected answers to lines of a pending or failed project as their translations. All of these lines, or
 * none. When every line has a translation, the project is completed. `wanted` has line numbers as people write them:
 * `12,15-18`. Throws UserError for a line that has a translation or no answer, and for a project that has ended
 * otherwise; ComeBackLater while a worker has it.
 */
export async function accept(context: Context, prefix: string, wanted: readonly string[]): Promise<Accepted> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const refusal = REFUSALS[project.status];
  if (refusal) throw refusal(project);
  const numbers = numbersOf(wanted, project);
  const stored = await store.projectLines(project.id);
  const lines = numbers.map((number) => acceptedLine(project, stored[number - 1]!));
  const saved = await store.saveByHand(project.id, {
    now: context.clock.now(),
    lines,
    error: failedSentence,
  });
  if (!saved) throw inProgress(project);
  if (saved.saved.length === 0) throw done(project, numbers[0]!); // a worker was faster
  const accepted = saved.saved.map((index) => index + 1);
  const change = { id: project.id, from: saved.from, to: saved.to };
  const details = `${namedLines(accepted)}: ${change.from} → ${change.to}`;
  await context.auditWork("accept", [{ kind: "translation", id: project.id, details }]);
  return { change, lines: accepted };
}

const done = ({ id }: Project, number: number) =>
  new UserError(`line ${number} of ${id} has a translation already`, commandLine("show", id, "--segments"));

const REFUSALS: Partial<Record<Project["status"], (project: Project) => Error>> = {
  processing: inProgress,
  completed: ({ id }) =>
    new UserError(
      `${id} is completed: each of its lines has a translation`,
      commandLine("show", id, "--segments"),
    ),
  cancelled: ({ id }) => new UserError(`${id} is cancelled`, "add the file again with --again"),
};

/** A person vouches for it, so that nothing is held against it any more. */
function acceptedLine(project: Project, { index, state, marks, rejected }: StoredLine): SavedLine {
  const { id, status } = project;
  if (state === "done") throw done(project, index + 1);
  if (rejected === null) {
    throw new UserError(
      `line ${index + 1} of ${id} has no answer that could be accepted${marks.length ? ` (${marks.join(", ")})` : ""}`,
      `${status === "failed" ? commandLine("retry-failed", id) : commandLine("batch", id)} asks for it again`,
    );
  }
  return savedLine(index, { text: rejected.text, marks: [] }, "hand");
}
