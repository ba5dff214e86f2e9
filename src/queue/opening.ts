import type { Context } from "../context.js";
import type { KindName } from "../core/model.js";
import type { PauseEndpoint } from "../errors.js";
import type { Rescued } from "../store/queue.js";
import type { Kind } from "./kind.js";
import { pauseOf } from "./pause.js";
import { rescueStuck } from "./rescue.js";
import { noteSettings } from "./settings.js";
import { whyHeld } from "./turn.js";

/** What every worker finds out before it claims anything. */
export interface Opening {
  /** What was taken back from workers that died. */
  rescued: Rescued[];
  /** Why no work may be started: paused by a person. */
  held: string | undefined;
  /** Kinds whose endpoint may be asked, or that have work with endpoints of its own. */
  kinds: Kind[];
  /** Why the others may not, of those that have work. */
  pauses: PauseEndpoint[];
  /** Whether one of those kinds has something to do. */
  hasWork: boolean;
}

/** The kinds of a worker, and those of them that have something to do now. */
interface Wanted {
  kinds: readonly Kind[];
  due: readonly KindName[];
  /** What has work, due or not; `due` if it is not given. */
  waiting?: readonly KindName[];
}

/** Takes back what dead workers hold and finds out which kinds may be worked on. */
export async function open(context: Context, want: () => Promise<Wanted>): Promise<Opening> {
  const store = await context.store();
  const rescued = await rescueStuck(context);
  const held = whyHeld(await store.control(), context.startedAt);
  const wanted = held ? { kinds: [], due: [] } : await want();
  const kinds: Kind[] = [];
  const pauses: PauseEndpoint[] = [];
  const waiting = [...wanted.due, ...(wanted.waiting ?? [])];
  for (const kind of wanted.kinds) {
    const endpoint = await kind.endpoint(context);
    const pause = await pauseOf(context, endpoint);
    if (!pause) kinds.push(kind);
    else {
      if (waiting.includes(kind.name)) pauses.push(pause);
      const now = context.clock.now();
      if (kind.ownEndpoints && (await store.isDue(kind.name, { now, own: true }))) kinds.push(kind);
    }
  }
  const hasWork = kinds.some(({ name }) => wanted.due.includes(name));
  if (hasWork || rescued.length) await noteSettings(context);
  return { rescued, held, kinds, pauses, hasWork };
}
