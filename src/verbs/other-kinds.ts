import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { KINDS, type KindName } from "../core/model.js";
import { UserError } from "../errors.js";
import { findWork } from "./find-work.js";
import { listedWorks, titleOfWork } from "./select.js";

/** What is to be worked on where that is not translations alone. */
export interface OtherKinds {
  /** All that are due of the kind, if it is not given. */
  ids?: readonly string[];
  kind?: KindName;
  /** What was left out, and why. */
  remarks?: string[];
}

/**
 * What is meant by ids, names and a kind; undefined where that is translations alone. What is completed is left out with
 * a remark. Throws UserError for a text that means nothing, and where all that is named has failed or was cancelled.
 */
export async function otherKinds(
  context: Context,
  { ids, kind }: { ids?: readonly string[]; kind?: KindName },
): Promise<OtherKinds | undefined> {
  if (kind === "translation") return undefined;
  if (!ids) return kind && { kind, remarks: [] };
  const kinds = kind ? [kind] : KINDS;
  const found = (await Promise.all(ids.map((text) => findWork(context, text, kinds)))).flat();
  if (found.every((one) => one.kind === "translation")) return undefined;
  const works = await listedWorks(context, found);
  const open = works.filter(({ status }) => status === "pending" || status === "processing");
  const ended = works.filter((work) => !open.includes(work));
  const [failed] = ended.filter(({ status }) => status === "failed");
  if (open.length === 0 && failed)
    throw new UserError(
      `${failed.id} (${titleOfWork(failed)}) has failed`,
      commandLine("retry-failed", failed.id),
    );
  const remarks = ended.map((work) => `left out: ${work.id} (${titleOfWork(work)}) is ${work.status}`);
  return { ids: open.map(({ id }) => id), ...(kind ? { kind } : {}), remarks };
}
