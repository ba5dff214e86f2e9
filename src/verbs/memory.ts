import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { askedOf } from "../translation/work.js";

interface Which {
  from?: string;
  to?: string;
  all?: boolean;
}

/** Deletes what the memory holds between languages, or all of it; returns how many lines. Projects keep theirs. */
export async function forgetMemory(context: Context, { from, to, all }: Which): Promise<number> {
  const named = from !== undefined || to !== undefined;
  if (all === true && named) throw new UserError("--all goes with neither --from nor --to");
  if (!all && !named)
    throw new UserError(
      "forget what?",
      `${commandLine("memory", "forget", "--to", "fr")}, or ${commandLine("memory", "forget", "--all")}`,
    );
  const store = await context.store();
  const languages = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const lines = await store.forgetMemory({ ...languages, asked: askedOf(await context.endpoint()) });
  const which = named ? `${from ?? "any"} → ${to ?? "any"}` : "all";
  await context.audit("memory forget", `${which}: ${lines} lines`);
  return lines;
}
