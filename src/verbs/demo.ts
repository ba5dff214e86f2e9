import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "../context.js";
import { chooseEngine } from "../core/engines.js";
import { MINUTE } from "../core/time.js";
import type { Worked } from "../queue/work.js";
import type { Added } from "../store/projects.js";
import { add } from "./add.js";
import { findEngines } from "./engines.js";
import { type Exported, exportFiles } from "./export.js";
import { tick } from "./tick.js";

const SAMPLE = fileURLToPath(new URL("../../samples/product-talk.en.srt", import.meta.url));

interface DemoOptions {
  /** Target languages; what the engine takes if they are not given. */
  to?: readonly string[];
  /** A provider of the settings; else an engine of this machine, or pseudo-localisation where there is none. */
  provider?: string;
  model?: string;
}

const USUAL = ["fr", "es"];

interface Demo {
  /** Of the demo's own home; to be closed by whoever began it. */
  context: Context;
  projects: Added[];
  segments: number;
  provider: string;
  /** The engine that was found, with its model or pair. */
  engine: string | null;
}

/** Adds the bundled sample to a queue of its own, in a temporary home. */
export async function beginDemo(outer: Context, { model, ...options }: DemoOptions): Promise<Demo> {
  const { engine, to, settings } = await chooseProvider(outer, options);
  const home = await mkdtemp(join(tmpdir(), "transcron-demo-"));
  const context = outer.inHome(home, {
    ...settings,
    ...(model ? { TRANSCRON_MODEL: model } : {}),
  });
  try {
    const [file] = await add(context, [{ path: SAMPLE }], { to, from: "en" });
    const { TRANSCRON_PROVIDER: provider } = context.config;
    return { context, projects: file!.projects, segments: file!.segments!, provider, engine };
  } catch (error) {
    context.close();
    throw error;
  }
}

/** A key that is configured costs money, so it counts only for a provider that was named. */
async function chooseProvider(outer: Context, { to, provider }: Omit<DemoOptions, "model">) {
  const usual = USUAL;
  if (provider !== undefined)
    return { engine: null, to: to ?? usual, settings: { TRANSCRON_PROVIDER: provider } };
  const chosen = chooseEngine(await findEngines(outer), { to, usual });
  if (!chosen) return { engine: null, to: to ?? usual, settings: { TRANSCRON_PROVIDER: "pseudo" } };
  const { title, choice, settings } = chosen;
  // A server of this machine has no business with the key of another.
  return { engine: `${title} (${choice})`, to: chosen.to, settings: { ...settings, OPENAI_API_KEY: "none" } };
}

/** Translates it by one tick, and writes what was completed into `out/` of the demo's home. */
export async function playDemo({ context }: Demo): Promise<{ worked: Worked; exported: Exported[] }> {
  const ticked = await tick(context, { budget: 10 * MINUTE });
  const worked = ticked.kind === "worked" ? ticked : { pieces: [] };
  const output = join(context.home, "out");
  await mkdir(output);
  const ids = worked.pieces.filter(({ status }) => status === "completed").map(({ id }) => id);
  const { exported } = ids.length ? await exportFiles(context, { ids }, { output }) : { exported: [] };
  return { worked, exported };
}
