import { existsSync } from "node:fs";
import type { Context } from "../../context.js";
import { commandLine } from "../../core/command-line.js";
import { lanesOfKind } from "../../core/lanes.js";
import { KINDS, type KindName, type Status } from "../../core/model.js";
import { DAY, formatDuration, HOUR, MINUTE } from "../../core/time.js";
import { counted, countedByKind, countKinds } from "../../core/work-ids.js";
import { lastTick } from "../../queue/last-tick.js";
import { stuckAfter } from "../../queue/rescue.js";
import type { ControlState } from "../../store/control.js";
import type { Stats } from "../../store/statistics.js";
import { databaseIn } from "../../system/home.js";
import { isDead } from "../../system/worker-id.js";
import { broken, type Check, type Found, ok, warning } from "./finding.js";

interface Queue {
  now: number;
  config: Context["config"];
  paused: ControlState["paused"];
  /** Work of each kind whose workers are gone. */
  abandoned: Partial<Record<KindName, number>>;
  stats: Stats;
  /** When a tick last came. */
  ticked: number | null;
  /** Finished files that could not be written where they belong. */
  undelivered: number;
  /** Pending projects that wait for more than a day. */
  postponed: number;
  /** Target languages of pending projects. */
  languages: string[];
}

export const queue: Check = async (context) => {
  if (!existsSync(databaseIn(context.home))) return [];
  const seen = await look(context);
  const found = RULES.flatMap((rule) => rule(seen));
  const sum = (status: Status) => KINDS.reduce((all, kind) => all + seen.stats.kinds[kind][status], 0);
  return found.length ? found : ok(`${sum("pending")} pending, ${sum("processing")} in work`);
};

async function look({ clock, config, home, store: open }: Context): Promise<Queue> {
  const store = await open();
  const now = clock.now();
  const liveSince = now - config.STUCK_AFTER;
  const leases = await store.leases();
  return {
    now,
    config,
    paused: (await store.control()).paused,
    abandoned: countKinds(
      leases.filter(
        ({ kind, worker, renewedAt }) => renewedAt < now - stuckAfter(config, kind) || isDead(worker),
      ),
    ),
    stats: await store.stats({ since: now - 30 * DAY, liveSince }),
    ticked: lastTick(home),
    undelivered: await store.undelivered(),
    postponed: await store.waitingBeyond(now + DAY),
    languages: await store.waitingLanguages(),
  };
}

/** Lines of the memory: from here on its database takes hundreds of megabytes. */
const LARGE_MEMORY = 1_000_000;

/** What may be wrong with a queue, in the order it is told. */
const RULES: readonly ((queue: Queue) => Found[])[] = [
  ({ paused }) =>
    paused
      ? warning(
          `work is paused by ${paused.by}${paused.reason ? `: ${paused.reason}` : ""}`,
          commandLine("resume"),
        )
      : [],

  ({ abandoned }) =>
    Object.keys(abandoned).length
      ? warning(`with workers that are gone: ${countedByKind(abandoned)}`, commandLine("release-stuck"))
      : [],

  ({ stats: { kinds } }) => {
    const failed = Object.fromEntries(KINDS.map((kind) => [kind, kinds[kind].failed]));
    if (Object.values(failed).every((count) => count === 0)) return [];
    return warning(
      `failed: ${countedByKind(failed)}`,
      `${commandLine("list", "--status", "failed")}, then ${commandLine("retry-failed", "--all")}`,
    );
  },

  ({ undelivered }) =>
    undelivered
      ? warning(
          `${undelivered} finished files could not be written where they belong`,
          `${commandLine("errors", "--code", "export", "--since", "30d")} has the command for each`,
        )
      : [],

  ({ config, stats: { memoryLines } }) =>
    memoryLines > LARGE_MEMORY && config.MEMORY_KEEP === undefined
      ? warning(
          `the translation memory holds ${memoryLines} lines, and nothing removes any`,
          `put \`MEMORY_KEEP=180d\` into .env to remove what was not used for so long; or ${commandLine("memory", "forget", "--from", "en", "--to", "fr")}, for languages that are no longer needed`,
        )
      : [],

  ({ postponed }) =>
    postponed
      ? warning(
          `${postponed} projects wait for more than a day: the clock was ahead when they were put off`,
          commandLine("resume"),
        )
      : [],

  ({ config, languages }) => {
    const { TRANSCRON_PROVIDER: provider, TRANSCRON_COMMAND: command } = config;
    if (provider !== "command" || languages.length < 2 || command?.includes("{to}")) return [];
    return warning(
      `TRANSCRON_COMMAND has no {to}, and projects wait for ${languages.join(", ")}`,
      "put {to} into it, or cancel what it can't translate",
    );
  },

  ({ config, stats: { lanes } }) => {
    const stranded = lanes.filter(
      ({ kind, lane }) => !lanesOfKind(config.LANES, kind).some(({ name }) => name === lane),
    );
    const foreign = stranded.filter(({ lane }) => config.LANES.some(({ name }) => name === lane));
    const unknown = stranded.filter((one) => !foreign.includes(one));
    return [
      ...(unknown.length
        ? broken(
            `work waits in lanes that LANES does not have: ${unknown.map(({ lane }) => lane).join(", ")}`,
            "add them to LANES",
          )
        : []),
      ...foreign.flatMap(({ kind, lane, pending, processing }) =>
        broken(
          `${counted(pending + processing, kind)} in the lane ${lane}, which is for other work`,
          "cancel them, and add them again in a lane of their own",
        ),
      ),
    ];
  },

  ({ now, paused, ticked, stats: { lanes } }) => {
    const oldest = Math.min(...lanes.map(({ oldest: since }) => since ?? now));
    const ticking = ticked !== null && now - ticked <= 30 * MINUTE;
    if (now - oldest <= HOUR || paused || ticking) return [];
    return warning(
      `work has waited for ${formatDuration(now - oldest)} and no tick came`,
      commandLine("crontab", "--install"),
    );
  },
];
