import { delimiter, dirname, join } from "node:path";
import { commandLine } from "../core/command-line.js";
import { DAY, HOUR, MINUTE } from "../core/time.js";
import { UserError } from "../errors.js";

const BEGIN = "# >>> transcron >>>";
const END = "# <<< transcron <<<";

/** What an entry calls, all of it by absolute paths: cron has neither a shell's PATH nor its environment. */
interface Call {
  node: string;
  program: string;
  home: string;
}

interface EntryOptions {
  /** Lets cron mail what went wrong instead of writing it to the home's logs. */
  mail: boolean;
}

/** In a crontab an unescaped percent sign ends the command, and a line break the entry: that is refused. */
function quoted(text: string): string {
  if (/[\r\n]/.test(text))
    throw new UserError(
      `a crontab can't hold the line break in ${JSON.stringify(text)}`,
      "rename the folder",
    );
  return (/^[\w@+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`).replaceAll("%", "\\%");
}

/** The lines for a crontab: a tick each minute, which scans watched folders too, and a backup each night; between markers. */
export function crontabEntry({ node, program, home }: Call, { mail }: EntryOptions): string {
  const searched = [...new Set([dirname(node), "/usr/local/bin", "/usr/bin", "/bin"])].join(delimiter);
  const call = `PATH=${quoted(searched)} ${quoted(node)} ${quoted(program)} --home ${quoted(home)} --quiet`;
  // What went wrong is on standard error; what was done is in the logs of the home already.
  const output = mail ? "" : ` >>${quoted(join(home, "logs", "crontab.log"))} 2>&1`;
  return [
    BEGIN,
    `# Written by transcron: ${commandLine("crontab", "--remove")} takes it out.`,
    `* * * * * ${call} tick${output}`,
    `17 3 * * * ${call} backup --keep 14${output}`,
    END,
  ].join("\n");
}

/** The lines of our entry in a crontab. */
export const entryIn = (crontab: string): string[] =>
  crontab.slice(crontab.indexOf(BEGIN), crontab.indexOf(END)).split("\n");

/** A folder that an entry adds files from. */
export interface AddedFolder {
  path: string;
  /** Language tags. */
  to: string[];
}

/** What our entry in a crontab adds for this home: entries had such lines before folders were watched. */
export function addsIn(crontab: string, home: string): AddedFolder[] {
  return entryIn(crontab).flatMap((line) => {
    const found = line.includes(` --home ${quoted(home)} `) && / add (.+?) --to (\S+)/.exec(line);
    return found ? [{ path: unquoted(found[1]!), to: unquoted(found[2]!).split(",") }] : [];
  });
}

/** A tick in a crontab. */
interface TickEntry {
  line: string;
  /** The home it is for; undefined for the default one. */
  home: string | undefined;
}

/** Every tick in a crontab, ours or written by hand, with its home: an option, or a variable that stands above it. */
export function ticksIn(crontab: string): TickEntry[] {
  let variable: string | undefined;
  const found: TickEntry[] = [];
  for (const line of crontab.split("\n")) {
    if (/^\s*#/.test(line)) continue;
    const set = /^\s*TRANSCRON_HOME\s*=\s*(.*)$/.exec(line);
    if (set) variable = unquoted(set[1]!);
    else if (line.includes("transcron") && /\btick\b/.test(line)) {
      const own = /(?:--home[ =]|\bTRANSCRON_HOME=)('(?:[^']|'\\'')*'|"[^"]*"|\S+)/.exec(line);
      found.push({ line, home: own ? unquoted(own[1]!) : variable });
    }
  }
  return found;
}

const unquoted = (text: string) =>
  text
    .trim()
    .replace(/^(['"])(.*)\1$/, "$2")
    .replaceAll("'\\''", "'")
    .replaceAll("\\%", "%");

/** How long the ticks of an entry may at most be apart, in milliseconds, as far as its minutes tell. */
export function longestGap(line: string): number {
  const [minute = "", hour = ""] = line.trim().split(/\s+/);
  const step = /^\*(?:\/(\d+))?$/.exec(minute);
  if (!step || hour !== "*") return DAY + HOUR;
  return Number(step[1] ?? 1) * MINUTE;
}

/**
 * A crontab without our entry, and with the new one if there is one; the rest is left as it is. Throws UserError for
 * an entry that has lost its end.
 */
export function replaceEntry(crontab: string, entry: string | undefined): string {
  const kept: string[] = [];
  let ours = false;
  for (const line of crontab.split("\n")) {
    if (line === BEGIN) ours = true;
    if (!ours) kept.push(line);
    if (line === END) ours = false;
  }
  if (ours) throw new UserError(`the crontab has "${BEGIN}" without its end`, "mend it by hand: crontab -e");
  const rest = kept.join("\n").replace(/\n+$/, "");
  return [rest, entry].filter(Boolean).join("\n") + (rest || entry ? "\n" : "");
}
