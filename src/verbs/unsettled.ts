import type { FoundFile } from "../system/walk.js";
import type { Job } from "./source.js";

/** Whether it is known already what comes of a file in these languages, so that it need not be read. */
export type IsSettled = (file: FoundFile, languages: readonly string[]) => boolean;

/** The jobs that are not settled, in their order; a file that could not be looked at is left for who reads it. */
export function* unsettled(jobs: readonly Job[], isSettled: IsSettled | undefined): Generator<Job> {
  for (const job of jobs) {
    const languages = job.targets.map(({ language }) => language);
    if (!isSettled || !job.found || !isSettled(job.found, languages)) yield job;
  }
}
