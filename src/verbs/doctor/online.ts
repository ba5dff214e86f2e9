import { existsSync } from "node:fs";
import type { Context } from "../../context.js";
import { type KindName, NO_TOKENS, type Tokens } from "../../core/model.js";
import type { Answer, CallOptions, Endpoint } from "../../endpoints/endpoint.js";
import { explain } from "../../errors.js";
import { databaseIn } from "../../system/home.js";
import { askEndpoint } from "../../translation/reply.js";
import { broken, type Check, type Found, ok } from "./finding.js";

/** Whom each kind of work asks, as the settings are. */
const ASKED: Partial<Record<KindName, (context: Context) => Promise<readonly Endpoint[]>>> = {
  translation: async (context) => [await context.endpoint()],
};

/** What came of one tiny request; without words where nothing usable came. */
interface Trial {
  answer: Answer;
  says?: string;
}

/** The tiny request for each thing that an endpoint can do; the first that it can is tried. */
const TRIALS: [
  can: (endpoint: Endpoint) => boolean,
  request: (endpoint: Endpoint, options: CallOptions) => Promise<Trial>,
][] = [[({ chat, engine }) => Boolean(chat ?? engine), translateLine]];

/** Each endpoint once, whatever the number of kinds that ask it, so that key, model, address and form are seen to work. */
export const online: Check = async (context) => {
  const endpoints = new Map<string, { kinds: string[]; endpoint: Endpoint }>();
  for (const [kind, asked] of Object.entries(ASKED)) {
    for (const endpoint of await asked(context)) {
      const { kinds } = endpoints.get(endpoint.key) ?? { kinds: [] };
      endpoints.set(endpoint.key, { endpoint, kinds: [...kinds, kind] });
    }
  }
  const findings: Found[] = [];
  for (const { endpoint, kinds } of endpoints.values()) {
    const by = [endpoint.name, endpoint.model].filter(Boolean).join(" ");
    const found = await tryOnce(context, endpoint);
    findings.push(...found.map((one) => ({ ...one, says: `${kinds.join(" and ")} by ${by}: ${one.says}` })));
  }
  return findings;
};

/** Sends the tiny request. It costs, so it has its rows. */
async function tryOnce(context: Context, endpoint: Endpoint): Promise<Found[]> {
  const request = TRIALS.find(([can]) => can(endpoint))?.[1];
  if (!request) throw new Error(`${endpoint.name} can do nothing that could be tried`);
  const requests = requestLog(context, endpoint);
  try {
    const { answer, says } = await request(endpoint, {
      signal: context.stop.hard,
      timeout: context.config.TIMEOUT_PER_BATCH,
      dialect: {},
      sending: requests.sending,
    });
    const { tokens, usage, kind, problems } = answer;
    await requests.end(says === undefined ? kind : "ok", { tokens, cost: endpoint.price(usage) });
    if (says === undefined)
      return broken(`no usable reply (${[kind, ...problems].join(", ")})`, "try another TRANSCRON_MODEL");
    const { rung } = (answer.dialect ?? {}) as { rung?: string };
    return ok(`${says}${rung ? `; the server takes ${rung} only` : ""}`);
  } catch (error) {
    await requests.end(String((error as { code?: unknown }).code ?? "error"));
    const known = explain(error);
    return broken(known?.message ?? (error as Error).message, known?.hint ?? "try again later");
  }
}

async function translateLine(endpoint: Endpoint, options: CallOptions): Promise<Trial> {
  const prompt = { from: "en", to: "fr", lines: ["Good morning."], context: { before: [], after: [] } };
  const answer = await askEndpoint(endpoint, prompt, options);
  const line = answer.lines.get(1);
  return { answer, ...(line ? { says: `"Good morning." is "${line}"` } : {}) };
}

/** Notes each request that was sent, where there is a database to note it in. */
function requestLog(context: Context, { name: provider, model }: Endpoint) {
  const { clock, home } = context;
  let sentAt: number | undefined;
  const end = async (outcome: string, paid: { tokens: Tokens; cost: number | null } = UNKNOWN) => {
    if (sentAt === undefined || !existsSync(databaseIn(home))) return;
    const duration = clock.now() - sentAt;
    sentAt = undefined;
    const store = await context.store();
    await store.logRequest(null, { provider, model, units: 1, duration, outcome, ...paid }, clock.now());
  };
  const sending = async () => {
    await end("form_refused"); // the one before
    sentAt = clock.now();
  };
  return { sending, end };
}

const UNKNOWN = { tokens: NO_TOKENS, cost: null };
