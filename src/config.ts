import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { keyOf, refuseTwoKeys } from "./config/key.js";
import { capacityOf, lanesOf } from "./config/lanes.js";
import type { Setting } from "./config/setting.js";
import { SETTINGS, type SettingName } from "./config/settings.js";
import type { ProviderName } from "./core/model.js";
import { UserError } from "./errors.js";

type ValueOf<S> = S extends Setting<infer T> & { fallback: string }
  ? T
  : S extends Setting<infer T>
    ? T | undefined
    : never;
type Values = { [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };
type Origin = "flag" | "environment" | ".env" | "default";

export interface Config extends Values {
  /** Pieces of work in progress at once, over all lanes and processes. */
  capacity: number;
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
export function homeFolder(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(flag ?? (env.TRANSCRON_HOME?.trim() || join(homedir(), ".transcron")));
}

/**
 * The effective settings: flags > environment > `.env` in the home > defaults. Cron gives its jobs no shell
 * environment, hence the file. Throws UserError naming the variable, its value and what is allowed.
 */
export function loadConfig(home: string, flags: Flags, env: NodeJS.ProcessEnv): Config {
  const file = dotEnv(home);
  const sources: Sources = [
    ["flag", flags],
    ["environment", env],
    [".env", file],
  ];
  const written = {} as Config["written"];
  const values = {} as Record<SettingName, unknown>;
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { value, ...one } = readSetting(name, sources);
    written[name] = one;
    if (value !== undefined) values[name] = value;
  }
  const read = values as unknown as Values;
  refuseTwoKeys(written);
  const lanes = lanesOf({ LANES: read.LANES, written, figures: read });
  return {
    ...read,
    LANES: lanes,
    capacity: capacityOf(lanes, read.MAX_CONCURRENT_WORKERS),
    home,
    written,
    unknown: Object.keys(file).filter((name) => !(name in SETTINGS)),
    childEnv: withoutSecrets({ ...file, ...env }),
  };
}

/**
 * The key of the database, 64 hexadecimal characters; undefined if it is not encrypted. Reads the two settings that
 * name it alone, so that a mistake in another one keeps nobody from the database.
 */
export function databaseKey(home: string, flags: Flags, env: NodeJS.ProcessEnv): string | undefined {
  const sources: Sources = [
    ["flag", flags],
    ["environment", env],
    [".env", dotEnv(home)],
  ];
  const [key, file] = [readSetting("DATABASE_KEY", sources), readSetting("DATABASE_KEY_FILE", sources)];
  refuseTwoKeys({ DATABASE_KEY: key, DATABASE_KEY_FILE: file });
  return keyOf(home, { key: key.text, file: file.text });
}

type Sources = readonly [Origin, Record<string, string | undefined>][];

function readSetting(name: SettingName, sources: Sources) {
  const { fallback, parse, expects, secret = false } = SETTINGS[name] as Setting<unknown>;
  const [origin, source] = sources.find(([, from]) => from[name]?.trim()) ?? ["default" as const, undefined];
  const text = source?.[name]?.trim() ?? fallback;
  const value = text === undefined ? undefined : parse(text);
  if (text !== undefined && value === undefined) {
    throw new UserError(
      `${name} is "${secret ? "…" : withoutSecret(text)}" (${origin})`,
      `allowed: ${expects}`,
    );
  }
  return { text, origin, secret, value };
}

/** Tells one state of `.env` from another; 0 where there is none. */
export const envVersion = (home: string): number =>
  statSync(join(home, ".env"), { throwIfNoEntry: false })?.mtimeMs ?? 0;

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
const withoutSecret = (text: string) =>
  /^https?:/i.test(text) ? text.replace(/\/\/[^/@]*@/, "//…@").replace(/[?#].*/, "?…") : text;

/** Providers whose models have names of their own: the default of TRANSCRON_MODEL is none of them. */
const NAMES_NEEDED: readonly ProviderName[] = ["anthropic"];

/** The model that is asked; undefined where the provider needs one to be named, and none is. */
export const modelOf = ({ TRANSCRON_PROVIDER, TRANSCRON_MODEL, written }: Config): string | undefined =>
  NAMES_NEEDED.includes(TRANSCRON_PROVIDER) && written.TRANSCRON_MODEL.origin === "default"
    ? undefined
    : TRANSCRON_MODEL;

/** A setting as it may be shown. */
export function shown(name: SettingName, text: string | undefined): string | undefined {
  return text !== undefined && (SETTINGS[name] as Setting<unknown>).secret ? "…" : text;
}
