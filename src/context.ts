import type { Config, Flags } from "./config.js";
import type { LocalServer } from "./core/local-servers.js";
import type { KindName } from "./core/model.js";
import type { Endpoint } from "./endpoints/endpoint.js";
import type { Log } from "./log.js";
import type { Printer, Stream } from "./print.js";
import type { DatabaseFile } from "./store/database.js";
import type { Store } from "./store/store.js";
import type { Clock } from "./system/clock.js";
import type { Stop } from "./system/stop.js";

/** Everything that is chosen once, for verbs and for work: settings, store, endpoint, clock, randomness. */
export interface Context {
  home: string;
  /** The effective settings; read when first asked for, so that help needs none. */
  config: Config;
  /**
   * Reads the settings again if `.env` has changed since; returns whether it had. Throws UserError for what can't be
   * read: then they stay as they were until it changes again.
   */
  reread(): boolean;
  /** Opens the database when first asked. */
  store(): Promise<Store>;
  /** Who is asked. */
  endpoint(): Promise<Endpoint>;
  /** Who is asked for a transcript. */
  speech(): Promise<Endpoint>;
  /** The database as a file, for commands that must run on a broken one. */
  database(): Promise<DatabaseFile>;
  clock: Clock;
  /** When this process began, in milliseconds. */
  startedAt: number;
  /** From 0 to below 1. */
  random(): number;
  newId(): string;
  newToken(): string;
  /** A new key for a database: 32 random bytes as 64 hexadecimal characters. */
  newKey(): string;
  /** Bytes of memory this process holds. */
  memory(): number;
  /** Bytes that the disk of the home has left. */
  freeSpace(): number;
  /** Servers that may translate, at their usual addresses on this machine. */
  localServers: readonly LocalServer[];
  /** Who this process is in a lease. */
  worker: string;
  /** Who asked for what is done. */
  actor: string;
  /** Notes what the actor changed. */
  audit(action: string, details: string): Promise<void>;
  /** Notes what the actor did to pieces of work, a row for each. */
  auditWork(action: string, works: readonly AuditedWork[]): Promise<void>;
  /** A log to standard error and, if named, to a file in the home's logs folder. */
  log(file?: string): Log;
  stop: Stop;
  /** The same with some settings given by flags, over the same open database. */
  with(flags: Flags): Context;
  /** The same in another home, with its own database. */
  inHome(home: string, flags: Flags): Context;
  /** The same over the database under another key than the settings name; null for one that is not encrypted. */
  underKey(key: string | null): Context;
  close(): void;
}

export interface AuditedWork {
  kind: KindName;
  id: string;
  details: string;
}

/** A context with a person in front of it: only commands may print and read standard input. */
export interface Terminal extends Context {
  print: Printer;
  stdin: NodeJS.ReadableStream;
  with(flags: Flags): Terminal;
  inHome(home: string, flags: Flags): Terminal;
}

/**
 * What a command needs of the home. `looks`: it must be there; without a database its queue is empty, and none is made.
 * `stores`: it must be there, and a database is made. `makes`: both are made. `none`: it works without a home.
 */
export type HomeUse = "looks" | "stores" | "makes" | "none";

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
  newKey(): string;
  memory(): number;
  /** Bytes that the disk of a folder has left. */
  freeSpace(folder: string): number;
  localServers: readonly LocalServer[];
  worker: string;
  actor: string;
  stop: Stop;
}
