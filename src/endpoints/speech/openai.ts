import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import type OpenAI from "openai";
import { costOf, costOfAudio, isOpenAi, type Usage } from "../../core/prices.js";
import { NeverAgain, PauseEndpoint } from "../../errors.js";
import { withLimits } from "../../system/limits.js";
import { bare } from "../answers.js";
import type { CallOptions, Endpoint, Recording, SpeechConfig, Transcribed } from "../endpoint.js";
import { connect } from "../openai.js";
import { classify, type Wording } from "../openai-errors.js";
import { transcribedBy } from "./openai-answer.js";
import { fieldsFor, formatFor, isTooLong, refusing, type SpeechDialect } from "./openai-form.js";

const WORDING: Wording = {
  api: "audio transcriptions",
  url: "TRANSCRON_TRANSCRIBE_URL or OPENAI_BASE_URL",
  key: "TRANSCRON_TRANSCRIBE_KEY or OPENAI_API_KEY",
  model: "TRANSCRON_TRANSCRIBE_MODEL",
};

/** Any server that has OpenAI's /audio/transcriptions: OpenAI, speaches, Groq, whisper.cpp's server. */
export function openai(config: SpeechConfig): Endpoint {
  const { apiKey, baseUrl, model } = config;
  let client: Promise<OpenAI> | undefined;
  const connected = () => {
    client ??= connect(config);
    return client;
  };
  return {
    name: "openai",
    model,
    key: `openai speech ${baseUrl} ${model}`,
    memory: `openai ${baseUrl}`,
    settings: createHash("sha256")
      .update(`${baseUrl}\n${model}\n${apiKey ?? ""}`)
      .digest("hex")
      .slice(0, 16),
    remote: true,
    repeatable: true,
    price: (usage) => (usage && isOpenAi(baseUrl) ? listPrice(model, usage) : null),
    speech: {
      transcribe: async (recording, options) => ask(await connected(), config, recording, options),
    },
  };
}

const listPrice = (model: string, usage: Usage) =>
  usage.seconds === undefined ? costOf(model, usage) : costOfAudio(model, usage.seconds);

/** Asks, and asks for a simpler format where the server refuses one. Nothing is paid for what is refused. */
async function ask(
  client: OpenAI,
  { apiKey, baseUrl, model }: SpeechConfig,
  recording: Recording,
  options: CallOptions,
): Promise<Transcribed> {
  const hide = (text: string) => (apiKey ? text.replaceAll(apiKey, "…") : text);
  await access(recording.file);
  let dialect: SpeechDialect = options.dialect;
  for (let learned = false; ; learned = true) {
    const format = formatFor(recording, dialect);
    if (!format) throw withoutFormat(model, recording);
    await options.sending();
    try {
      const answer = await request(client, recording, fieldsFor(recording, model, format, dialect), options);
      const speakersLost = recording.diarize && format !== "diarized_json";
      return {
        ...answer,
        ...(speakersLost ? { problems: [`${model} does not tell speakers apart`] } : {}),
        ...(learned ? { dialect: { ...dialect } } : {}),
      };
    } catch (error) {
      options.signal.throwIfAborted();
      const simpler = refusing(error, format, dialect);
      if (simpler) {
        dialect = simpler;
        continue;
      }
      const facts = { baseUrl, model, timeout: options.timeout, wording: WORDING };
      const decision = isTooLong(error)
        ? "truncated"
        : (redirected(error, baseUrl) ?? classify(error, facts, Date.now()));
      if (typeof decision === "string")
        return {
          ...bare(decision),
          problems: [hide((error as Error).message).slice(0, 300)],
          bytes: new Uint8Array(),
          name: null,
        };
      decision.message = hide(decision.message);
      decision.stack = hide(decision.stack ?? "");
      throw decision;
    }
  }
}

const withoutFormat = (model: string, { timed }: Recording) =>
  timed
    ? new NeverAgain(
        "no_times",
        `${model} gives no times, and subtitles need them: choose another TRANSCRON_TRANSCRIBE_MODEL, or ask for plain text`,
      )
    : new NeverAgain("bad_request", `the server refuses every format of a transcript that ${model} may have`);

/** Without these fetch keeps a copy of all that is sent, for a redirect: 600 MB of a file of 600 MB (measured). */
const UNKEPT = { redirect: "error", window: null } as const;

/** What a redirect is then: no error of the network, which would be tried again. */
function redirected(thrown: unknown, baseUrl: string): Error | undefined {
  const cause = (thrown as Error).cause as Error | undefined;
  if ((cause?.cause as Error | undefined)?.message !== "unexpected redirect") return undefined;
  return new PauseEndpoint(
    "not_an_api",
    `${baseUrl} answers with a redirect, and recordings follow none`,
    "settings",
    "set TRANSCRON_TRANSCRIBE_URL to the address it leads to",
  );
}

async function request(
  client: OpenAI,
  { file }: Recording,
  fields: ReturnType<typeof fieldsFor>,
  { signal, timeout }: CallOptions,
): Promise<Transcribed> {
  // Read from the disk as it is sent. Servers tell the kind of audio by the ending of its name.
  const upload = new File([await openAsBlob(file)], basename(file));
  const response = await withLimits({ signals: [signal], timeout }, (limited) =>
    client.audio.transcriptions
      .create({ ...fields, file: upload } as OpenAI.Audio.TranscriptionCreateParamsNonStreaming, {
        signal: limited,
        timeout: timeout + 1000, // its own limit is never the first
        fetchOptions: UNKEPT,
      })
      .asResponse(),
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  return transcribedBy(bytes, { headers: response.headers, host: new URL(client.baseURL).host });
}
