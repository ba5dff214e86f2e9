import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { restore } from "../verbs/restore.js";
import { type Act, subcommand } from "./command.js";

interface Flags {
  force?: boolean;
  keyFile?: string;
}

export const restoreCommand = (act: Act): Command =>
  subcommand(
    "restore",
    "Replace the database by a backup; the old one is kept beside it",
    "restore ~/.transcron/backups/transcron-20260106030000.db",
  )
    .argument("<file>", "a file that backup wrote")
    .option("--force", "also if there is a database")
    .option("--key-file <file>", "the key of the backup, where it is not that of the database")
    .action(
      act(async (context: Terminal, file: string, { force = false, ...key }: Flags) => {
        const restored = await restore(context, { file, force, ...key });
        context.print.result(
          restored,
          () => `restored${restored.replaced ? `; the old one is ${restored.replaced}` : ""}`,
        );
      }, "makes"),
    );
