import { countSkips, type Skipped, sumOfSkips } from "../core/skips.js";
import { visibleLine } from "../core/visible.js";
import { type Printer, yellow } from "../print.js";

/** Says what was skipped: counted by reason, and with --verbose each file with its own. */
export function tellOfSkips(
  print: Printer,
  skipped: readonly (Pick<Skipped, "path" | "reason"> & { why: string })[],
): void {
  if (print.verbose)
    for (const { path, why } of skipped) print.note(yellow(`skipped ${visibleLine(path)}: ${why}`));
  if (skipped.length) print.note(yellow(`skipped: ${sumOfSkips(countSkips(skipped))}`));
}
