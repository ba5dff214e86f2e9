/** `10,50:5` reads: 10 lines a request, 5 for projects of more than 50. */
interface BatchRule {
  size: number;
  /** Ascending by `over`; the last that applies wins. */
  larger: { over: number; size: number }[];
}

/** Reads a BATCH_SIZE; undefined if it is none. */
export function parseBatchRule(text: string): BatchRule | undefined {
  const [first, ...rest] = text.split(",").map((part) => part.trim());
  const size = wholeNumber(first ?? "");
  const larger = rest.map((part) => {
    const [over, of] = part.split(":").map(wholeNumber);
    return over && of && part.split(":").length === 2 ? { over, size: of } : undefined;
  });
  if (!size || larger.some((rule) => !rule)) return undefined;
  return { size, larger: (larger as { over: number; size: number }[]).sort((a, b) => a.over - b.over) };
}

/** A schema of more properties than this is refused by some servers, and no model keeps so many lines apart. */
const MOST = 100;

function wholeNumber(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 1_000_000 ? value : undefined;
}

export function batchSizeFor({ size, larger }: BatchRule, segments: number): number {
  return Math.min(MOST, larger.filter(({ over }) => segments > over).at(-1)?.size ?? size);
}

/** How large the next batch is, out of so many: even shares, so that 21 at 10 go as 7, 7, 7 and not 10, 10, 1. */
export function nextBatch(remaining: number, size: number): number {
  return Math.ceil(remaining / Math.ceil(remaining / size));
}

/** Timeouts and mismatches shrink the batch; three clean replies in a row let it grow back. */
export interface BatchSize {
  size: number;
  most: number;
  clean: number;
}

const CLEAN_TO_GROW = 3;

export function afterReply(batch: BatchSize, outcome: "clean" | "trouble"): BatchSize {
  if (outcome === "trouble") return { ...batch, size: Math.max(1, Math.floor(batch.size / 2)), clean: 0 };
  const clean = batch.clean + 1;
  if (clean < CLEAN_TO_GROW) return { ...batch, clean };
  return { ...batch, size: Math.min(batch.most, batch.size * 2), clean: 0 };
}

/** Half the size for good: for a model whose replies can't be proved, the fewer lines the less can be shifted. */
export function halved({ most, ...batch }: BatchSize): BatchSize {
  const half = Math.ceil(most / 2);
  return { ...batch, size: Math.min(batch.size, half), most: half };
}

/** The simple worker sends a project in one request, and refuses more segments than this. */
export const SIMPLE_MOST = 19;
