import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import {
  describeWhole,
  drawBar,
  type Progress,
  type Share,
  type Watched,
  type Whole,
  watched,
} from "./core/progress.js";
import { toUtcText } from "./core/time.js";
import { visible, visibleLine } from "./core/visible.js";

/** What workers say while they work: to the terminal or cron's mail, and to a file. */
export interface Log {
  /** An event, with its time. */
  event(text: string): void;
  /** A step of the project above it. */
  step(text: string): void;
  /** Whether progress is shown: on a terminal only, so that nobody counts for nothing. */
  readonly live: boolean;
  /** How far a piece of work is: a bar of its own until it has ended. */
  progress(piece: Progress): void;
  ended(title: string): void;
  /** How far all the work of this run is: a line below the bars. */
  whole(whole: Whole): void;
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
  const live = Boolean(stream.isTTY) && !quiet;
  const block = progressBlock(now);
  /** Lines of the block that are on the terminal now, with the cursor at the end of the last. */
  let shown = 0;

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
    if (!quiet) stream.write(`${erased()}${line}\n${drawn()}`);
  }

  function erased(): string {
    const up = shown > 1 ? `\x1b[${shown - 1}A` : "";
    const erase = shown ? `\r${up}\x1b[J` : "";
    shown = 0;
    return erase;
  }

  function drawn(): string {
    const lines = live ? block.lines(stream.columns || 80) : [];
    shown = lines.length;
    return lines.join("\n");
  }

  /** Shows what has changed in the block. */
  const redraw = () => live && stream.write(erased() + drawn());

  return {
    event: (text) => write(`[${toUtcText(now())}] ${text}`),
    step: (text) => write(`  - ${text}`),
    live,
    progress(piece) {
      block.progress(piece);
      redraw();
    },
    ended(title) {
      block.ended(title);
      redraw();
    },
    whole(whole) {
      block.whole(whole);
      redraw();
    },
    close() {
      if (shown) stream.write(erased());
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

/** Bars beside each other; of more pieces only the whole tells. */
const MOST_BARS = 5;

/** What stands below the log on a terminal: a bar for each piece in progress, and the whole. */
function progressBlock(now: () => number) {
  const bars = new Map<string, Watched>();
  let files: Share | undefined;
  let lines: Watched | undefined;
  return {
    progress: ({ title, ...share }: Progress) => void bars.set(title, watched(bars.get(title), share, now())),
    ended: (title: string) => void bars.delete(title),
    whole(whole: Whole) {
      files = whole.files;
      lines = watched(lines, whole.lines, now());
    },
    lines(columns: number): string[] {
      const at = { now: now(), columns };
      const drawn = [...bars].slice(0, MOST_BARS).map(([title, bar]) => drawBar(visibleLine(title), bar, at));
      if (files && lines && files.total > 1)
        drawn.push(describeWhole(files, lines, now()).slice(0, columns - 1));
      return drawn;
    },
  };
}
