import type { Context } from "../context.js";
import { apertiumEngine, type LocalEngine, serverEngine } from "../core/engines.js";
import { SECOND } from "../core/time.js";
import { UserError } from "../errors.js";
import { read } from "../system/call.js";
import { runProgram } from "../system/child.js";

/** A server of this machine that takes longer to list its models is busy or none. */
const PATIENCE = SECOND;

/** Engines on this machine that translate without a key: programs on the PATH, then servers at their usual ports. */
export async function findEngines({ config, localServers }: Context): Promise<LocalEngine[]> {
  // Before the servers are asked: a program that runs holds up everything, timers too.
  const listing = runProgram("apertium", ["-l"], { env: config.childEnv, timeout: 5 * SECOND });
  const apertium = listing?.code === 0 ? apertiumEngine(listing.out) : undefined;
  const servers = await Promise.all(
    localServers.map(async (server) => {
      const answer = await read(`${server.url}${server.models}`, { timeout: PATIENCE }).catch(() => "");
      return serverEngine(server, answer);
    }),
  );
  return [apertium, ...servers].filter((engine) => engine !== undefined);
}

/** The settings of an engine by its name, with its first model or pair unless one is named. Throws UserError for another. */
export function settingsOf(
  engines: readonly LocalEngine[],
  { use, model }: { use: string; model?: string },
): Record<string, string> {
  const engine = engines.find(({ name }) => name === use);
  if (!engine) {
    const found = engines.map(({ name }) => name).join(", ");
    throw new UserError(
      `the engine "${use}" was not found on this machine`,
      found ? `found: ${found}` : "start it, or install it, and try again",
    );
  }
  if (model !== undefined && !engine.choices.includes(model)) {
    throw new UserError(`${engine.title} does not have "${model}"`, `it has: ${engine.choices.join(", ")}`);
  }
  return engine.settings(model ?? engine.choices[0]);
}
