import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Source } from "./source.js";

/** A file as its folder shows it, before it is read. */
export interface FoundFile {
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  modifiedMs: number;
}

/** Whether it is known already what comes of a file, so that it need not be read. */
export type IsSettled = (file: FoundFile) => boolean;

/** Files whose size and time are asked for at once: more are no faster. */
const AT_ONCE = 64;

/** The sources that are not settled, in their order; one that can't be asked for its size is left for who reads it. */
export async function* unsettled(
  sources: readonly Source[],
  isSettled: IsSettled | undefined,
): AsyncGenerator<Source> {
  if (!isSettled) return yield* sources;
  for (let from = 0; from < sources.length; from += AT_ONCE) {
    const some = sources.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map(find));
    for (const [at, file] of found.entries()) if (!file || !isSettled(file)) yield some[at]!;
  }
}

async function find(source: Source): Promise<FoundFile | undefined> {
  if ("bytes" in source) return undefined;
  const path = resolve(source.path);
  const info = await stat(path).catch(() => undefined);
  return info && { path, size: info.size, modifiedMs: info.mtimeMs };
}
