import { stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { isRecordingName } from "../core/media-names.js";
import type { Planned } from "../core/plan.js";
import { type Skipped, whySkipped } from "../core/skips.js";
import { UserError } from "../errors.js";
import { MAX_BYTES } from "../formats/index.js";
import type { Names } from "../system/names.js";
import { readWithin } from "../system/read-file.js";
import type { FoundFile } from "../system/walk.js";
import { isDelivered, type PlanOptions, planFile, planFolder } from "./plan.js";

/** What is to be read: a file or folder by its path, or bytes that have no name. */
export type Source = { path: string } | { bytes: Uint8Array };

/** The bytes of a source that is one file. Throws TooLarge beyond MAX_BYTES. */
export const bytesOf = async (source: Source): Promise<Uint8Array> =>
  "bytes" in source ? source.bytes : readWithin(source.path, MAX_BYTES);

/** One file that is to be added. */
export interface Job {
  source: Source;
  targets: Planned["targets"];
  root: string | null;
  /** What a folder shows of it; absent for a file that was named itself. */
  found?: FoundFile | undefined;
}

interface Expanded {
  jobs: Job[];
  folder: boolean;
  /** Whether finished translations are written by themselves. */
  deliver: boolean;
  /** Paths as they are shown. */
  skipped: Skipped[];
}

/** A folder stands for what is planned of the files in it. Anything else stands for itself. */
export async function expand(
  context: Context,
  source: Source,
  options: PlanOptions,
  names: Names,
): Promise<Expanded> {
  const alone = async (path: string): Promise<Expanded> => {
    const { planned, skipped } = await planFile(context, path, options, names);
    return {
      jobs: planned.map(({ targets, root }) => ({ source, targets, root })),
      folder: false,
      deliver: isDelivered(context, path, options),
      skipped: skipped.map((one) => ({ ...one, path: labelOf(source) })),
    };
  };
  if ("bytes" in source) return alone("");
  const { path } = source;
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new UserError(
      "no such file or folder",
      "check the path; cron starts in the home folder, so give it absolute ones",
    );
  });
  if (!info.isDirectory()) {
    if (options.format === undefined && isRecordingName(path)) throw notText(path, options);
    return alone(path);
  }
  const { planned, skipped, found } = await planFolder(context, path, options);
  const shown = (file: string) => join(path, relative(resolve(path), file));
  return {
    jobs: planned.map(({ path: file, ...job }) => ({
      ...job,
      source: { path: shown(file) },
      found: found.get(file),
    })),
    folder: true,
    deliver: options.deliver ?? true,
    skipped: skipped.map((one) => ({ ...one, path: shown(one.path) })),
  };
}

const notText = (path: string, { to }: PlanOptions) =>
  new UserError(
    "it is a recording, and `add` takes texts",
    `${commandLine("transcribe", path, "--to", to.join(","))} transcribes it and translates that`,
  );

export const labelOf = (source: Source) => ("path" in source ? source.path : "-");

/** Who names a file wants its translation: that it is not made is an error, with a way to have it all the same. */
const OTHER_PLACE = "name it otherwise with `--name`, or leave writing it to export with `--no-deliver`";
const OTHER_LANGUAGE = "if it is in another language, name that with `--from`";
const WAYS_OUT: Partial<Record<Skipped["reason"], string>> = { same: OTHER_LANGUAGE, spoken: OTHER_LANGUAGE };

export const refusalOf = (skipped: Skipped) => ({
  error: whySkipped(skipped),
  hint: WAYS_OUT[skipped.reason] ?? OTHER_PLACE,
});
