import type { Context } from "../context.js";
import { MINUTE, SECOND } from "../core/time.js";
import { rescueStuck } from "../queue/rescue.js";
import type { Piece, ShiftOptions } from "../queue/shift.js";
import type { Project } from "../store/projects.js";

/** How often it is looked whether another worker is done; a stop is noticed at once. */
const LOOK_AGAIN = 5 * SECOND;
/** Who waits for long looks less often. */
const LONGEST_SLICE = MINUTE;

/**
 * Waits until no other worker has one of these projects in its hands; a worker that is gone is not waited for. Returns
 * those that were waited for as they are then: also in work, if a stop was asked for or the time is up.
 */
export async function waitForOthers(
  context: Context,
  ids: readonly string[],
  { log, until }: Pick<ShiftOptions, "log" | "until">,
): Promise<Project[]> {
  const { clock, stop } = context;
  const store = await context.store();
  const projects = () => Promise.all(ids.map((id) => store.showProject(id)));
  const inWork = ({ status }: Project) => status === "processing";
  const held = (await projects()).filter(inWork);
  for (const { id, worker } of held) log.event(`${id} is in work (${worker}): waiting for it`);
  const mine = new Set(held.map(({ id }) => id));
  let found: Project[] = held;
  for (let slice = LOOK_AGAIN; found.some(inWork); slice = Math.min(slice * 2, LONGEST_SLICE)) {
    const left = until - clock.now();
    if (stop.asked.aborted || left <= 0) break;
    await clock.sleep(Math.min(slice, left), stop.asked);
    await rescueStuck(context);
    found = (await projects()).filter(({ id }) => mine.has(id));
  }
  return found;
}

/** A project that another worker ended, as a command tells of it. */
export const pieceOf = ({
  id,
  name,
  targetLang,
  status,
  segmentsDone,
  segmentsCount,
  error,
}: Project): Piece => ({
  kind: "translation",
  id,
  title: `${name} → ${targetLang}`,
  status,
  unitsDone: segmentsDone,
  unitsCount: segmentsCount,
  ...(error ? { reason: error } : {}),
  about: { name, targetLang, segmentsDone, segmentsCount },
});
