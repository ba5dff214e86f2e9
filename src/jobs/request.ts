import { NO_TOKENS } from "../core/model.js";
import type { Prompt } from "../core/prompt.js";
import { backoff, LONGEST_WAIT } from "../core/retry.js";
import { formatDuration, MINUTE, SECOND } from "../core/time.js";
import { PauseProvider, RetryLater } from "../errors.js";
import type { Answer } from "../providers/provider.js";
import { activePause } from "./pause.js";
import { ClaimLost, hold, patiently, type Session, TurnOver, wait } from "./session.js";

/** How long a 429 keeps requests further apart. */
const SLOW_FOR = 5 * MINUTE;

export interface Sent extends Answer {
  /** Milliseconds. */
  duration: number;
  /** True if the request is in the log already. */
  logged?: true;
  /** True if this stands for an error, so that it tells nothing good of the provider. */
  unanswered?: true;
}

/**
 * Sends one request, in its turn, and again after errors that may pass: the one place that retries. Throws
 * RetryLater when the attempts are used up or the server wants more patience than is worth holding a project for.
 * A timeout of several lines is not repeated at the same size but answered as "truncated".
 */
export async function send(session: Session, prompt: Prompt, label: string): Promise<Sent> {
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
      return { ...answer, duration: clock.now() - started };
    } catch (error) {
      if (stop.hard.aborted) throw new TurnOver("stopped");
      if (!(error instanceof RetryLater)) throw error;
      await logRequest(session, prompt.lines.length, error.code, clock.now() - started);
      if (error.code === "rate_limit") await store.slowDown(provider.key, clock.now(), SLOW_FOR);
      if (error.code === "timeout" && prompt.lines.length > 1) {
        log.step(`${label} ... ${error.message}, halved`);
        const nothing = { lines: new Map(), problems: [], tokens: NO_TOKENS, cost: null, duration: 0 };
        return { kind: "truncated", ...nothing, logged: true };
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

/** What an answer tells of the provider. It is noted once the answer itself is saved, and may fail without harm. */
export async function learn(session: Session, { pace, dialect }: Answer): Promise<void> {
  const { store, provider } = session;
  const first = !session.answered;
  session.answered = true;
  try {
    if (pace !== undefined) await store.setPace(provider.key, pace);
    if (dialect) await store.rememberDialect(provider.key, dialect);
    if (first) session.recovered = await store.clearPause(provider.key);
  } catch (error) {
    session.log.step(`could not note what the provider said: ${(error as Error).message}`);
  }
}

/** Waits for the moment booked for this request; returns what is known of the server's dialect. */
async function takeTurn(session: Session): Promise<Record<string, unknown>> {
  const { store, provider, config, clock } = session;
  await wait(session, 0);
  const state = await store.providerState(provider.key);
  const pause = activePause(state, provider, clock.now());
  if (pause) throw pause;
  if (!provider.remote) return state.dialect;
  const slow = state.slowUntil > clock.now() ? state.slowFactor : 1;
  const pace = state.pace ?? config.RATE_LIMIT_DELAY;
  const delay = slow === 1 ? pace : Math.max(pace, Math.min(Math.max(pace, SECOND / 4) * slow, MINUTE));
  const start = await store.bookRequest(provider.key, clock.now(), delay, session.until);
  await wait(session, start - clock.now());
  return state.dialect;
}

async function logRequest(session: Session, segments: number, outcome: string, duration: number) {
  const { store, provider, project, clock } = session;
  const { name, model } = provider;
  const request = { provider: name, model, segments, tokens: NO_TOKENS, cost: null, duration, outcome };
  const batch = { now: clock.now(), done: [], failed: [], request };
  if (!(await patiently(session, () => store.saveBatch(project, batch)))) throw new ClaimLost();
}

const HARMLESS = "Good morning.";

/**
 * Whether the provider answers anything at all, asked with a line that can't be to blame: it tells a project that
 * breaks its requests from a provider that breaks all of them.
 */
export async function answersAnything(session: Session): Promise<boolean> {
  const { provider, project, clock, stop, config, mode } = session;
  const { sourceLang: from, targetLang: to } = project;
  const prompt = { from, to, lines: [HARMLESS], context: { before: [], after: [] } };
  const dialect = await takeTurn(session);
  await hold(session);
  const started = clock.now();
  try {
    await provider.translate(prompt, { signal: stop.hard, timeout: mode.timeout(config), dialect });
    await logRequest(session, 1, "ok", clock.now() - started);
    session.answered = true;
    return true;
  } catch (error) {
    if (stop.hard.aborted) throw new TurnOver("stopped");
    if (error instanceof PauseProvider || error instanceof ClaimLost) throw error;
    await logRequest(session, 1, "no_answer", clock.now() - started);
    return false;
  }
}
