import type { Context } from "../context.js";

/** Full ids of projects that begin with each text. Throws UserError for a text that fits none, or several. */
export async function find(context: Context, prefixes: readonly string[]): Promise<string[]> {
  return (await context.store()).resolveIds(prefixes);
}
