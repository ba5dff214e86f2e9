import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { access } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { commandWords } from "../../core/command-words.js";
import { NO_TOKENS } from "../../core/model.js";
import { recogniserCode } from "../../core/spoken-language.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../../errors.js";
import { withLimits } from "../../system/limits.js";
import { runFile } from "../../system/run-file.js";
import { makeRunFolder } from "../../system/run-folder.js";
import type { CallOptions, Endpoint, Recording, SpeechConfig, Transcribed } from "../endpoint.js";
import { leftAt, MOST_TRANSCRIPT } from "./command-output.js";

/** Any program that turns a recording into a transcript: whisper.cpp, faster-whisper, pocketsphinx. */
export function command(config: SpeechConfig): Endpoint {
  const line = config.command ?? "";
  return {
    name: "command",
    model: config.command ?? null,
    key: `command speech ${line}`,
    memory: "command",
    settings: createHash("sha256").update(line).digest("hex").slice(0, 16),
    remote: false,
    repeatable: false,
    price: () => 0,
    speech: { transcribe: (recording, options) => transcribe(config, recording, options) },
  };
}

/** What whisper.cpp takes for a language that it is to find out. */
const UNKNOWN = "auto";

async function transcribe(
  config: SpeechConfig,
  { file, language }: Recording,
  options: CallOptions,
): Promise<Transcribed> {
  const words = wordsOf(config.command);
  // An absolute path is never read as an option, and one that is gone is not the program's fault.
  const path = resolve(file);
  await access(path);
  await options.sending();
  // Folders of this kind are removed by a later tick if this process is killed.
  const { folder } = makeRunFolder("");
  try {
    const out = join(folder, "transcript");
    const values = { file: path, language: language ? recogniserCode(language) : UNKNOWN, out };
    const output = await run(filledIn(words, values), values, { ...config, ...options });
    const found = leftAt(out) ?? { bytes: output, name: null };
    return { kind: "answered", problems: [], tokens: NO_TOKENS, ...found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Values {
  file: string;
  language: string;
  out: string;
}

/** The program and its arguments. Names are whole arguments or parts of one: no shell ever reads them. */
function wordsOf(line: string | undefined): [program: string, ...args: string[]] {
  const [program, ...args] = commandWords(line ?? "") ?? [];
  if (program) return [program, ...args];
  throw new PauseEndpoint(
    "engine_missing",
    "TRANSCRON_TRANSCRIBE_COMMAND is not set",
    "settings",
    "set it in .env in the home folder to the program that transcribes, with its arguments",
  );
}

function filledIn([program, ...args]: [string, ...string[]], values: Values): [string, ...string[]] {
  const places = /\{(file|language|out)\}/g;
  if (!args.some((word) => word.search(places) >= 0))
    return [program, ...args, values.file, values.language, values.out];
  return [program, ...args.map((word) => word.replace(places, (_, name: keyof Values) => values[name]))];
}

interface Running extends CallOptions {
  childEnv: NodeJS.ProcessEnv;
}

/** Runs the program to its end and returns what it printed; what it says on failing decides what becomes of the work. */
async function run(
  [program, ...args]: [string, ...string[]],
  { file, language, out }: Values,
  { childEnv, signal, timeout }: Running,
): Promise<Uint8Array> {
  const env = { ...childEnv, FILE: file, LANGUAGE: language, OUT: out };
  const run = { program, args, env, mostOutput: MOST_TRANSCRIPT };
  const ended = await withLimits({ signals: [signal], timeout }, async (limited) => {
    const ran = await runFile({ ...run, signal: limited }).catch((error) => notStarted(error, program));
    return { ...ran, late: limited.aborted };
  });
  signal.throwIfAborted();
  const { code, output, complaint, overflowed, late } = ended;
  if (late) throw new RetryLater("timeout", `the command took longer than ${timeout / 1000} s`);
  if (overflowed) throw new NeverAgain("engine_failed", "the command printed more than 16 MB");
  if (code === 0) return output;
  const said = complaint.trim().split("\n").slice(0, 3).join(" / ").slice(0, 300);
  if (code === 126 || code === 127) throw missing(said || basename(program)); // a shell that found no program
  throw new NeverAgain(
    "engine_failed",
    `the command ended with ${code ?? "a signal"}${said ? `: ${said}` : ""}`,
  );
}

/** What keeps a program from being started at all; other errors are passed on. */
function notStarted(error: NodeJS.ErrnoException, program: string): never {
  const reasons: Record<string, string> = { ENOENT: "there is no such program", EACCES: "it may not be run" };
  const why = error.syscall?.startsWith("spawn") ? reasons[error.code ?? ""] : undefined;
  throw why ? missing(`${program}: ${why}`) : error;
}

const missing = (what: string) =>
  new PauseEndpoint(
    "engine_missing",
    `the command that transcribes can't be run: ${what}`,
    "settings",
    "check TRANSCRON_TRANSCRIBE_COMMAND and PATH",
  );
