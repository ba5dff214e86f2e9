import { createHash } from "node:crypto";
import { NeverAgain, PauseProvider, RetryLater } from "../errors.js";
import { runShell } from "../system/child.js";
import { freeAnswer, type Provider, type ProviderConfig } from "./provider.js";

/** A local engine has no business writing more than this for one batch. */
const MOST_OUTPUT = 16 * 1024 * 1024;

/** Any program that reads lines and writes as many: Apertium, Argos, Marian, sed. */
export function command({ command: program, childEnv }: ProviderConfig): Provider {
  const settings = createHash("sha256")
    .update(program ?? "")
    .digest("hex")
    .slice(0, 16);
  return {
    name: "command",
    model: program ?? null,
    key: `command ${program ?? ""}`,
    settings,
    remote: false,
    repeatable: false,
    anyLanguage: false,
    translate: async ({ lines, from, to }, { signal, timeout }) => {
      if (!program) {
        throw new PauseProvider(
          "engine_missing",
          "TRANSCRON_COMMAND is not set",
          "settings",
          "TRANSCRON_COMMAND='apertium -u eng-spa'",
        );
      }
      const shell = program.replaceAll("{from}", from ?? "").replaceAll("{to}", to);
      const input = lines.map((line) => line.replace(/\s*\n\s*/g, flatten)).join("\n");
      const output = await run(shell, `${input}\n`, childEnv, signal, timeout);
      const replies = output.replace(/\r?\n$/, "").split(/\r?\n/);
      if (replies.length !== lines.length) {
        return freeAnswer(new Map(), [`${replies.length} lines came back for ${lines.length}`]);
      }
      return freeAnswer(new Map(replies.map((reply, index) => [index + 1, reply])));
    },
  };
}

/** As many spaces as there were characters, so that breaks can be put back where they were. */
const flatten = (space: string) => " ".repeat(space.length);

/** Runs the program over the lines; what it says on failing decides what becomes of the request. */
async function run(
  command: string,
  input: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  timeout: number,
): Promise<string> {
  signal.throwIfAborted();
  const deadline = AbortSignal.timeout(timeout);
  const { code, output, complaint } = await runShell({
    command,
    input,
    env,
    signal: AbortSignal.any([signal, deadline]),
    mostOutput: MOST_OUTPUT,
  });
  signal.throwIfAborted();
  if (deadline.aborted) throw new RetryLater("timeout", `the command took longer than ${timeout / 1000} s`);
  if (code === 0) return output;
  const said = complaint.trim().split("\n").slice(0, 3).join(" / ").slice(0, 300);
  if (code === 126 || code === 127) {
    throw new PauseProvider(
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
