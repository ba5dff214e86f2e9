import type { Command } from "commander";
import type { Terminal } from "../context.js";
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
import { type Act, configured, duration, subcommand, type WorkerFlags, withWorkerFlags } from "./command.js";
import { reportWork } from "./report.js";

export interface WorkOn {
  mode: "simple" | "batch" | "auto";
  ids?: readonly string[];
  /** Milliseconds. */
  budget?: number;
}

/** Far longer than any sitting. */
const NO_BUDGET = 1000 * HOUR;

/** Works projects off by hand: these, or all that are due. Beside a tick, and beside others of its kind, at any time. */
export async function workOn(context: Terminal, { mode, ids, budget }: WorkOn): Promise<Worked> {
  const store = await context.store();
  await rescueStuck(context);
  const wanted = ids && (await workable(context, ids, mode));
  if (wanted?.length === 0) return { projects: [] };
  const provider = await context.provider();
  const pause = activePause(await store.providerState(provider.key), provider, context.clock.now());
  if (pause) throw pause;
  const held = whyHeld(await store.control(), context.startedAt);
  if (held) throw new ComeBackLater(`work is ${held}`, "transcron resume");

  await noteSettings(context);
  const log = context.log("worker.log");
  log.event(`${mode === "auto" ? "batch" : mode} worker started (pid ${process.pid})`);
  try {
    const worked = await work(context, {
      log,
      kind: mode === "auto" ? "batch" : mode,
      mode: mode === "auto" ? modeForTick : () => MODES[mode],
      ...(wanted ? { ids: wanted } : {}),
      ...(mode === "simple" ? { segments: { most: SIMPLE_MOST } } : {}),
      until: context.clock.now() + (budget ?? NO_BUDGET),
      slots: 1,
    });
    await announce(context, worked);
    if (wanted && worked.projects.length === 0 && !context.stop.asked.aborted) throw allBusy(context);
    if (!wanted && worked.projects.length === 0) log.event("nothing is due");
    const done = worked.projects.filter(({ status }) => status === "completed").length;
    return wanted && done < wanted.length ? { ...worked, unfinished: true } : worked;
  } finally {
    await store.leave(context.worker);
    log.close();
    await store.checkpoint();
  }
}

const allBusy = ({ config }: Terminal) =>
  new ComeBackLater(
    `all ${config.MAX_CONCURRENT_WORKERS} places for projects in work are taken`,
    "try again when one is done, or raise MAX_CONCURRENT_WORKERS",
  );

/** The ids that can be worked on now; throws where one can't and says what would help. */
async function workable(context: Terminal, ids: readonly string[], mode: WorkOn["mode"]): Promise<string[]> {
  const store = await context.store();
  const found: string[] = [];
  for (const id of await store.resolveIds(ids)) {
    const project = await store.showProject(id);
    const ended = REFUSALS[project.status];
    if (ended) throw ended(project);
    if (project.status === "completed") {
      context.print.note(`${id} is completed already`);
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

interface Flags extends WorkerFlags {
  budget?: number;
}

const worker = (mode: "simple" | "batch", description: string, ...examples: string[]) =>
  function build(act: Act): Command {
    return withWorkerFlags(
      subcommand(mode, description, ...examples)
        .argument("[id...]", "projects, by id or its beginning (default: all that are due)")
        .option("--budget <duration>", "begin nothing after this long", duration("--budget")),
    ).action(
      act(async (context: Terminal, ids: string[], { budget, ...flags }: Flags) => {
        const options = { mode, ...(ids.length ? { ids } : {}), ...(budget === undefined ? {} : { budget }) };
        const own = configured(context, flags);
        return reportWork(own, await workOn(own, options));
      }),
    );
  };

export const simpleCommand = worker(
  "simple",
  `Translate small projects, each in one request (fewer than ${SIMPLE_MOST + 1} segments, 120 s)`,
  "simple",
  "simple k3x9q2ab",
);

export const batchCommand = worker(
  "batch",
  "Translate projects in batches: these, or all that are due, then exit",
  "batch",
  "batch k3x9q2ab --budget 10m",
);
