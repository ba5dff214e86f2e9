import { randomBytes, randomInt } from "node:crypto";
import { statfsSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { endpointConfig } from "./compose/endpoint-config.js";
import { type Keyed, type OpenLater, openLater } from "./compose/open-later.js";
import { speechProviderOf, speechServerOf } from "./config/speech.js";
import { type Config, databaseKey, envVersion, type Flags, homeFolder, loadConfig } from "./config.js";
import type { Context, Globals, HomeUse, Outside, Terminal } from "./context.js";
import { LOCAL_SERVERS } from "./core/local-servers.js";
import { SECOND } from "./core/time.js";
import type { Endpoint } from "./endpoints/endpoint.js";
import { createLog } from "./log.js";
import { createPrinter, type Printer, yellow } from "./print.js";
import type { AuditRecord } from "./store/audit.js";
import { realClock } from "./system/clock.js";
import { createStop } from "./system/stop.js";
import { type Guard, guardOf } from "./system/trust.js";
import { workerId } from "./system/worker-id.js";

/** The real world: this process's environment, streams, clock and dice. */
export const outside = (): Outside => ({
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  stdin: process.stdin,
  clock: realClock,
  random: Math.random,
  newId: (now) => {
    const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
    return `trans_${letters}_${Math.floor(now / SECOND)}`;
  },
  newToken: () => randomBytes(12).toString("hex"),
  newKey: () => randomBytes(32).toString("hex"),
  memory: () => process.memoryUsage.rss(),
  freeSpace: (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
  localServers: LOCAL_SERVERS,
  worker: workerId(),
  actor: userName(),
  stop: createStop(),
});

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`; // a user without an entry, as in some containers
  }
}

/** The one place that picks implementations. What is heavy is loaded when it is first asked for. */
export function compose(globals: Globals, world: Outside, use: HomeUse = "makes"): Terminal {
  const home = homeFolder(globals.home, world.env);
  return terminalIn(placeIn({ home, globals, world, use, key: keyIn(home, {}, world) }), {});
}

/** One home, in one world, over one database: what contexts with other settings share. */
interface Place {
  home: string;
  globals: Globals;
  world: Outside;
  print: Printer;
  guard: Guard;
  use: HomeUse;
  database: OpenLater;
}

function placeIn({ key, ...place }: Pick<Place, "home" | "globals" | "world" | "use"> & Keyed): Place {
  const { home, globals, world, use } = place;
  const { out, err, env } = world;
  const color = Boolean(out.isTTY) && !env.NO_COLOR && env.TERM !== "dumb";
  const { json = false, quiet = false, verbose = false } = globals;
  const print = createPrinter({ out, err, json, quiet, verbose, color });
  // Where nobody looks, as in cron, a warning would only fill a log: doctor has it too.
  const guard = guardOf(home, (text) => {
    if (err.isTTY) print.note(yellow(text));
  });
  return { ...place, print, guard, database: openLater(home, { guard, key, use }) };
}

/** The key of a home's database, looked up when the database is asked for: `config` and help need none. */
const keyIn = (home: string, flags: Flags, world: Outside) => () =>
  databaseKey(home, flags, world.env) ?? null;

function terminalIn(place: Place, flags: Flags): Terminal {
  const { home, globals, world, print, guard, use, database } = place;
  const { clock, err } = world;
  const chosen = choicesOf(home, flags, { world, guard });
  const context: Terminal = {
    home,
    get config() {
      return chosen.config();
    },
    reread: chosen.reread,
    store: database.store,
    endpoint: chosen.endpoint,
    speech: chosen.speech,
    database: database.file,
    clock,
    startedAt: clock.now(),
    random: world.random,
    newId: () => world.newId(clock.now()),
    newToken: world.newToken,
    newKey: world.newKey,
    memory: world.memory,
    freeSpace: () => world.freeSpace(home),
    localServers: world.localServers,
    worker: world.worker,
    actor: world.actor,
    ...auditOf(place),
    print,
    log: (file) =>
      createLog({
        stream: err,
        quiet: globals.quiet ?? false,
        now: clock.now,
        ...(file ? { file: join(home, "logs", file) } : {}),
      }),
    stdin: world.stdin,
    stop: world.stop,
    with(more) {
      const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
      return Object.keys(given).length ? terminalIn(place, { ...flags, ...given }) : context;
    },
    inHome(other, more) {
      const given = { ...flags, ...more };
      const key = keyIn(other, given, world);
      return terminalIn(placeIn({ home: other, globals, world, use: "makes", key }), given);
    },
    underKey: (key) =>
      terminalIn({ ...place, database: openLater(home, { guard, use, key: () => key }) }, flags),
    close: database.close,
  };
  return context;
}

/** Longer details are cut: the audit log says what was done, not everything about it. */
const LONGEST_DETAILS = 1000;

function auditOf({ world, database }: Place): Pick<Context, "audit" | "auditWork"> {
  const note = async (action: string, entries: readonly Omit<AuditRecord, "at" | "who" | "action">[]) => {
    const about = { at: world.clock.now(), who: world.actor, action };
    const records = entries.map((entry) => ({
      ...about,
      ...entry,
      details: entry.details.slice(0, LONGEST_DETAILS),
    }));
    if (records.length) await (await database.store()).audit(records);
  };
  return {
    audit: (action, details) => note(action, [{ kind: null, id: null, details }]),
    auditWork: note,
  };
}

/** What the settings decide, decided once. */
function choicesOf(
  home: string,
  flags: Flags,
  { world, guard }: Pick<Place, "world" | "guard">,
): { config(): Config } & Pick<Context, "endpoint" | "speech" | "reread"> {
  let config: Config | undefined;
  let endpoint: Promise<Endpoint> | undefined;
  let speech: Promise<Endpoint> | undefined;
  let version: number | undefined;
  const settings = () => {
    if (!config) {
      guard.settings();
      version = envVersion(home);
      config = loadConfig(home, flags, world.env);
    }
    return config;
  };
  const create = async (): Promise<Endpoint> => {
    const { ENDPOINTS } = await import("./endpoints/index.js");
    const config = settings();
    return ENDPOINTS[config.TRANSCRON_PROVIDER](endpointConfig(config));
  };
  const createSpeech = async (): Promise<Endpoint> => {
    const { SPEECH_ENDPOINTS } = await import("./endpoints/speech/index.js");
    const config = settings();
    return SPEECH_ENDPOINTS[speechProviderOf(config)]({
      ...speechServerOf(config),
      model: config.TRANSCRON_TRANSCRIBE_MODEL,
      command: config.TRANSCRON_TRANSCRIBE_COMMAND,
      childEnv: config.childEnv,
    });
  };
  return {
    config: settings,
    reread() {
      if (!config || envVersion(home) === version) return false;
      version = envVersion(home);
      guard.settings();
      config = loadConfig(home, flags, world.env);
      endpoint = undefined;
      speech = undefined;
      return true;
    },
    endpoint() {
      endpoint ??= create();
      return endpoint;
    },
    speech() {
      speech ??= createSpeech();
      return speech;
    },
  };
}
