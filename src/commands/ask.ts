import { createInterface } from "node:readline";
import type { Terminal } from "../context.js";

/** Whether there is a person to ask: standard input is a terminal, and the output is for people. */
export const canAsk = ({ stdin, print }: Terminal): boolean =>
  (stdin as { isTTY?: boolean }).isTTY === true && !print.json && !print.quiet;

/** The answer of a person at the terminal; what is silent or ends means no. Where nobody can be asked, it is yes. */
export async function agrees(context: Terminal, question: string): Promise<boolean> {
  context.print.note(canAsk(context) ? `${question} [y/N]` : question.replace(/\?$/, ""));
  return canAsk(context) ? saysYes(context) : true;
}

async function saysYes({ stdin }: Pick<Terminal, "stdin">): Promise<boolean> {
  for await (const line of createInterface({ input: stdin })) return /^y(es)?$/i.test(line.trim());
  return false;
}
