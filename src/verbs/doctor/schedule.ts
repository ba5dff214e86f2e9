import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { homeFolder } from "../../config.js";
import { commandLine } from "../../core/command-line.js";
import { formatDuration, MINUTE, SECOND } from "../../core/time.js";
import { lastTick } from "../../queue/last-tick.js";
import { tickLock } from "../../queue/tick.js";
import { isLocked, lockHolder } from "../../system/lock.js";
import { isDead, parseWorkerId } from "../../system/worker-id.js";
import { readCrontab } from "../crontab.js";
import { entryIn, longestGap, ticksIn } from "../crontab-entry.js";
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
      `${commandLine("tick")} takes it over`,
    );
  return ok(`held by ${pid} on ${host} for ${since}`);
};

/** Ticks that are so much later than they should be do not come any more. */
const PATIENCE = 5 * MINUTE;

export const cron: Check = async ({ home, clock }) => {
  const last = lastTick(home);
  const age = last === null ? undefined : Math.max(0, clock.now() - last);
  let crontab: string;
  try {
    crontab = readCrontab();
  } catch (error) {
    if (age !== undefined && age <= PATIENCE) return ok(`last tick ${agoOf(age)}, not by this user's cron`);
    return warning(
      (error as Error).message,
      `install cron, or run ${commandLine("watch")} under systemd (contrib/)`,
    );
  }
  const all = ticksIn(crontab);
  const mine = all.filter((tick) => resolve(tick.home ?? homeFolder(undefined, {})) === home);
  const [entry] = mine;
  if (!entry) return withoutEntry(all, age);
  const found = [
    ...(mine.length > 1 ? warning(`${mine.length} ticks in the crontab`, "crontab -e, and leave one") : []),
    ...missingPrograms(crontab),
    ...overdue(longestGap(entry.line), age),
  ];
  return found.length ? found : ok(`a tick in the crontab, the last ${agoOf(age ?? 0)}`);
};

const agoOf = (age: number) => `${formatDuration(Math.floor(age / SECOND) * SECOND)} ago`;

const isOurs = (line: string) => !line.startsWith("#") && line.includes("transcron");

/** No tick for this home in the crontab: another user's cron, or watch, may tick all the same. */
function withoutEntry(others: { home: string | undefined }[], age: number | undefined): Found[] {
  if (age !== undefined && age <= PATIENCE) return ok(`last tick ${agoOf(age)}, not by this user's crontab`);
  const [other] = others;
  return warning(
    other
      ? `the tick in this user's crontab is for another home: ${other.home ?? "the default one"}`
      : "no tick in this user's crontab",
    other
      ? `${commandLine("crontab")} prints the lines for this one: put them beside it (crontab -e)`
      : commandLine("crontab", "--install"),
  );
}

/** The entry alone proves nothing: the cron daemon may not run, or the entry may fail. */
function overdue(gap: number, age: number | undefined): Found[] {
  if (age !== undefined && age <= gap + PATIENCE) return [];
  return warning(
    age === undefined
      ? "a tick is in the crontab, and none has ever come"
      : `a tick is in the crontab, and the last came ${agoOf(age)}`,
    "start the cron daemon (Debian: service cron start); if it runs, see logs/crontab.log",
  );
}

/** Installing anew mends the lines between the markers; those that were written by hand stay as they are. */
function missingPrograms(crontab: string): Found[] {
  const entry = entryIn(crontab);
  return crontab
    .split("\n")
    .filter(isOurs)
    .flatMap((line) => {
      const paths = line.match(/(?<=\s)\/\S*(?:node|transcron\.js)(?=\s)/g) ?? [];
      const mend = entry.includes(line) ? commandLine("crontab", "--install") : "correct it with crontab -e";
      return paths
        .filter((path) => !existsSync(path))
        .flatMap((path) => broken(`the crontab names ${path}, which is not there`, mend));
    });
}
