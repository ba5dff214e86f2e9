import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { encrypt } from "../verbs/rekey.js";
import { type Act, subcommand } from "./command.js";
import { tellRekeyed } from "./rekey.js";

export const encryptCommand = (act: Act): Command =>
  subcommand(
    "encrypt",
    "Encrypt the database, while nobody works on it",
    "encrypt --key-file /etc/transcron.key",
    "encrypt",
  )
    .option("--key-file <file>", "the file with the key (default: the key of the settings)")
    .action(
      act(async (context: Terminal, flags: { keyFile?: string }) => {
        tellRekeyed(context, "encrypted", await encrypt(context, flags));
        context.print.note("backups made before are still plain files: remove them, and make a new one");
      }),
    );
