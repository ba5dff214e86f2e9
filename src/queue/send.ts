import { NO_TOKENS } from "../core/model.js";
import { backoff, LONGEST_WAIT } from "../core/retry.js";
import { formatDuration, MINUTE } from "../core/time.js";
import type { Answer, CallOptions } from "../endpoints/endpoint.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import type { RequestRecord } from "../store/requests.js";
import { withHeartbeat } from "./heartbeat.js";
import type { Turn } from "./kind.js";
import { takePlace } from "./pace.js";
import { assertRoom } from "./room.js";
import { ClaimLost, hold, patiently, TurnOver, wait } from "./turn.js";

/** How long a 429 keeps requests further apart. */
const SLOW_FOR = 5 * MINUTE;

interface Request<Reply extends Answer> {
  /** Asks the endpoint. */
  call(options: CallOptions): Promise<Reply>;
  /** How many units are asked for. */
  units: number;
  /** Milliseconds it may take. */
  timeout: number;
  /** What the log calls it. */
  label: string;
}

/** An answer, or that several units took too long: then they are not asked for again in the same number. */
type Sent<Reply> = ({ reply: Reply } | { timedOut: true }) & {
  /** Milliseconds. */
  duration: number;
  /** Attempts that failed before. */
  failures: number;
};

/**
 * Sends one request, in its turn, and again after errors that may pass: the one place that retries. Throws
 * RetryLater when the attempts are used up or the server wants more patience than is worth holding work for. Errors
 * are logged here; an answer is logged by whoever saves it.
 */
export async function send<Reply extends Answer>(turn: Turn, request: Request<Reply>): Promise<Sent<Reply>> {
  const { clock, config, random } = turn.context;
  const { label, units } = request;
  for (let attempt = 1; ; attempt++) {
    const dialect = await takePlace(turn);
    await hold(turn);
    const started = clock.now();
    const duration = () => clock.now() - started;
    try {
      return { reply: await callOnce(turn, request, dialect), duration: duration(), failures: attempt - 1 };
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      await noteFailure(turn, error);
      if (error.code === "timeout" && units > 1) {
        turn.log.step(`${label} ... ${error.message}, halved`);
        return { timedOut: true, duration: duration(), failures: attempt };
      }
      const delay = error.after ?? backoff(attempt, random());
      const tries = turn.endpoint.repeatable ? config.MAX_RETRIES : 1;
      if (attempt >= tries || delay > LONGEST_WAIT) {
        turn.log.step(`${label} ... ${error.message}, given up after ${attempt} of ${tries} attempts`);
        throw error;
      }
      turn.log.step(
        `${label} ... ${error.message}, attempt ${attempt + 1}/${tries} in ${formatDuration(delay)}`,
      );
      await wait(turn, delay);
    }
  }
}

/** One request, with the lease kept while it is out; an error leaves its row, if anything was sent. */
async function callOnce<Reply extends Answer>(
  turn: Turn,
  { call, timeout, units }: Request<Reply>,
  dialect: Record<string, unknown>,
): Promise<Reply> {
  const { clock, stop } = turn.context;
  let sentAt: number | undefined;
  const log = async (outcome: string) => {
    if (sentAt !== undefined) await logRequest(turn, { units, outcome, duration: clock.now() - sentAt });
  };
  const sending = async () => {
    assertRoom(turn.context);
    await log("form_refused"); // the one before
    sentAt = clock.now();
  };
  turn.asked = true;
  const ended = stop.began();
  try {
    return await withHeartbeat(turn, (signal) => call({ signal, timeout, dialect, sending }));
  } catch (error) {
    await log(outcomeOf(error, stop.hard.aborted));
    if (stop.hard.aborted) throw new TurnOver({ reason: "stopped" });
    throw error;
  } finally {
    ended();
  }
}

/** What the log of requests calls an error. */
function outcomeOf(error: unknown, stopped: boolean): string {
  if (stopped || error instanceof ClaimLost) return "aborted";
  const known = [RetryLater, PauseEndpoint, NeverAgain].some((one) => error instanceof one);
  return known ? (error as RetryLater).code : "error";
}

async function noteFailure(turn: Turn, { code, message }: RetryLater) {
  const { store, endpoint, context } = turn;
  turn.complaint = message;
  if (code === "rate_limit") {
    await store.slowDown(endpoint.key, { now: context.clock.now(), lasts: SLOW_FOR });
  }
}

/** What an answer tells of the endpoint. It is noted once the answer itself is saved, and may fail without harm. */
export async function learn(turn: Turn, { pace, dialect }: Answer): Promise<void> {
  const { store, endpoint, log } = turn;
  const first = !turn.answered;
  turn.answered = true;
  try {
    if (pace !== undefined) await store.setPace(endpoint.key, pace);
    if (dialect) await store.rememberDialect(endpoint.key, dialect);
    if (first) turn.recovered ||= await store.clearPause(endpoint.key);
  } catch (error) {
    log.step(`could not note what the provider said: ${(error as Error).message}`);
  }
}

type Logged = Pick<RequestRecord, "units" | "outcome" | "duration"> & Partial<RequestRecord>;

async function logRequest(turn: Turn, sent: Logged) {
  const { store, endpoint, work, context } = turn;
  const { name: provider, model } = endpoint;
  const request = { provider, model, tokens: NO_TOKENS, cost: null, ...sent };
  const held = await patiently(turn, () => store.logRequest(work, request, context.clock.now()));
  if (!held) throw new ClaimLost();
}

/**
 * Whether the endpoint answers anything at all, asked with something that can't be to blame: it tells work that
 * breaks its requests from an endpoint that breaks all of them.
 */
export async function answersAnything<Reply extends Answer>(
  turn: Turn,
  request: Request<Reply>,
): Promise<boolean> {
  const { clock } = turn.context;
  const dialect = await takePlace(turn);
  await hold(turn);
  const started = clock.now();
  const { units } = request;
  const answer = await callOnce(turn, request, dialect).catch((error) => {
    if (error instanceof PauseEndpoint || error instanceof ClaimLost || error instanceof TurnOver)
      throw error;
    return undefined;
  });
  const duration = clock.now() - started;
  if (!answer) return false;
  const { tokens, usage } = answer;
  await logRequest(turn, { units, outcome: "ok", duration, tokens, cost: turn.endpoint.price(usage) });
  turn.answered = true;
  return true;
}
