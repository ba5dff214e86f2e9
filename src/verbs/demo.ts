import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "../context.js";
import { MINUTE } from "../core/time.js";
import type { Worked } from "../queue/work.js";
import type { Added } from "../store/projects.js";
import { add } from "./add.js";
import { type Exported, exportFiles } from "./export.js";
import { tick } from "./tick.js";

const SAMPLE = fileURLToPath(new URL("../../samples/product-talk.en.srt", import.meta.url));

interface DemoOptions {
  to: readonly string[];
  provider: string;
  model?: string;
}

interface Demo {
  /** Of the demo's own home; to be closed by whoever began it. */
  context: Context;
  projects: Added[];
  segments: number;
}

/** Adds the bundled sample to a queue of its own, in a temporary home. */
export async function beginDemo(outer: Context, { to, provider, model }: DemoOptions): Promise<Demo> {
  const home = await mkdtemp(join(tmpdir(), "transcron-demo-"));
  const context = outer.inHome(home, {
    TRANSCRON_PROVIDER: provider,
    ...(model ? { TRANSCRON_MODEL: model } : {}),
  });
  try {
    const [file] = await add(context, [{ path: SAMPLE }], { to, from: "en" });
    return { context, projects: file!.projects, segments: file!.segments! };
  } catch (error) {
    context.close();
    throw error;
  }
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
