import { DAY, MINUTE, SECOND } from "../core/time.js";
import type { Turn } from "./kind.js";
import { activePause } from "./pause.js";
import { wait } from "./turn.js";

/**
 * Waits for the moment booked for this request; returns what is known of the server's dialect. Throws the pause that
 * holds, or TurnOver if that moment comes too late.
 */
export async function takePlace(turn: Turn): Promise<Record<string, unknown>> {
  const { store, endpoint, context } = turn;
  const { clock, config } = context;
  await wait(turn, 0);
  const state = await store.endpointState(endpoint.key);
  const pause = activePause(state, endpoint, clock.now());
  if (pause) throw pause;
  if (!endpoint.remote) return state.dialect;
  const slowFor = state.slowUntil - clock.now();
  const slow = slowFor > 0 && slowFor < DAY ? state.slowFactor : 1;
  const pace = state.pace ?? config.RATE_LIMIT_DELAY ?? 0;
  const delay = slow === 1 ? pace : Math.max(pace, Math.min(Math.max(pace, SECOND / 4) * slow, MINUTE));
  const now = clock.now();
  // Nothing is booked beyond a turn, so a day more than the delay is a clock's doing.
  const booking = { now, delay, until: turn.until, farthest: now + delay + DAY };
  const start = await store.bookRequest(endpoint.key, booking);
  await wait(turn, start - clock.now());
  return state.dialect;
}
