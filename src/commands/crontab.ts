import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { dim, green } from "../print.js";
import { installCrontab, printableEntry, removeCrontab } from "../verbs/crontab.js";
import { languages } from "../verbs/languages.js";
import { type Act, subcommand } from "./command.js";

interface Flags {
  install?: boolean;
  remove?: boolean;
  folder?: string;
  to?: string;
  mail?: boolean;
}

async function run(context: Terminal, { install, remove, folder, to, mail }: Flags): Promise<undefined> {
  const { print } = context;
  if (install && remove) throw new UserError("--install and --remove exclude each other");
  const watch = watchOf(folder, to);
  const options = mail ? { mail } : {};
  if (install) {
    const installed = await installCrontab(context, { ...options, ...(watch ? { watch } : {}) });
    print.result(installed, () =>
      [
        ...installed.watched.map(({ folder: { path, targets } }) =>
          visibleLine(`watching ${path} → ${targets.join(", ")}`),
        ),
        installed.changed ? `${green("installed")}\n${installed.entry}` : dim("installed already"),
      ].join("\n"),
    );
  } else if (remove) {
    const { changed } = await removeCrontab(context);
    print.result({ changed, entry: null }, () => (changed ? "removed" : dim("there is no entry")));
  } else {
    const entry = printableEntry(context, options);
    print.result({ entry }, () => entry);
    if (watch)
      print.note(
        `To watch the folder too: ${commandLine("folder", "add", watch.folder, "--to", watch.to.join(","))}`,
      );
  }
}

function watchOf(folder: string | undefined, to: string | undefined) {
  if ((folder === undefined) !== (to === undefined)) {
    throw new UserError("--folder and --to go together", "for example `--folder FOLDER --to fr,es`");
  }
  return folder === undefined || to === undefined ? undefined : { folder, to: languages("--to", to) };
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
    .option("--folder <folder>", "also watch this folder, as `folder add` does")
    .option("--to <languages>", "into these languages")
    .option("--mail", "let cron mail what went wrong instead of writing it to logs/crontab.log")
    .action(act(run, "none"));
