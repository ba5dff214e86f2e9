import type { Context, Terminal } from "../context.js";
import type { Worked, WorkedProject } from "../jobs/work.js";
import { dim, paintStatus, yellow } from "../print.js";
import type { Change } from "../store/store.js";
import { readPauses } from "../verbs/pauses.js";
import type { Outcome } from "./command.js";

/** Stopped if a signal asked for it, else done. */
export const outcomeOfStop = ({ stop }: Context): Outcome => (stop.signal() ? "stopped" : "done");

/** A signal, a paused provider, failures: in this order they decide how a worker's command ends. */
export function outcomeOf({ stop }: Context, { projects, pause, unfinished, undelivered }: Worked): Outcome {
  if (stop.signal()) return "stopped";
  if (pause) return pause.lasts === "settings" ? "mistake" : "later";
  if (undelivered || projects.some(({ status }) => status === "failed")) return "partly";
  return unfinished ? "later" : "done";
}

/** Prints what was done; a pause that was just found is an error, said once. */
export function reportWork(context: Terminal, worked: Worked): Outcome {
  const { projects, pause } = worked;
  context.print.result(
    { projects, ...(pause ? { paused: { code: pause.code, message: pause.message } } : {}) },
    () => projects.map(describe).join("\n"),
  );
  if (pause) context.print.error(pause.message, pause.hint);
  return outcomeOf(context, worked);
}

const describe = ({ id, name, targetLang, status, segmentsDone, segmentsCount, reason }: WorkedProject) =>
  `${paintStatus(status ?? "lost")} ${id}  ${name} → ${targetLang}  ${segmentsDone}/${segmentsCount}${reason ? `  ${reason}` : ""}`;

/** Prints what a command changed, a line each; or that there was nothing to change. */
export function reportChanges({ print }: Terminal, changed: readonly Change[], nothing: string): void {
  print.result({ changed }, () =>
    changed.length ? changed.map(({ id, from, to }) => `${id}: ${from} → ${to}`).join("\n") : dim(nothing),
  );
}

/** Says beside a result that nothing moves, and what would make it move. */
export async function notePauses(context: Terminal): Promise<void> {
  const { work, provider } = await readPauses(context);
  const note = (text: string) => context.print.note(yellow(text));
  if (work) note(`PAUSED by ${work.by}${work.reason ? `: ${work.reason}` : ""} (transcron resume)`);
  if (provider) note(`PAUSED: ${provider.message} (${provider.hint ?? "transcron resume goes on at once"})`);
}
