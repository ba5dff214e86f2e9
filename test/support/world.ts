import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { run } from "../../src/cli.js";
import { compose } from "../../src/compose.js";
import type { Globals, Outside } from "../../src/context.js";
import type { Clock } from "../../src/system/clock.js";
import { createStop, type StopSwitch } from "../../src/system/stop.js";
import { workerId } from "../../src/system/worker-id.js";

/** A clock that stands until it is turned; sleeping turns it. */
export interface HandClock extends Clock {
  time: number;
}

export const START = Date.UTC(2026, 0, 6, 14, 30, 15);

/** What is to happen `after` some time happens when the clock is turned past it, in order. */
export function handClock(): HandClock {
  let time = START;
  let timers: { at: number; act: () => void }[] = [];
  const turn = (to: number) => {
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at);
      if (!next) break;
      timers = timers.filter((timer) => timer !== next);
      time = Math.max(time, next.at);
      next.act();
    }
    time = to;
  };
  const clock: HandClock = {
    get time() {
      return time;
    },
    set time(to) {
      turn(to);
    },
    now: () => time,
    sleep: async (ms, signal) => {
      if (!signal?.aborted) turn(time + Math.max(0, ms));
    },
    after: (ms, act) => {
      const timer = { at: time + ms, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
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
  mkdirSync(home, { mode: 0o700 });
  const clock = handClock();
  const captured = { out: "", err: "" };
  let ids = 0;
  const stop: StopSwitch = createStop();
  const outside: Outside = {
    env: {
      TRANSCRON_HOME: home,
      TRANSCRON_PROVIDER: "pseudo",
      RATE_LIMIT_DELAY: "0",
      CONCURRENCY: "1",
      PATH: process.env.PATH,
      ...env,
    },
    out: {
      write: (text: string | Uint8Array) => {
        captured.out += text;
      },
    },
    err: {
      write: (text: string | Uint8Array) => {
        captured.err += text;
      },
    },
    stdin: Readable.from([]),
    clock,
    random: () => 0,
    newId: (now) => `trans_test${String(++ids).padStart(4, "0")}_${Math.floor(now / 1000)}`,
    newToken: () => `claim-${++ids}`,
    newKey: () => String(++ids).padStart(64, "0"),
    localServers: [],
    worker: workerId(),
    actor: "tester",
    memory: () => 100 * 1024 ** 2,
    freeSpace: () => 10 * 1024 ** 3,
    stop,
  };
  return {
    home,
    /** From now on standard output is a terminal of so many columns. */
    onTerminal: (columns: number) => Object.assign(outside.out, { isTTY: true, columns }),
    clock,
    stop,
    outside,
    context: (globals: Globals = {}) => {
      const context = compose(globals, outside);
      onTestFinished(() => context.close());
      return context;
    },
    /** What was printed since the last command line began. */
    printed: () => ({ ...captured }),
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
