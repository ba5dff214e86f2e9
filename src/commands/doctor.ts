import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim, green, red, yellow } from "../print.js";
import type { Finding } from "../verbs/doctor/finding.js";
import { examine } from "../verbs/doctor/index.js";
import { type Act, subcommand } from "./command.js";
import { configured, type WorkerFlags, withWorkerFlags } from "./options.js";

interface Flags extends WorkerFlags {
  online?: boolean;
}

export const doctorCommand = (act: Act): Command =>
  withWorkerFlags(
    subcommand(
      "doctor",
      "Check everything transcron stands on, and say how to mend what is wrong",
      "doctor",
      "doctor --online",
    ).option("--online", "also send one tiny request to each provider that is set up"),
  ).action(
    act(async (outer: Terminal, { online = false, ...flags }: Flags) => {
      const context = configured(outer, flags);
      const findings = await examine(context, { online });
      const broken = findings.filter(({ state }) => state === "broken").length;
      context.print.result({ findings, broken }, () => findings.map(describe).join("\n"));
      return broken ? "partly" : "done";
    }),
  );

const SIGNS = { ok: green("ok    "), warning: yellow("warn  "), broken: red("BROKEN") };

const describe = ({ check, state, says, mend }: Finding) =>
  `${SIGNS[state]}  ${check.padEnd(12)}  ${says}${mend ? `\n${" ".repeat(22)}${dim("mend:")} ${mend}` : ""}`;
