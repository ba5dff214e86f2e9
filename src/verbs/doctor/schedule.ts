import { existsSync } from "node:fs";
import { formatDuration } from "../../core/time.js";
import { tickLock } from "../../queue/tick.js";
import { isLocked, lockHolder } from "../../system/lock.js";
import { isDead, parseWorkerId } from "../../system/worker-id.js";
import { readCrontab } from "../crontab.js";
import { broken, type Check, type Found, ok, warning } from "./finding.js";

export const lock: Check = async ({ home, clock }) => {
  const file = tickLock(home);
  if (!existsSync(file) || !(await isLocked(file))) return ok("no tick is at work");
  const holder = lockHolder(file);
  if (!holder) return ok("a tick is at work");
  const since = formatDuration(Math.max(0, clock.now() - holder.since));
  const { host, pid } = parseWorkerId(holder.worker);
  if (isDead(holder.worker))
    return warning(
      `the tick ${pid} on ${host} died ${since} ago with the lock`,
      "transcron tick takes it over",
    );
  return ok(`held by ${pid} on ${host} for ${since}`);
};

export const cron: Check = async () => {
  let crontab: string;
  try {
    crontab = readCrontab();
  } catch (error) {
    return warning((error as Error).message, "install cron, or run transcron watch under systemd (contrib/)");
  }
  const lines = crontab.split("\n").filter((line) => !line.startsWith("#") && line.includes("transcron"));
  const ticks = lines.filter((line) => /\btick\b/.test(line)).length;
  if (ticks === 0) return warning("no tick in this user's crontab", "transcron crontab --install");
  const found = [
    ...(ticks > 1 ? warning(`${ticks} ticks in the crontab`, "crontab -e, and leave one") : []),
    ...lines.flatMap(missingPrograms),
  ];
  return found.length ? found : ok("a tick each minute");
};

function missingPrograms(line: string): Found[] {
  const paths = line.match(/(?<=\s)\/\S*(?:node|transcron\.js)(?=\s)/g) ?? [];
  return paths
    .filter((path) => !existsSync(path))
    .flatMap((path) =>
      broken(`the crontab names ${path}, which is not there`, "transcron crontab --install"),
    );
}
