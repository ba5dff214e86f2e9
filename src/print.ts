import kleur from "kleur";

export interface Stream {
  write(data: string | Uint8Array): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** The only way to standard output: one JSON document with --json, else text for people. */
export interface Printer {
  json: boolean;
  quiet: boolean;
  /** Prints the result of a command. */
  result(data: unknown, text: () => string): void;
  /** Prints a result that is a file's content, as it is. */
  bytes(content: Uint8Array): void;
  /** A remark beside the result, on standard error; nothing with --quiet. */
  note(text: string): void;
  /** An error, on standard error. */
  error(message: string, hint?: string): void;
  /** Columns of the terminal, 80 where there is none. */
  columns: number;
}

interface PrintOptions {
  out: Stream;
  err: Stream;
  json: boolean;
  quiet: boolean;
  color: boolean;
}

export function createPrinter({ out, err, json, quiet, color }: PrintOptions): Printer {
  kleur.enabled = color;
  return {
    json,
    quiet,
    columns: out.columns ?? 80,
    result(data, text) {
      if (json) out.write(`${JSON.stringify(data, null, 2)}\n`);
      else {
        const lines = text();
        if (lines) out.write(lines.endsWith("\n") ? lines : `${lines}\n`);
      }
    },
    bytes: (content) => void out.write(content),
    note(text) {
      if (!quiet) err.write(`${text}\n`);
    },
    error(message, hint) {
      const shown = message.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "?"); // a file's name may hold anything
      err.write(`${kleur.red("error:")} ${shown}\n${hint ? `${kleur.dim("try:")} ${hint}\n` : ""}`);
    },
  };
}

const STATUS_COLOURS: Record<string, (text: string) => string> = {
  completed: kleur.green,
  failed: kleur.red,
  processing: kleur.cyan,
  cancelled: kleur.dim,
};

/** A status in its colour. */
export const paintStatus = (status: string, text = status) => STATUS_COLOURS[status]?.(text) ?? text;

export const bold = (text: string) => kleur.bold(text);
export const dim = (text: string) => kleur.dim(text);
export const green = (text: string) => kleur.green(text);
export const yellow = (text: string) => kleur.yellow(text);
export const red = (text: string) => kleur.red(text);
