import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { parseBatchRule } from "./core/batching.js";
import { type Lane, PROVIDER_NAMES, type ProviderName } from "./core/model.js";
import { SIMPLE_TIMEOUT } from "./core/retry.js";
import { formatDuration, MINUTE, parseDuration, SECOND } from "./core/time.js";
import { UserError } from "./errors.js";

interface Setting<T> {
  /** As it would be written; undefined if there is none. */
  fallback: string | undefined;
  /** Undefined for what can't be read. */
  parse(text: string): T | undefined;
  /** What is allowed, for the error. */
  expects: string;
  about: string;
  secret?: boolean;
}

const setting = <T>(
  fallback: string,
  parse: (text: string) => T | undefined,
  expects: string,
  about: string,
): Setting<T> & { fallback: string } => ({ fallback, parse, expects, about });

const optional = (
  expects: string,
  about: string,
  secret = false,
): Setting<string> & { fallback: undefined } => ({
  fallback: undefined,
  parse: (text) => text.trim() || undefined,
  expects,
  about,
  secret,
});

/** Addresses of hooks carry their secret in the path. */
const optionalUrl = (about: string): Setting<string> & { fallback: undefined } => ({
  fallback: undefined,
  parse: parseUrl,
  expects: "an http or https address",
  about,
  secret: true,
});

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (text: string) =>
    allowed.find((value) => value === text.trim());

const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

const seconds = (least: number, most: number) => (text: string) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= least && ms <= most ? ms : undefined;
};

function parseUrl(text: string): string | undefined {
  const url = text.trim().replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:/.test(url)) return undefined;
  const { username, password } = new URL(url);
  return username || password ? undefined : url;
}

function parseBytes(text: string): number | undefined {
  const match = /^(\d+)\s*([KMG]?)B?$/i.exec(text.trim());
  if (!match) return undefined;
  const bytes = Number(match[1]) * 1024 ** ["", "K", "M", "G"].indexOf(match[2]!.toUpperCase());
  return bytes >= 64 * 1024 ** 2 ? bytes : undefined;
}

function parseLanes(text: string): Lane[] | undefined {
  const lanes = text.split(",").map((part) => {
    const [name, places, workers, ...rest] = part.trim().split(":");
    const lane = { name: name ?? "", places: Number(places), workers: Number(workers) };
    const valid =
      /^[a-z][a-z0-9_-]*$/.test(lane.name) && lane.places >= 1 && lane.workers >= 1 && !rest.length;
    return valid && Number.isInteger(lane.places) && Number.isInteger(lane.workers) ? lane : undefined;
  });
  const names = new Set(lanes.map((lane) => lane?.name));
  return lanes.every((lane) => lane !== undefined) && names.size === lanes.length
    ? (lanes as Lane[])
    : undefined;
}

const DURATION = "a duration such as 90s, 10m, 1h or 30d";

/** Every setting there is: its name in the environment, its default, how it is read and what it is for. */
export const SETTINGS = {
  OPENAI_API_KEY: optional("a key", "the key of the OpenAI-compatible server", true),
  OPENAI_BASE_URL: setting(
    "https://api.openai.com/v1",
    parseUrl,
    "an http or https address without a user or password in it",
    "any OpenAI-compatible server",
  ),
  TRANSCRON_PROVIDER: setting(
    "openai",
    oneOf<ProviderName>(...PROVIDER_NAMES),
    PROVIDER_NAMES.join(", "),
    "who translates",
  ),
  TRANSCRON_COMMAND: optional(
    "a shell command",
    "the program of the `command` provider, with {from} and {to}",
  ),
  TRANSCRON_MODEL: setting(
    "gpt-6-luna",
    (text) => text.trim() || undefined,
    "a model's name",
    "the model that translates",
  ),
  BATCH_SIZE: setting(
    "10",
    parseBatchRule,
    "a number, or a rule such as 10,50:5",
    "segments a request; `10,50:5` means 5 for projects over 50",
  ),
  RATE_LIMIT_DELAY: setting(
    "1",
    seconds(0, 10 * MINUTE),
    DURATION,
    "least seconds between the starts of two requests, over all processes, until the server states its limits",
  ),
  CONCURRENCY: setting(
    "1",
    wholeNumber(1, 64),
    "a number from 1 to 64",
    "batches of one project in flight at once",
  ),
  MAX_RETRIES: setting(
    "3",
    wholeNumber(1, 20),
    "a number from 1 to 20",
    "attempts for a batch, the first included",
  ),
  TIMEOUT_PER_BATCH: setting("60", seconds(SECOND, 30 * MINUTE), DURATION, "the longest a request may take"),
  MAX_CONCURRENT_WORKERS: setting(
    "3",
    wholeNumber(1, 1000),
    "a number from 1 to 1000",
    "projects in work at once, over all processes",
  ),
  MEMORY_LIMIT: setting(
    "512M",
    parseBytes,
    "at least 64M, such as 512M or 2G",
    "above it a worker finishes what it has and claims nothing more",
  ),
  STUCK_AFTER: setting(
    "10m",
    seconds(SECOND, 24 * 60 * MINUTE),
    DURATION,
    "a lease not renewed for this long is rescued",
  ),
  LANES: setting(
    "normal:10000:3,any:10000:2",
    parseLanes,
    "name:places:workers, separated by commas",
    "the queue's lanes",
  ),
  EXPORT_DIR: optional("a folder", "where finished translations are written on their own"),
  NOTIFY_WEBHOOK: optionalUrl("gets a JSON message on failures, pauses and recovery (Slack reads it too)"),
  NOTIFY_COMMAND: optional(
    "a shell command",
    "gets the same message on its standard input, such as `mail -s transcron ops`",
  ),
  PING_URL: optionalUrl(
    "is called at the start, success (/) and failure (/fail) of each tick, as dead man's switches expect",
  ),
  CLEANUP_AFTER: setting(
    "30d",
    seconds(60 * MINUTE, 3650 * 24 * 60 * MINUTE),
    DURATION,
    "the age at which exported completed projects are deleted",
  ),
};

export type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer T> & { fallback: string }
  ? T
  : S extends Setting<infer T>
    ? T | undefined
    : never;
type Values = { [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };
export type Origin = "flag" | "environment" | ".env" | "default";

export interface Config extends Values {
  /** The folder of the database, `.env`, logs and lock. */
  home: string;
  /** As each was written, and where. */
  written: Record<SettingName, { text: string | undefined; origin: Origin; secret: boolean }>;
  /** Names in `.env` that are no settings: typing errors, or meant for a command. */
  unknown: string[];
  /** The environment for child processes: without anything that looks like a secret. */
  childEnv: NodeJS.ProcessEnv;
}

export type Flags = Partial<Record<SettingName, string>>;

/** The home folder: flag, environment, `~/.transcron`. */
export function homeFolder(flag: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(flag ?? (env.TRANSCRON_HOME?.trim() || join(homedir(), ".transcron")));
}

/**
 * The effective settings: flags > environment > `.env` in the home > defaults. Cron gives its jobs no shell
 * environment, hence the file. Throws UserError naming the variable, its value and what is allowed.
 */
export function loadConfig(home: string, flags: Flags = {}, env: NodeJS.ProcessEnv = process.env): Config {
  const file = dotEnv(home);
  const sources: [Origin, Record<string, string | undefined>][] = [
    ["flag", flags],
    ["environment", env],
    [".env", file],
  ];
  const written = {} as Config["written"];
  const values = {} as Record<SettingName, unknown>;
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { fallback, parse, expects, secret } = SETTINGS[name] as Setting<unknown>;
    const [origin, source] = sources.find(([, from]) => from[name]?.trim()) ?? ["default" as const, {}];
    const text = (source as Record<string, string | undefined>)[name]?.trim() ?? fallback;
    written[name] = { text, origin, secret: secret ?? false };
    if (text === undefined) continue;
    values[name] = parse(text);
    if (values[name] === undefined) {
      throw new UserError(
        `${name} is "${secret ? "…" : withoutUser(text)}" (${origin})`,
        `allowed: ${expects}`,
      );
    }
  }
  const config = {
    ...(values as unknown as Values),
    home,
    written,
    unknown: Object.keys(file).filter((name) => !(name in SETTINGS)),
    childEnv: withoutSecrets({ ...file, ...env }),
  };
  refuseContradictions(config);
  return config;
}

function dotEnv(home: string): Record<string, string | undefined> {
  const file = join(home, ".env");
  if (!existsSync(file)) return {};
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} can't be read: ${(error as Error).message}`);
  }
}

const SECRET = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;

function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secrets = new Set(
    Object.entries(SETTINGS).flatMap(([name, one]) => ("secret" in one && one.secret ? [name] : [])),
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET.test(name) && !secrets.has(name)));
}

/** An address as it may be shown. */
const withoutUser = (text: string) => text.replace(/\/\/[^/@]*@/, "//…@");

/** A lease is renewed before every request and every wait, so the longest gap is one request and some margin. */
const MARGIN = 30 * SECOND;

function refuseContradictions({ STUCK_AFTER, TIMEOUT_PER_BATCH }: Values) {
  const longest = Math.max(TIMEOUT_PER_BATCH, SIMPLE_TIMEOUT) + MARGIN;
  if (STUCK_AFTER > longest) return;
  throw new UserError(
    `STUCK_AFTER is ${formatDuration(STUCK_AFTER)}: healthy projects would be taken from their workers`,
    `allowed: more than ${formatDuration(longest)}, the longest request and ${formatDuration(MARGIN)}`,
  );
}

/** A setting as it may be shown. */
export function shown(name: SettingName, text: string | undefined): string | undefined {
  return text !== undefined && (SETTINGS[name] as Setting<unknown>).secret ? masked(text) : text;
}

const masked = (text: string) => (text.length > 12 ? `${text.slice(0, 3)}…${text.slice(-2)}` : "…");
