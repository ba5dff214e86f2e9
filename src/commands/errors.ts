import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { toUtcText } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import { dim, yellow } from "../print.js";
import { wrap } from "../table.js";
import { listProblems, type ProblemGroup } from "../verbs/problems.js";
import { type Act, subcommand } from "./command.js";
import { type KindFlag, kindOf, withKindFlag } from "./filter.js";
import { type HistoryFlags, withHistoryFlags } from "./options.js";
import { answered } from "./report.js";

interface Flags extends HistoryFlags, KindFlag {
  project?: string;
  code?: string;
}

export const errorsCommand = (act: Act): Command =>
  withHistoryFlags(
    withKindFlag(
      subcommand(
        "errors",
        "List what went wrong, the newest first; what went wrong in the same way is told once",
        "errors",
        "errors --project k3x9q2ab",
        "errors --code timeout --since 7d --json",
        "errors --kind transcription",
      )
        .option(
          "--project <id>",
          "only of this work, by id (k3x9q2ab, audio-1) or by its translation's name (film.fr.srt)",
        )
        .option("--code <code>", "only of this code"),
    ),
  ).action(
    act(async (context: Terminal, { kind: word, ...flags }: Flags) => {
      const kind = kindOf(word === undefined ? {} : { kind: word });
      const errors = await listProblems(context, { ...flags, ...(kind ? { kind } : {}) });
      const shown = { columns: context.print.columns, quote: context.config.QUOTE_TEXT };
      context.print.result({ errors }, () =>
        errors.length ? errors.map((one) => describe(one, shown)).join("\n") : dim("no errors"),
      );
    }),
  );

function describe(
  { at, first, count, code, projectId, name, message, answer }: ProblemGroup,
  { columns, quote }: { columns: number; quote: boolean },
): string {
  const who =
    count === 1
      ? `  ${projectId ?? ""}  ${visibleLine(name ?? "")}`
      : `  ${count} times since ${toUtcText(first)}`;
  const told = [message, ...(answer === null || !quote ? [] : [answered(answer)])].join("\n");
  return `${`${dim(toUtcText(at))}  ${yellow(code)}${who}`.trimEnd()}\n${wrap(told, columns, "    ")}`;
}
