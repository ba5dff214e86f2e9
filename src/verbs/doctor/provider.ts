import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.js";
import { commandLine, shellWord } from "../../core/command-line.js";
import { NO_TOKENS, type Tokens } from "../../core/model.js";
import { hasPrice, isOpenAi, MODEL_ENDS } from "../../core/prices.js";
import { DAY, toUtcText } from "../../core/time.js";
import { explain } from "../../errors.js";
import { runProgram } from "../../system/child.js";
import { databaseIn } from "../../system/home.js";
import { askEndpoint } from "../../translation/reply.js";
import { readPauses } from "../pauses.js";
import { broken, type Check, type Found, ok, warning } from "./finding.js";

export const provider: Check = async (context) => {
  const found = SETTINGS[context.config.TRANSCRON_PROVIDER](context);
  const isBroken = found.some(({ state }) => state === "broken");
  if (isBroken || !existsSync(databaseIn(context.home))) return found;
  const { provider: pause } = await readPauses(context);
  if (pause) return broken(`paused: ${pause.message}`, pause.hint ?? commandLine("resume"));
  return [...found, ...(await oddBookings(context))];
};

/** No pace books so far ahead, so the clock did; such a booking is not waited for. */
async function oddBookings(context: Context): Promise<Found[]> {
  const store = await context.store();
  const { nextAt } = await store.endpointState((await context.endpoint()).key);
  if (nextAt <= context.clock.now() + DAY) return [];
  return warning(
    `its next request is booked for ${toUtcText(nextAt)} UTC: the clock was ahead once`,
    commandLine("resume"),
  );
}

/** Whether the settings of each provider are such that it can be asked. */
const SETTINGS: Record<Context["config"]["TRANSCRON_PROVIDER"], (context: Context) => Found[]> = {
  openai: ({ config, home }) => {
    const { OPENAI_API_KEY: key, OPENAI_BASE_URL: url, TRANSCRON_MODEL: model } = config;
    const official = isOpenAi(url);
    const stated = config.PRICE_IN !== undefined && config.PRICE_OUT !== undefined;
    const priced = stated || (official && hasPrice(model));
    const file = join(home, ".env");
    if (!key && official)
      return broken(
        "OPENAI_API_KEY is not set",
        `put \`OPENAI_API_KEY=KEY\` into ${file}, with your key, then chmod 600 ${shellWord(file)}`,
      );
    const end = official ? MODEL_ENDS[model] : undefined;
    return [
      ...(end
        ? warning(
            `${model} is turned off by its maker on ${end}`,
            "set a newer one, such as `TRANSCRON_MODEL=gpt-6-luna`",
          )
        : []),
      ...ok(`${model} at ${url}, ${priced ? "price known" : "price unknown: set PRICE_IN and PRICE_OUT"}`),
    ];
  },

  command: ({ config: { TRANSCRON_COMMAND: command, childEnv }, home }) => {
    if (!command)
      return broken(
        "TRANSCRON_COMMAND is not set",
        `put a line such as \`TRANSCRON_COMMAND=apertium -u eng-spa\` into ${join(home, ".env")}`,
      );
    const program = programOf(command);
    if (program && !isProgram(program, childEnv.PATH ?? ""))
      return broken(
        `${program}, the program of TRANSCRON_COMMAND, is not installed or not on the PATH`,
        "install it, or name it by its absolute path",
      );
    return ok(`command: ${command}`);
  },

  pseudo: () =>
    warning("pseudo-localisation is no translation", "set `TRANSCRON_PROVIDER=openai`, or command"),
};

/** The first word of a shell command, behind variables it sets; undefined where a shell may read it otherwise. */
const programOf = (command: string) => /^(?:\w+=[\w./:,-]*\s+)*([\w./+-]+)(?=\s|$)/.exec(command.trim())?.[1];

/** As the shell that runs it would find it. */
const isProgram = (name: string, path: string) =>
  runProgram("/bin/sh", ["-c", 'PATH="$2"; command -v "$1"', "sh", name, path])?.code === 0;

/** One line to translate, so that key, model, address and form of reply are seen to work. It costs, so it has its rows. */
export const online: Check = async (context) => {
  const asked = await context.endpoint();
  const prompt = { from: "en", to: "fr", lines: ["Good morning."], context: { before: [], after: [] } };
  const requests = requestLog(context, asked);
  try {
    const answer = await askEndpoint(asked, prompt, {
      signal: context.stop.hard,
      timeout: context.config.TIMEOUT_PER_BATCH,
      dialect: {},
      sending: requests.sending,
    });
    const line = answer.lines.get(1);
    const { tokens, usage } = answer;
    await requests.end(line ? "ok" : answer.kind, { tokens, cost: asked.price(usage) });
    if (!line)
      return broken(
        `no usable reply (${[answer.kind, ...answer.problems].join(", ")})`,
        "try another TRANSCRON_MODEL",
      );
    const rung = (answer.dialect as { rung?: string } | undefined)?.rung;
    return ok(`"Good morning." is "${line}"${rung ? `; the server takes ${rung} only` : ""}`);
  } catch (error) {
    await requests.end(String((error as { code?: unknown }).code ?? "error"));
    const known = explain(error);
    return broken(known?.message ?? (error as Error).message, known?.hint ?? "try again later");
  }
};

/** Notes each request that was sent, where there is a database to note it in. */
function requestLog(context: Context, { name: provider, model }: Awaited<ReturnType<Context["endpoint"]>>) {
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
