import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runFile } from "./run-file.js";

/** transcron itself, as another process starts it. */
export const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));

interface ShellCommand {
  command: string;
  /** What the command reads from its standard input. */
  input: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Bytes of output; a command that writes more is ended. */
  mostOutput: number;
}

interface ShellResult {
  /** Null if a signal ended it. */
  code: number | null;
  output: string;
  /** The beginning of what it wrote to standard error. */
  complaint: string;
}

/** Runs a shell command as `runFile` runs a program. */
export async function runShell({ command, ...rest }: ShellCommand): Promise<ShellResult> {
  const { output, ...ran } = await runFile({ program: "/bin/sh", args: ["-c", command], ...rest });
  return { ...ran, output: output.toString("utf8") };
}

/** Runs a shell command that gets a text on its standard input; throws if it fails or takes longer than `timeout`. */
export function pipeIntoShell(
  command: string,
  { text, env, timeout }: { text: string; env: NodeJS.ProcessEnv; timeout: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { env, stdio: ["pipe", "ignore", "ignore"], timeout });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`the command ended with ${code ?? "a signal"}`)),
    );
    child.stdin.on("error", () => {}); // a command that does not read is fine
    child.stdin.end(text);
  });
}

/** Runs a program to its end; undefined if there is no such program, or if it takes longer than `timeout`. */
export function runProgram(
  name: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; timeout?: number } = {},
): { code: number; out: string; err: string } | undefined {
  const ran = spawnSync(name, args, { encoding: "utf8", ...options });
  if (ran.error) return undefined;
  return { code: ran.status ?? 1, out: ran.stdout, err: ran.stderr.trim() };
}

/** Starts transcron as a process of its own that outlives this one. */
export function startDetached(args: readonly string[]): void {
  spawn(process.execPath, [PROGRAM, ...args], { detached: true, stdio: "ignore" }).unref();
}
