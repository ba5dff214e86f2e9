import { dirname, resolve } from "node:path";
import type { Context } from "../context.js";
import { type CostRange, type Need, NOTHING, needOf, rangeOf, sumOf } from "../core/estimate.js";
import { hasLetters, protect } from "../core/markup.js";
import { type Skipped, whySkipped } from "../core/skips.js";
import { DAY } from "../core/time.js";
import { ColumnNeeded, explain, StoreDamaged } from "../errors.js";
import { readingOf } from "../formats/index.js";
import { Names } from "../system/names.js";
import { loadTokenizer } from "../tokenizer.js";
import { modeForTick } from "../translation/modes.js";
import { askedOf, memoryLanguage } from "../translation/work.js";
import { type LookOptions, look, type NewFile } from "./look.js";
import { expand, type Job, labelOf, type Source } from "./source.js";

/** What translating some files into one language would take. */
interface Part {
  /** The folder that was given, or that of a file that was named itself. */
  folder: string;
  to: string;
  files: number;
  /** Lines with letters in them. */
  lines: number;
  /** Lines that stand in these files before, and are not asked for again. */
  repeated: number;
  /** Lines that the memory answers. */
  remembered: number;
  need: Need;
}

export interface Estimate {
  parts: Part[];
  total: Need;
  /** Null if the price is not known; nothing for an engine on this machine. */
  cost: CostRange;
  /** Milliseconds; null until some requests were made with these settings. */
  time: number | null;
  /** Who would be asked. */
  provider: string;
  model: string | null;
}

/** Adds up what files would take, as they are looked at; nothing is stored and nobody is asked. */
export class Estimator {
  readonly #context: Context;
  readonly #parts = new Map<string, Part>();
  /** Texts that were counted, by language. */
  readonly #counted = new Map<string, Set<string>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Counts a file for each language that it would be translated into. */
  async add({ document, path, language, targets }: NewFile, root: string | null): Promise<void> {
    const folder = root ?? (path ? dirname(path) : "-");
    const countTokens = await loadTokenizer();
    const size = modeForTick(document.cues.length).batchSize(this.#context.config, document.cues.length);
    const texts = document.cues.map(({ text }) => text).filter(hasLetters);
    for (const { language: to } of targets) {
      const fresh = this.#fresh(to, texts);
      const known = await this.#known(memoryLanguage(language.tag, language.known), to, fresh);
      const lines = fresh.filter((text) => !known.has(text)).map((text) => protect(text).text);
      const endpoint = await this.#context.endpoint();
      const need = endpoint.chat ? needOf(lines, { from: language.tag, to, size, countTokens }) : NOTHING;
      const part = this.#part(folder, to);
      part.files++;
      part.lines += texts.length;
      part.repeated += texts.length - fresh.length;
      part.remembered += known.size;
      part.need = sumOf(part.need, need);
    }
  }

  async result(): Promise<Estimate> {
    const endpoint = await this.#context.endpoint();
    const parts = [...this.#parts.values()];
    const total = parts.reduce((sum, { need }) => sumOf(sum, need), NOTHING);
    const { input, output } = total;
    const price = endpoint.chat ? endpoint.price({ input, output, cached: 0, cacheWrites: 0 }) : 0;
    return {
      parts,
      total,
      cost: rangeOf(price),
      time: await this.#time(total.requests),
      provider: endpoint.name,
      model: endpoint.model,
    };
  }

  #part(folder: string, to: string): Part {
    const key = `${folder}\0${to}`;
    const part = this.#parts.get(key) ?? {
      ...{ folder, to, files: 0, lines: 0, repeated: 0, remembered: 0 },
      need: NOTHING,
    };
    this.#parts.set(key, part);
    return part;
  }

  /** The texts that were not counted for this language before. */
  #fresh(to: string, texts: readonly string[]): string[] {
    const counted = this.#counted.get(to) ?? new Set<string>();
    this.#counted.set(to, counted);
    return texts.filter((text) => !counted.has(text) && counted.add(text));
  }

  async #known(from: string | null, to: string, texts: readonly string[]): Promise<Set<string>> {
    const store = await this.#context.store();
    const scope = { ...askedOf(await this.#context.endpoint()), from, to };
    return new Set(await store.knownTexts(scope, texts));
  }

  /** By the requests of the last month, with as many in flight as a project begins with. */
  async #time(requests: number): Promise<number | null> {
    const { config, clock } = this.#context;
    const { name: provider, model } = await this.#context.endpoint();
    if (requests === 0) return 0;
    const since = clock.now() - 30 * DAY;
    const mean = await (await this.#context.store()).meanRequest({ provider, model, since });
    if (mean === null) return null;
    const { CONCURRENCY = IN_FLIGHT, RATE_LIMIT_DELAY = 0 } = config;
    return Math.round(Math.max((requests * mean) / CONCURRENCY, requests * RATE_LIMIT_DELAY));
  }
}

/** Requests of one project in flight at first. */
const IN_FLIGHT = 4;

interface Estimated extends Estimate {
  skipped: (Skipped & { why: string })[];
  /** Files that can't be read. */
  failed: { file: string; error: string; hint?: string }[];
}

/**
 * What adding files and folders would take: read as `add` reads them, and nothing stored. Throws UserError for options
 * that make no sense.
 */
export async function estimate(
  context: Context,
  sources: readonly Source[],
  options: LookOptions,
): Promise<Estimated> {
  const estimator = new Estimator(context);
  const names = new Names();
  const skipped: Skipped[] = [];
  const failed: Estimated["failed"] = [];
  const attempt = async (file: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const known = explain(error);
      if (!known || error instanceof StoreDamaged) throw error;
      failed.push({ file, error: known.message, ...(known.hint ? { hint: known.hint } : {}) });
    }
  };
  const count = async (job: Job, isOfFolder: boolean) => {
    const reading = isOfFolder ? readingOf(labelOf(job.source), options) : options;
    const looked = await look(context, job, reading).catch((error) => {
      if (!isOfFolder || !(error instanceof ColumnNeeded)) throw error;
      skipped.push({ path: labelOf(job.source), to: null, reason: "column", by: error.message });
    });
    if (looked?.kind !== "new") return;
    skipped.push(...looked.skipped);
    await estimator.add(looked, job.root);
  };
  for (const source of sources)
    await attempt(labelOf(source), async () => {
      const found = await expand(context, source, options, names);
      skipped.push(...found.skipped);
      for (const job of found.jobs) await attempt(labelOf(job.source), () => count(job, found.folder));
    });
  const told = skipped.map((skip) => ({ ...skip, path: resolve(skip.path), why: whySkipped(skip) }));
  return { ...(await estimator.result()), skipped: told, failed };
}
