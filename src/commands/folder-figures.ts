import { sumOfSkips } from "../core/skips.js";
import { dim } from "../print.js";
import type { ScanFigures } from "../store/folders.js";

/** What a scan found: a line for all files, and one for those that were left out. */
export function describeFigures({
  figures,
  did = "added",
}: {
  figures: ScanFigures;
  did?: string;
}): string[] {
  const { files, added, recordings, unchanged, known, unreadable, skipped } = figures;
  const counts = [
    ...(recordings ? [`${recordings} ${recordings === 1 ? "recording" : "recordings"} ${did}`] : []),
    ...Object.entries(added).map(([language, count]) => `${count} ${did} → ${language}`),
    ...(unchanged ? [`${unchanged} unchanged`] : []),
    ...(known ? [`${known} known`] : []),
    ...(unreadable ? [`${unreadable} unreadable`] : []),
  ];
  const found = `${files} ${files === 1 ? "file" : "files"}${counts.length ? `: ${counts.join(", ")}` : ""}`;
  const sum = sumOfSkips(skipped);
  return [found, ...(sum ? [dim(`skipped: ${sum}`)] : [])];
}
