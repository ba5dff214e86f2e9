import { SECOND } from "./core/time.js";

/** A hook that is slower than this is tried again later. */
const PATIENCE = 10 * SECOND;

/** Posts a JSON message; throws if it is not taken. */
export const callWebhook = (url: string, message: string) => call("POST", url, message);

/** Runs a shell command with the message's text on its standard input; throws if it fails. */
export const runCommand = (command: string, message: string, env: NodeJS.ProcessEnv) =>
  pipeInto(command, (JSON.parse(message) as { text: string }).text, env);

/** Calls a dead man's switch (the healthchecks.io convention); that it can't be reached is no reason to fail. */
export async function ping(url: string | undefined, moment: "start" | "success" | "fail"): Promise<void> {
  if (!url) return;
  await call("GET", moment === "success" ? url : `${url}/${moment}`).catch(() => {});
}

/** node:http rather than fetch, whose first use costs a tick a tenth of a second and 40 MB. */
async function call(method: "GET" | "POST", url: string, body?: string): Promise<void> {
  const { request } = await (url.startsWith("https:") ? import("node:https") : import("node:http"));
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method, headers, signal: AbortSignal.timeout(PATIENCE) }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) response.on("end", resolve);
      else reject(new Error(`${new URL(url).host} answered ${status}`));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function pipeInto(command: string, text: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { spawn } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], {
      env,
      stdio: ["pipe", "ignore", "ignore"],
      timeout: PATIENCE,
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`the command ended with ${code ?? "a signal"}`)),
    );
    child.stdin.on("error", () => {}); // a command that does not read is fine
    child.stdin.end(`${text}\n`);
  });
}
