import kleur from "kleur";
import { OURS, visible, visibleLine } from "./core/visible.js";

export interface Stream {
  write(data: string | Uint8Array): unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/**
 * The only way to standard output: one JSON document with --json, else text for people, in which whatever would
 * steer the terminal is seen and does nothing.
 */
export interface Printer {
  json: boolean;
  quiet: boolean;
  /** Whether details are wanted, too. */
  verbose: boolean;
  /** Prints the result of a command. */
  result(data: unknown, text: () => string): void;
  /** Prints a text for people over the one that was printed so before. For terminals only. */
  repaint(text: string): void;
  /** Whether standard output is a terminal. */
  isTerminal: boolean;
  /** Prints a result that is a file's content, as it is. */
  bytes(content: Uint8Array): void;
  /** A remark beside the result, on standard error; nothing with --quiet. */
  note(text: string): void;
  /** An error, on standard error. */
  error(message: string, hint?: string): void;
  /** Columns of the terminal now; without end where there is none, since programs want the whole text. */
  readonly columns: number;
  /** Lines that `repaint` can take back: those of the terminal now but for the cursor's. */
  readonly lines: number;
}

interface PrintOptions {
  out: Stream;
  err: Stream;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
}

export function createPrinter({ out, err, json, quiet, verbose, color }: PrintOptions): Printer {
  kleur.enabled = color;
  let painted = 0;
  return {
    json,
    quiet,
    verbose,
    get columns() {
      return out.isTTY ? out.columns || 80 : Number.POSITIVE_INFINITY;
    },
    get lines() {
      return (out.rows || 24) - 1;
    },
    result(data, text) {
      if (json) out.write(`${JSON.stringify(data, null, 2)}\n`);
      else {
        const lines = shown(text());
        if (lines) out.write(lines.endsWith("\n") ? lines : `${lines}\n`);
      }
    },
    repaint(text) {
      const lines = shown(text).split("\n").slice(0, this.lines);
      const up = painted ? `\x1b[${painted}A` : "";
      // A line that wraps would take more room than is counted here: it is cut at the edge instead.
      out.write(`\r${up}\x1b[J\x1b[?7l${lines.join("\n")}\x1b[?7h\n`);
      painted = lines.length;
    },
    isTerminal: out.isTTY === true,
    bytes: (content) => void out.write(content),
    note(text) {
      if (!quiet) err.write(`${shown(text)}\n`);
    },
    error(message, hint) {
      err.write(shown(`${red("error:")} ${message}\n${hint ? `${dim("try:")} ${hint}\n` : ""}`));
    },
  };
}

const STYLES = {
  b: kleur.bold,
  d: kleur.dim,
  r: kleur.red,
  g: kleur.green,
  y: kleur.yellow,
  c: kleur.cyan,
};
type Style = keyof typeof STYLES;

/** A text that the printer will paint: escape sequences come from nowhere else. */
const paint = (style: Style) => (text: string) => `${OURS.paint}${style}${text}${OURS.unpaint}`;

export const bold = paint("b");
export const dim = paint("d");
export const red = paint("r");
export const green = paint("g");
export const yellow = paint("y");
const cyan = paint("c");

const STATUS_COLOURS: Record<string, (text: string) => string> = {
  completed: green,
  failed: red,
  processing: cyan,
  cancelled: dim,
};

/** A status in its colour. */
export const paintStatus = (status: string, text = status) => STATUS_COLOURS[status]?.(text) ?? text;

const MARKS = new RegExp(`([${Object.values(OURS).join("")}])`, "g");
const ISOLATED = new RegExp(`${OURS.isolate}([^\\n${OURS.isolate}${OURS.unisolate}]*)${OURS.unisolate}`, "g");
/** Painted, with nothing painted inside. */
const PAINTED = new RegExp(`${OURS.paint}([a-z])([^${OURS.paint}${OURS.unpaint}]*)${OURS.unpaint}`, "g");

/** A text for people: what is ours in it as what it stands for, and all else visible. */
function shown(text: string): string {
  let result = text
    .split(MARKS)
    .map((part, at) => (at % 2 ? part : visible(part)))
    .join("")
    .replace(ISOLATED, "\u2068$1\u2069");
  for (let before = ""; before !== result; ) {
    before = result;
    result = result.replace(PAINTED, (whole, style, inner) => STYLES[style as Style]?.(inner) ?? whole);
  }
  return result.replace(MARKS, visibleLine);
}
