import { NO_TOKENS } from "../core/model.js";
import type { Prompt } from "../core/prompt.js";
import { backoff, LONGEST_WAIT } from "../core/retry.js";
import { formatDuration, MINUTE } from "../core/time.js";
import { RetryLater } from "../errors.js";
import type { Answer } from "../providers/provider.js";
import { activePause } from "./pause.js";
import { ClaimLost, hold, type Session, TurnOver, wait } from "./session.js";

/** How long a 429 keeps requests further apart. */
const SLOW_FOR = 5 * MINUTE;

/**
 * Sends one request, in its turn, and again after errors that may pass: the one place that retries. Throws
 * RetryLater when the attempts are used up or the server wants more patience than is worth holding a project for.
 * A timeout of several lines is not repeated at the same size but answered as "truncated".
 */
export async function send(
  session: Session,
  prompt: Prompt,
  label: string,
): Promise<Answer & { duration: number }> {
  const { store, provider, config, clock, stop, mode, log } = session;
  for (let attempt = 1; ; attempt++) {
    const dialect = await takeTurn(session);
    await hold(session);
    const started = clock.now();
    try {
      const answer = await provider.translate(prompt, {
        signal: stop.hard,
        timeout: mode.timeout(config),
        dialect,
      });
      if (answer.pace !== undefined) await store.setPace(provider.key, answer.pace);
      if (answer.dialect) await store.rememberDialect(provider.key, answer.dialect);
      if (!session.answered) session.recovered = await store.clearPause(provider.key);
      session.answered = true;
      return { ...answer, duration: clock.now() - started };
    } catch (error) {
      if (stop.hard.aborted) throw new TurnOver("stopped");
      if (!(error instanceof RetryLater)) throw error;
      await logFailure(session, prompt.lines.length, error, clock.now() - started);
      if (error.code === "rate_limit") await store.slowDown(provider.key, clock.now(), SLOW_FOR);
      if (error.code === "timeout" && prompt.lines.length > 1) {
        log.step(`${label} ... ${error.message}, halved`);
        return {
          kind: "truncated",
          lines: new Map(),
          problems: [],
          tokens: NO_TOKENS,
          cost: null,
          duration: 0,
        };
      }
      const delay = error.after ?? backoff(attempt, session.random());
      const tries = provider.repeatable ? config.MAX_RETRIES : 1;
      if (attempt >= tries || delay > LONGEST_WAIT) {
        log.step(`${label} ... ${error.message}, given up after ${attempt} of ${tries} attempts`);
        throw error;
      }
      log.step(`${label} ... ${error.message}, attempt ${attempt + 1}/${tries} in ${formatDuration(delay)}`);
      await wait(session, delay);
    }
  }
}

/** Waits for the moment booked for this request; returns what is known of the server's dialect. */
async function takeTurn(session: Session): Promise<Record<string, unknown>> {
  const { store, provider, config, clock, stop } = session;
  if (stop.asked.aborted) throw new TurnOver("stopped");
  const state = await store.providerState(provider.key);
  const pause = activePause(state, provider, clock.now());
  if (pause) throw pause;
  if (!provider.remote) return state.dialect;
  const slow = state.slowUntil > clock.now() ? state.slowFactor : 1;
  const delay = (state.pace ?? config.RATE_LIMIT_DELAY) * slow;
  const start = await store.bookRequest(provider.key, clock.now(), delay);
  await wait(session, start - clock.now());
  return state.dialect;
}

async function logFailure(session: Session, segments: number, error: RetryLater, duration: number) {
  const { store, provider, project, clock } = session;
  const held = await store.saveBatch(project, {
    now: clock.now(),
    done: [],
    failed: [],
    request: {
      provider: provider.name,
      model: provider.model,
      segments,
      tokens: NO_TOKENS,
      cost: null,
      duration,
      outcome: error.code,
    },
  });
  if (!held) throw new ClaimLost();
}
