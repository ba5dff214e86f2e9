import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endGroup, makeRunFolder } from "./run-folder.js";

/** transcron itself, as another process starts it. */
export const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));

interface ShellCommand {
  command: string;
  /** What the command reads from its standard input. */
  input: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Characters of output; a command that writes more is ended. */
  mostOutput: number;
}

interface ShellResult {
  /** Null if a signal ended it. */
  code: number | null;
  output: string;
  /** The beginning of what it wrote to standard error. */
  complaint: string;
}

/**
 * Runs a shell command with a file as its standard input, since some programs (Debian's apertium) read nothing
 * from pipes and sockets and exit with 0. The whole process group ends when the signal is aborted,
 * and by endOrphanedRuns should this process be killed.
 */
export async function runShell({
  command,
  input,
  env,
  signal,
  mostOutput,
}: ShellCommand): Promise<ShellResult> {
  const { folder, file } = makeRunFolder(input);
  const stdin = openSync(file, "r");
  try {
    const child = spawn("/bin/sh", ["-c", command], { stdio: [stdin, "pipe", "pipe"], env, detached: true });
    const kill = () => {
      endGroup(child.pid);
      // A descendant that left the group may still hold these open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    signal.addEventListener("abort", kill, { once: true });
    let output = "";
    let complaint = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > mostOutput) kill();
    });
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      if (complaint.length < 2000) complaint += text;
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    signal.removeEventListener("abort", kill);
    return { code, output, complaint };
  } finally {
    closeSync(stdin);
    rmSync(folder, { recursive: true, force: true });
  }
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
