import type { Template } from "../core/template.js";
import { formatDuration, MINUTE } from "../core/time.js";
import type { Completed, Endpoint } from "../endpoints/endpoint.js";
import { NeverAgain, PauseEndpoint, RetryLater } from "../errors.js";
import type { Turn } from "../queue/kind.js";
import { noteOutage, notePause } from "../queue/pause.js";
import { learn, send } from "../queue/send.js";
import { ClaimLost, patiently, proceed } from "../queue/turn.js";
import type { ClaimedJob } from "../store/jobs.js";
import type { RequestRecord } from "../store/requests.js";
import { completionFor, type Refused } from "./ask.js";
import { endpointCount, endpointFor } from "./endpoints.js";
import { judge } from "./judge.js";
import type { Making } from "./making.js";
import { parametersOf } from "./parameters-of.js";
import { store } from "./store.js";
import { templateOf } from "./template-of.js";

/** A document takes longer than a few lines; a template may say how long. */
const USUAL_TIMEOUT = 5 * MINUTE;

/**
 * Asks for a document until one can be stored: each endpoint of the template once, and once more with what was wrong
 * with its reply. Throws NeverAgain with the reasons when none could be used, and what `send` throws.
 */
export async function generate(turn: Turn<ClaimedJob>): Promise<void> {
  const { work, context } = turn;
  const template = await templateOf(context, work);
  const making: Making = { turn, template, parameters: await parametersOf(turn) };
  // A reply that was good was paid for before a kill: it is stored, and not asked for again.
  if (work.reply !== null && problemsOf(work).length === 0) {
    const judged = await judge(template, making.parameters, work.reply);
    if ("document" in judged) return store(making, judged, null);
  }
  while (work.endpointAt < endpointCount(template)) {
    await proceed(turn);
    turn.endpoint = await endpointFor(context, template, work.endpointAt);
    if (await askOnce(making)) return;
  }
  throw new NeverAgain("bad_document", reasonsOf(work));
}

const problemsOf = ({ problems }: Pick<ClaimedJob, "problems">) => JSON.parse(problems) as string[];

function reasonsOf(work: ClaimedJob): string {
  const problems = problemsOf(work);
  const shown = problems.slice(0, 3).join("; ");
  return `no reply could be used: ${shown}${problems.length > 3 ? `; and ${problems.length - 3} more problems` : ""}`;
}

/** Whether a document was stored. If not, the next ask is noted: the same endpoint with its problems, or the next one. */
async function askOnce(making: Making): Promise<boolean> {
  const { turn, template, parameters } = making;
  const { work, endpoint } = turn;
  const refused: Refused | undefined =
    work.reply === null ? undefined : { reply: work.reply, problems: problemsOf(work) };
  let sent: Awaited<ReturnType<typeof request>>;
  try {
    sent = await request(making, endpoint, refused);
  } catch (error) {
    if (!(await goOn(making, error))) throw error;
    return false;
  }
  const { reply, paid } = sent;
  if (reply.kind !== "answered") {
    await refuse(making, {
      problems: [unanswered(reply, template)],
      reply: null,
      next: true,
      paid,
      outcome: reply.kind,
    });
    await learn(turn, reply);
    return false;
  }
  const judged = await judge(template, parameters, reply.text);
  if ("problems" in judged) {
    const { problems } = judged;
    turn.log.step(`${work.id} ... ${problems.length === 1 ? problems[0] : `${problems.length} problems`}`);
    const next = refused !== undefined;
    await refuse(making, { problems, reply: next ? null : reply.text, next, paid, outcome: "bad_document" });
    await learn(turn, reply);
    return false;
  }
  await store(making, judged, {
    reply: reply.text,
    request: { ...paid, outcome: refused ? "repaired" : "ok" },
  });
  turn.saved++;
  await learn(turn, reply);
  return true;
}

type Paid = Omit<RequestRecord, "outcome">;

async function request(
  { turn, template, parameters }: Making,
  endpoint: Endpoint,
  refused: Refused | undefined,
): Promise<{ reply: Completed; paid: Paid }> {
  const { chat, name: provider, model } = endpoint;
  if (!chat)
    throw new NeverAgain(
      "bad_request",
      `${provider} can't write documents: name an endpoint in the template, or set TRANSCRON_PROVIDER to openai or anthropic`,
    );
  const completion = completionFor(template, parameters, { endpoint, refused });
  const sent = await send(turn, {
    call: (options) => chat.complete(completion, options),
    units: 1,
    timeout: template.limits.timeout ?? Math.max(USUAL_TIMEOUT, turn.context.config.TIMEOUT_PER_BATCH),
    label: `${provider}${model ? ` ${model}` : ""}${refused ? " again" : ""}`,
  });
  if ("timedOut" in sent) throw new RetryLater("timeout", `${provider} took too long`);
  const { reply, duration } = sent;
  const { tokens, usage } = reply;
  turn.log.step(`${provider}${refused ? " again" : ""} ... ${formatDuration(duration)}`);
  return { reply, paid: { provider, model, units: 1, tokens, cost: endpoint.price(usage), duration } };
}

function unanswered({ kind, problems, tooLong }: Completed, { limits }: Template): string {
  if (tooLong)
    return "the request is too long for the model: give it shorter parameters, or another endpoint";
  if (kind !== "truncated") return `the model refused${problems.length ? `: ${problems.join(", ")}` : ""}`;
  const limit = limits.output;
  return `the reply was cut off${limit === undefined ? "" : ` at ${limit} tokens: raise limits.output of the template`}`;
}

interface Refusing {
  problems: readonly string[];
  /** The reply that is shown to the model when it is asked again. */
  reply: string | null;
  /** Whether the next endpoint is asked. */
  next: boolean;
  paid: Paid;
  outcome: string;
}

async function refuse({ turn }: Making, { problems, reply, next, paid, outcome }: Refusing): Promise<void> {
  const { work, store: queue, context } = turn;
  const endpointAt = work.endpointAt + (next ? 1 : 0);
  const refused = {
    endpointAt,
    problems,
    reply,
    request: { ...paid, outcome },
    now: context.clock.now(),
  };
  if (!(await patiently(turn, () => queue.refuseReply(work, refused)))) throw new ClaimLost();
  Object.assign(work, { endpointAt, problems: JSON.stringify(problems), reply });
}

/**
 * Whether another endpoint can take this job where one is down, paused or does not want it. That holds for this turn: the
 * next one asks the first again, which may be back where the others are not.
 */
async function goOn({ turn, template }: Making, error: unknown): Promise<boolean> {
  const { work } = turn;
  const isLast = work.endpointAt + 1 >= endpointCount(template);
  const passes = error instanceof PauseEndpoint || error instanceof RetryLater || error instanceof NeverAgain;
  if (isLast || !passes) return false;
  if (error instanceof PauseEndpoint) await notePause(turn, error);
  if (error instanceof RetryLater && error.endpointDown) await noteOutage(turn, error);
  turn.log.step(`${turn.endpoint.name} ... ${error.message}; the next endpoint is asked`);
  Object.assign(work, { endpointAt: work.endpointAt + 1, problems: "[]", reply: null });
  return true;
}
