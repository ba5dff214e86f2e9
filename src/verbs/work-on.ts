import { lanesCut } from "../config/lanes.js";
import type { Context } from "../context.js";
import { SIMPLE_MOST } from "../core/batching.js";
import { commandLine } from "../core/command-line.js";
import { lanesOfKind } from "../core/lanes.js";
import type { KindName } from "../core/model.js";
import { HOUR, LOG_TIMES } from "../core/time.js";
import { titleOf } from "../core/title.js";
import { ComeBackLater, UserError } from "../errors.js";
import type { Kind } from "../queue/kind.js";
import { announce } from "../queue/notices.js";
import { open } from "../queue/opening.js";
import type { Piece, ShiftOptions } from "../queue/shift.js";
import { type Worked, work } from "../queue/work.js";
import type { Project } from "../store/projects.js";
import type { Store } from "../store/store.js";
import { startDetached } from "../system/child.js";
import { parseWorkerId } from "../system/worker-id.js";
import { addAgain } from "../translation/add-again.js";
import { translation } from "../translation/kind.js";
import { MODES } from "../translation/modes.js";
import { find } from "./find.js";
import { otherKinds } from "./other-kinds.js";
import { pieceOf, waitForOthers } from "./wait-for-others.js";
import { workOnPieces } from "./work-on-pieces.js";
import type { WorkedOn } from "./worked-on.js";

interface WorkOnOptions {
  mode: "simple" | "batch" | "auto";
  /** Only work of this kind (default: translations, and any kind of those that are named). */
  kind?: KindName;
  /** Only these, by id or its beginning; all that are due if it is not given. */
  ids?: readonly string[];
  /** Milliseconds after which nothing is started. */
  budget?: number;
}

/** Far longer than any sitting. */
const NO_BUDGET = 1000 * HOUR;

/**
 * Translates projects now: these, or all that are due. Beside a tick, and beside others of its kind, at any time.
 * A project that another worker has in its hands is waited for. Throws UserError for a project that can't be worked on,
 * ComeBackLater while work is paused or no place is free, and PauseEndpoint while the endpoint is paused.
 */
export async function workOn(context: Context, options: WorkOnOptions): Promise<WorkedOn> {
  const { mode, ids, budget } = options;
  const others = mode === "simple" ? undefined : await otherKinds(context, options);
  if (others) return workOnPieces(context, { ...others, ...(budget === undefined ? {} : { budget }) });
  const kind = translation(mode === "auto" ? undefined : () => MODES[mode]);
  const remarks: string[] = [];
  let wanted: readonly string[] | undefined;
  const opening = await open(context, async () => {
    wanted = ids && (await workable(context, { mode, ids, remarks }));
    return wanted?.length === 0 ? { kinds: [], due: [] } : { kinds: [kind], due: [kind.name] };
  });
  const { paused } = await (await context.store()).control();
  if (opening.held)
    throw new ComeBackLater(`work is ${opening.held}`, paused ? commandLine("resume") : "try again");
  if (opening.pauses[0]) throw opening.pauses[0];
  if (!opening.hasWork) return { pieces: [], remarks };
  return { ...(await workThrough(context, kind, { ...options, ids: wanted })), remarks };
}

/** Starts a worker of its own for these projects, for five minutes at most; a tick does what is left. */
export function workInBackground({ home }: Context, ids: readonly string[]): void {
  startDetached(["--home", home, "--quiet", "batch", ...ids, "--budget", "5m"]);
}

type Working = Omit<WorkOnOptions, "ids"> & { ids: readonly string[] | undefined };

async function workThrough(
  context: Context,
  kind: Kind,
  { mode, ids, budget = NO_BUDGET }: Working,
): Promise<Omit<WorkedOn, "remarks">> {
  const store = await context.store();
  const role = mode === "auto" ? "batch" : mode;
  const until = context.clock.now() + budget;
  const log = context.log("worker.log");
  log.event(`${role} worker started (pid ${parseWorkerId(context.worker).pid}), ${LOG_TIMES}`);
  try {
    const units = mode === "simple" ? { most: SIMPLE_MOST } : undefined;
    const shift = { kinds: [kind], log, role, until, slots: 1, ...(units ? { units } : {}) };
    if (ids) return await workThroughNamed(context, shift, ids);
    const worked = await work(context, shift);
    await announce(context, worked);
    if (worked.broken) throw worked.broken.error;
    const left = await store.isDue(kind.name, { now: context.clock.now(), ...(units ? { units } : {}) });
    if (worked.pieces.length === 0)
      log.event(left ? "every place for projects in work is taken" : "nothing is due");
    return { ...worked, ...(left ? { unfinished: true } : {}) };
  } finally {
    await store.leave(context.worker);
    log.close();
    (await context.database()).checkpoint();
  }
}

/** These, and for those that other workers have until they have ended; what they give back is worked on here. */
async function workThroughNamed(
  context: Context,
  shift: ShiftOptions,
  ids: readonly string[],
): Promise<Omit<WorkedOn, "remarks">> {
  const { clock, stop } = context;
  const pieces = new Map<string, Piece>();
  let worked: Worked = { pieces: [] };
  let left = ids;
  for (;;) {
    worked = { ...worked, ...(await work(context, { ...shift, ids: left })) };
    await announce(context, worked);
    if (worked.broken) throw worked.broken.error;
    for (const piece of worked.pieces) pieces.set(piece.id, piece);
    const others = await waitForOthers(context, left, shift);
    for (const project of others) if (project.status !== "pending") pieces.set(project.id, pieceOf(project));
    const isOver = stop.asked.aborted || clock.now() >= shift.until || worked.pause !== undefined;
    if (pieces.size === 0 && others.length === 0 && !isOver) throw allBusy(context);
    left = others.filter(({ status }) => status === "pending").map(({ id }) => id);
    if (left.length === 0 || isOver) break;
  }
  const all = [...pieces.values()];
  const done = all.filter(({ status }) => status === "completed").length;
  return { ...worked, pieces: all, ...(done < ids.length ? { unfinished: true } : {}) };
}

function allBusy({ config: { capacity, LANES } }: Context) {
  const isCapped = lanesCut(lanesOfKind(LANES, "translation"), capacity).length > 0;
  return new ComeBackLater(
    `all ${capacity} places for projects in work are taken`,
    `try again when one is done, or raise ${isCapped ? "MAX_CONCURRENT_WORKERS" : "the workers of LANES"}`,
  );
}

/**
 * The ids that can be worked on now. Throws where one that is named can't, and says what would help; of several that one
 * name or pattern means, it is left out with a remark.
 */
async function workable(
  context: Context,
  { mode, ids, remarks }: { mode: WorkOnOptions["mode"]; ids: readonly string[]; remarks: string[] },
): Promise<string[]> {
  const store = await context.store();
  const found = new Set<string>();
  for (const text of ids) {
    const meant = await find(context, [text]);
    for (const id of meant) {
      const project = await store.showProject(id);
      const refusal = await refusalOf(project, { mode, store });
      if (project.status === "completed") remarks.push(`${id} (${titleOf(project)}) is completed already`);
      else if (!refusal) found.add(id);
      else if (meant.length === 1) throw refusal;
      else remarks.push(`left out: ${refusal.message}`);
    }
  }
  return [...found];
}

async function refusalOf(
  project: Project,
  { mode, store }: { mode: WorkOnOptions["mode"]; store: Store },
): Promise<Error | undefined> {
  const { id, status, segmentsCount } = project;
  const ended = await REFUSALS[status]?.(project, store);
  if (ended || mode !== "simple" || segmentsCount <= SIMPLE_MOST) return ended;
  return new UserError(
    `${id} has ${segmentsCount} segments, and simple takes fewer than ${SIMPLE_MOST + 1}`,
    commandLine("batch", id),
  );
}

const REFUSALS: Partial<Record<Project["status"], (project: Project, store: Store) => Promise<Error>>> = {
  failed: async ({ id, error, ...project }) =>
    new UserError(`${id} (${titleOf(project)}) has failed: ${error}`, commandLine("retry-failed", id)),
  cancelled: async ({ id, ...project }, store) =>
    new UserError(`${id} (${titleOf(project)}) is cancelled`, await addAgain(store, id)),
};
