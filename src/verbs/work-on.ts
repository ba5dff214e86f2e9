import type { Context } from "../context.js";
import { HOUR } from "../core/time.js";
import { ComeBackLater, UserError } from "../errors.js";
import { MODES, modeForTick, SIMPLE_MOST } from "../jobs/modes.js";
import { announce } from "../jobs/notices.js";
import { activePause } from "../jobs/pause.js";
import { rescueStuck } from "../jobs/rescue.js";
import { whyHeld } from "../jobs/session.js";
import { noteSettings } from "../jobs/settings.js";
import { type Worked, work } from "../jobs/work.js";
import type { Project } from "../store/store.js";
import { startDetached } from "../system/child.js";
import { find } from "./find.js";

interface WorkOnOptions {
  mode: "simple" | "batch" | "auto";
  /** Only these, by id or its beginning; all that are due if it is not given. */
  ids?: readonly string[];
  /** Milliseconds after which nothing is begun. */
  budget?: number;
}

/** Far longer than any sitting. */
const NO_BUDGET = 1000 * HOUR;

/**
 * Works projects off now: these, or all that are due. Beside a tick, and beside others of its kind, at any time.
 * Throws UserError for a project that can't be worked on, ComeBackLater while work is paused or no place is free, and
 * PauseProvider while the provider is paused.
 */
export async function workOn(
  context: Context,
  { mode, ids, budget = NO_BUDGET }: WorkOnOptions,
): Promise<Worked & { remarks: string[] }> {
  const store = await context.store();
  await rescueStuck(context);
  const remarks: string[] = [];
  const wanted = ids && (await workable(context, { mode, ids, remarks }));
  if (wanted?.length === 0) return { projects: [], remarks };
  await refuseWhilePaused(context);

  await noteSettings(context);
  const kind = mode === "auto" ? "batch" : mode;
  const log = context.log("worker.log");
  log.event(`${kind} worker started (pid ${process.pid})`);
  try {
    const worked = await work(context, {
      log,
      kind,
      mode: mode === "auto" ? modeForTick : () => MODES[mode],
      ...(wanted ? { ids: wanted } : {}),
      ...(mode === "simple" ? { segments: { most: SIMPLE_MOST } } : {}),
      until: context.clock.now() + budget,
      slots: 1,
    });
    await announce(context, worked);
    if (wanted && worked.projects.length === 0 && !context.stop.asked.aborted) throw allBusy(context);
    if (!wanted && worked.projects.length === 0) log.event("nothing is due");
    const done = worked.projects.filter(({ status }) => status === "completed").length;
    return { ...worked, ...(wanted && done < wanted.length ? { unfinished: true } : {}), remarks };
  } finally {
    await store.leave(context.worker);
    log.close();
    await store.checkpoint();
  }
}

/** Starts a worker of its own for these projects, for five minutes at most; a tick does what is left. */
export function workInBackground({ home }: Context, ids: readonly string[]): void {
  startDetached(["--home", home, "--quiet", "batch", ...ids, "--budget", "5m"]);
}

async function refuseWhilePaused(context: Context): Promise<void> {
  const store = await context.store();
  const provider = await context.provider();
  const pause = activePause(await store.providerState(provider.key), provider, context.clock.now());
  if (pause) throw pause;
  const held = whyHeld(await store.control(), context.startedAt);
  if (held) throw new ComeBackLater(`work is ${held}`, "transcron resume");
}

const allBusy = ({ config }: Context) =>
  new ComeBackLater(
    `all ${config.MAX_CONCURRENT_WORKERS} places for projects in work are taken`,
    "try again when one is done, or raise MAX_CONCURRENT_WORKERS",
  );

/** The ids that can be worked on now; throws where one can't and says what would help. */
async function workable(
  context: Context,
  { mode, ids, remarks }: { mode: WorkOnOptions["mode"]; ids: readonly string[]; remarks: string[] },
): Promise<string[]> {
  const store = await context.store();
  const found: string[] = [];
  for (const id of await find(context, ids)) {
    const project = await store.showProject(id);
    const ended = REFUSALS[project.status];
    if (ended) throw ended(project);
    if (project.status === "completed") {
      remarks.push(`${id} is completed already`);
      continue;
    }
    if (mode === "simple" && project.segmentsCount > SIMPLE_MOST) {
      throw new UserError(
        `${id} has ${project.segmentsCount} segments, and simple takes fewer than ${SIMPLE_MOST + 1}`,
        `transcron batch ${id}`,
      );
    }
    found.push(id);
  }
  return found;
}

const REFUSALS: Partial<Record<Project["status"], (project: Project) => Error>> = {
  failed: ({ id, error }) => new UserError(`${id} has failed: ${error}`, `transcron retry-failed ${id}`),
  cancelled: ({ id }) => new UserError(`${id} is cancelled`, "add the file again with --again"),
  processing: ({ id, worker }) =>
    new ComeBackLater(`${id} is in work (${worker})`, "wait for it, or transcron cancel it"),
};
