import type { Terminal } from "../context.js";
import type { Worked, WorkedProject } from "../jobs/work.js";
import { paintStatus } from "../print.js";

/** A signal, a paused provider, failures: in this order they decide how a worker's command ends. */
export function exitCodeOf({ stop }: Terminal, { projects, pause, unfinished, undelivered }: Worked): number {
  if (stop.exitCode()) return stop.exitCode();
  if (pause) return pause.lasts === "settings" ? 2 : 75;
  if (undelivered || projects.some(({ status }) => status === "failed")) return 1;
  return unfinished ? 75 : 0;
}

/** Prints what was done; a pause that was just found is an error, said once. */
export function reportWork(context: Terminal, worked: Worked): number {
  const { projects, pause } = worked;
  context.print.result(
    { projects, ...(pause ? { paused: { code: pause.code, message: pause.message } } : {}) },
    () => projects.map(describe).join("\n"),
  );
  if (pause) context.print.error(pause.message, pause.hint);
  return exitCodeOf(context, worked);
}

const describe = ({ id, name, targetLang, status, segmentsDone, segmentsCount, reason }: WorkedProject) =>
  `${paintStatus(status ?? "lost")} ${id}  ${name} → ${targetLang}  ${segmentsDone}/${segmentsCount}${reason ? `  ${reason}` : ""}`;
