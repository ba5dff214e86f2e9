import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { green } from "../print.js";
import { backup } from "../verbs/backup.js";
import { type Act, subcommand } from "./command.js";
import { wholeNumber } from "./options.js";

export const backupCommand = (act: Act): Command =>
  subcommand(
    "backup",
    "Copy the database, consistently, while others write",
    "backup",
    "backup --keep 14",
    "backup /mnt/safe/transcron.db",
  )
    .argument("[file]", "where to (default: backups/ in the home)")
    .option("--keep <n>", "of the backups in the home, keep so many", wholeNumber("--keep"))
    .action(
      act(async (context: Terminal, file: string | undefined, { keep }: { keep?: number }) => {
        const made = await backup(context, {
          ...(file === undefined ? {} : { file }),
          ...(keep === undefined ? {} : { keep }),
        });
        context.print.result(made, () =>
          [
            `${green("wrote")} ${made.path} (${made.bytes} bytes)`,
            ...made.removed.map((path) => `removed ${path}`),
          ].join("\n"),
        );
      }),
    );
