import { existsSync } from "node:fs";
import type { Config } from "../../config.js";
import type { Context } from "../../context.js";
import { type KindName, NO_TOKENS, type Tokens } from "../../core/model.js";
import type { Endpoint } from "../../endpoints/endpoint.js";
import { explain, NeverAgain, RetryLater } from "../../errors.js";
import { endpointFor } from "../../generation/endpoints.js";
import { listPlaces, readTemplate } from "../../generation/template-folder.js";
import { databaseIn } from "../../system/home.js";
import { broken, type Check, type Found, ok } from "./finding.js";
import { TRIALS } from "./trials.js";

/** Whom each kind of work asks, as the settings are. */
const ASKED: Partial<Record<KindName, (context: Context) => Promise<readonly Endpoint[]>>> = {
  translation: async (context) => [await context.endpoint()],
  transcription: async (context) => (transcribes(context.config) ? [await context.speech()] : []),
  generation: writers,
};

/** Those of the home's own templates, and the configured one where it can write documents. */
async function writers(context: Context): Promise<readonly Endpoint[]> {
  const configured = await context.endpoint();
  const templates = listPlaces(context.home).filter(({ from }) => from === "home");
  const endpoints = configured.chat ? [configured] : [];
  for (const place of templates) {
    const template = await readTemplate(place).catch(() => undefined); // what is wrong with it is for template check
    for (const at of (template?.endpoints ?? []).keys())
      endpoints.push(await endpointFor(context, template!, at));
  }
  return endpoints;
}

/** Whether somebody said who transcribes; many only translate, and their server may have nothing for recordings. */
const transcribes = ({ written }: Config) =>
  Object.entries(written).some(
    ([name, { origin }]) => name.startsWith("TRANSCRON_TRANSCRIBE_") && origin !== "default",
  );

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
  const trial = TRIALS.find(({ can }) => can(endpoint));
  if (!trial) throw new Error(`${endpoint.name} can do nothing that could be tried`);
  const requests = requestLog(context, endpoint);
  try {
    const { answer, says } = await trial.request(endpoint, {
      signal: context.stop.hard,
      timeout: trial.timeout(context.config),
      dialect: {},
      sending: requests.sending,
    });
    const { tokens, usage, kind, problems } = answer;
    await requests.end(says === undefined ? kind : "ok", { tokens, cost: endpoint.price(usage) });
    if (says === undefined)
      return broken(
        `no usable reply (${[kind, ...problems].join(", ")})`,
        `try another ${trial.choice(endpoint)}`,
      );
    const { rung } = (answer.dialect ?? {}) as { rung?: string };
    return ok(`${says}${rung ? `; the server takes ${rung} only` : ""}`);
  } catch (error) {
    await requests.end(String((error as { code?: unknown }).code ?? "error"));
    const known = explain(error);
    return broken(
      known?.message ?? (error as Error).message,
      known?.hint ?? mendOf(error, trial.choice(endpoint)),
    );
  }
}

/** What a request that failed needs: some fail for what is set, and would again. */
const mendOf = (error: unknown, setting: string) =>
  error instanceof NeverAgain || (error instanceof RetryLater && error.code === "bad_reply")
    ? `check ${setting}`
    : "try again later";

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
