import { delimiter, dirname, join } from "node:path";
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
  /** What is added every five minutes, each as `FOLDER --to LANGUAGES`, ready for a crontab. */
  adds: readonly string[];
  /** Lets cron mail what went wrong instead of writing it to the home's logs. */
  mail: boolean;
}

/** In a crontab an unescaped percent sign ends the command. */
const quoted = (text: string) =>
  (/^[\w@+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`).replaceAll("%", "\\%");

/** A folder and its languages as an entry adds them. */
export const addOf = (folder: string, to: readonly string[]): string =>
  `${quoted(folder)} --to ${quoted(to.join(","))}`;

/** The lines for a crontab: a tick each minute, folders to add from, a backup each night; between markers. */
export function crontabEntry({ node, program, home }: Call, { adds, mail }: EntryOptions): string {
  const searched = [...new Set([dirname(node), "/usr/local/bin", "/usr/bin", "/bin"])].join(delimiter);
  const call = `PATH=${quoted(searched)} ${quoted(node)} ${quoted(program)} --home ${quoted(home)} --quiet`;
  // What went wrong is on standard error; what was done is in the logs of the home already.
  const output = mail ? "" : ` >>${quoted(join(home, "logs", "crontab.log"))} 2>&1`;
  return [
    BEGIN,
    "# Written by transcron crontab --install; transcron crontab --remove takes it out.",
    `* * * * * ${call} tick${output}`,
    ...adds.map((what) => `*/5 * * * * ${call} add ${what}${output}`),
    `17 3 * * * ${call} backup --keep 14${output}`,
    END,
  ].join("\n");
}

/** What our entry in a crontab adds for this home, each as `FOLDER --to LANGUAGES`. */
export function addsIn(crontab: string, home: string): string[] {
  const ours = crontab.slice(crontab.indexOf(BEGIN), crontab.indexOf(END));
  return ours.split("\n").flatMap((line) => {
    const found = line.includes(` --home ${quoted(home)} `) && / add (.+? --to \S+)/.exec(line);
    return found ? [found[1]!] : [];
  });
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
