import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { green } from "../print.js";
import { type Rekeyed, rekey } from "../verbs/rekey.js";
import { type Act, subcommand } from "./command.js";

export const rekeyCommand = (act: Act): Command =>
  subcommand(
    "rekey",
    "Encrypt the database with another key, while nobody works on it",
    "rekey --key-file /etc/transcron-2.key",
  )
    .requiredOption("--key-file <file>", "the file with the new key")
    .action(
      act(async (context: Terminal, flags: { keyFile: string }) => {
        tellRekeyed(context, "encrypted with the new key", await rekey(context, flags));
        context.print.note("backups made before need the old key: keep it as long as you keep them");
      }),
    );

/** What was done to the database, and what must be done to the settings before the next command. */
export function tellRekeyed({ print }: Terminal, done: string, rekeyed: Rekeyed): void {
  const { settings } = rekeyed;
  const next =
    settings === null
      ? ""
      : "put" in settings
        ? `\nput this line into ${settings.file}, in place of any other key:\n${settings.put}`
        : `\nremove ${settings.remove} from ${settings.file}`;
  print.result(rekeyed, () => `${green("done")}: the database is ${done}${next}`);
}
