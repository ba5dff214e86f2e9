import { SECOND } from "../core/time.js";
import { call } from "../system/call.js";
import { pipeIntoShell } from "../system/child.js";

/** A hook that is slower than this is tried again later. */
const PATIENCE = 10 * SECOND;

/** Posts a JSON message; throws if it is not taken. */
export const callWebhook = (url: string, message: string) =>
  call("POST", url, { body: message, timeout: PATIENCE });

/** Runs a shell command with the message's text on its standard input; throws if it fails. */
export const runCommand = (command: string, message: string, env: NodeJS.ProcessEnv) =>
  pipeIntoShell(command, {
    text: `${(JSON.parse(message) as { text: string }).text}\n`,
    env,
    timeout: PATIENCE,
  });

/** One tick as a dead man's switch hears of it. */
export function monitor(url: string | undefined) {
  let started = Promise.resolve();
  return {
    /** Work begins; it does not wait for this. */
    start: () => {
      started = ping(url, "start");
    },
    /** To be waited for when nobody waits for this tick any more. */
    end: async (moment: "success" | "fail") => {
      await started;
      await ping(url, moment);
    },
  };
}

export type Monitor = ReturnType<typeof monitor>;

/** The healthchecks.io convention; that it can't be reached is no reason to fail. */
async function ping(url: string | undefined, moment: "start" | "success" | "fail"): Promise<void> {
  if (!url) return;
  await call("GET", moment === "success" ? url : `${url}/${moment}`, { timeout: PATIENCE }).catch(() => {});
}
