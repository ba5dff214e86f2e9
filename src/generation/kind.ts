import { lanesOfKind } from "../core/lanes.js";
import { MINUTE } from "../core/time.js";
import type { Kind } from "../queue/kind.js";
import { answersAnything } from "../queue/send.js";
import type { ClaimedJob } from "../store/jobs.js";
import { deliver } from "./deliver.js";
import { endpointFor } from "./endpoints.js";
import { generate } from "./generate.js";
import { templateOf } from "./template-of.js";

/** Generation: templates become validated documents, and transcripts records. */
export const generation = (): Kind<ClaimedJob> => ({
  name: "generation",
  lanes: ({ LANES }) => lanesOfKind(LANES, "generation"),
  endpoint: async (context, work) =>
    work ? endpointFor(context, await templateOf(context, work), work.endpointAt) : context.endpoint(),
  ownEndpoints: ({ ownEndpoints }) => ownEndpoints === 1,
  ownPause: 15 * MINUTE,
  title: ({ name }) => name,
  label: ({ id }) => id,
  about: ({ name, type }) => ({ name, type }),
  units: "documents",
  // As the owner's monitoring reads them.
  logged: {
    began: ({ number, attempts }, { pid, attemptLimit }) =>
      `[INFO] [worker_${pid}] Job #${number} reserved (attempt ${attempts}/${attemptLimit})`,
    ended: ({ number }, { pid, status, took, why }) =>
      status === "completed"
        ? `[INFO] [worker_${pid}] Job #${number} completed in ${took}`
        : `[${status === "failed" ? "ERROR" : "INFO"}] [worker_${pid}] Job #${number} ${status} after ${took}${why ? `: ${why}` : ""}`,
  },
  run: generate,
  finish: async ({ store, work, context }) => store.jobSettled(work, context.clock.now()),
  probe: (turn) =>
    answersAnything(turn, {
      call: (options) =>
        turn.endpoint.chat!.complete(
          { messages: [{ role: "user", content: HARMLESS }], most: 64, mostIsWish: true },
          options,
        ),
      units: 1,
      timeout: turn.context.config.TIMEOUT_PER_BATCH,
      label: "probe",
    }),
  retract: async () => {},
  lacking: async () => "there is no document",
  deliver,
});

const HARMLESS = "Answer with the word yes.";
