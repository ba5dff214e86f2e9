import { join } from "node:path";
import { lanesCut } from "../../config/lanes.js";
import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { lanesOfKind } from "../../core/lanes.js";
import { type Check, type Found, ok, warning } from "./finding.js";

export const settings: Check = async ({ config, home }) => {
  const { written, unknown } = config;
  const from = (origin: string) =>
    Object.entries(written).flatMap(([name, one]) => (one.origin === origin ? [name] : []));
  const shell = from("environment");
  const kept = from(".env");
  return [
    ...(shell.length
      ? warning(
          `from this shell's environment, which cron does not have: ${shell.join(", ")}`,
          `put them into ${join(home, ".env")}`,
        )
      : []),
    ...(unknown.length
      ? warning(
          `no settings of transcron in .env: ${unknown.join(", ")}`,
          `${commandLine("config")} shows the names`,
        )
      : []),
    ...(kept.length ? ok(`from .env: ${kept.join(", ")}`) : shell.length ? [] : ok("all defaults")),
    ...cutLanes(config),
  ];
};

/** A cap below the sum of the lanes' workers may be meant; which lanes it cuts is not plain to see. */
function cutLanes({ LANES, capacity, MAX_CONCURRENT_WORKERS: cap }: Context["config"]): Found[] {
  const lanes = lanesOfKind(LANES, "translation"); // the other kinds get one slot beyond the cap
  const cut = lanesCut(lanes, capacity).map(({ name, gets, workers }) => `${name} (${gets} of ${workers})`);
  return cut.length ? ok(`MAX_CONCURRENT_WORKERS ${cap} cuts the workers of lanes: ${cut.join(", ")}`) : [];
}
