import type { Context, Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { visibleLine } from "../core/visible.js";
import { dim, paintStatus, yellow } from "../print.js";
import type { Piece } from "../queue/shift.js";
import type { Change } from "../store/changes.js";
import type { WorkChange } from "../verbs/change-works.js";
import { readPauses } from "../verbs/pauses.js";
import { titleOfWork, type Work } from "../verbs/select.js";
import type { WorkedOn } from "../verbs/worked-on.js";
import type { Outcome } from "./command.js";

type Finished = Omit<WorkedOn, "remarks" | "broken">;

/** Stopped if a signal asked for it, else done. */
export const outcomeOfStop = ({ stop }: Context): Outcome => (stop.signal() ? "stopped" : "done");

/** A signal, a paused provider, failures: in this order they decide how a worker's command ends. */
export function outcomeOf({ stop }: Context, { pieces, pause, unfinished, undelivered }: Finished): Outcome {
  if (stop.signal()) return "stopped";
  if (pause) return pause.lasts === "settings" ? "mistake" : "later";
  if (undelivered || pieces.some(({ status }) => status === "failed")) return "partly";
  return unfinished ? "later" : "done";
}

/** What was done, as JSON shows it. */
export const toldOf = ({ pieces, pause, recovered, undelivered }: Finished) => ({
  projects: pieces.map(toJson),
  ...(pause ? { paused: { code: pause.code, message: pause.message } } : {}),
  ...(recovered ? { recovered } : {}),
  ...(undelivered ? { undelivered } : {}),
});

/** Prints what was done; a pause that was just found is an error, said once. */
export function reportWork(context: Terminal, worked: Finished): Outcome {
  const { pieces, pause } = worked;
  context.print.result(toldOf(worked), () => pieces.map(describe).join("\n"));
  if (pause) context.print.error(pause.message, pause.hint);
  return outcomeOf(context, worked);
}

/** A piece of work as JSON shows it. */
const toJson = ({ kind, id, about, status, reason }: Piece) => ({
  kind,
  id,
  ...about,
  status,
  ...(reason ? { reason } : {}),
});

const describe = ({ id, title, status, unitsDone, unitsCount, reason }: Piece) =>
  `${paintStatus(status ?? "lost")} ${id}  ${visibleLine(title)}  ${unitsDone}/${unitsCount}${reason ? `  ${reason}` : ""}`;

/** Prints what a command changed, a line each with its file, if that is among `of`; or that there was nothing. */
export function reportChanges(
  { print }: Terminal,
  changed: readonly Changed[],
  { nothing, of = [] }: { nothing: string; of?: readonly Titled[] },
): void {
  const line = changeLines(of);
  print.result({ changed }, () => (changed.length ? changed.map(line).join("\n") : dim(nothing)));
}

type Titled = Pick<Work, "id" | "name" | "targetLang">;
type Changed = Change & Pick<Partial<WorkChange>, "waiting">;

/** Describes changes of this work, each with its file, and what changed with it. */
export function changeLines(works: readonly Titled[]): (change: Changed) => string {
  const titles = new Map(works.map((work) => [work.id, `  ${dim(titleOfWork(work))}`]));
  return ({ id, from, to, waiting }) => {
    const others = waiting
      ? ` and ${waiting} that ${waiting === 1 ? "waits" : "wait"} for its transcript`
      : "";
    return `${id}${others}: ${from} → ${to}${titles.get(id) ?? ""}`;
  };
}

/** Of an answer that was rejected so much is shown; --json has the whole. */
const LONGEST_ANSWER = 200;

/** The answer to a line that was rejected, on one line. */
export const answered = (answer: string) =>
  `answered: ${visibleLine(answer.slice(0, LONGEST_ANSWER))}${answer.length > LONGEST_ANSWER ? "…" : ""}`;

/** Says beside a result that nothing moves, and what would make it move. */
export async function notePauses(context: Terminal): Promise<void> {
  for (const pause of await pausesToTell(context)) context.print.note(pause);
}

/** A line for each pause, with what would end it. */
export async function pausesToTell(context: Terminal): Promise<string[]> {
  const { work, provider } = await readPauses(context);
  const told: string[] = [];
  if (work)
    told.push(`PAUSED by ${work.by}${work.reason ? `: ${work.reason}` : ""} (${commandLine("resume")})`);
  if (provider)
    told.push(`PAUSED: ${provider.message} (${provider.hint ?? `${commandLine("resume")} goes on at once`})`);
  return told.map(yellow);
}

/** What became of a project by what was just done to it. */
export const changeLine = ({ id, from, to }: Change, what: string): string =>
  `${id}: ${what}, ${from === to ? `still ${to}` : `${from} → ${to}`}`;
