import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { DAY, toUtcText } from "../core/time.js";
import { dim, yellow } from "../print.js";
import { table } from "../table.js";
import { type Act, duration, subcommand, wholeNumber } from "./command.js";

interface Flags {
  since?: number;
  limit: number;
}

const since = ({ clock }: Terminal, { since: age = DAY }: Flags) => clock.now() - age;

export const errorsCommand = (act: Act): Command =>
  subcommand("errors", "List what went wrong, the newest first", "errors", "errors --since 7d --json")
    .option("--since <duration>", "within so long (default: 24h)", duration("--since"))
    .option("--limit <n>", "at most so many", wholeNumber("--limit"), 50)
    .action(
      act(async (context: Terminal, flags: Flags) => {
        const errors = await (await context.store()).listErrors(since(context, flags), flags.limit);
        context.print.result({ errors }, () =>
          errors.length
            ? errors
                .map(({ at, code, projectId, name, message }) =>
                  [
                    `${dim(toUtcText(at))}  ${yellow(code)}  ${projectId ?? ""}  ${name ?? ""}`.trimEnd(),
                    `    ${message}`,
                  ].join("\n"),
                )
                .join("\n")
            : dim("no errors"),
        );
      }),
    );

export const auditCommand = (act: Act): Command =>
  subcommand("audit", "List who changed what: commands and settings", "audit", "audit --since 30d")
    .option("--since <duration>", "within so long (default: 24h)", duration("--since"))
    .option("--limit <n>", "at most so many", wholeNumber("--limit"), 50)
    .action(
      act(async (context: Terminal, flags: Flags) => {
        const changes = await (await context.store()).listAudit(since(context, flags), flags.limit);
        context.print.result({ changes }, () => {
          if (changes.length === 0) return dim("nothing was changed");
          const columns = [
            { title: "WHEN (UTC)" },
            { title: "WHO" },
            { title: "WHAT" },
            { title: "DETAILS", shrinks: true },
          ];
          const rows = changes.map(({ at, who, action, details }) => [toUtcText(at), who, action, details]);
          return table(columns, rows, context.print.columns);
        });
      }),
    );
