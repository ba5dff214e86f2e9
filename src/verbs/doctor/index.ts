import type { Context } from "../../context.js";
import { explain } from "../../errors.js";
import { database } from "./database.js";
import { encryption } from "./encryption.js";
import type { Check, Finding } from "./finding.js";
import { folders } from "./folders.js";
import { disk, home, node, times } from "./machine.js";
import { media } from "./media.js";
import { online } from "./online.js";
import { provider } from "./provider.js";
import { queue } from "./queue.js";
import { cron, lock } from "./schedule.js";
import { settings } from "./settings.js";

/** In the order they are told. */
const CHECKS: Record<string, Check> = {
  node,
  home,
  settings,
  times,
  database,
  encryption,
  disk,
  queue,
  folders,
  lock,
  cron,
  provider,
  media,
};

/**
 * Looks at everything transcron stands on; with `online` it also sends one tiny request to each endpoint that is set up. A check that
 * itself breaks is a finding, never the end.
 */
export async function examine(context: Context, options: { online: boolean }): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(options.online ? { ...CHECKS, online } : CHECKS)) {
    try {
      findings.push(...(await check(context)).map((found) => ({ check: name, ...found })));
    } catch (error) {
      const known = explain(error);
      const says = known?.message ?? (error as Error).message;
      // What one check found broken, others stumble over: once is enough.
      if (findings.some((found) => found.says === says)) continue;
      findings.push({ check: name, state: "broken", says, ...(known?.hint ? { mend: known.hint } : {}) });
    }
  }
  return findings;
}
