import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { explain } from "../errors.js";
import { dim, green, red, yellow } from "../print.js";
import { type Act, configured, subcommand, type WorkerFlags, withWorkerFlags } from "./command.js";
import { CHECKS, type Finding, ONLINE_CHECK } from "./doctor-checks.js";

/** Looks at everything transcron stands on; a check that itself breaks is a finding, never the end. */
export async function examine(context: Terminal, online: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(online ? { ...CHECKS, ...ONLINE_CHECK } : CHECKS)) {
    try {
      findings.push(...(await check(context)).map((found) => ({ check: name, ...found })));
    } catch (error) {
      const known = explain(error);
      const says = known?.message ?? (error as Error).message;
      // What one check found broken, others stumble over: once is enough.
      if (findings.some((found) => found.says === says)) continue;
      findings.push({ check: name, state: "broken", says, ...(known?.hint ? { mend: known.hint } : {}) });
    }
  }
  return findings;
}

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
    ).option("--online", "also send one tiny request to the provider"),
  ).action(
    act(async (outer: Terminal, { online = false, ...flags }: Flags) => {
      const context = configured(outer, flags);
      const findings = await examine(context, online);
      const broken = findings.filter(({ state }) => state === "broken").length;
      context.print.result({ findings, broken }, () => findings.map(describe).join("\n"));
      return broken ? "partly" : "done";
    }),
  );

const SIGNS = { ok: green("ok    "), warning: yellow("warn  "), broken: red("BROKEN") };

const describe = ({ check, state, says, mend }: Finding) =>
  `${SIGNS[state]}  ${check.padEnd(12)}  ${says}${mend ? `\n${" ".repeat(22)}${dim("mend:")} ${mend}` : ""}`;
