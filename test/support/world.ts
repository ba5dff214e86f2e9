import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { run } from "../../src/cli.js";
import { type Clock, createContext, type Globals, type Outside } from "../../src/context.js";
import { createStop, type StopSwitch } from "../../src/jobs/stop.js";
import { workerId } from "../../src/jobs/worker-id.js";

/** A clock that stands until it is turned; sleeping turns it. */
export interface HandClock extends Clock {
  time: number;
}

export const START = Date.UTC(2026, 0, 6, 14, 30, 15);

export function handClock(): HandClock {
  const clock: HandClock = {
    time: START,
    now: () => clock.time,
    sleep: async (ms, signal) => {
      if (!signal?.aborted) clock.time += Math.max(0, ms);
    },
  };
  return clock;
}

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "transcron-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A world of its own for one test: home, clock, environment, captured output. */
export function world(env: NodeJS.ProcessEnv = {}) {
  const home = join(scratch(), "home");
  const clock = handClock();
  const captured = { out: "", err: "" };
  let ids = 0;
  const stop: StopSwitch = createStop();
  const outside: Outside = {
    env: {
      TRANSCRON_HOME: home,
      TRANSCRON_PROVIDER: "pseudo",
      RATE_LIMIT_DELAY: "0",
      PATH: process.env.PATH,
      ...env,
    },
    out: {
      write: (text: string) => {
        captured.out += text;
      },
    },
    err: {
      write: (text: string) => {
        captured.err += text;
      },
    },
    stdin: Readable.from([]),
    clock,
    random: () => 0,
    newId: (now) => `trans_test${String(++ids).padStart(4, "0")}_${Math.floor(now / 1000)}`,
    newToken: () => `claim-${++ids}`,
    worker: workerId(),
    who: "tester",
    stop,
  };
  return {
    home,
    clock,
    stop,
    outside,
    context: (globals: Globals = {}) => {
      const context = createContext(globals, outside);
      onTestFinished(() => context.close());
      return context;
    },
    /** Runs a command line; returns its exit code and what it printed. */
    async cli(...argv: string[]) {
      captured.out = "";
      captured.err = "";
      const code = await run(argv, outside);
      return { code, ...captured };
    },
    /** Runs a command line with --json and parses its output. */
    async json(...argv: string[]) {
      const { code, out } = await this.cli("--json", ...argv);
      return { code, data: JSON.parse(out) };
    },
    file(name: string, content: string | Uint8Array): string {
      const path = join(home, "..", "files", name);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}

/** A SubRip file of so many numbered lines. */
export function srtOf(
  count: number,
  text = (line: number) => `This is line number ${line} of the talk.`,
): string {
  return Array.from({ length: count }, (_, index) => {
    const at = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23).replace(".", ",");
    return `${index + 1}\n${at(index * 3)} --> ${at(index * 3 + 2.5)}\n${text(index + 1)}\n`;
  }).join("\n");
}
