import { randomBytes, randomInt } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setImmediate, setTimeout as timeout } from "node:timers/promises";
import { type Config, type Flags, homeFolder, loadConfig } from "./config.js";
import { SECOND } from "./core/time.js";
import { createStop, type Stop } from "./jobs/stop.js";
import { workerId } from "./jobs/worker-id.js";
import { createLog, type Log } from "./log.js";
import { createPrinter, type Printer, type Stream } from "./print.js";
import type { Provider } from "./providers/provider.js";
import type { DatabaseFile, Store } from "./store/store.js";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits, or returns early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Everything that is chosen once: settings, store, provider, clock, randomness, where words go. */
export interface Context {
  home: string;
  /** The effective settings; read when first asked for, so that help needs none. */
  config: Config;
  /** Opens the database when first asked. */
  store(): Promise<Store>;
  provider(): Promise<Provider>;
  /** The database as a file, for commands that must run on a broken one. */
  database(): Promise<DatabaseFile>;
  clock: Clock;
  /** When this process began, in milliseconds. */
  startedAt: number;
  /** From 0 to below 1. */
  random(): number;
  newId(): string;
  newToken(): string;
  /** Who this process is in a lease. */
  worker: string;
  /** Who runs it. */
  who: string;
  /** Notes who changed what. */
  audit(action: string, details: string): Promise<void>;
  print: Printer;
  /** A log to standard error and, if named, to a file in the home's logs folder. */
  log(file?: string): Log;
  stdin: NodeJS.ReadableStream;
  stop: Stop;
  /** The same with some settings given by flags. */
  with(flags: Flags): Context;
  /** The same in another home, with its own database. */
  inHome(home: string, flags: Flags): Context;
  close(): void;
}

export interface Globals {
  home?: string;
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** What a context is made of; a test gives its own. */
export interface Outside {
  env: NodeJS.ProcessEnv;
  out: Stream;
  err: Stream;
  stdin: NodeJS.ReadableStream;
  clock: Clock;
  random(): number;
  newId(now: number): string;
  newToken(): string;
  worker: string;
  who: string;
  stop: Stop;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A longer timer overflows and fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // Even no wait lets signals and timers be seen: work on SQLite alone would never pause for them.
    if (ms <= 0) await setImmediate();
    for (let left = ms; left > 0 && !signal?.aborted; left -= LONGEST_TIMER) {
      await timeout(Math.min(left, LONGEST_TIMER), undefined, { signal }).catch((error) => {
        if (error.name !== "AbortError") throw error;
      });
    }
  },
};

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`; // a user without an entry, as in some containers
  }
}

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
  worker: workerId(),
  who: userName(),
  stop: createStop(),
});

export function createContext(globals: Globals, world: Outside): Context {
  return contextIn(homeFolder(globals.home, world.env), globals, world, {});
}

function contextIn(home: string, globals: Globals, world: Outside, flags: Flags): Context {
  const color = Boolean(world.out.isTTY) && !world.env.NO_COLOR && world.env.TERM !== "dumb";
  const quiet = globals.quiet ?? false;
  let config: Config | undefined;
  let store: Promise<Store> | undefined;
  let opened: Store | undefined;
  let provider: Promise<Provider> | undefined;

  const context: Context = {
    home,
    get config() {
      config ??= loadConfig(home, flags, world.env);
      return config;
    },
    store() {
      store ??= import("./store/sqlite/index.js").then(({ openSqliteStore }) => {
        opened = openSqliteStore(join(home, "transcron.db"));
        return opened;
      });
      return store;
    },
    provider() {
      provider ??= import("./providers/index.js").then(({ PROVIDERS }) => {
        const {
          TRANSCRON_PROVIDER,
          OPENAI_API_KEY,
          OPENAI_BASE_URL,
          TRANSCRON_MODEL,
          TRANSCRON_COMMAND,
          childEnv,
        } = context.config;
        return PROVIDERS[TRANSCRON_PROVIDER]({
          apiKey: OPENAI_API_KEY,
          baseUrl: OPENAI_BASE_URL,
          model: TRANSCRON_MODEL,
          command: TRANSCRON_COMMAND,
          childEnv,
        });
      });
      return provider;
    },
    database: async () => (await import("./store/sqlite/index.js")).databaseFile(join(home, "transcron.db")),
    clock: world.clock,
    startedAt: world.clock.now(),
    random: world.random,
    newId: () => world.newId(world.clock.now()),
    newToken: world.newToken,
    worker: world.worker,
    who: world.who,
    audit: async (action, details) => {
      const open = await context.store();
      await open.audit({ at: world.clock.now(), who: world.who, action, details: details.slice(0, 1000) });
    },
    print: createPrinter({ out: world.out, err: world.err, json: globals.json ?? false, quiet, color }),
    log: (file) =>
      createLog({
        stream: world.err,
        quiet,
        now: world.clock.now,
        ...(file ? { file: join(home, "logs", file) } : {}),
      }),
    stdin: world.stdin,
    stop: world.stop,
    with(more) {
      const given = Object.entries(more).filter(([, value]) => value !== undefined);
      if (given.length === 0) return context;
      const changed = contextIn(home, globals, world, { ...flags, ...Object.fromEntries(given) });
      return { ...changed, config: changed.config, store: context.store, close: context.close };
    },
    inHome: (other, more) => contextIn(other, globals, world, { ...flags, ...more }),
    close() {
      opened?.close();
      opened = undefined;
      store = undefined;
    },
  };
  return context;
}
