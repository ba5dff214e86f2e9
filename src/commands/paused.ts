import type { Terminal } from "../context.js";
import { activePause } from "../jobs/pause.js";
import { yellow } from "../print.js";

/** Says beside a result that nothing moves, and what would make it move. */
export async function notePauses(context: Terminal): Promise<void> {
  const store = await context.store();
  const { paused } = await store.control();
  if (paused) {
    const why = paused.reason ? `: ${paused.reason}` : "";
    context.print.note(yellow(`PAUSED by ${paused.by}${why} (transcron resume)`));
  }
  const provider = await context.provider();
  const pause = activePause(await store.providerState(provider.key), provider, context.clock.now());
  if (pause)
    context.print.note(
      yellow(`PAUSED: ${pause.message} (${pause.hint ?? "transcron resume goes on at once"})`),
    );
}
