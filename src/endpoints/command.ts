import { createHash } from "node:crypto";
import { unquoted } from "../core/unquoted.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import { runShell } from "../system/child.js";
import { withLimits } from "../system/limits.js";
import { free } from "./answers.js";
import type { CallOptions, Endpoint, EndpointConfig } from "./endpoint.js";

/** A local engine has no business writing more than this for one batch. */
const MOST_OUTPUT = 16 * 1024 * 1024;

/** Any program that reads lines and writes as many: Apertium, Argos, Marian, sed. */
export function command({ command: program, childEnv, quotes }: EndpointConfig): Endpoint {
  const settings = createHash("sha256")
    .update(program ?? "")
    .digest("hex")
    .slice(0, 16);
  return {
    name: "command",
    model: program ?? null,
    key: `command ${program ?? ""}`,
    memory: "command",
    settings,
    remote: false,
    repeatable: false,
    price: () => 0,
    engine: {
      anyLanguage: false,
      needsSource: program?.includes("{from}") ?? false,
      lines: async ({ lines, from, to }, options) => {
        const shell = filledIn(program, { from, to });
        await options.sending();
        const input = lines.map((line) => line.replace(/\s*\n\s*/g, flatten)).join("\n");
        const output = await run(shell, { input: `${input}\n`, env: childEnv, quotes, ...options });
        const replies = output.replace(/\r?\n$/, "").split(/\r?\n/);
        return replies.length === lines.length
          ? free(replies)
          : free([], [`${replies.length} lines came back for ${lines.length}`]);
      },
    },
  };
}

/** BCP 47's tag for a language that is not known. */
const UNDETERMINED = "und";

function filledIn(program: string | undefined, { from, to }: { from: string | null; to: string }): string {
  if (program) return program.replaceAll("{from}", from ?? UNDETERMINED).replaceAll("{to}", to);
  throw new PauseEndpoint(
    "engine_missing",
    "TRANSCRON_COMMAND is not set",
    "settings",
    "put a line such as `TRANSCRON_COMMAND=apertium -u eng-spa` into .env in the home folder",
  );
}

/** As many spaces as there were characters, so that breaks can be put back where they were. */
const flatten = (space: string) => " ".repeat(space.length);

interface Running extends CallOptions {
  input: string;
  env: NodeJS.ProcessEnv;
  quotes: boolean;
}

/** Runs the program over the lines; what it says on failing decides what becomes of the request. */
async function run(command: string, { input, env, quotes, signal, timeout }: Running): Promise<string> {
  signal.throwIfAborted();
  const { code, output, complaint, late } = await withLimits(
    { signals: [signal], timeout },
    async (limited) => ({
      ...(await runShell({ command, input, env, signal: limited, mostOutput: MOST_OUTPUT })),
      late: limited.aborted,
    }),
  );
  signal.throwIfAborted();
  if (late) throw new RetryLater("timeout", `the command took longer than ${timeout / 1000} s`);
  if (code === 0) return output;
  const words = complaint.trim().split("\n").slice(0, 3).join(" / ").slice(0, 300);
  const said = quotes ? words : unquoted(words, input.split("\n"));
  if (code === 126 || code === 127) {
    throw new PauseEndpoint(
      "engine_missing",
      `the command can't be run: ${said || command}`,
      "settings",
      "check TRANSCRON_COMMAND and PATH",
    );
  }
  throw new NeverAgain(
    "engine_failed",
    `the command ended with ${code ?? "a signal"}${said ? `: ${said}` : ""}`,
  );
}
