import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import type { Status } from "../core/model.js";
import { MINUTE } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import type { Log } from "../log.js";
import type { Notice } from "../store/notices.js";
import { parseWorkerId } from "../system/worker-id.js";
import { callWebhook, runCommand } from "./hooks.js";
import type { Piece } from "./shift.js";
import type { Worked } from "./work.js";

const ATTEMPTS = 6;
/** Of many pieces of work a message names so many; its `projects` has them all. */
const MOST_LISTED = 20;

/** Writes down what people should hear of; it is sent at the end of a tick, so that it never holds up work. */
export async function announce(context: Context, { pieces, pause, recovered }: Worked): Promise<void> {
  const { NOTIFY_WEBHOOK, NOTIFY_COMMAND } = context.config;
  if (!NOTIFY_WEBHOOK && !NOTIFY_COMMAND) return;
  const ended = (wanted: Status) => pieces.filter(({ status }) => status === wanted);
  const finished = ended("completed");
  if (finished.length) {
    const lines = listed(finished, ({ title }) => title);
    await enqueue(context, "finished", [`${finished.length} finished:`, ...lines], finished);
  }
  const failed = ended("failed");
  if (failed.length) {
    const lines = listed(failed, ({ id, title, reason }) => `${id}  ${title}: ${reason}`);
    const text = [
      `${failed.length} failed:`,
      ...lines,
      `try again: ${commandLine("retry-failed", ...which(failed))}`,
    ];
    await enqueue(context, "failed", text, failed);
  }
  if (pause) {
    const hint = pause.hint ? [pause.hint] : [];
    await enqueue(context, "paused", [`the provider is paused: ${pause.message}`, ...hint]);
  } else if (recovered) await enqueue(context, "recovered", ["the provider answers again"]);
}

/** A line each, as far as a message should go. */
function listed(pieces: readonly Piece[], describe: (piece: Piece) => string): string[] {
  const more = pieces.length - MOST_LISTED;
  return [...pieces.slice(0, MOST_LISTED).map(describe), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** Their ids, as far as they are listed; else all that have failed. */
const which = (failed: readonly Piece[]) =>
  failed.length > MOST_LISTED ? ["--all"] : failed.map(({ id }) => id);

async function enqueue(context: Context, event: string, lines: string[], pieces: readonly Piece[] = []) {
  const now = context.clock.now();
  const { host } = parseWorkerId(context.worker);
  const text = `transcron on ${host}: ${lines.map(visibleLine).join("\n")}`;
  const projects = pieces.map(({ kind, id, about, status, reason }) => ({
    ...{ kind, id, ...about, status },
    ...(reason ? { reason } : {}),
  }));
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
