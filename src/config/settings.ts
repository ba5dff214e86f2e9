import { parseBatchRule } from "../core/batching.js";
import { commandWords } from "../core/command-words.js";
import {
  PROVIDER_NAMES,
  type ProviderName,
  SPEECH_PROVIDER_NAMES,
  type SpeechProviderName,
} from "../core/model.js";
import { DAY, MINUTE, SECOND } from "../core/time.js";
import { KEY_FORM, parseKey } from "./key.js";
import {
  decimal,
  oneOf,
  parseBaseUrl,
  parseBytes,
  parseLanes,
  parseUrl,
  seconds,
  wholeNumber,
  yesOrNo,
} from "./readers.js";
import { optional, optionalNumber, setting, unset } from "./setting.js";

const MOST_PLACES = 1_000_000;
const MOST_WORKERS = 1000;

/** Addresses of hooks carry their secret in the path. */
const optionalUrl = (about: string) => unset(parseUrl, "an http or https address", about, true);

const price = (of: string) =>
  unset(
    decimal(1_000_000),
    "US dollars, such as 0.15",
    `what the server takes for a million tokens of ${of}, where that is not known`,
  );

const DURATION = "a duration such as 90s, 10m, 1h or 30d";

/** Every setting there is: its name in the environment, its default, how it is read and what it is for. */
export const SETTINGS = {
  OPENAI_API_KEY: optional("a key", "the key of the OpenAI-compatible server", true),
  OPENAI_BASE_URL: setting(
    "https://api.openai.com/v1",
    parseBaseUrl,
    "an http or https address without a user, a password or a query in it: a key belongs into OPENAI_API_KEY",
    "any OpenAI-compatible server",
  ),
  ANTHROPIC_API_KEY: optional("a key", "the key of Anthropic's Messages API", true),
  ANTHROPIC_BASE_URL: setting(
    "https://api.anthropic.com",
    parseBaseUrl,
    "an http or https address without a user, a password or a query in it: a key belongs into ANTHROPIC_API_KEY",
    "any server with Anthropic's Messages API",
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
    "the model that translates; with `anthropic` it must be named",
  ),
  TRANSCRON_TRANSCRIBE_PROVIDER: unset(
    oneOf<SpeechProviderName>(...SPEECH_PROVIDER_NAMES),
    SPEECH_PROVIDER_NAMES.join(", "),
    "who transcribes recordings (unset: command where TRANSCRON_TRANSCRIBE_COMMAND is set, else openai)",
  ),
  TRANSCRON_TRANSCRIBE_MODEL: setting(
    "whisper-1",
    (text) => text.trim() || undefined,
    "a model's name",
    "the model that transcribes",
  ),
  TRANSCRON_TRANSCRIBE_COMMAND: unset(
    (text) => (commandWords(text)?.length ? text.trim() : undefined),
    "a program and its arguments, with every quote closed",
    "the program that transcribes, with {file}, {language} and {out}; no shell runs it",
  ),
  TRANSCRON_TRANSCRIBE_URL: unset(
    parseBaseUrl,
    "an http or https address without a user, a password or a query in it",
    "the OpenAI-compatible server that transcribes (unset: OPENAI_BASE_URL)",
  ),
  TRANSCRON_TRANSCRIBE_KEY: optional(
    "a key",
    "its key (unset: OPENAI_API_KEY, where it is OpenAI or the server of OPENAI_BASE_URL)",
    true,
  ),
  TRANSCRON_TRANSCRIBE_PART: setting(
    "10m",
    seconds(10 * SECOND, 60 * MINUTE),
    "a duration from 10s to 60m, such as 10m",
    "the longest part of a recording that is sent at once: a killed worker costs at most one",
  ),
  TIMEOUT_PER_AUDIO: setting(
    "300",
    seconds(SECOND, DAY),
    DURATION,
    "the longest a transcription may take; a long recording gets four times its length",
  ),
  PRICE_IN: price("input"),
  PRICE_OUT: price("output"),
  ASK_ABOVE: unset(
    decimal(1_000_000),
    "US dollars, such as 5",
    "the cost above which add asks at a terminal before it adds anything (unset: it never asks)",
  ),
  BATCH_SIZE: setting(
    "10",
    parseBatchRule,
    "a number, or a rule such as 10,50:5",
    "segments a request; `10,50:5` means 5 for projects over 50",
  ),
  RATE_LIMIT_DELAY: unset(
    seconds(0, 10 * MINUTE),
    DURATION,
    "least seconds between the starts of two requests, over all processes, until the server states its limits",
  ),
  CONCURRENCY: unset(
    wholeNumber(1, 64),
    "a number from 1 to 64",
    "batches of one project in flight at once (unset: 4, then up to 16 or down to 1 by how the server replies)",
  ),
  MAX_RETRIES: setting(
    "3",
    wholeNumber(1, 20),
    "a number from 1 to 20",
    "attempts for a batch, the first included",
  ),
  TIMEOUT_PER_BATCH: setting("60", seconds(SECOND, 30 * MINUTE), DURATION, "the longest a request may take"),
  MAX_CONCURRENT_WORKERS: optionalNumber(
    1,
    MOST_WORKERS,
    "projects in work at once, over all lanes and processes (default: the sum of the lanes' workers)",
  ),
  MEMORY_LIMIT: setting(
    "512M",
    parseBytes,
    "at least 64M, such as 512M or 2G",
    "above it a worker finishes what it has and claims nothing more",
  ),
  STUCK_AFTER: setting(
    "10m",
    seconds(30 * SECOND, 24 * 60 * MINUTE),
    "a duration of 30s or more, such as 10m or 1h",
    "a lease not renewed for this long is rescued; it is renewed while a request is out",
  ),
  GENERATION_STUCK_AFTER: setting(
    "15m",
    seconds(30 * SECOND, 24 * 60 * MINUTE),
    "a duration of 30s or more, such as 15m or 1h",
    "the same for documents, where it is longer than STUCK_AFTER",
  ),
  LANES: setting(
    "normal:10000:3,any:10000:2,audio:1000:1,generation:1000:2",
    parseLanes,
    "name:places:workers, separated by commas",
    "the queue's lanes: `audio` is for recordings, `generation` for documents, all others are for translations",
  ),
  NORMAL_POOL_SIZE: optionalNumber(1, MOST_PLACES, "places of the lane normal, instead of LANES"),
  NORMAL_WORKERS: optionalNumber(1, MOST_WORKERS, "workers of the lane normal, instead of LANES"),
  ANY_POOL_SIZE: optionalNumber(1, MOST_PLACES, "places of the lane any, instead of LANES"),
  ANY_WORKERS: optionalNumber(1, MOST_WORKERS, "workers of the lane any, instead of LANES"),
  DATABASE_KEY: unset(
    parseKey,
    KEY_FORM,
    "the key that the database and its backups are encrypted with; better in a file elsewhere",
    true,
  ),
  DATABASE_KEY_FILE: optional("a file", "the file that holds that key, outside the home"),
  QUOTE_TEXT: setting(
    "no",
    yesOrNo,
    "yes or no",
    "whether logs, notices and error messages may quote the texts that are translated",
  ),
  SCAN_EVERY: setting(
    "5m",
    seconds(SECOND, 30 * DAY),
    "a duration from 1s to 30d, such as 5m",
    "how often a tick looks for new and changed files in watched folders",
  ),
  EXPORT_DIR: optional("a folder", "where finished translations are written on their own"),
  NOTIFY_WEBHOOK: optionalUrl(
    "gets a JSON message on what finished, failures, pauses and recovery (Slack reads it too)",
  ),
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
  GENERATION_CLEANUP_AFTER: setting(
    "7d",
    seconds(60 * MINUTE, 3650 * 24 * 60 * MINUTE),
    DURATION,
    "the age at which exported documents are deleted",
  ),
  MEMORY_KEEP: unset(
    seconds(DAY, 3650 * DAY),
    "a duration from 1d to 3650d",
    "how long a line of the translation memory is kept after its last use (unset: for ever)",
  ),
};

export type SettingName = keyof typeof SETTINGS;
