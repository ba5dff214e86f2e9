import type { Context } from "../context.js";
import { KINDS } from "../core/model.js";
import type { WorkId } from "../store/deliveries.js";
import type { Job } from "../store/jobs.js";
import type { Problem } from "../store/problems.js";
import type { Recording } from "../store/recordings.js";
import { listedWorks, type Work } from "./select.js";

/** How far a recording is, with what is made of its transcript. */
type Stage = "waiting" | "transcribing" | "translating" | "analysing" | "done" | "failed" | "cancelled";

interface WithErrors {
  /** The newest first. */
  errors: Problem[];
}

export type ShownRecording = Recording & { stage: Stage; made: Work[] } & WithErrors;
export type ShownJob = Job & WithErrors;

/** A recording and the whole chain behind it. */
export async function showRecording(context: Context, id: string): Promise<ShownRecording> {
  const store = await context.store();
  const recording = await store.recording(id);
  const { projects, jobs } = await store.madeOf(id);
  const made = await listedWorks(context, [
    ...projects.map((one): WorkId => ({ kind: "translation", id: one })),
    ...jobs.map((one): WorkId => ({ kind: "generation", id: one })),
  ]);
  return { ...recording, stage: stageOf(recording, made), made, errors: await errorsOf(context, id) };
}

/** A document with all that befell it. */
export async function showJob(context: Context, id: string): Promise<ShownJob> {
  const job = await (await context.store()).job(id);
  return { ...job, errors: await errorsOf(context, id) };
}

/** As many as anybody reads. */
const MOST_ERRORS = 20;

const errorsOf = async (context: Context, projectId: string): Promise<Problem[]> =>
  (await context.store()).listProblems({ since: 0, limit: MOST_ERRORS, projectId });

function stageOf({ status }: Pick<Recording, "status">, made: readonly Work[]): Stage {
  if (status === "pending") return "waiting";
  if (status === "processing") return "transcribing";
  if (status !== "completed") return status;
  const open = made.filter((one) => one.status === "pending" || one.status === "processing");
  const kind = KINDS.findLast((one) => open.some((work) => work.kind === one));
  if (kind === "generation") return "analysing";
  return kind === "translation" ? "translating" : "done";
}
