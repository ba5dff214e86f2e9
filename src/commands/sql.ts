import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { visibleLine } from "../core/visible.js";
import { dim } from "../print.js";
import type { Answered } from "../store/database.js";
import { table } from "../table.js";
import { sql } from "../verbs/sql.js";
import { type Act, subcommand } from "./command.js";

export const sqlCommand = (act: Act): Command =>
  subcommand(
    "sql",
    "Run one SQL statement on the database, also on an encrypted one",
    "sql 'select id, status from translation_projects'",
    "sql --write \"update translation_projects set priority = 5 where status = 'pending'\"",
    "sql - < query.sql",
  )
    .argument("<statement>", "the statement, or - to read it from standard input")
    .option("--write", "let it change something; it is noted in the audit log")
    .action(
      act(async (context: Terminal, given: string, { write = false }: { write?: boolean }) => {
        const statement = given === "-" ? await textOf(context.stdin) : given;
        const answered = await sql(context, { statement, write });
        context.print.result(answered, () => describe(answered, context.print.columns));
      }),
    );

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** A table for people, and for programs what sqlite3 would print with tabs: rows only. */
function describe({ columns, rows, changed }: Answered, width: number): string {
  if (columns.length === 0) return dim(`${changed} ${changed === 1 ? "row" : "rows"} changed`);
  const cells = rows.map((row) => row.map((cell) => (cell === null ? "" : visibleLine(String(cell)))));
  if (!Number.isFinite(width)) return cells.map((row) => row.join("\t")).join("\n");
  const widest = widestOf(columns, cells);
  return table(
    columns.map((title, at) => ({ title, shrinks: at === widest })),
    cells,
    width,
  );
}

/** The column that gives way where the rows are wider than the terminal. */
function widestOf(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  const widths = columns.map((title, at) =>
    rows.reduce((widest, row) => Math.max(widest, row[at]!.length), title.length),
  );
  return widths.indexOf(Math.max(...widths));
}
