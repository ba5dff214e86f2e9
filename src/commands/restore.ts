import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { restore } from "../verbs/restore.js";
import { type Act, subcommand } from "./command.js";

export const restoreCommand = (act: Act): Command =>
  subcommand(
    "restore",
    "Replace the database by a backup; the old one is kept beside it",
    "restore ~/.transcron/backups/transcron-20260106030000.db",
  )
    .argument("<file>", "a file that backup wrote")
    .option("--force", "also if there is a database")
    .action(
      act(async (context: Terminal, file: string, { force = false }: { force?: boolean }) => {
        const restored = await restore(context, { file, force });
        context.print.result(
          restored,
          () => `restored${restored.replaced ? `; the old one is ${restored.replaced}` : ""}`,
        );
      }),
    );
