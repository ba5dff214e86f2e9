import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { decrypt } from "../verbs/rekey.js";
import { type Act, subcommand } from "./command.js";
import { tellRekeyed } from "./rekey.js";

export const decryptCommand = (act: Act): Command =>
  subcommand(
    "decrypt",
    "Write the encrypted database as a plain one, while nobody works on it",
    "decrypt",
  ).action(
    act(async (context: Terminal) => {
      tellRekeyed(context, "no longer encrypted", await decrypt(context));
      context.print.note("backups made before need the old key: keep it as long as you keep them");
    }),
  );
