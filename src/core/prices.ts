/** US dollars per million tokens, standard tier. A cache write costs what is stated, else as any input. */
interface Price {
  input: number;
  cached: number;
  output: number;
  cacheWrite?: number;
}

/** OpenAI's list prices as of November 2026. A model that is not here has no known cost, which is not zero. */
const PRICES: Record<string, Price> = {
  "gpt-4o-mini": { input: 0.15, cached: 0.075, output: 0.6 },
  "gpt-4.1-mini": { input: 0.4, cached: 0.1, output: 1.6 },
  "gpt-5-mini": { input: 0.25, cached: 0.025, output: 2 },
  "gpt-5-nano": { input: 0.05, cached: 0.005, output: 0.4 },
  "gpt-5.4-nano": { input: 0.2, cached: 0.02, output: 1.25 },
  "gpt-5.4-mini": { input: 0.75, cached: 0.075, output: 4.5 },
  "gpt-5.6-luna": { input: 0.2, cached: 0.02, output: 1.2, cacheWrite: 0.25 },
  "gpt-6-luna": { input: 0.1, cached: 0.01, output: 0.5, cacheWrite: 0.125 },
  "gpt-6-sol": { input: 2, cached: 0.2, output: 10 },
};

/** Factor on the list price by the tier the reply says it was served in; undefined has no known price. */
const TIERS: Record<string, number> = { default: 1, auto: 1, standard: 1, flex: 0.5, batch: 0.5 };

export interface Usage {
  input: number;
  cached: number;
  cacheWrites: number;
  output: number;
  /** How the reply says it was served. */
  tier?: string;
  /** Seconds of audio, where these are what is billed; the tokens are zero then. */
  seconds?: number;
}

/** US dollars for a minute of audio, OpenAI's list prices as of November 2026. */
const MINUTE_PRICES: Record<string, number> = {
  "whisper-1": 0.006,
  "gpt-transcribe": 0.0045,
};

/** Dollars for seconds of audio; null where the model has no known price for a minute. */
export function costOfAudio(model: string, seconds: number): number | null {
  const price = Object.hasOwn(MINUTE_PRICES, model) ? MINUTE_PRICES[model] : undefined;
  return price === undefined ? null : (seconds / 60) * price;
}

/** Whether a model's cost can be told. */
export const hasPrice = (model: string): boolean => model in PRICES;

/** Dollars for one reply's usage, or null where model or tier have no known price. */
export function costOf(model: string, { tier = "default", ...usage }: Usage): number | null {
  const price = Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
  const factor = Object.hasOwn(TIERS, tier) ? TIERS[tier] : undefined;
  if (!price || factor === undefined) return null;
  const { input, cached, cacheWrites, output } = usage;
  const fresh = Math.max(0, input - cached - cacheWrites);
  const perMillion =
    fresh * price.input +
    cached * price.cached +
    cacheWrites * (price.cacheWrite ?? price.input) +
    output * price.output;
  return (perMillion * factor) / 1e6;
}

/** What a user says a server takes, in US dollars per million tokens; a cached token costs as any. */
export interface StatedPrices {
  input: number;
  output: number;
}

export const costAt = ({ input, output }: StatedPrices, used: Usage): number =>
  (used.input * input + used.output * output) / 1e6;

const isAt = (host: string) => (baseUrl: string) => new URL(baseUrl).host === host;

/** Whether a server is OpenAI's own: the one that the list prices and ends of models are of, and that wants a key. */
export const isOpenAi = isAt("api.openai.com");

/** Whether a server is Anthropic's own, which wants a key. */
export const isAnthropic = isAt("api.anthropic.com");

/** Days on which OpenAI turns models off, as announced by November 2026. */
export const MODEL_ENDS: Record<string, string> = {
  "gpt-4.1-nano": "2026-10-23",
  "gpt-5": "2026-12-11",
  "gpt-5-mini": "2026-12-11",
  "gpt-5-nano": "2026-12-11",
  "gpt-4o": "2027-01-14",
  "gpt-4o-mini": "2027-01-14",
  "gpt-4.1": "2027-01-14",
  "gpt-4.1-mini": "2027-01-14",
  "gpt-5.1": "2027-04-01",
  "gpt-5.4-nano": "2027-04-01",
  "whisper-1": "2027-02-26",
  "gpt-4o-transcribe": "2027-02-26",
  "gpt-4o-mini-transcribe": "2027-02-26",
  "gpt-4o-transcribe-diarize": "2027-02-26",
};
