export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Record<string, number> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Reads `90s`, `10m`, `1h`, `30d` or a bare number of seconds as milliseconds; undefined if it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)?$/.exec(text.trim());
  if (!match) return undefined;
  return Math.round(Number(match[1]) * UNITS[match[2] ?? "s"]!);
}

/** Writes milliseconds for people: `0.4s`, `29.3s`, `4m 10s`, `2h 5m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(ms % SECOND ? 1 : 0)}s`;
  const pairs: [number, string, number, string][] = [
    [DAY, "d", HOUR, "h"],
    [HOUR, "h", MINUTE, "m"],
    [MINUTE, "m", SECOND, "s"],
  ];
  for (const [large, largeName, small, smallName] of pairs) {
    if (ms < large) continue;
    const rest = Math.floor((ms % large) / small);
    return `${Math.floor(ms / large)}${largeName}${rest ? ` ${rest}${smallName}` : ""}`;
  }
  return "0s";
}

/** The stored form of times that operators query: UTC, `YYYY-MM-DD HH:MM:SS`, as SQLite's datetime() writes it. */
export function toUtcText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** Milliseconds of a stored UTC text. */
export function fromUtcText(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}
