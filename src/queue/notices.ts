import type { Context } from "../context.js";
import { MINUTE } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import type { Log } from "../log.js";
import type { Notice } from "../store/notices.js";
import { parseWorkerId } from "../system/worker-id.js";
import { callWebhook, runCommand } from "./hooks.js";
import type { Worked } from "./work.js";

const ATTEMPTS = 6;

/** Writes down what people should hear of; it is sent at the end of a tick, so that it never holds up work. */
export async function announce(context: Context, { pieces, pause, recovered }: Worked): Promise<void> {
  const { NOTIFY_WEBHOOK, NOTIFY_COMMAND } = context.config;
  if (!NOTIFY_WEBHOOK && !NOTIFY_COMMAND) return;
  const failed = pieces.filter(({ status }) => status === "failed");
  if (failed.length) {
    const lines = failed.slice(0, 20).map(({ id, title, reason }) => `${id}  ${title}: ${reason}`);
    const more = failed.length > 20 ? [`and ${failed.length - 20} more`] : [];
    await enqueue(
      context,
      "failed",
      [`${failed.length} failed:`, ...lines, ...more, "mend: transcron retry-failed ID"],
      failed.map(({ kind, id, about, status, reason }) => ({ kind, id, ...about, status, reason })),
    );
  }
  if (pause) {
    const hint = pause.hint ? [pause.hint] : [];
    await enqueue(context, "paused", [`the provider is paused: ${pause.message}`, ...hint]);
  } else if (recovered) await enqueue(context, "recovered", ["the provider answers again"]);
}

async function enqueue(context: Context, event: string, lines: string[], projects: unknown[] = []) {
  const now = context.clock.now();
  const { host } = parseWorkerId(context.worker);
  const text = `transcron on ${host}: ${lines.map(visibleLine).join("\n")}`;
  const message = { text, event, host, at: new Date(now).toISOString(), projects };
  const store = await context.store();
  const { NOTIFY_WEBHOOK, NOTIFY_COMMAND } = context.config;
  const notice = { event, message: JSON.stringify(message), now };
  // A row each, so that one that can't be told does not have the other told twice.
  if (NOTIFY_WEBHOOK) await store.enqueueNotice({ ...notice, target: "webhook" });
  if (NOTIFY_COMMAND) await store.enqueueNotice({ ...notice, target: "command" });
}

/** Sends what is due, all at once; what fails is sent again later, at last given up and noted as an error. */
export async function sendNotices(context: Context, log: Log): Promise<void> {
  const { NOTIFY_WEBHOOK, NOTIFY_COMMAND, childEnv } = context.config;
  const store = await context.store();
  const tell = async ({ id, message, attempts, event, target }: Notice) => {
    const now = context.clock.now();
    try {
      if (target === "webhook" && NOTIFY_WEBHOOK) await callWebhook(NOTIFY_WEBHOOK, message);
      if (target === "command" && NOTIFY_COMMAND) await runCommand(NOTIFY_COMMAND, message, childEnv);
      await store.settleNotice({ id, retryAt: null });
    } catch (error) {
      const last = attempts + 1 >= ATTEMPTS;
      const what = `telling of "${event}" by ${target} failed: ${(error as Error).message}`;
      log.event(`${what}${last ? ", given up" : ""}`);
      await store.settleNotice({ id, retryAt: last ? null : now + MINUTE * 2 ** attempts });
      if (last) await store.noteProblem({ work: null, code: "notify", message: what, now });
    }
  };
  await Promise.all((await store.dueNotices(context.clock.now())).map(tell));
}
