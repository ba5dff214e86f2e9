import { type CostRange, TOKEN_ERROR } from "../core/estimate.js";
import { formatDuration, MINUTE, SECOND } from "../core/time.js";
import { visibleLine } from "../core/visible.js";
import { dim, type Printer } from "../print.js";
import { table } from "../table.js";
import type { Estimate } from "../verbs/estimate.js";

/** A row for each folder and language, and what all of it takes. */
export function describeEstimate(
  { parts, total, cost, time, provider, model }: Estimate,
  { columns: width }: Pick<Printer, "columns">,
): string {
  if (parts.length === 0) return dim("nothing to translate");
  const count = (value: number) => value.toLocaleString("en");
  const rows = parts.map(({ folder, to, files, lines, repeated, remembered, need }) => [
    folder,
    to,
    count(files),
    count(lines),
    count(repeated),
    count(remembered),
    count(need.requests),
    count(need.input + need.output),
  ]);
  const right = { align: "right" as const };
  const columns = [
    { title: "FOLDER", shrinks: true },
    { title: "TO" },
    { title: "FILES", ...right },
    { title: "LINES", ...right },
    { title: "REPEATED", ...right },
    { title: "IN MEMORY", ...right },
    { title: "REQUESTS", ...right },
    { title: "TOKENS", ...right },
  ];
  const { requests, input, output } = total;
  if (requests === 0) return `${table(columns, rows, width)}\n${asked(provider, model)}: cost: nothing`;
  const tokens = `tokens: ${count(input)} in, ${count(output)} out (± ${TOKEN_ERROR * 100} %)`;
  return [
    table(columns, rows, width),
    `${asked(provider, model)}: ${count(requests)} requests; ${tokens}`,
    `cost: ${describeCost(cost)}; time: ${describeTime(time)}`,
  ].join("\n");
}

const asked = (provider: string, model: string | null) =>
  `${visibleLine(provider)}${model ? ` (${visibleLine(model)})` : ""}`;

/** `$0.12 to $0.15`; an unknown price is never nothing. */
export function describeCost(cost: CostRange): string {
  if (cost === null) return "unknown (`PRICE_IN` and `PRICE_OUT` say what the server takes)";
  if (cost.most === 0) return "nothing";
  return `${dollars(cost.least)} to ${dollars(cost.most)}`;
}

const dollars = (sum: number) => `$${sum < 0.01 ? sum.toFixed(4) : sum.toFixed(2)}`;

const describeTime = (ms: number | null): string =>
  ms === null
    ? "unknown until some requests were made"
    : `about ${formatDuration(Math.max(SECOND, ms < MINUTE ? Math.round(ms / SECOND) * SECOND : Math.round(ms / MINUTE) * MINUTE))}`;
