import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";

/** Full ids of projects that begin with each text. Throws UserError for a text that fits none, or several. */
export async function find(context: Context, prefixes: readonly string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const prefix of prefixes) ids.add(await findOne(context, prefix));
  return [...ids];
}

async function findOne(context: Context, prefix: string): Promise<string> {
  const wanted = prefix.startsWith("trans_") ? prefix : `trans_${prefix}`;
  const found = await (await context.store()).idsBeginning(wanted);
  if (found.length === 1) return found[0]!;
  if (found.includes(wanted)) return wanted;
  if (found.length === 0)
    throw new UserError(`no project begins with "${prefix}"`, `${commandLine("list")} shows their ids`);
  throw new UserError(
    `"${prefix}" fits several projects: ${found.join(", ")}${found.length === 3 ? ", …" : ""}`,
  );
}
