import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import { deliveryBackoff } from "../core/retry.js";
import { toUtcText } from "../core/time.js";
import { ComeBackLater, explain } from "../errors.js";
import type { Log } from "../log.js";
import type { Delivery } from "../store/deliveries.js";
import { mayPass } from "../system/write-file.js";

/** Where a finished file was written, or why it is not to be written after all. */
type Written = { path: string } | { superseded: string };

/**
 * Writes the finished files of a kind, each once and by one worker. One whose disk is away or full is tried again by
 * later ticks; why another could not be written is noted on its work and left to `export`. Returns how many could not.
 */
export async function deliverAll(
  context: Context,
  { kind, log }: { kind: KindName; log: Log },
  write: (id: string) => Promise<Written>,
): Promise<number> {
  const { clock } = context;
  const store = await context.store();
  const next = () => store.claimDelivery(kind, clock.now());
  let failed = 0;
  for (let delivery = await next(); delivery; delivery = await next()) {
    const { id } = delivery;
    try {
      const written = await write(id);
      if ("superseded" in written) {
        await store.skipDelivery({ kind, id }, `superseded: ${written.superseded}`);
        log.event(`${id} is not written: ${written.superseded}`);
      } else log.event(`${id} written to ${written.path}`);
    } catch (error) {
      failed++;
      log.event(`${id} could not be written: ${messageOf(error)}`);
      if (error instanceof ComeBackLater) {
        await store.releaseDelivery({ kind, id }); // the database itself: all of them again next time
        return failed;
      }
      await note(context, { kind, ...delivery }, error);
    }
  }
  return failed;
}

const messageOf = (error: unknown) => explain(error)?.message ?? (error as Error).message;

/** With the way out, where one is known. */
function adviceOn(error: unknown): string {
  const hint = explain(error)?.hint;
  return hint === undefined ? messageOf(error) : `${messageOf(error)}; ${hint}`;
}

/** Noted once, however often it is tried again. */
async function note(
  context: Context,
  { kind, id, tries }: Delivery & { kind: KindName },
  error: unknown,
): Promise<void> {
  const store = await context.store();
  const now = context.clock.now();
  const message = messageOf(error);
  const work = { kind, id };
  const problem = { work, code: "export", now };
  if (!mayPass(error)) {
    await store.noteExportError(work, message);
    await store.noteProblem({ ...problem, message: adviceOn(error) });
    return;
  }
  const at = now + deliveryBackoff(tries + 1);
  await store.postponeDelivery(work, { message, at });
  if (tries > 0) return;
  await store.noteProblem({ ...problem, message: `${message}; tried again from ${toUtcText(at)} UTC on` });
}
