import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { endGroup, makeRunFolder } from "./run-folder.js";

interface Run {
  /** A name to be looked up in the PATH of `env`, or a path. */
  program: string;
  /** Given as they are: no shell reads them. */
  args: readonly string[];
  /** All of the program's environment. */
  env: NodeJS.ProcessEnv;
  /** What the program reads from its standard input; nothing by default. */
  input?: string;
  signal: AbortSignal;
  /** Bytes of output; a program that writes more is ended. */
  mostOutput: number;
}

interface Ran {
  /** Null if a signal ended it: ours, when it was aborted or wrote too much, or another's. */
  code: number | null;
  output: Buffer;
  /** Whether it was ended since it wrote more than it may. */
  overflowed: boolean;
  /** The beginning of what it wrote to standard error. */
  complaint: string;
}

/** Characters that are kept of what a program writes to standard error: its first words say most. */
const MOST_COMPLAINT = 2000;

/**
 * Runs a program with a file as its standard input, since some programs (Debian's apertium) read nothing from pipes and
 * sockets and exit with 0. The whole process group ends when the signal is aborted, and by endOrphanedRuns should this
 * process be killed; look at the signal to tell why a run ended. Throws what the system says if the program can't be
 * started (ENOENT, EACCES).
 */
export async function runFile({ program, args, env, input = "", signal, mostOutput }: Run): Promise<Ran> {
  signal.throwIfAborted();
  const { folder, file } = makeRunFolder(input);
  const stdin = openSync(file, "r");
  try {
    const child = spawn(program, args, { stdio: [stdin, "pipe", "pipe"], env, detached: true });
    const kill = () => {
      endGroup(child.pid);
      // A descendant that left the group may still hold these open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    signal.addEventListener("abort", kill, { once: true });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let complaint = "";
    child.stdout!.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostOutput) kill();
      else chunks.push(chunk);
    });
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      if (complaint.length < MOST_COMPLAINT) complaint += text;
    });
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
      });
      return { code, output: Buffer.concat(chunks), overflowed: bytes > mostOutput, complaint };
    } finally {
      signal.removeEventListener("abort", kill);
    }
  } finally {
    closeSync(stdin);
    rmSync(folder, { recursive: true, force: true });
  }
}
