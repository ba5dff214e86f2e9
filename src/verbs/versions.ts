import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { UserError } from "../errors.js";
import type { StoredLine } from "../store/lines.js";
import type { Version } from "../store/versions.js";
import { findOne } from "./find.js";

export interface ShownVersions {
  id: string;
  status: Status;
  /** The newest first, which is the current one. */
  versions: (Version & { current: boolean })[];
}

/** The versions of a project, by its id or its beginning. */
export async function versions(context: Context, prefix: string): Promise<ShownVersions> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const { status } = await store.showProject(id!);
  const found = await store.versions(id!);
  return { id: id!, status, versions: found.map((version, at) => ({ ...version, current: at === 0 })) };
}

/** The version of a number, among those of a project. Throws UserError if there is none. */
export function versionNumbered<Numbered extends { number: number }>(
  id: string,
  found: readonly Numbered[],
  number: number,
): Numbered {
  const version = found.find((one) => one.number === number);
  if (!version) throw new UserError(`${id} has no version ${number}`, commandLine("versions", id));
  return version;
}

export interface DifferingLine extends Pick<StoredLine, "index" | "start" | "end" | "text"> {
  /** What each version says, and where it is from; null where it has no translation. */
  before: string | null;
  after: string | null;
  origins: [StoredLine["origin"], StoredLine["origin"]];
}

interface Difference {
  id: string;
  from: number;
  to: number;
  lines: DifferingLine[];
}

/** The lines that two versions of a project translate differently. Throws UserError for a version that is not there. */
export async function diff(
  context: Context,
  prefix: string,
  { from, to }: { from: number; to: number },
): Promise<Difference> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const known = await store.versions(id!);
  for (const number of [from, to]) versionNumbered(id!, known, number);
  const earlier = await store.projectLines(id!, from);
  const later = await store.projectLines(id!, to);
  const lines = earlier.flatMap(({ index, start, end, text, translation: before, origin }, at) => {
    const { translation: after, origin: other } = later[at]!;
    const origins: DifferingLine["origins"] = [origin, other];
    return before === after ? [] : [{ index, start, end, text, before, after, origins }];
  });
  return { id: id!, from, to, lines };
}
