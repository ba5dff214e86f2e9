import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Job } from "./source.js";

/** A file as its folder shows it, before it is read. */
export interface FoundFile {
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  modifiedMs: number;
}

/** Whether it is known already what comes of a file in these languages, so that it need not be read. */
export type IsSettled = (file: FoundFile, languages: readonly string[]) => boolean;

/** Files whose size and time are asked for at once: more are no faster. */
const AT_ONCE = 64;

/** The jobs that are not settled, in their order; one that can't be asked for its size is left for who reads it. */
export async function* unsettled(
  jobs: readonly Job[],
  isSettled: IsSettled | undefined,
): AsyncGenerator<Job> {
  if (!isSettled) return yield* jobs;
  for (let from = 0; from < jobs.length; from += AT_ONCE) {
    const some = jobs.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map(find));
    for (const [at, job] of some.entries()) {
      const file = found[at];
      const languages = job.targets.map(({ language }) => language);
      if (!file || !isSettled(file, languages)) yield job;
    }
  }
}

async function find({ source }: Job): Promise<FoundFile | undefined> {
  if ("bytes" in source) return undefined;
  const path = resolve(source.path);
  const info = await stat(path).catch(() => undefined);
  return info && { path, size: info.size, modifiedMs: info.mtimeMs };
}
