import { existsSync } from "node:fs";
import { join } from "node:path";
import { modelOf } from "../../config.js";
import type { Context } from "../../context.js";
import { commandLine, shellWord } from "../../core/command-line.js";
import { hasPrice, isAnthropic, isOpenAi, MODEL_ENDS } from "../../core/prices.js";
import { DAY, toUtcText } from "../../core/time.js";
import { runProgram } from "../../system/child.js";
import { databaseIn } from "../../system/home.js";
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

const isPriced = ({ PRICE_IN, PRICE_OUT }: Context["config"]) =>
  PRICE_IN !== undefined && PRICE_OUT !== undefined;

const priceOf = (known: boolean) => (known ? "price known" : "price unknown: set PRICE_IN and PRICE_OUT");

/** Whether the settings of each provider are such that it can be asked. */
const SETTINGS: Record<Context["config"]["TRANSCRON_PROVIDER"], (context: Context) => Found[]> = {
  openai: ({ config, home }) => {
    const { OPENAI_API_KEY: key, OPENAI_BASE_URL: url, TRANSCRON_MODEL: model } = config;
    const official = isOpenAi(url);
    const priced = isPriced(config) || (official && hasPrice(model));
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
      ...ok(`${model} at ${url}, ${priceOf(priced)}`),
    ];
  },

  anthropic: ({ config, home }) => {
    const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url } = config;
    const file = join(home, ".env");
    const model = modelOf(config);
    if (!key && isAnthropic(url))
      return broken(
        "ANTHROPIC_API_KEY is not set",
        `put \`ANTHROPIC_API_KEY=KEY\` into ${file}, with your key, then chmod 600 ${shellWord(file)}`,
      );
    if (!model)
      return broken(
        "TRANSCRON_MODEL is not set, and there is no default for Anthropic's API",
        `put a line such as \`TRANSCRON_MODEL=claude-sonnet-4-6\` into ${file}`,
      );
    return ok(`${model} at ${url}, ${priceOf(isPriced(config))}`);
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
    warning("pseudo-localisation is no translation", "set `TRANSCRON_PROVIDER=openai`, anthropic or command"),
};

/** The first word of a shell command, behind variables it sets; undefined where a shell may read it otherwise. */
const programOf = (command: string) => /^(?:\w+=[\w./:,-]*\s+)*([\w./+-]+)(?=\s|$)/.exec(command.trim())?.[1];

/** As the shell that runs it would find it. */
const isProgram = (name: string, path: string) =>
  runProgram("/bin/sh", ["-c", 'PATH="$2"; command -v "$1"', "sh", name, path])?.code === 0;
