import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { formatDuration, SECOND, toUtcText } from "./core/time.js";
import { visible } from "./core/visible.js";

/** What workers say while they work: to the terminal or cron's mail, and to a file. */
export interface Log {
  /** An event, with its time. */
  event(text: string): void;
  /** A step of the project above it. */
  step(text: string): void;
  /** How far the work is; shown as a bar on a terminal, nowhere else. */
  progress(done: number, total: number, elapsed: number): void;
  close(): void;
}

interface LogOptions {
  stream: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  /** Nothing on the stream, the file only. */
  quiet: boolean;
  file?: string;
  now(): number;
}

export function createLog({ stream, quiet, file, now }: LogOptions): Log {
  let handle: number | undefined;
  let bar = "";
  const showsBar = Boolean(stream.isTTY) && !quiet;

  function keep(line: string) {
    if (!file) return;
    try {
      if (handle === undefined) {
        if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 });
        handle = openSync(file, "a", 0o600);
      }
      writeSync(handle, `${line}\n`);
    } catch {
      // A log that can't be written (a full disk) must not end the work it tells of.
    }
  }

  function write(text: string) {
    // A file's name may hold anything, also what looks like a line of this log.
    const line = visible(text).replaceAll("\n", "\n    ");
    keep(line);
    if (!quiet) stream.write(bar ? `\r\x1b[K${line}\n${bar}` : `${line}\n`);
  }

  return {
    event: (text) => write(`[${toUtcText(now())}] ${text}`),
    step: (text) => write(`  - ${text}`),
    progress(done, total, elapsed) {
      if (!showsBar) return;
      bar = done < total ? drawBar(done, total, elapsed, stream.columns ?? 80) : "";
      stream.write(`\r\x1b[K${bar}`);
    },
    close() {
      if (bar) stream.write("\r\x1b[K");
      bar = "";
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

/** `████████░░░░ 14/31  2.1/s  8s left`, no wider than the terminal. */
function drawBar(done: number, total: number, elapsed: number, columns: number): string {
  const rate = elapsed > 0 ? (done * SECOND) / elapsed : 0;
  const left =
    rate > 0
      ? `  ${rate.toFixed(1)}/s  ${formatDuration(Math.ceil((total - done) / rate) * SECOND)} left`
      : "";
  const figures = ` ${done}/${total}${left}`;
  const width = Math.max(10, Math.min(40, columns - figures.length - 1));
  const full = Math.round((done / total) * width);
  return "█".repeat(full) + "░".repeat(width - full) + figures;
}
