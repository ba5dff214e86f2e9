import type { Context } from "../context.js";
import type { Status } from "../core/model.js";
import { PROMPT_VERSION } from "../core/prompt.js";
import { TURN } from "../core/retry.js";
import { formatDuration } from "../core/time.js";
import { type PauseProvider, RetryLater } from "../errors.js";
import type { Log } from "../log.js";
import type { Claimed } from "../store/store.js";
import { deliver } from "./deliver.js";
import { createFloor, type Floor } from "./floor.js";
import type { Mode } from "./modes.js";
import { answersAnything } from "./request.js";
import { ClaimLost, type Session, TurnOver, whyHeld } from "./session.js";
import { type Ended, settle } from "./settle.js";
import { translate } from "./translate.js";

export interface WorkOptions {
  log: Log;
  mode(segments: number): Mode;
  /** Only these projects. */
  ids?: readonly string[];
  segments?: { least?: number; most?: number };
  /** Nothing is begun after this moment, and turns end at it. */
  until: number;
  /** Projects worked side by side in this process. */
  slots: number;
  /** Projects at most. */
  most?: number;
  /** Logged before the first project, so that a worker that finds none says nothing. */
  banner?: string;
  /** What this worker is, for those who look who is at work. */
  kind: string;
}

export interface WorkedProject {
  id: string;
  name: string;
  targetLang: string;
  /** Undefined when it was taken from this worker meanwhile. */
  status: Status | undefined;
  segmentsDone: number;
  segmentsCount: number;
  reason?: string;
}

export interface Worked {
  projects: WorkedProject[];
  /** Why the provider is not asked any more. */
  pause?: PauseProvider;
  /** The provider answered again after it was down or paused. */
  recovered?: boolean;
  /** This process has grown above MEMORY_LIMIT and claims nothing more. */
  overMemory?: number;
  /** Finished files that could not be written where they belong. */
  undelivered?: number;
  /** Some of the projects asked for by name are not done. */
  unfinished?: boolean;
}

/** Claims due projects one after another, in as many slots as asked for, until nothing is due or it is time to stop. */
export async function work(context: Context, options: WorkOptions): Promise<Worked> {
  const worked: Worked = { projects: [] };
  const ids = options.ids && [...options.ids];
  const floor = createFloor(context);
  let begun = 0;
  let resumeAt = 0;
  let announced = false;
  const slot = async () => {
    while (!worked.pause && begun < (options.most ?? Number.POSITIVE_INFINITY)) {
      begun++; // before anything is waited for, or each slot would think itself the last
      // Without a lease: whoever was asked for this project only may wait longer than a turn.
      await context.clock.sleep(resumeAt - context.clock.now(), context.stop.asked);
      const over = await isTime(context, options, worked);
      const project = over ? undefined : await claim(context, options, ids);
      if (!project) {
        begun--;
        // Work may come while another slot is at it: then this one looks again.
        if (over || !(await floor.nextStep())) return;
        continue;
      }
      if (!announced && options.banner) options.log.event(options.banner);
      announced = true;
      await floor.during(async () => {
        const log = labelled(options.log, project, floor);
        log.event(`${project.id}  ${project.name} → ${project.targetLang}`);
        const ended = await workOff(context, project, log, options, floor.stepped);
        // Asked for by name, it is taken before it is due, but not so soon after an error.
        const goesOn = ended.resumeAt !== undefined && ended.resumeAt < options.until;
        if (ids && !goesOn) ids.splice(0, ids.length, ...ids.filter((id) => id !== project.id));
        if (ids && goesOn) resumeAt = ended.resumeAt!;
        const report = await reportOf(context, project, ended, log);
        worked.projects = [...worked.projects.filter(({ id }) => id !== report.id), report];
        worked.pause ??= ended.pause;
        worked.recovered ||= ended.recovered;
        if (ended.status === "completed") {
          const failed = await deliver(context, log);
          worked.undelivered = (worked.undelivered ?? 0) + failed;
        }
      });
    }
  };
  // One slot's trouble (a locked database, a full disk) must not end the others in the middle of a request.
  const slots = await Promise.allSettled(Array.from({ length: options.slots }, slot));
  const broken = slots.find((one) => one.status === "rejected");
  if (broken) throw broken.reason;
  return worked;
}

/** Also says that this worker is there, and how large it has become. */
async function isTime(context: Context, { until, kind }: WorkOptions, worked: Worked): Promise<boolean> {
  const { clock, stop, config, worker, startedAt } = context;
  const store = await context.store();
  const memory = context.memory();
  await store.greet(worker, kind, memory, clock.now());
  // The first project is taken in any case: a limit below what starting takes must not mean that nothing is done.
  if (memory > config.MEMORY_LIMIT && worked.projects.length) worked.overMemory = memory;
  if (stop.asked.aborted || clock.now() >= until || worked.overMemory !== undefined) return true;
  return whyHeld(await store.control(), startedAt) !== undefined;
}

/** Projects side by side say whose step it is. */
function labelled(log: Log, { id }: Claimed, floor: Floor): Log {
  const label = id.split("_")[1] ?? id;
  return {
    ...log,
    step: (text) => log.step(floor.busy() > 1 ? `${label}: ${text}` : text),
    event: (text) => log.event(floor.busy() > 1 && !text.includes("trans_") ? `${id} ${text}` : text),
  };
}

async function claim(
  context: Context,
  { segments }: WorkOptions,
  ids: readonly string[] | undefined,
): Promise<Claimed | undefined> {
  const { config, clock } = context;
  const store = await context.store();
  const now = clock.now();
  return store.claim({
    token: context.newToken(),
    worker: context.worker,
    now,
    liveSince: now - config.STUCK_AFTER,
    lanes: config.LANES,
    capacity: config.MAX_CONCURRENT_WORKERS,
    ...(ids ? { ids } : {}),
    ...(segments ? { segments } : {}),
  });
}

/** One project for one turn. What goes wrong in it ends the turn, never the process. */
async function workOff(
  context: Context,
  project: Claimed,
  log: Log,
  { mode, until }: WorkOptions,
  stepped: () => void,
): Promise<Ended> {
  const { config, clock, random, stop } = context;
  const store = await context.store();
  const provider = await context.provider();
  const how = mode(project.segmentsCount);
  const size = how.batchSize(config, project.segmentsCount);
  const session: Session = {
    project,
    store,
    provider,
    config,
    clock,
    random,
    log,
    stop,
    mode: how,
    until: Math.min(until, clock.now() + TURN),
    scope: {
      provider: provider.name,
      model: provider.model,
      promptVersion: PROMPT_VERSION,
      from: project.sourceLang,
      to: project.targetLang,
    },
    batch: { size, most: size, clean: 0 },
    answered: false,
    recovered: false,
    stepped,
    processStart: context.startedAt,
  };
  let thrown: unknown;
  try {
    await translate(session);
  } catch (error) {
    thrown = error;
  }
  const mute = thrown instanceof RetryLater && !thrown.providerDown && !session.answered;
  const silent = mute && !(await answersSomething(session));
  const broken = thrown !== undefined && !(thrown instanceof ClaimLost);
  if (broken && stop.hard.aborted) thrown = new TurnOver("stopped");
  const ended = await settle(session, thrown, silent);
  return { ...ended, recovered: session.recovered };
}

/** Asked when a turn brought nothing but errors; whatever else goes wrong in asking is no answer either. */
async function answersSomething(session: Session): Promise<boolean> {
  try {
    return await answersAnything(session);
  } catch {
    return false;
  }
}

/** Logs how it ended, in one line, and returns it. */
async function reportOf(
  context: Context,
  project: Claimed,
  { status, reason, bug }: Ended,
  log: Log,
): Promise<WorkedProject> {
  const { id, name, targetLang, segmentsCount } = project;
  if (!status) {
    log.event(`${id} let go: ${reason}`);
    return {
      id,
      name,
      targetLang,
      status,
      segmentsDone: project.segmentsDone,
      segmentsCount,
      ...(reason ? { reason } : {}),
    };
  }
  const { segmentsDone, quality, error } = await (await context.store()).showProject(id);
  const took = formatDuration(Math.max(0, context.clock.now() - project.startedAt));
  const why = status === "pending" ? reason : error;
  const grade = status === "completed" ? `, quality ${quality}%` : "";
  log.event(
    `${status}: ${segmentsDone}/${segmentsCount} segments in ${took}${grade}${why ? `, ${why}` : ""}`,
  );
  if (bug) log.step(`unexpected, please report it: ${bug.stack}`);
  return { id, name, targetLang, status, segmentsDone, segmentsCount, ...(why ? { reason: why } : {}) };
}
