import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.js";
import { MODEL_ENDS } from "../core/prices.js";
import { DAY, formatDuration, HOUR, MINUTE } from "../core/time.js";
import { explain } from "../errors.js";
import { activePause } from "../jobs/pause.js";
import { tickLock } from "../jobs/tick.js";
import { isLocked, lockHolder } from "../system/lock.js";
import { isDead } from "../system/worker-id.js";
import { readCrontab } from "./crontab.js";

export interface Finding {
  check: string;
  state: "ok" | "warning" | "broken";
  says: string;
  /** The command that mends it. */
  mend?: string;
}

type Found = Omit<Finding, "check">;
type Check = (context: Context) => Promise<Found[]>;

const ok = (says: string): Found[] => [{ state: "ok", says }];
const warning = (says: string, mend: string): Found[] => [{ state: "warning", says, mend }];
const broken = (says: string, mend: string): Found[] => [{ state: "broken", says, mend }];

const LEAST_NODE = [20, 12];
const LEAST_FREE = 200 * 1024 ** 2;
const LARGE_WAL = 64 * 1024 ** 2;
/** f_type of file systems on which a WAL database does not work, see statfs(2). */
const NETWORK_FILE_SYSTEMS: Record<number, string> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "CIFS",
  4266872130: "SMB",
  1702057286: "FUSE",
};

const mode = (path: string) => statSync(path).mode & 0o777;

export const CHECKS: Record<string, Check> = {
  node: async () => {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const enough = major > LEAST_NODE[0]! || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]!);
    return enough
      ? ok(`Node ${process.versions.node}`)
      : broken(`Node ${process.versions.node} is too old`, `install Node ${LEAST_NODE.join(".")} or newer`);
  },

  home: async ({ home }) => {
    if (!existsSync(home))
      return warning(`${home} is not there yet`, "transcron add talk.srt --to fr makes it");
    try {
      accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      return broken(`${home} can't be written by this user`, `chown -R $(id -un) ${home}`);
    }
    const found: Found[] = [];
    if (mode(home) & 0o077)
      found.push(...warning(`${home} is open to others (${mode(home).toString(8)})`, `chmod 700 ${home}`));
    for (const name of [".env", "transcron.db"]) {
      const path = join(home, name);
      if (existsSync(path) && mode(path) & 0o077) {
        found.push(...warning(`${path} is open to others (${mode(path).toString(8)})`, `chmod 600 ${path}`));
      }
    }
    return found.length ? found : ok(home);
  },

  settings: async (context) => {
    const { written, unknown } = context.config;
    const file = join(context.home, ".env");
    const from = (origin: string) =>
      Object.entries(written).flatMap(([name, one]) => (one.origin === origin ? [name] : []));
    const found: Found[] = [];
    const shell = from("environment");
    if (shell.length) {
      found.push(
        ...warning(
          `from this shell's environment, which cron does not have: ${shell.join(", ")}`,
          `put them into ${file}`,
        ),
      );
    }
    if (unknown.length)
      found.push(
        ...warning(
          `no settings of transcron in .env: ${unknown.join(", ")}`,
          "transcron config shows the names",
        ),
      );
    const kept = from(".env");
    return [...found, ...ok(kept.length ? `from .env: ${kept.join(", ")}` : "all defaults")];
  },

  database: async (context) => {
    const database = await context.database();
    if (!existsSync(database.path))
      return warning("there is none yet", "transcron add talk.srt --to fr makes it");
    const newest = "transcron restore BACKUP --force, with a file of the home's backups/";
    try {
      const { sqlite, schema, newest: known, integrity, bytes, walBytes } = database.inspect();
      if (integrity !== "ok") return broken(`damaged: ${integrity}`, newest);
      if (schema > known)
        return broken(`its schema ${schema} is newer than this transcron (${known})`, "upgrade transcron");
      const size = `${Math.ceil(bytes / 1024)} KB, schema ${schema}, SQLite ${sqlite}`;
      if (walBytes > LARGE_WAL)
        return warning(
          `${size}; its log has grown to ${Math.round(walBytes / 1024 ** 2)} MB`,
          "transcron tick, or end whoever reads it for long",
        );
      return ok(size);
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return broken(explain(error)!.message, newest);
      return broken(explain(error)?.message ?? (error as Error).message, explain(error)?.hint ?? "try again");
    }
  },

  disk: async ({ home }) => {
    if (!existsSync(home)) return [];
    const { bavail, bsize, type } = statfsSync(home);
    const network = NETWORK_FILE_SYSTEMS[type];
    if (network)
      return broken(
        `${home} is on ${network}, where a WAL database does not work`,
        "use a --home on a local disk",
      );
    const free = bavail * bsize;
    const says = `${(free / 1024 ** 3).toFixed(1)} GB free`;
    return free < LEAST_FREE ? broken(says, `make room on the disk of ${home}`) : ok(says);
  },

  queue: async (context) => {
    const { home, clock, config } = context;
    if (!existsSync(join(home, "transcron.db"))) return [];
    const store = await context.store();
    const now = clock.now();
    const found: Found[] = [];
    const held = (await store.control()).paused;
    if (held)
      found.push(
        ...warning(
          `work is paused by ${held.by}${held.reason ? `: ${held.reason}` : ""}`,
          "transcron resume",
        ),
      );
    const dead = (await store.leases()).filter(
      ({ worker, renewedAt }) => renewedAt < now - config.STUCK_AFTER || isDead(worker),
    );
    if (dead.length)
      found.push(
        ...warning(`${dead.length} projects are with workers that are gone`, "transcron release-stuck"),
      );
    const { counts, lanes, lastTick } = await store.stats(now - 30 * DAY, now - config.STUCK_AFTER);
    if (counts.failed)
      found.push(
        ...warning(
          `${counts.failed} projects have failed`,
          "transcron errors, then transcron retry-failed ID",
        ),
      );
    const undelivered = await store.undelivered();
    if (undelivered) {
      found.push(
        ...warning(
          `${undelivered} finished files could not be written where they belong`,
          "transcron errors, then transcron export ID -o PATH",
        ),
      );
    }
    const languages = await store.waitingLanguages();
    if (
      config.TRANSCRON_PROVIDER === "command" &&
      languages.length > 1 &&
      !config.TRANSCRON_COMMAND?.includes("{to}")
    ) {
      found.push(
        ...warning(
          `TRANSCRON_COMMAND has no {to}, and projects wait for ${languages.join(", ")}`,
          "use {to}, or cancel what it can't translate",
        ),
      );
    }
    const unknown = lanes.filter(({ lane }) => !config.LANES.some(({ name }) => name === lane));
    if (unknown.length)
      found.push(
        ...broken(
          `projects wait in lanes that LANES does not have: ${unknown.map(({ lane }) => lane).join(", ")}`,
          "add them to LANES",
        ),
      );
    const oldest = Math.min(...lanes.map(({ oldest: since }) => since ?? now));
    if (now - oldest > HOUR && !held && (lastTick === null || now - lastTick > 30 * MINUTE)) {
      found.push(
        ...warning(
          `projects have waited for ${formatDuration(now - oldest)} and no tick came`,
          "transcron crontab --install",
        ),
      );
    }
    return found.length ? found : ok(`${counts.pending} pending, ${counts.processing} in work`);
  },

  lock: async ({ home, clock }) => {
    const file = tickLock(home);
    if (!existsSync(file) || !(await isLocked(file))) return ok("no tick is at work");
    const holder = lockHolder(file);
    if (!holder) return ok("a tick is at work");
    const since = formatDuration(Math.max(0, clock.now() - holder.since));
    if (isDead(holder.worker))
      return warning(
        `the tick ${holder.worker} died ${since} ago with the lock`,
        "transcron tick takes it over",
      );
    return ok(`held by ${holder.worker} for ${since}`);
  },

  cron: async () => {
    let crontab: string;
    try {
      crontab = readCrontab();
    } catch (error) {
      return warning(
        (error as Error).message,
        "install cron, or run transcron watch under systemd (contrib/)",
      );
    }
    const lines = crontab.split("\n").filter((line) => !line.startsWith("#") && line.includes("transcron"));
    const ticks = lines.filter((line) => /\btick\b/.test(line));
    if (ticks.length === 0) return warning("no tick in this user's crontab", "transcron crontab --install");
    const found: Found[] = [];
    if (ticks.length > 1)
      found.push(...warning(`${ticks.length} ticks in the crontab`, "crontab -e, and leave one"));
    for (const line of lines) {
      for (const path of line.match(/(?<=\s)\/\S*(?:node|transcron\.js)(?=\s)/g) ?? []) {
        if (!existsSync(path))
          found.push(
            ...broken(`the crontab names ${path}, which is not there`, "transcron crontab --install"),
          );
      }
    }
    return found.length ? found : ok("a tick each minute");
  },

  provider: async (context) => {
    const { config, home } = context;
    const { TRANSCRON_PROVIDER: name, TRANSCRON_MODEL: model } = config;
    const file = join(home, ".env");
    const found: Found[] = [];
    if (name === "openai") {
      const official = new URL(config.OPENAI_BASE_URL).host === "api.openai.com";
      const key = config.OPENAI_API_KEY;
      if (!key && official)
        return broken(
          "OPENAI_API_KEY is not set",
          `put OPENAI_API_KEY=<your key> into ${file}, then chmod 600 ${file}`,
        );
      const end = official ? MODEL_ENDS[model] : undefined;
      if (end)
        found.push(
          ...warning(
            `${model} is turned off by its maker on ${end}`,
            "set TRANSCRON_MODEL to a newer one, such as gpt-6-luna",
          ),
        );
      found.push(...ok(`${model} at ${config.OPENAI_BASE_URL}`));
    } else if (name === "command" && !config.TRANSCRON_COMMAND) {
      return broken(
        "TRANSCRON_COMMAND is not set",
        `echo "TRANSCRON_COMMAND=apertium -u eng-spa" >> ${file}`,
      );
    } else {
      found.push(
        ...(name === "pseudo"
          ? warning("pseudo-localisation is no translation", "set TRANSCRON_PROVIDER")
          : ok(`command: ${config.TRANSCRON_COMMAND}`)),
      );
    }
    if (existsSync(join(home, "transcron.db"))) {
      const provider = await context.provider();
      const pause = activePause(
        await (await context.store()).providerState(provider.key),
        provider,
        context.clock.now(),
      );
      if (pause) return broken(`paused: ${pause.message}`, pause.hint ?? "transcron resume");
    }
    return found;
  },
};

/** One line to translate, so that key, model, address and form of reply are seen to work. */
export const ONLINE_CHECK: Record<string, Check> = {
  online: async (context) => {
    const provider = await context.provider();
    const prompt = { from: "en", to: "fr", lines: ["Good morning."], context: { before: [], after: [] } };
    try {
      const answer = await provider.translate(prompt, {
        signal: context.stop.hard,
        timeout: context.config.TIMEOUT_PER_BATCH,
        dialect: {},
      });
      const line = answer.lines.get(1);
      if (!line)
        return broken(
          `no usable reply (${[answer.kind, ...answer.problems].join(", ")})`,
          "try another TRANSCRON_MODEL",
        );
      const rung = (answer.dialect as { rung?: string } | undefined)?.rung;
      return ok(`"Good morning." is "${line}"${rung ? `; the server takes ${rung} only` : ""}`);
    } catch (error) {
      const known = explain(error);
      return broken(known?.message ?? (error as Error).message, known?.hint ?? "try again later");
    }
  },
};
