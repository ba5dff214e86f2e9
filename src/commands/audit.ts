import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { toUtcText } from "../core/time.js";
import { dim } from "../print.js";
import { table } from "../table.js";
import { type Act, subcommand } from "./command.js";
import { type HistoryFlags, periodOf, withHistoryFlags } from "./options.js";

const COLUMNS = [
  { title: "WHEN (UTC)" },
  { title: "WHO" },
  { title: "WHAT" },
  { title: "ID" },
  { title: "DETAILS", shrinks: true },
];

export const auditCommand = (act: Act): Command =>
  withHistoryFlags(
    subcommand("audit", "List who changed what: commands and settings", "audit", "audit --since 30d"),
  ).action(
    act(async (context: Terminal, flags: HistoryFlags) => {
      const changes = await (await context.store()).listAudit(periodOf(context, flags));
      context.print.result({ changes }, () => {
        if (changes.length === 0) return dim("nothing was changed");
        const rows = changes.map(({ at, who, action, id, details }) => [
          toUtcText(at),
          who,
          action,
          id ?? "",
          details,
        ]);
        return table(COLUMNS, rows, context.print.columns);
      });
    }),
  );
