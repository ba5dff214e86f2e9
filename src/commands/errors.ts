import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { toUtcText } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import { dim, yellow } from "../print.js";
import type { Problem } from "../store/problems.js";
import { type Act, subcommand } from "./command.js";
import { type HistoryFlags, periodOf, withHistoryFlags } from "./options.js";

export const errorsCommand = (act: Act): Command =>
  withHistoryFlags(
    subcommand("errors", "List what went wrong, the newest first", "errors", "errors --since 7d --json"),
  ).action(
    act(async (context: Terminal, flags: HistoryFlags) => {
      const errors = await (await context.store()).listProblems(periodOf(context, flags));
      context.print.result({ errors }, () =>
        errors.length ? errors.map(describe).join("\n") : dim("no errors"),
      );
    }),
  );

const describe = ({ at, code, projectId, name, message }: Problem) =>
  `${`${dim(toUtcText(at))}  ${yellow(code)}  ${projectId ?? ""}  ${visibleLine(name ?? "")}`.trimEnd()}\n    ${message}`;
