import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { ComeBackLater, UserError } from "../errors.js";
import { dim, green } from "../print.js";
import { type Act, subcommand } from "./command.js";
import { languages } from "./languages.js";

const BEGIN = "# >>> transcron >>>";
const END = "# <<< transcron <<<";
const PROGRAM = fileURLToPath(new URL("../../bin/transcron.js", import.meta.url));

interface Flags {
  install?: boolean;
  remove?: boolean;
  folder?: string;
  to?: string;
  mail?: boolean;
}

/** In a crontab an unescaped percent sign ends the command. */
const quoted = (text: string) =>
  (/^[\w@+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`).replaceAll("%", "\\%");

/** The entry for this machine: absolute paths, since cron has neither a shell's PATH nor its environment. */
export function crontabEntry(
  home: string,
  { folder, to, mail }: Flags,
  kept: readonly string[] = [],
): string {
  const path = ["/usr/local/bin", "/usr/bin", "/bin"];
  const node = dirname(process.execPath);
  const searched = [...new Set([node, ...path])].join(delimiter);
  const program = `PATH=${quoted(searched)} ${quoted(process.execPath)} ${quoted(PROGRAM)} --home ${quoted(home)} --quiet`;
  // What went wrong is on standard error; what was done is in the logs of the home already.
  const output = mail ? "" : ` >>${quoted(join(home, "logs", "crontab.log"))} 2>&1`;
  const lines = [`* * * * * ${program} tick${output}`];
  const added = folder && to ? [`${quoted(folder)} --to ${quoted(to)}`] : kept;
  lines.push(...added.map((what) => `*/5 * * * * ${program} add ${what}${output}`));
  lines.push(`17 3 * * * ${program} backup --keep 14${output}`);
  return [
    BEGIN,
    "# Written by transcron crontab --install; transcron crontab --remove takes it out.",
    ...lines,
    END,
  ].join("\n");
}

/** What our entry in a crontab adds for this home, as `FOLDER --to LANGUAGES`. */
export function foldersIn(current: string, home: string): string[] {
  const ours = current.slice(current.indexOf(BEGIN), current.indexOf(END));
  return ours.split("\n").flatMap((line) => {
    const found = line.includes(` --home ${quoted(home)} `) && / add (.+? --to \S+)/.exec(line);
    return found ? [found[1]!] : [];
  });
}

/** A folder that is there, absolute, and languages that are some. */
function checked({ folder, to, ...flags }: Flags): Flags {
  if ((folder === undefined) !== (to === undefined)) {
    throw new UserError("--folder and --to go together", "for example --folder /srv/subtitles --to fr,es");
  }
  if (folder === undefined || to === undefined) return flags;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`${folder} is no folder`);
  return { ...flags, folder: resolve(folder), to: languages("--to", to).join(",") };
}

function crontab(args: string[], input?: string): { code: number; out: string; err: string } {
  const ran = spawnSync("crontab", args, { encoding: "utf8", ...(input === undefined ? {} : { input }) });
  if (ran.error)
    throw new UserError(
      "there is no crontab program",
      "install cron (Debian: apt-get install cron), or use transcron watch",
    );
  return { code: ran.status ?? 1, out: ran.stdout, err: ran.stderr.trim() };
}

/** The user's crontab; empty if there is none. */
export function readCrontab(): string {
  const { code, out, err } = crontab(["-l"]);
  if (code !== 0 && !/no crontab/i.test(err))
    throw new ComeBackLater(`crontab -l: ${err || `ended with ${code}`}`);
  return code === 0 ? out : "";
}

/** A crontab without our entry, and with the new one if there is one; the rest is left as it is. */
export function replaceEntry(current: string, entry: string | undefined): string {
  const kept: string[] = [];
  let ours = false;
  for (const line of current.split("\n")) {
    if (line === BEGIN) ours = true;
    if (!ours) kept.push(line);
    if (line === END) ours = false;
  }
  if (ours) throw new UserError(`the crontab has "${BEGIN}" without its end`, "mend it by hand: crontab -e");
  const rest = kept.join("\n").replace(/\n+$/, "");
  return [rest, entry].filter(Boolean).join("\n") + (rest || entry ? "\n" : "");
}

async function run(context: Terminal, given: Flags): Promise<undefined> {
  const flags = checked(given);
  if (flags.install && flags.remove) throw new UserError("--install and --remove exclude each other");
  // Installing anew, as doctor advises, must not take a folder out that is looked after.
  const before = flags.install || flags.remove ? readCrontab() : "";
  const entry = crontabEntry(context.home, flags, foldersIn(before, context.home));
  // The shell opens the log before transcron runs, and gives up if its folder is not there.
  mkdirSync(join(context.home, "logs"), { recursive: true, mode: 0o700 });
  if (!flags.install && !flags.remove) {
    context.print.result({ entry }, () => entry);
    return;
  }
  const after = replaceEntry(before, flags.install ? entry : undefined);
  if (after !== before) {
    const { code, err } = crontab(["-"], after);
    if (code !== 0) throw new UserError(`crontab refused the entry: ${err}`);
    await context.audit("crontab", flags.install ? "installed" : "removed");
  }
  const changed = after !== before;
  context.print.result({ changed, entry: flags.install ? entry : null }, () => {
    if (!changed) return dim(flags.install ? "installed already" : "there is no entry");
    return flags.install ? `${green("installed")}\n${entry}` : "removed";
  });
}

export const crontabCommand = (act: Act): Command =>
  subcommand(
    "crontab",
    "Print the crontab entry for this machine, or put it into your crontab, once, between markers",
    "crontab",
    "crontab --install --folder /srv/subtitles --to fr,es",
    "crontab --remove",
  )
    .option("--install", "put it into your crontab, in place of an older one")
    .option("--remove", "take it out again")
    .option("--folder <folder>", "also add what is new or changed in this folder, every five minutes")
    .option("--to <languages>", "into these languages")
    .option("--mail", "let cron mail what went wrong instead of writing it to logs/crontab.log")
    .action(act(run));
